import { z } from "zod";
import { DeliveryError, digestOf, jsonText, parseJsonFile } from "../delivery";
import { archiveOf, filesOf } from "./archive";

const LIST = "evidence.json";

const schema = z.strictObject({
  kind: z.literal("databox-evidence/v1"),
  project: z.string().min(1),
  /** SHA-256 of the plan's manifest: what the approvers signed. */
  plan: z.string().regex(/^[0-9a-f]{64}$/, "expected a SHA-256 in 64 hexadecimal digits"),
  /** Version of the toolkit that packed it. */
  databox: z.string(),
  files: z.record(z.string(), z.string()),
});

/** What a bundle says that it holds. */
export type EvidenceList = Readonly<z.infer<typeof schema>>;

export interface Bundle {
  readonly list: EvidenceList;
  /** Its files by path, but for the list. */
  readonly files: ReadonlyMap<string, Buffer>;
}

/** Packs files with a list of their digests. */
export function packBundle(
  head: Omit<EvidenceList, "kind" | "files">,
  files: ReadonlyMap<string, Buffer>,
): Promise<Buffer> {
  const digests = [...files].map(([name, content]) => [name, digestOf(content)] as const).sort();
  const list: EvidenceList = { kind: "databox-evidence/v1", ...head, files: Object.fromEntries(digests) };
  return archiveOf(new Map([[LIST, Buffer.from(jsonText(list))], ...files]));
}

/**
 * Reads a bundle: every file is one that its list names, with that digest, and none is missing.
 *
 * @throws DeliveryError with the first that is not
 */
export async function readBundle(archive: Buffer): Promise<Bundle> {
  const files = await filesOf(archive);
  const bytes = files.get(LIST);
  if (bytes === undefined) throw new DeliveryError(`${LIST} is missing: it is no bundle of databox evidence`);
  const list = parseJsonFile(bytes, LIST, schema);
  files.delete(LIST);
  for (const [name, digest] of Object.entries(list.files)) {
    const content = files.get(name);
    if (content === undefined) throw new DeliveryError(`${name} is missing`);
    if (digestOf(content) !== digest) throw new DeliveryError(`${name} was changed after it was packed`);
  }
  for (const name of files.keys())
    if (!Object.hasOwn(list.files, name)) throw new DeliveryError(`${name} was put in after it was packed`);
  return { list, files };
}
