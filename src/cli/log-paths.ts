import { readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { UserError, type Terminal } from "./terminal";

/**
 * The log files at a path: the file itself, or every file below a folder.
 *
 * @throws UserError where there is nothing
 */
export function filesOf(path: string, terminal: Terminal): string[] {
  const at = resolve(terminal.cwd, path);
  const stat = statSync(at, { throwIfNoEntry: false });
  if (stat === undefined) throw new UserError(`${path}: there is no such file or folder`);
  if (!stat.isDirectory()) return [path];
  return readdirSync(at, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(path, entry.parentPath.slice(at.length), entry.name))
    .sort();
}
