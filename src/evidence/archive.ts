import { constants, gunzipSync, gzipSync } from "node:zlib";
import { extract, pack } from "tar-stream";
import { DeliveryError } from "../delivery";

/** Bytes of an unpacked bundle at most; that of a project with fifty boxes has about a tenth of it. */
const MOST_BYTES = 1024 * 1024 * 1024;

/** A path inside of a bundle: folders and a file, none of which leads out of it. */
const PATH = /^(?!.*\.\.)[A-Za-z0-9.][\w.-]*(\/[A-Za-z0-9.][\w.-]*)*$/;

/** Packs files as a gzipped tar, with nothing in it of who packed it and when: the same files give the same bytes. */
export async function archiveOf(files: ReadonlyMap<string, Buffer>): Promise<Buffer> {
  const tar = pack();
  for (const [name, content] of [...files].sort(([a], [b]) => (a < b ? -1 : 1)))
    tar.entry({ name, mode: 0o644, mtime: new Date(0), uid: 0, gid: 0 }, content);
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar) chunks.push(chunk);
  return gzipSync(Buffer.concat(chunks), { level: constants.Z_BEST_COMPRESSION });
}

/**
 * Reads a gzipped tar of plain files into memory; nothing of it is written anywhere.
 *
 * @param most bytes that it may unpack to
 * @throws DeliveryError where it is something else, or holds a link, a path that leads out of it, or a file twice
 */
export async function filesOf(archive: Buffer, most = MOST_BYTES): Promise<Map<string, Buffer>> {
  let tar: Buffer;
  try {
    tar = gunzipSync(archive, { maxOutputLength: most });
  } catch (error) {
    throw new DeliveryError(`it is no gzipped tar: ${(error as Error).message}`);
  }
  const files = new Map<string, Buffer>();
  const reader = extract();
  reader.end(tar);
  try {
    for await (const entry of reader) {
      const { name, type } = entry.header;
      if (type !== "file") throw new DeliveryError(`${name} is a ${type ?? "thing of no type"}, no file`);
      if (!PATH.test(name)) throw new DeliveryError(`${JSON.stringify(name)} is no path inside of a bundle`);
      if (files.has(name)) throw new DeliveryError(`${name} is in it twice`);
      const chunks: Buffer[] = [];
      for await (const chunk of entry) chunks.push(chunk);
      files.set(name, Buffer.concat(chunks));
    }
  } catch (error) {
    if (error instanceof DeliveryError) throw error;
    throw new DeliveryError(`it is no whole tar: ${(error as Error).message}`);
  }
  return files;
}
