import { providerSchema, type BlockSchema } from "../../../src/rehearse/schema";
import { type Json, type JsonObject } from "../../terraform/judged-copy";
import { type TerraformFolder } from "../../terraform/terraform-folder";
import { changesBy, configuration, type Mutable } from "./configuration";
import { isPlain } from "./places";
import { type Sample } from "./samples";

export async function measureDefaults(
  folder: TerraformFolder,
  samples: readonly Sample[],
  behaviours: Record<string, Mutable>,
  version: string,
): Promise<void> {
  const resources = samples.map(({ type, config }, index) => [type, `s${index}`, config] as const);
  folder.write(configuration(resources, version));
  const { plan, diagnostics } = await folder.plan();
  if (plan === undefined) throw new Error(JSON.stringify(diagnostics.slice(0, 5)));
  const changes = changesBy(plan.resource_changes);
  for (const type of Object.keys(behaviours)) {
    const blocks = Object.keys(providerSchema([type]).resources.get(type)?.blocks ?? {});
    const unknown = resources.flatMap(([one, name, config]) =>
      one === type
        ? blocks.filter(
            (block) =>
              changes.get(`${type}.${name}`)?.change.after_unknown[block] === true && config[block] === undefined,
          )
        : [],
    );
    if (unknown.length > 0) behaviours[type] = { ...behaviours[type], computedBlocks: [...new Set(unknown)] };
    const seen = new Map<string, Json | undefined>();
    resources.forEach(([one, name, config]) => {
      if (one === type)
        collectDefaults(
          changes.get(`${type}.${name}`)?.change.after ?? {},
          config,
          providerSchema([type]).resources.get(type),
          "",
          seen,
        );
    });
    const defaults = [...seen].flatMap(([path, value]) => (value === undefined ? [] : [[path, value] as const]));
    if (defaults.length > 0) behaviours[type] = { ...behaviours[type], defaults: Object.fromEntries(defaults) };
  }
}

/** Values that are planned and not configured; `undefined` where they differ from resource to resource. */
function collectDefaults(
  after: JsonObject,
  config: JsonObject,
  block: BlockSchema | undefined,
  path: string,
  seen: Map<string, Json | undefined>,
): void {
  for (const [name, value] of Object.entries(after)) {
    const at = path === "" ? name : `${path}.${name}`;
    const written = config[name] ?? null;
    if (/^(tags_all|region)$/.test(at)) continue;
    if (written === null) {
      // That nothing is planned is worth knowing of what the provider could have filled in.
      if (value === null ? block?.attributes[name]?.computed !== true : Array.isArray(value) && value.length === 0)
        continue;
      if (!seen.has(at)) seen.set(at, value);
      else if (JSON.stringify(seen.get(at)) !== JSON.stringify(value)) seen.set(at, undefined);
    } else if (typeof value === "object" && value !== null) {
      const items = (Array.isArray(value) ? value : [value]) as readonly Json[];
      const others = (Array.isArray(written) ? written : [written]) as readonly Json[];
      items.forEach((item, index) => {
        const other = others[index];
        if (isPlain(item) && isPlain(other ?? null))
          collectDefaults(item, other as JsonObject, block?.blocks[name]?.block, at, seen);
      });
    }
  }
}
