import { readFileSync } from "node:fs";
import { join } from "node:path";
import { judgedBy } from "../../second-opinion";
import { ROOT } from "../../stacks/example-projects";
import { findTerraformTools } from "../../terraform/provider-mirror";
import { measureProvider } from ".";

judgedBy("the table of what the provider does beyond its schema", findTerraformTools(), (tools) => {
  it("is what the real provider does today, as `npm run provider-behaviour` writes it", async () => {
    const kept = readFileSync(join(ROOT, "src", "rehearse", "cloud", "provider-behaviour.json"), "utf8");
    expect(JSON.parse(await measureProvider(tools()))).toEqual(JSON.parse(kept));
  }, 1_800_000);
});
