import { providerSchema, type BlockSchema } from "../../../src/rehearse/schema";
import { type Json, type JsonObject } from "../../terraform/judged-copy";
import { type TerraformTools } from "../../terraform/provider-mirror";
import { gathered, drillParts, refusalParts } from "../parts";
import { sealedStack } from "../every-mutation";
import { planOfReal } from "../real-plan";
import { REGION, type Mutable } from "./configuration";
import { at, isPlain, placesOf, without } from "./places";
import { ALIASES, richest, type Sample } from "./samples";

/** Learns what is planned where a configuration says nothing, of the examples and of all that the drills make of them. */
export async function measureDefaults(
  tools: TerraformTools,
  samples: readonly Sample[],
  behaviours: Record<string, Mutable>,
): Promise<void> {
  const resource: Record<string, Record<string, JsonObject>> = {};
  const add = (type: string, name: string, config: JsonObject): void => {
    (resource[type] ??= {})[name] = config;
  };
  samples.forEach(({ type, config }, index) => add(type, `s${index}`, config));
  // What a sample says explicitly shows no default: each argument is left out once.
  richest(samples).forEach(({ type, config }, index) => {
    const schema = providerSchema([type]).resources.get(type);
    const blocks = Object.keys(schema?.blocks ?? {}).map((name) => [name]);
    const given = schema === undefined ? [] : placesOf(schema, config).map(({ path }) => path);
    [...given, ...blocks]
      .filter((path) => at(config, path) !== undefined)
      .forEach((path, turn) => add(type, `w${index}_${turn}`, without(config, path)));
  });
  const parts = [...drillParts(), ...[...refusalParts().values()].flat()];
  for (const all of [sealedStack().resource, gathered(...parts)])
    for (const [type, byName] of Object.entries(all))
      for (const [name, body] of Object.entries(byName)) add(type, name, ofOneAccount(body as JsonObject));
  const { planned, refused } = await planOfReal(tools, { provider: { aws: [{ region: REGION }] }, resource });
  for (const [type, byName] of Object.entries(resource)) {
    const schema = providerSchema([type]).resources.get(type);
    if (schema === undefined) continue;
    const seen = new Map<string, Json | undefined>();
    const unknown = new Set<string>();
    for (const [name, config] of Object.entries(byName)) {
      const plan = planned.get(`${type}.${name}`);
      if (plan === undefined) continue;
      for (const block of Object.keys(schema.blocks))
        if (plan.afterUnknown[block] === true && config[block] === undefined) unknown.add(block);
      collectDefaults(plan.after, plan.afterUnknown, config, schema, "", seen);
    }
    const defaults = [...seen].flatMap(([path, value]) => (value === undefined ? [] : [[path, value] as const]));
    const required = [...refused]
      .filter(([address]) => address.startsWith(`${type}.`))
      .flatMap(([, why]) => [...why.matchAll(/one of `([\w,]+)` must be specified/g)].map(([, names = ""]) => names));
    if (required.length > 0) behaviours[type] = { ...behaviours[type], oneRequired: [...new Set(required)] };
    if (unknown.size > 0) behaviours[type] = { ...behaviours[type], computedBlocks: [...unknown] };
    if (defaults.length > 0) behaviours[type] = { ...behaviours[type], defaults: Object.fromEntries(defaults) };
  }
}

/** A resource without what is said to Terraform and not to the provider. */
function ofOneAccount(body: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(body).filter(([name]) => !ALIASES.test(name)));
}

/** Values that are planned and not configured; `undefined` where they differ from resource to resource. */
function collectDefaults(
  after: JsonObject,
  afterUnknown: JsonObject,
  config: JsonObject,
  schema: BlockSchema,
  path: string,
  seen: Map<string, Json | undefined>,
): void {
  // What depends on something else is no default.
  for (const [name, hidden] of Object.entries(afterUnknown))
    if (hidden === true && (config[name] ?? null) === null) seen.set(path === "" ? name : `${path}.${name}`, undefined);
  for (const [name, value] of Object.entries(after)) {
    const here = path === "" ? name : `${path}.${name}`;
    const written = config[name] ?? null;
    // Without tags, some resources plan none and others wait for AWS.
    if (here === "region" || (here === "tags_all" && Object.keys(value as JsonObject).length > 0)) continue;
    if (written === null) {
      if (Array.isArray(value) && value.length === 0) continue;
      // Where another argument excludes it, a default is left out.
      if (value === null && !isComputed(schema, here.split("."))) continue;
      if (!seen.has(here)) seen.set(here, value);
      else if (JSON.stringify(seen.get(here)) !== JSON.stringify(value)) seen.set(here, undefined);
    } else if (typeof value === "object" && value !== null) {
      const items = (Array.isArray(value) ? value : [value]) as readonly Json[];
      const others = (Array.isArray(written) ? written : [written]) as readonly Json[];
      for (const [index, item] of items.entries()) {
        const other = writtenOf(item, items, others);
        if (isPlain(item) && other !== undefined)
          collectDefaults(item, hiddenIn(afterUnknown[name], index), other, schema, here, seen);
      }
    }
  }
}

/** What was written of a planned block. Of a set the provider gives blocks in an order of its own: one that fits several is left out. */
function writtenOf(item: Json, items: readonly Json[], others: readonly Json[]): JsonObject | undefined {
  const fitting = others.filter((other) => items.length + others.length === 2 || isWrittenFor(item, other));
  const [only] = fitting;
  if (fitting.length !== 1 || !isPlain(only ?? null)) return undefined;
  const rivals = items.filter((one) => isWrittenFor(one, only as JsonObject));
  return items.length === 1 || rivals.length === 1 ? (only as JsonObject) : undefined;
}

function isWrittenFor(item: Json, written: Json): boolean {
  return (
    isPlain(item) &&
    isPlain(written) &&
    Object.entries(written).every(([name, value]) => {
      const text = JSON.stringify(value);
      if (text.includes("${") || isPlain(value) || (Array.isArray(value) && value.some(isPlain))) return true;
      return JSON.stringify(item[name]) === text || String(item[name]) === String(value);
    })
  );
}

function hiddenIn(hidden: Json | undefined, index: number): JsonObject {
  const one = Array.isArray(hidden) ? (hidden as readonly Json[])[index] : hidden;
  return isPlain(one ?? null) ? (one as JsonObject) : {};
}

function isComputed(block: BlockSchema | undefined, [name = "", ...rest]: readonly string[]): boolean {
  return rest.length === 0 ? block?.attributes[name]?.computed === true : isComputed(block?.blocks[name]?.block, rest);
}
