import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { generate } from "selfsigned";
import { Store, type SavedStore } from "./cloud/store";
import { encodeSchema } from "./plugin/provider";
import { providerSchema } from "./schema";
import { PROVIDER_ADDRESSES } from "../engine";

/** Files of a cloud folder. */
const FILES = {
  store: "cloud.json",
  schema: "schema.bin",
  certificate: "tls.crt",
  key: "tls.key",
  cli: "cli.tfrc",
} as const;

/**
 * An embedded cloud in a folder: what exists in it, and a mirror from which Terraform and OpenTofu start its provider. The
 * processes that they start share the one file.
 */
export class CloudFolder {
  public constructor(public readonly folder: string) {}

  /** Whether there is a cloud in the folder. */
  public get exists(): boolean {
    return existsSync(join(this.folder, FILES.store));
  }

  /**
   * Writes the mirror, and an empty cloud where there is none. The certificate is for the talk between an engine and the
   * provider that it starts, on this machine.
   *
   * @param launcher command that serves the folder's provider; the folder is its last argument
   */
  public async create(launcher: readonly string[]): Promise<void> {
    mkdirSync(this.folder, { recursive: true });
    if (!this.exists) this.save(new Store());
    const { version } = providerSchema([]);
    const platform = `${process.platform === "win32" ? "windows" : process.platform}_${process.arch === "x64" ? "amd64" : process.arch}`;
    for (const address of Object.values(PROVIDER_ADDRESSES)) {
      const place = join(this.folder, "mirror", ...address.split("/"), version, platform);
      mkdirSync(place, { recursive: true });
      const file = join(place, `terraform-provider-aws_v${version}`);
      const command = [...launcher, this.folder].map((word) => `'${word.replaceAll("'", String.raw`'\''`)}'`).join(" ");
      writeFileSync(file, `#!/bin/sh\nexec ${command}\n`);
      chmodSync(file, 0o755);
    }
    writeFileSync(join(this.folder, FILES.schema), encodeSchema(providerSchema()));
    const { cert, private: key } = await generate([{ name: "commonName", value: "localhost" }], {
      keyType: "ec",
      curve: "P-256",
      algorithm: "sha256",
      notAfterDate: new Date(Date.now() + 3_650 * 86_400_000),
      extensions: [
        { name: "basicConstraints", cA: true, critical: true },
        { name: "keyUsage", digitalSignature: true, keyCertSign: true, critical: true },
        { name: "extKeyUsage", serverAuth: true, clientAuth: true },
        { name: "subjectAltName", altNames: [{ type: 2, value: "localhost" }] },
      ],
    });
    writeFileSync(join(this.folder, FILES.certificate), cert);
    writeFileSync(join(this.folder, FILES.key), key, { mode: 0o600 });
    writeFileSync(
      join(this.folder, FILES.cli),
      `disable_checkpoint = true\nprovider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(join(this.folder, "mirror"))}\n  }\n}\n`,
    );
  }

  /** Lines for a shell, after which Terraform and OpenTofu work on this cloud. */
  public get exports(): readonly string[] {
    return [`export TF_CLI_CONFIG_FILE='${join(this.folder, FILES.cli)}'`, "export CHECKPOINT_DISABLE=1"];
  }

  public get schema(): Uint8Array {
    return readFileSync(join(this.folder, FILES.schema));
  }

  public get tls(): { readonly cert: string; readonly key: string } {
    const read = (name: string): string => readFileSync(join(this.folder, name), "utf8");
    return { cert: read(FILES.certificate), key: read(FILES.key) };
  }

  public load(): Store {
    return new Store(JSON.parse(readFileSync(join(this.folder, FILES.store), "utf8")) as SavedStore);
  }

  /** Replaces the file whole: a reader never meets half of it. */
  public save(store: Store): void {
    const file = join(this.folder, FILES.store);
    const scratch = `${file}.${process.pid}`;
    writeFileSync(scratch, JSON.stringify(store.save(), null, 1));
    renameSync(scratch, file);
  }

  /** Does something to the cloud while no other process does. */
  public exclusively<T>(work: (store: Store) => T): T {
    const lock = join(this.folder, "lock");
    for (let attempt = 0; ; attempt += 1)
      try {
        mkdirSync(lock);
        break;
      } catch {
        // Whoever held it for so long is gone.
        if (attempt > 0 && attempt % 500 === 0 && isOld(lock)) rmdirSync(lock);
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
      }
    try {
      return work(this.load());
    } finally {
      rmdirSync(lock);
    }
  }
}

function isOld(folder: string): boolean {
  try {
    return Date.now() - statSync(folder).mtimeMs > 5_000;
  } catch {
    return false;
  }
}
