import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ValueType } from "../../../src/rehearse/schema";
import { type TerraformTools } from "../../terraform/provider-mirror";

export interface RealAttribute {
  readonly type?: ValueType;
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly computed?: boolean;
  readonly sensitive?: boolean;
}

export interface RealNestedBlock {
  readonly nesting_mode: string;
  readonly min_items?: number;
  readonly max_items?: number;
  readonly block: RealBlock;
}

export interface RealBlock {
  readonly attributes?: Readonly<Record<string, RealAttribute>>;
  readonly block_types?: Readonly<Record<string, RealNestedBlock>>;
}

/** What `terraform providers schema -json` says of the provider in the mirror. */
export interface RealSchema {
  readonly resource_schemas: Readonly<Record<string, { readonly block: RealBlock }>>;
  readonly data_source_schemas: Readonly<Record<string, { readonly block: RealBlock }>>;
}

export function realSchema({ terraform, mirror }: TerraformTools): RealSchema {
  const folder = mkdtempSync(join(tmpdir(), "databox-schema-"));
  try {
    const settings = join(folder, "settings.tfrc");
    writeFileSync(
      settings,
      `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(mirror.folder)}\n  }\n}\n`,
    );
    const required_providers = { aws: { source: "hashicorp/aws", version: mirror.version } };
    writeFileSync(join(folder, "main.tf.json"), JSON.stringify({ terraform: { required_providers } }));
    const run = (...words: string[]): string =>
      execFileSync(terraform, words, {
        cwd: folder,
        env: { PATH: process.env["PATH"], HOME: folder, TF_CLI_CONFIG_FILE: settings, CHECKPOINT_DISABLE: "1" },
        maxBuffer: 2 ** 30,
        encoding: "utf8",
      });
    run("init");
    const { provider_schemas: schemas } = JSON.parse(run("providers", "schema", "-json")) as {
      provider_schemas: Readonly<Record<string, RealSchema>>;
    };
    const schema = Object.values(schemas)[0];
    if (schema === undefined) throw new Error("terraform shows no schema");
    return schema;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
