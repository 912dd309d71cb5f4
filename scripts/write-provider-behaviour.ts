import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { findTerraformTools } from "../test/terraform/provider-mirror";
import { measureProvider } from "../test/rehearse/provider-behaviour";

const tools = findTerraformTools();
if (!tools.found) throw new Error(`${tools.missing}; ${tools.mend}`);
void measureProvider(tools.judge).then((text) => {
  writeFileSync(join(__dirname, "..", "src", "rehearse", "cloud", "provider-behaviour.json"), text);
});
