import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CloudInstance } from "../src/rehearse/cloud/instance";
import { type Behaviour, type Form } from "../src/rehearse/cloud/provider-behaviour";
import { Store } from "../src/rehearse/cloud/store";
import { providerSchema, type BlockSchema } from "../src/rehearse/schema";
import { findEngine } from "../src/rehearse/terraform/engine";
import { Workspace } from "../src/rehearse/terraform/workspace";
import {
  newerThan,
  withoutAccounts,
  withoutAttributes,
  type Json,
  type JsonObject,
  type TerraformJson,
} from "../test/terraform/judged-copy";
import { findTerraformTools, type TerraformTools } from "../test/terraform/provider-mirror";
import { TerraformFolder, type Diagnostic, type ResourceChange } from "../test/terraform/terraform-folder";
import { exampleProject, EXAMPLES, stackOf } from "../test/stacks/example-projects";

/**
 * What the real provider does with the types that the examples use, beyond its schema: measured with the real Terraform,
 * without credentials. Defaults are what it plans though the configuration does not say it; what forces a replacement shows
 * when a state differs from a configuration in one attribute; what it refuses shows when one attribute is wrong.
 */
export async function measureProvider(tools: TerraformTools): Promise<string> {
  const scratch = mkdtempSync(join(tmpdir(), "databox-measure-"));
  try {
    const samples = await sampleResources();
    const types = [...new Set(samples.map(({ type }) => type))].sort();
    const behaviours: Record<string, Mutable> = Object.fromEntries(types.map((type) => [type, {}]));
    const folder = (name: string): Promise<TerraformFolder> => newFolder(tools, scratch, name);
    await measureDefaults(await folder("defaults"), samples, behaviours, tools.mirror.version);
    await measureRefusals(await folder("refusals"), samples, behaviours, tools.mirror.version);
    await measureReplacements(await folder("replacements"), samples, behaviours, tools.mirror.version);
    const table = {
      version: tools.mirror.version,
      types: Object.fromEntries(types.map((type) => [type, sorted(behaviours[type] ?? {})])),
    };
    return `${JSON.stringify(table, null, 2)}\n`;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

type Mutable = { -readonly [K in keyof Behaviour]: Record<string, unknown> | string[] };

/** A resource of an example, every reference written out, as the embedded cloud made it. */
interface Sample {
  readonly type: string;
  /** Arguments, as the example gives them. */
  readonly config: JsonObject;
  /** Everything that the embedded cloud says of it. */
  readonly state: JsonObject;
}

const ALIASES = /^(provider|depends_on|lifecycle|\/\/|count|for_each)$/;

async function sampleResources(): Promise<Sample[]> {
  const samples: Sample[] = [];
  for (const file of EXAMPLES) {
    const stack = stackOf(exampleProject(file));
    const schema = providerSchema(Object.keys(stack.resource));
    const store = new Store();
    const path = process.env["PATH"] ?? "";
    const engine = findEngine(path, ["terraform"]);
    if (engine === undefined) throw new Error("there is no terraform on the search path");
    const workspace = await Workspace.open({
      engine,
      schema,
      path,
      instance: () => new CloudInstance({ schema, store }),
    });
    try {
      workspace.write(JSON.stringify(stack));
      await workspace.run(["init", "-input=false"]);
      const { diagnostics } = await workspace.run(["apply", "-auto-approve", "-json"]);
      if (diagnostics.length > 0) throw new Error(JSON.stringify(diagnostics));
      const state = JSON.parse(workspace.state ?? "") as {
        resources: { type: string; name: string; instances: { attributes: JsonObject }[] }[];
      };
      for (const { type, name, instances } of state.resources) {
        const [instance] = instances;
        const written = stack.resource[type]?.[name] as JsonObject | undefined;
        if (instance !== undefined && written !== undefined)
          samples.push({ type, config: resolved(written, instance.attributes), state: instance.attributes });
      }
    } finally {
      await workspace.close();
    }
  }
  return samples.map((sample) => ({ ...sample, config: withEarlierNames(sample) }));
}

/** What a provider before 6 calls a machine's first interface. */
function withEarlierNames({ type, config }: Sample): JsonObject {
  const first = (config["primary_network_interface"] as readonly JsonObject[] | undefined)?.[0];
  if (type !== "aws_instance" || first === undefined) return config;
  return {
    ...config,
    network_interface: [{ device_index: 0, network_interface_id: first["network_interface_id"] ?? null }],
  };
}

/** The arguments of a configuration with the values that a state has. */
function resolved(config: JsonObject, state: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(config)
      .filter(([name]) => !ALIASES.test(name))
      .map(([name, value]) => [name, resolvedValue(value, state[name] ?? null)]),
  );
}

function resolvedValue(value: Json, state: Json): Json {
  if (typeof value === "string") return value.includes("${") ? state : value;
  if (Array.isArray(value)) {
    const items = value as readonly Json[];
    const others = Array.isArray(state) ? (state as readonly Json[]) : [state];
    return items.some((item) => typeof item === "string" && item.includes("${"))
      ? others
      : items.map((item, index) => resolvedValue(item, others[index] ?? null));
  }
  if (value === null || typeof value !== "object") return value;
  const other = Array.isArray(state) ? ((state as readonly Json[])[0] ?? {}) : (state ?? {});
  return resolved(value as JsonObject, other as JsonObject);
}

async function newFolder(tools: TerraformTools, scratch: string, name: string): Promise<TerraformFolder> {
  const { mkdirSync } = await import("node:fs");
  const path = join(scratch, name);
  mkdirSync(path);
  const folder = new TerraformFolder(tools, path);
  folder.write({ provider: { aws: [{ region: REGION }] }, resource: { terraform_data: { nothing: {} } } });
  await folder.init();
  return folder;
}

const REGION = "ap-northeast-2";

function configuration(
  resources: readonly (readonly [type: string, name: string, config: JsonObject])[],
  version: string,
): TerraformJson {
  const resource: Record<string, Record<string, JsonObject>> = {};
  for (const [type, name, config] of resources) (resource[type] ??= {})[name] = config;
  const json = { provider: { aws: [{ region: REGION, default_tags: [{ tags: {} }] }] }, resource };
  return withoutAttributes(withoutAccounts(json), newerThan(version));
}

const changesBy = (changes: readonly ResourceChange[]): Map<string, ResourceChange> =>
  new Map(changes.map((one) => [one.address, one]));

async function measureDefaults(
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

const isPlain = (value: Json): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** An attribute that can be given, at any depth where the sample has blocks. */
interface Place {
  readonly path: readonly string[];
  readonly kind: "string" | "number" | "bool" | "list" | "map";
}

function placesOf(block: BlockSchema, config: JsonObject, path: readonly string[] = []): Place[] {
  const own = Object.entries(block.attributes).flatMap(([name, { type, optional, required }]): Place[] => {
    if ((!optional && !required) || /^(id|region|tags|tags_all)$/.test([...path, name].join("."))) return [];
    const kind =
      typeof type === "string" ? type : type[0] === "map" ? "map" : type[0] === "object" ? undefined : "list";
    if (kind === undefined || kind === "dynamic") return [];
    if (kind === "list" && typeof type !== "string" && type[1] !== "string") return [];
    return [{ path: [...path, name], kind }];
  });
  const inner = Object.entries(block.blocks).flatMap(([name, { block: nested }]) => {
    const value = config[name];
    const first = Array.isArray(value) ? (value as readonly Json[])[0] : value;
    return name !== "timeouts" && isPlain(first ?? null) ? placesOf(nested, first as JsonObject, [...path, name]) : [];
  });
  return [...own, ...inner];
}

function at(value: Json | undefined, [name, ...rest]: readonly string[]): Json | undefined {
  if (name === undefined) return value;
  const object = Array.isArray(value) ? (value as readonly Json[])[0] : value;
  return isPlain(object ?? null) ? at((object as JsonObject)[name], rest) : undefined;
}

function withValue(object: JsonObject, [name = "", ...rest]: readonly string[], value: Json): JsonObject {
  if (rest.length === 0) return { ...object, [name]: value };
  const inner = object[name];
  if (Array.isArray(inner)) {
    const [first, ...others] = inner as readonly Json[];
    return { ...object, [name]: [withValue((first ?? {}) as JsonObject, rest, value), ...others] };
  }
  return { ...object, [name]: withValue((inner ?? {}) as JsonObject, rest, value) };
}

/** One sample of each type: that with the most arguments. */
function richest(samples: readonly Sample[]): Sample[] {
  const best = new Map<string, Sample>();
  for (const sample of samples) {
    const other = best.get(sample.type);
    if (other === undefined || JSON.stringify(sample.config).length > JSON.stringify(other.config).length)
      best.set(sample.type, sample);
  }
  return [...best.values()];
}

interface Probe {
  readonly type: string;
  readonly name: string;
  readonly path: readonly string[];
  readonly config: JsonObject;
  readonly state: JsonObject;
}

async function measureReplacements(
  folder: TerraformFolder,
  samples: readonly Sample[],
  behaviours: Record<string, Mutable>,
  version: string,
): Promise<void> {
  const chosen = richest(samples);
  const base = chosen.map(({ type, config }) => [type, "base", config] as const);
  folder.write(configuration(base, version));
  const first = await folder.plan();
  if (first.plan === undefined) throw new Error(JSON.stringify(first.diagnostics.slice(0, 5)));
  const planned = changesBy(first.plan.resource_changes);
  let probes = chosen.flatMap(({ type, config, state }) => {
    const after = planned.get(`${type}.base`)?.change.after ?? {};
    const { resources } = providerSchema([type]);
    const schema = resources.get(type);
    if (schema === undefined) return [];
    const prior = filled(after, planned.get(`${type}.base`)?.change.after_unknown ?? {}, state);
    return placesOf(schema, config).flatMap(({ path, kind }, index): Probe[] => {
      const name = `p${index}`;
      if (at(prior, path.slice(0, -1)) === undefined) return [];
      const value = at(config, path) ?? at(prior, path) ?? null;
      // What the provider would keep shows no difference: it has to be asked for.
      const asked =
        at(config, path) === undefined &&
        value !== null &&
        value !== "" &&
        !(Array.isArray(value) && value.length === 0)
          ? withValue(config, path, value)
          : config;
      const allowed = (behaviours[type]?.oneOf as Record<string, string[]> | undefined)?.[path.join(".")];
      const different = allowed?.find((one) => one !== value) ?? other(value, kind);
      return [{ type, name, path, config: asked, state: withValue(prior, path, different) }];
    });
  });
  // An argument that others exclude cannot be asked for.
  for (;;) {
    folder.write(
      configuration(
        probes.map(({ type, name, config }) => [type, name, config]),
        version,
      ),
    );
    const refused = new Set((await folder.validate()).flatMap((diagnostic) => addressOf(diagnostic) ?? []));
    const left = probes.filter(({ type, name }) => !refused.has(`${type}.${name}`));
    if (left.length === probes.length) break;
    probes = left;
  }
  folder.writeState(stateOf(probes));
  let { plan, diagnostics } = await folder.plan("-refresh=false");
  if (plan === undefined) {
    // Nor can a state hold what the provider would not read.
    const refused = new Set(diagnostics.flatMap((diagnostic) => addressOf(diagnostic) ?? []));
    probes = probes.filter(({ type, name }) => !refused.has(`${type}.${name}`));
    folder.write(
      configuration(
        probes.map(({ type, name, config }) => [type, name, config]),
        version,
      ),
    );
    folder.writeState(stateOf(probes));
    ({ plan, diagnostics } = await folder.plan("-refresh=false"));
  }
  if (plan === undefined) throw new Error(JSON.stringify(diagnostics.slice(0, 5)));
  const changes = changesBy(plan.resource_changes);
  for (const { type, name, path } of probes) {
    const replaced = (changes.get(`${type}.${name}`)?.change.replace_paths ?? []).map((steps) =>
      steps.filter((step) => typeof step === "string").join("."),
    );
    const own = path.join(".");
    if (replaced.some((found) => found === own || own.startsWith(`${found}.`))) push(behaviours, type, own);
  }
}

function stateOf(probes: readonly Probe[]): unknown {
  return {
    version: 4,
    terraform_version: "1.11.0",
    serial: 1,
    lineage: "00000000-0000-4000-8000-000000000000",
    outputs: {},
    resources: probes.map(({ type, name, state }) => ({
      mode: "managed",
      type,
      name,
      provider: 'provider["registry.terraform.io/hashicorp/aws"]',
      instances: [{ schema_version: SCHEMA_VERSIONS[type] ?? 0, attributes: state, sensitive_attributes: [] }],
    })),
  };
}

/** Versions of the states that 5.100 writes, where it is not 0. */
const SCHEMA_VERSIONS: Readonly<Record<string, number>> = {
  aws_cloudtrail: 1,
  aws_default_security_group: 1,
  aws_instance: 1,
  aws_kinesis_firehose_delivery_stream: 1,
  aws_route53_record: 2,
  aws_s3_bucket_lifecycle_configuration: 1,
  aws_security_group: 1,
  aws_subnet: 1,
  aws_vpc: 1,
};

function push(behaviours: Record<string, Mutable>, type: string, path: string): void {
  const behaviour = behaviours[type] ?? {};
  behaviours[type] = { ...behaviour, forceNew: [...((behaviour.forceNew as string[] | undefined) ?? []), path] };
}

/** What is planned, with values for what is not known yet. */
function filled(after: JsonObject, unknown: JsonObject, state: JsonObject): JsonObject {
  const names = new Set([...Object.keys(after), ...Object.keys(unknown)]);
  return Object.fromEntries(
    [...names].map((name) => [name, unknown[name] === true ? (state[name] ?? null) : (after[name] ?? null)]),
  );
}

function other(value: Json, kind: Place["kind"]): Json {
  switch (kind) {
    case "string":
      if (typeof value === "string" && value.startsWith("{")) return '{"Version":"2012-10-17","Statement":[]}';
      return typeof value === "string" && /^\d/.test(value)
        ? value.replace(/\d/, (digit) => String((Number(digit) + 1) % 10))
        : `${typeof value === "string" ? value : ""}other`;
    case "number":
      return (typeof value === "number" ? value : 0) + 1;
    case "bool":
      return value !== true;
    case "list":
      return ["other"];
    case "map":
      return { other: "other" };
  }
}

function addressOf(diagnostic: Diagnostic): string | undefined {
  const [, address] = /^resource\.(\w+\.\w+)/.exec(diagnostic.snippet?.context ?? "") ?? [];
  return diagnostic.severity === "error" ? address : undefined;
}

const LONG = "x".repeat(5_000);

async function measureRefusals(
  folder: TerraformFolder,
  samples: readonly Sample[],
  behaviours: Record<string, Mutable>,
  version: string,
): Promise<void> {
  const probes = richest(samples).flatMap(({ type, config, state }) => {
    const schema = providerSchema([type]).resources.get(type);
    if (schema === undefined) return [];
    return placesOf(schema, config).flatMap(({ path, kind }, index) => {
      const values: Json[] =
        kind === "string" ? ["databox probe", LONG, "10.0.0.0/8"] : kind === "number" ? [-7, 999_999_999] : [];
      return values.map((value, turn): Probe => ({
        type,
        name: `p${index}_${turn}`,
        path,
        config: withValue(config, path, value),
        state,
      }));
    });
  });
  folder.write(
    configuration(
      probes.map(({ type, name, config }) => [type, name, config]),
      version,
    ),
  );
  const byAddress = new Map<string, string[]>();
  for (const diagnostic of await folder.validate()) {
    const address = addressOf(diagnostic);
    if (address !== undefined)
      byAddress.set(address, [...(byAddress.get(address) ?? []), `${diagnostic.summary} ${diagnostic.detail ?? ""}`]);
  }
  for (const { type, name, path } of probes)
    for (const text of byAddress.get(`${type}.${name}`) ?? [])
      learn((behaviours[type] ??= {}), path.join("."), text.replaceAll(/\s+/g, " "));
}

/** What a refusal says of an argument. */
function learn(behaviour: Mutable, path: string, text: string): void {
  const put = (kind: "oneOf" | "range" | "length" | "form" | "cidrBits" | "conflicts", value: unknown): void => {
    behaviour[kind] = { ...(behaviour[kind] as Record<string, unknown> | undefined), [path]: value };
  };
  const form = (value: Form): void => put("form", value);
  const [, allowed] = /(?:to be one of|value must be one of:) \[(.*?)\], got/.exec(text) ?? [];
  const [, valid] = /Valid Values: \[([^\]]*)\]/.exec(text) ?? [];
  if (valid !== undefined) return put("oneOf", valid.trim().split(" "));
  const quoted = [...(allowed ?? "").matchAll(/"([^"]*)"/g)].map(([, one = ""]) => one);
  if (quoted.length > 0) {
    // Of numbers that are taken too it says nothing.
    if (!quoted.every((value) => /^-?\d+$/.test(value))) put("oneOf", quoted);
    return;
  }
  const [, lengthFrom, lengthTo] = /length of \S+ to be in the range \((\d+) - (\d+)\)/.exec(text) ?? [];
  if (lengthFrom !== undefined) return put("length", [Number(lengthFrom), Number(lengthTo)]);
  const [, from, to] = /to be in the range \((-?\d+) - (-?\d+)\)/.exec(text) ?? [];
  if (from !== undefined) return put("range", [Number(from), Number(to)]);
  const [, least] = /to be at least \((-?\d+)\)/.exec(text) ?? [];
  const [, most] = /to be at most \((-?\d+)\)/.exec(text) ?? [];
  if (least !== undefined || most !== undefined) {
    const [before, after] = ((behaviour.range as Record<string, unknown> | undefined)?.[path] as
      [number | null, number | null] | undefined) ?? [null, null];
    return put("range", [least === undefined ? before : Number(least), most === undefined ? after : Number(most)]);
  }
  const [, few, many] = /with between (\d+) and (\d+) significant bits/.exec(text) ?? [];
  if (few !== undefined) put("cidrBits", [Number(few), Number(many)]);
  const [, one, rival] = /"(\w+)": conflicts with (\w+)/.exec(text) ?? [];
  if (one !== undefined && one !== rival) {
    behaviour.conflicts = { ...(behaviour.conflicts as Record<string, unknown> | undefined), [one]: [rival] };
    return;
  }
  if (/invalid ARN/i.test(text)) return form("arn");
  if (/invalid JSON/i.test(text)) return form("json");
  if (/valid (IPv[46] )?CIDR|CIDR address|IPv4 Value/i.test(text) && text.includes(path.split(".").at(-1) ?? ""))
    return form("cidr");
  if (/valid IP\b/i.test(text)) return form("ip");
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value))
    return value.every((one) => typeof one === "string") ? [...(value as string[])].sort() : value;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, one]) => [name, sorted(one)]),
  );
}

if (require.main === module) {
  const tools = findTerraformTools();
  if (!tools.found) throw new Error(`${tools.missing}; ${tools.mend}`);
  void measureProvider(tools.judge).then((text) => {
    writeFileSync(join(__dirname, "..", "src", "rehearse", "cloud", "provider-behaviour.json"), text);
  });
}
