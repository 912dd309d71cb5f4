import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { namespaceOf, type Role } from "../../src/delivery";

/** Makes a person's SSH key in a folder, without a passphrase, and says where it is. */
export function keyOf(person: string, folder: string): string {
  const file = join(folder, person);
  execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", person, "-f", file]);
  return file;
}

/** A line of the allowed signers: who signs in which role with which key. */
export function signerLine(principal: string, role: Role, key: string): string {
  const [type = "", text = ""] = readFileSync(`${key}.pub`, "utf8").split(" ");
  return `${principal} namespaces="${namespaceOf(role)}" ${type} ${text}\n`;
}

/** Signs bytes as `databox approve` does. */
export function signatureOf(bytes: string, role: Role, key: string): Buffer {
  return execFileSync("ssh-keygen", ["-Y", "sign", "-f", key, "-n", namespaceOf(role)], {
    input: bytes,
    stdio: ["pipe", "pipe", "ignore"],
  });
}
