import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exampleProject, EXAMPLES, filesIn, ROOT, synthesizedFiles } from "./example-projects";

it("cdktf synth, through cdktf.json, writes what databox synth writes", () => {
  const scratch = mkdtempSync(join(tmpdir(), "databox-cdktf-"));
  try {
    const out = join(scratch, "out");
    execFileSync(join(ROOT, "node_modules", ".bin", "cdktf"), ["synth", "--output", out], {
      cwd: ROOT,
      // Its own home, since it keeps a configuration there; no call for newer versions.
      env: { ...process.env, HOME: scratch, CHECKPOINT_DISABLE: "1", CI: "1" },
      stdio: "pipe",
    });
    const theirs = filesIn(out);
    const ours = synthesizedFiles(EXAMPLES.map(exampleProject));
    expect([...theirs.keys()]).toEqual([...ours.keys()]);
    for (const [file, content] of ours)
      expect({ file, same: theirs.get(file) === content }).toEqual({ file, same: true });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
});
