import { DeliveryError } from "./delivery-error";
import { readPlainFile } from "./plain-file";

/** Who has to approve a plan: one person of each. */
export const ROLES = ["hospital", "platform"] as const;
export type Role = (typeof ROLES)[number];

/** What a signature of a role is for; a key that may sign for something else signs no approval. */
export function namespaceOf(role: Role): string {
  return `${role}@databox`;
}

/** Principals and options of a line, as OpenSSH has them: https://man.openbsd.org/ssh-keygen#ALLOWED_SIGNERS */
const LINE = /^[^\s"#]+\s+(?:[^\s",]+(?:="[^"]*")?,)*namespaces="([^"]*)"/i;
const NAMESPACES = ROLES.map(namespaceOf);

/** Where a project's approvers stand: beside its file. */
export function allowedSignersOf(projectFile: string): string {
  return projectFile.replace(/(\.ya?ml)?$/, ".allowed-signers");
}

/**
 * Reads who may approve the plans of a project. OpenSSH decides on signatures; that no key signs for all there is by an
 * omission is decided here.
 *
 * @throws DeliveryError where there is no such file, or a line does not say for which role
 */
export function readAllowedSigners(path: string, name: string): Buffer {
  let bytes: Buffer;
  try {
    bytes = readPlainFile(path, name);
  } catch (error) {
    throw new DeliveryError(
      `${(error as Error).message}; it says who may approve: a line "kim@hospital.example namespaces="${NAMESPACES[0]}" ssh-ed25519 AAAA…" for each person (docs/delivery.md)`,
    );
  }
  for (const [index, line] of bytes.toString("utf8").split("\n").entries()) {
    if (line.trim() === "" || line.trimStart().startsWith("#")) continue;
    const namespaces = LINE.exec(line.trim())?.[1]?.split(",");
    if (namespaces === undefined || !namespaces.every((one) => NAMESPACES.includes(one)))
      throw new DeliveryError(
        `${name}:${index + 1}: a line has to say for which role its key signs: namespaces="${NAMESPACES.join('" or namespaces="')}"; without, it signs for everything`,
      );
  }
  return bytes;
}
