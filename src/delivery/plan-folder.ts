import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { DeliveryError } from "./delivery-error";
import { digestOf } from "./digest";
import { JOURNAL } from "./journal";
import { jsonText } from "./json-file";
import { MANIFEST, parseManifest, PLAN_FILES, type Manifest, type PlanFile } from "./manifest";
import { readPlainFile, requirePlainFolder } from "./plain-file";

/** A plan as it was read at one moment: what is decided on is what is used, whatever happens to the folder meanwhile. */
export interface SavedPlan {
  readonly manifest: Manifest;
  /** SHA-256 of the manifest: the name of the plan. */
  readonly digest: string;
  readonly files: Readonly<Record<PlanFile, Buffer>>;
}

/**
 * Reads a plan folder, and holds every file against its digest.
 *
 * @throws DeliveryError where a file is missing, is a link or was changed
 */
export function readPlan(folder: string): SavedPlan {
  requirePlainFolder(folder, folder, "; make a plan with databox plan");
  requirePlainFolder(join(folder, "stack"), "stack");
  const bytes = readPlainFile(join(folder, MANIFEST), MANIFEST);
  const manifest = parseManifest(bytes);
  const read = (name: PlanFile): Buffer => {
    const content = readPlainFile(join(folder, name), name);
    if (digestOf(content) !== manifest.files[name])
      throw new DeliveryError(`${name} was changed after the plan was made; plan and approve again`);
    return content;
  };
  const files = Object.fromEntries(PLAN_FILES.map((name) => [name, read(name)])) as Record<PlanFile, Buffer>;
  return { manifest, digest: digestOf(bytes), files };
}

/**
 * Writes a plan folder whole. One that was there is replaced; if it was ever applied, it is kept beside, named by its digest,
 * for its journal.
 */
export function writePlan(
  folder: string,
  files: Readonly<Record<PlanFile, string | Buffer>>,
  manifest: Omit<Manifest, "files">,
): SavedPlan {
  const digests = Object.fromEntries(PLAN_FILES.map((name) => [name, digestOf(files[name])]));
  const text = jsonText({ ...manifest, files: digests });
  if (existsSync(folder) && !existsSync(join(folder, MANIFEST)) && readdirSync(folder).length > 0)
    throw new DeliveryError(`${folder} holds something else than a plan; name another folder`);
  mkdirSync(dirname(folder), { recursive: true });
  const scratch = mkdtempSync(join(dirname(folder), `.${basename(folder)}-`));
  try {
    mkdirSync(join(scratch, "stack"), { mode: 0o700 });
    for (const name of PLAN_FILES) writeFileSync(join(scratch, name), files[name], { mode: 0o600 });
    writeFileSync(join(scratch, MANIFEST), text, { mode: 0o600 });
    if (existsSync(join(folder, JOURNAL))) {
      const name = digestOf(readPlainFile(join(folder, MANIFEST), MANIFEST)).slice(0, 12);
      renameSync(folder, `${folder}-${name}`);
    } else rmSync(folder, { recursive: true, force: true });
    renameSync(scratch, folder);
  } catch (error) {
    rmSync(scratch, { recursive: true, force: true });
    throw error;
  }
  return readPlan(folder);
}
