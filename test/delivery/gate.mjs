// Loaded into the embedded cloud's provider: it makes a resource only as long as there are fewer than a file says, so that a
// test decides how far an apply comes.
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { dirname, join } from "node:path";

const lock = fs.mkdirSync;
const moment = new Int32Array(new SharedArrayBuffer(4));

/** Whether one more may be made in a cloud's folder. */
function isOpen(folder) {
  const most = Number(fs.readFileSync(join(folder, "gate"), "utf8"));
  return JSON.parse(fs.readFileSync(join(folder, "cloud.json"), "utf8")).resources.length < most;
}

fs.mkdirSync = (path, ...rest) => {
  if (typeof path === "string" && path.endsWith("/lock")) while (!isOpen(dirname(path))) Atomics.wait(moment, 0, 0, 30);
  return lock(path, ...rest);
};
syncBuiltinESMExports();
