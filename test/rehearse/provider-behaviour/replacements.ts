import { providerSchema } from "../../../src/rehearse/schema";
import { type Json, type JsonObject } from "../../terraform/judged-copy";
import { type TerraformFolder } from "../../terraform/terraform-folder";
import { addressOf, changesBy, configuration, type Mutable } from "./configuration";
import { at, placesOf, without, withValue, type Place } from "./places";
import { richest, type Sample } from "./samples";

export interface Probe {
  readonly type: string;
  readonly name: string;
  readonly path: readonly string[];
  readonly config: JsonObject;
  readonly state: JsonObject;
}

export async function measureReplacements(
  folder: TerraformFolder,
  samples: readonly Sample[],
  behaviours: Record<string, Mutable>,
  version: string,
): Promise<void> {
  let chosen = richest(samples).flatMap((sample) => {
    // What excludes others is left out once, so that those can be asked for.
    const exclusive = Object.keys(behaviours[sample.type]?.conflicts ?? {}).filter((name) => name in sample.config);
    const configs = [sample.config, ...exclusive.map((name) => without(sample.config, [name]))];
    return configs.map((config, turn) => ({ ...sample, config, base: `base${turn}` }));
  });
  const planChosen = (): ReturnType<TerraformFolder["plan"]> => {
    folder.writeByType(
      configuration(
        chosen.map(({ type, config, base }) => [type, base, config] as const),
        version,
      ),
    );
    return folder.plan();
  };
  let first = await planChosen();
  // Some types need one of those that exclude each other: they are asked as they are.
  const refused = new Set(first.diagnostics.map(({ address }) => address));
  const kept = chosen.filter(({ type, base }) => base === "base0" || !refused.has(`${type}.${base}`));
  if (kept.length < chosen.length) {
    chosen = kept;
    first = await planChosen();
  }
  if (first.plan === undefined) throw new Error(JSON.stringify(first.diagnostics.slice(0, 5)));
  const planned = changesBy(first.plan.resource_changes);
  let probes = chosen.flatMap(({ type, config, state, base: name }) => {
    const after = planned.get(`${type}.${name}`)?.change.after ?? {};
    const { resources } = providerSchema([type]);
    const schema = resources.get(type);
    if (schema === undefined) return [];
    const prior = filled(after, planned.get(`${type}.${name}`)?.change.after_unknown ?? {}, state);
    return placesOf(schema, config).flatMap(({ path, kind }, index): Probe[] => {
      const probe = `${name}_p${index}`;
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
      const one = { type, name: probe, path, config: asked, state: withValue(prior, path, different) };
      // Of what AWS leaves empty, the provider keeps what the state has, unless something is asked for.
      return kind === "string" && (value === null || value === "")
        ? [one, { ...one, name: `${probe}_asked`, config: withValue(config, path, "databox-asked") }]
        : [one];
    });
  });
  // An argument that others exclude cannot be asked for.
  for (;;) {
    folder.writeByType(
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
    folder.writeByType(
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
  const known = (behaviour.forceNew as string[] | undefined) ?? [];
  behaviours[type] = { ...behaviour, forceNew: [...new Set([...known, path])] };
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
