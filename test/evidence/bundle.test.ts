import { gunzipSync, gzipSync } from "node:zlib";
import { pack, type Headers } from "tar-stream";
import { packBundle, readBundle } from "../../src/evidence";
import { filesOf } from "../../src/evidence/archive";

const HEAD = { project: "trial", plan: "a".repeat(64), databox: "0.1.0" };
const FILES = new Map([
  ["plan/manifest.json", Buffer.from("{}\n")],
  ["plan/stack/.terraform.lock.hcl", Buffer.from("# locked\n")],
  ["plan/plan.tfplan", Buffer.from([0, 1, 2, 255])],
]);

/** A gzipped tar with these entries, whatever they are. */
async function archive(...entries: readonly (readonly [Headers, string])[]): Promise<Buffer> {
  const tar = pack();
  for (const [header, content] of entries) tar.entry(header, header.type === "file" ? content : undefined);
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar) chunks.push(chunk);
  return gzipSync(Buffer.concat(chunks));
}
const file = (name: string, content = "x"): readonly [Headers, string] => [{ name, type: "file" }, content];

describe("a bundle", () => {
  it("holds what was put into it", async () => {
    const { list, files } = await readBundle(await packBundle(HEAD, FILES));
    expect(list).toMatchObject({ kind: "databox-evidence/v1", ...HEAD });
    expect(files).toEqual(FILES);
  });

  it("is the same, byte for byte, whenever and in whatever order it is packed", async () => {
    const turned = new Map([...FILES].reverse());
    expect((await packBundle(HEAD, turned)).equals(await packBundle(HEAD, FILES))).toBe(true);
  });

  it.each([
    ["a file was changed", (tar: Buffer) => tar.toString("latin1").replace("# locked", "# opened"), "was changed"],
    ["its list was changed", (tar: Buffer) => tar.toString("latin1").replace('"0.1.0"', '"0.1.1x'), "evidence.json"],
  ])("is refused where %s", async (_, change, why) => {
    const tar = gunzipSync(await packBundle(HEAD, FILES));
    const changed = gzipSync(Buffer.from(change(tar), "latin1"));
    expect(gunzipSync(changed).equals(tar)).toBe(false);
    await expect(readBundle(changed)).rejects.toThrow(why);
  });

  it("is refused where it holds more or less than its list", async () => {
    const { list } = await readBundle(await packBundle(HEAD, FILES));
    const entries = [...FILES].map(([name, content]) => file(name, content.toString("latin1")));
    const listed = file("evidence.json", JSON.stringify(list));
    await expect(readBundle(await archive(listed, ...entries.slice(1)))).rejects.toThrow(
      "plan/manifest.json is missing",
    );
    const text = { ...list, files: {} };
    await expect(readBundle(await archive(file("evidence.json", JSON.stringify(text)), file("more")))).rejects.toThrow(
      "more was put in",
    );
  });

  it.each([
    ["a path that leads out of it", file("../x"), "is no path inside"],
    ["an absolute path", file("/etc/x"), "is no path inside"],
    ["a path with a step back in it", file("plan/../../x"), "is no path inside"],
    ["a symbolic link", [{ name: "x", type: "symlink", linkname: "/etc/passwd" }, ""] as const, "is a symlink"],
    ["a folder", [{ name: "x", type: "directory" }, ""] as const, "is a directory"],
  ])("is refused with %s", async (_, entry, why) => {
    await expect(readBundle(await archive(entry))).rejects.toThrow(why);
  });

  it("is refused with a file that is in it twice: other programs might take the other one", async () => {
    await expect(readBundle(await archive(file("a"), file("a", "y")))).rejects.toThrow("a is in it twice");
  });

  it.each([
    ["text", Buffer.from("evidence")],
    ["a gzip of text", gzipSync("evidence")],
    ["an archive of something else", undefined],
  ])("is refused where it is %s", async (_, bytes) => {
    await expect(readBundle(bytes ?? (await archive(file("a"))))).rejects.toThrow(
      /no gzipped tar|no whole tar|evidence\.json is missing/,
    );
  });

  it("is refused where it would unpack to more than any bundle has", async () => {
    const bomb = gzipSync(Buffer.alloc(1_000_000));
    await expect(filesOf(bomb, 999_999)).rejects.toThrow("no gzipped tar");
  });
});
