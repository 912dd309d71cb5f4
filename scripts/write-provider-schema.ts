import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { providerSchema } from "../src/rehearse/schema";
import { realSchema } from "../test/rehearse/schema/real-schema";
import { beyondBindings, versionDifferences } from "../test/rehearse/schema/version-differences";
import { findTerraformTools } from "../test/terraform/provider-mirror";

const tools = findTerraformTools();
if (!tools.found) throw new Error(`${tools.missing}; ${tools.mend}`);
const real = realSchema(tools.judge);
const write = (value: object, ...path: string[]): void => {
  writeFileSync(join(__dirname, "..", ...path), `${JSON.stringify(value, null, 2)}\n`);
};
write(beyondBindings(real, providerSchema()), "src", "rehearse", "schema", "beyond-bindings.json");
const differences = versionDifferences(real, providerSchema(), tools.judge.mirror.version);
write(differences, "test", "rehearse", "schema", "version-differences.json");
