import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync } from "node:fs";
import { DeliveryError } from "./delivery-error";

/** Bytes that any file of a plan has at most; the plan of a project with fifty boxes has about a tenth of it. */
const MOST_BYTES = 512 * 1024 * 1024;

/**
 * Reads a file that has to be a file: what a link, a device or a pipe would put in its place is refused.
 *
 * @param name what to call it in messages
 * @throws DeliveryError where it is missing, is something else or is too large
 */
export function readPlainFile(path: string, name: string): Buffer {
  let file: number;
  try {
    // Without waiting, since a pipe that nobody writes to would hold the reader.
    file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") throw new DeliveryError(`${name} is missing`);
    if (code === "ELOOP") throw new DeliveryError(`${name} is a symbolic link; a plan's files are files`);
    throw new DeliveryError(`${name} cannot be read: ${message}`);
  }
  try {
    const status = fstatSync(file);
    if (!status.isFile()) throw new DeliveryError(`${name} is no file`);
    if (status.size > MOST_BYTES) throw new DeliveryError(`${name} has ${status.size} bytes, more than any plan`);
    return readFileSync(file);
  } finally {
    closeSync(file);
  }
}

/** @throws DeliveryError where a folder is missing, or is a link or something else */
export function requirePlainFolder(path: string, name: string, mend = ""): void {
  const status = lstatSync(path, { throwIfNoEntry: false });
  if (status === undefined) throw new DeliveryError(`${name} is missing${mend}`);
  if (status.isSymbolicLink()) throw new DeliveryError(`${name} is a symbolic link; a plan's folders are folders`);
  if (!status.isDirectory()) throw new DeliveryError(`${name} is no folder`);
}
