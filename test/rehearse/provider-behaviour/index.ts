import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TerraformTools } from "../../terraform/provider-mirror";
import { TerraformFolder } from "../../terraform/terraform-folder";
import { REGION, type Mutable } from "./configuration";
import { measureDefaults } from "./defaults";
import { measureRefusals } from "./refusals";
import { measureReplacements } from "./replacements";
import { sampleResources } from "./samples";

/**
 * What the real provider does with the types that the examples use, beyond its schema: measured with the real Terraform,
 * without credentials. Defaults are what it plans though the configuration does not say it; what forces a replacement shows
 * when a state differs from a configuration in one attribute; what it refuses shows when one attribute is wrong.
 */
export async function measureProvider(tools: TerraformTools): Promise<string> {
  const scratch = mkdtempSync(join(tmpdir(), "databox-measure-"));
  try {
    const samples = await sampleResources();
    const behaviours: Record<string, Mutable> = Object.fromEntries(samples.map(({ type }) => [type, {}]));
    const folder = (name: string): Promise<TerraformFolder> => newFolder(tools, scratch, name);
    await measureDefaults(tools, samples, behaviours);
    await measureRefusals(await folder("refusals"), samples, behaviours, tools.mirror.version);
    await measureReplacements(await folder("replacements"), samples, behaviours, tools.mirror.version);
    const table = {
      version: tools.mirror.version,
      types: sorted(behaviours),
    };
    return `${JSON.stringify(table, null, 2)}\n`;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function newFolder(tools: TerraformTools, scratch: string, name: string): Promise<TerraformFolder> {
  const path = join(scratch, name);
  mkdirSync(path);
  const folder = new TerraformFolder(tools, path);
  folder.write({ provider: { aws: [{ region: REGION }] }, resource: { terraform_data: { nothing: {} } } });
  await folder.init();
  return folder;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.every((one) => typeof one === "string") ? [...value].sort() : value;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, one]) => [name, sorted(one)]),
  );
}
