import { spawnSync, type SpawnSyncReturns } from "node:child_process";
import { constants, generateKeyPairSync, privateDecrypt, randomBytes, type KeyPairKeyObjectResult } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { ROOT } from "../stacks/example-projects";
import { databoxIn } from "./databox";

const databox = databoxIn(ROOT);
const PURPOSES = [
  "data",
  "secrets",
  "audit",
  "exchange",
  "backup",
  "volumes-databox",
  "volumes-neuro-ai",
  "volumes-omics-lab",
];
let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "databox-import-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it("explains what each kind of custody keeps from the cloud's operator, and what not", async () => {
  const { code, out } = await databox("explain", "custody");
  expect(code).toBe(0);
  for (const text of ["Nitro System", "kmsuser", "250 milliseconds", "operates the proxy", "keystore-external.html"])
    expect(out.replace(/\s+/g, " ")).toContain(text);
  const widths = out.split("\n").map((line) => (line.includes("https:") ? 0 : line.length));
  expect(Math.max(...widths)).toBeLessThanOrEqual(98);
});

describe("databox custody import", () => {
  let pair: KeyPairKeyObjectResult;
  beforeAll(() => (pair = generateKeyPairSync("rsa", { modulusLength: 4096 })));

  /** The script, with an AWS CLI in its place that hands out a public key and keeps what it is given. */
  async function script(...args: string[]): Promise<SpawnSyncReturns<string>> {
    const { code, out } = await databox("custody", "import", "projects/stroke-registry.yaml");
    expect(code).toBe(0);
    const file = join(folder, "import.sh");
    writeFileSync(file, out);
    const bin = join(folder, "bin");
    mkdirSync(bin);
    const spki = pair.publicKey.export({ type: "spki", format: "der" }).toString("base64");
    writeFileSync(
      join(bin, "aws"),
      `#!/usr/bin/env bash
printf '%s\\n' "$*" >>'${folder}/calls'
case "$*" in
  *get-caller-identity*) echo "\${ACCOUNT:-111111111111}" ;;
  *KeyMetadata.KeyId*) for one in "$@"; do case $one in alias/*) echo "id-\${one##*/}" ;; esac; done ;;
  *KeyMetadata.KeyState*) echo Enabled ;;
  *get-parameters-for-import*) printf '%s\\t%s\\n' '${spki}' 'dG9rZW4=' ;;
  *import-key-material*)
    while [ $# -gt 0 ]; do
      [ "$1" = --key-id ] && key=$2
      [ "$1" = --encrypted-key-material ] && cp "\${2#fileb://}" '${folder}/'"$key"
      shift
    done ;;
esac
`,
      { mode: 0o755 },
    );
    const path = `${bin}${delimiter}${process.env["PATH"] ?? ""}`;
    return spawnSync("bash", [file, ...args], { encoding: "utf8", env: { ...process.env, PATH: path } });
  }

  const material = (): Map<string, Buffer> => {
    const made = new Map(PURPOSES.map((purpose) => [purpose, randomBytes(32)]));
    for (const [purpose, bytes] of made) writeFileSync(join(folder, `${purpose}.bin`), bytes);
    return made;
  };

  it("imports every key, encrypted for AWS KMS, until a day, and shows the material to no program", async () => {
    const made = material();
    const { status, stderr, stdout } = await script(folder, "90");
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const padding = constants.RSA_PKCS1_OAEP_PADDING;
    const calls = readFileSync(join(folder, "calls"), "utf8");
    for (const [purpose, bytes] of made) {
      expect(stdout).toContain(`alias/databox/stroke-registry/${purpose} (id-${purpose}): Enabled, for 90 days`);
      const sent = readFileSync(join(folder, `id-${purpose}`));
      expect(privateDecrypt({ key: pair.privateKey, padding, oaepHash: "sha256" }, sent).equals(bytes)).toBe(true);
      for (const form of ["hex", "base64"] as const) expect(`${calls}${stdout}`).not.toContain(bytes.toString(form));
    }
    expect(calls.match(/--expiration-model KEY_MATERIAL_EXPIRES --valid-to \d{10}$/gm)).toHaveLength(PURPOSES.length);
    expect(calls).not.toContain("--import-type");
  });

  it("imports one key alone", async () => {
    material();
    expect((await script(folder, "365", "audit")).stdout.trim().split("\n")).toHaveLength(1);
  });

  it.each([
    [["0"], /DAYS is 1 to 365, got 0/],
    [["366"], /DAYS is 1 to 365, got 366/],
    [["9", "none"], /there is no .*none\.bin/],
    [["9", "short"], /short\.bin has to have exactly 32 bytes/],
    [[], /usage: bash .*import\.sh FOLDER DAYS/],
  ])("refuses %j before it asks AWS anything", async (args, message) => {
    material();
    writeFileSync(join(folder, "short.bin"), "short");
    const { status, stderr } = await script(folder, ...args);
    expect(status).toBe(1);
    expect(stderr).toMatch(message);
    expect(() => readFileSync(join(folder, "calls"))).toThrow(/ENOENT/);
  });

  it("refuses a project that imports nothing", async () => {
    expect(await databox("custody", "import", "projects/dr-answer.yaml")).toEqual({
      code: 1,
      out: "",
      err: "databox: projects/dr-answer.yaml: custody of kind kms imports no key material; only dataBox.custody.kind: imported does\n",
    });
  });
});
