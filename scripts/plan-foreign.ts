import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { planOf } from "../test/foreign/planned-project";
import { findTerraformTools } from "../test/terraform/provider-mirror";

/** Writes the plans of `test/foreign` anew, where the real Terraform and its AWS provider are on the machine. */
async function main(): Promise<void> {
  const tools = findTerraformTools();
  if (!tools.found) throw new Error(`${tools.missing}; ${tools.mend}`);
  const folder = join(__dirname, "..", "test", "foreign");
  for (const entry of readdirSync(folder, { withFileTypes: true }))
    if (entry.isDirectory())
      writeFileSync(join(folder, entry.name, "plan.json"), await planOf(tools.judge, join(folder, entry.name)));
}

void main();
