import { renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { UserError } from "./terminal";

/** Writes a file whole or not at all. @throws UserError where it cannot be written */
export function writeFile(file: string, content: string | Uint8Array): void {
  const scratch = join(dirname(file), `.${process.pid}.databox`);
  try {
    writeFileSync(scratch, content);
    renameSync(scratch, file);
  } catch (error) {
    rmSync(scratch, { force: true });
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === "ENOENT" ? `there is no folder ${dirname(file)}` : message.replace(scratch, file);
    throw new UserError(`${file} cannot be written: ${why}`);
  }
}
