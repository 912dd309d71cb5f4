import { isList, isObject, type DataValue, type ObjectValue } from "../plugin/values";
import { type BlockSchema } from "../schema";
import { AwsError } from "./aws-error";
import { computedValue, dnsSuffixOf, partitionOf } from "./computed";
import { zonesOf } from "./regions";
import { type Call } from "./resource-type";
import { type Place, type Store } from "./store";
import { written } from "./types/refusals";

/** What data sources say, by type: values beside those of the configuration. */
const ANSWERS: Readonly<Record<string, (config: ObjectValue, place: Place, store: Store) => ObjectValue>> = {
  aws_caller_identity: (_, { account }) => ({
    id: account,
    account_id: account,
    arn: `arn:aws:sts::${account}:assumed-role/rehearsal/rehearsal`,
    user_id: "AROAREHEARSALREHEARS:rehearsal",
  }),
  aws_partition: (_, { region }) => ({
    id: partitionOf(region),
    partition: partitionOf(region),
    dns_suffix: dnsSuffixOf(region),
    reverse_dns_prefix: dnsSuffixOf(region).split(".").reverse().join("."),
  }),
  aws_region: (config, place) => {
    const region = textOf(config["region"]) ?? textOf(config["name"]) ?? place.region;
    return { id: region, name: region, region, endpoint: `ec2.${region}.${dnsSuffixOf(region)}`, description: region };
  },
  aws_availability_zones: (_, { region }) => {
    const zones = zonesOf(region);
    return {
      id: region,
      names: zones.map(({ name }) => name),
      zone_ids: zones.map(({ id }) => id),
      group_names: [region],
    };
  },
  aws_iam_policy_document: policyDocument,
  aws_vpc: (config, place, store) => existing("aws_vpc", "InvalidVpcID.NotFound", config, place, store),
  aws_subnet: (config, place, store) => existing("aws_subnet", "InvalidSubnetID.NotFound", config, place, store),
};

/**
 * What a data source says. What reads AWS's own lists is answered from tables, what reads resources from the embedded cloud;
 * anything else gets values that name the data source and are nothing that AWS would give.
 *
 * @throws AwsError where the resource that is looked for is not in the embedded cloud
 */
export function readDataSource(
  type: string,
  block: BlockSchema,
  config: ObjectValue,
  place: Place,
  store: Store,
): ObjectValue {
  const said = ANSWERS[type]?.(config, place, store) ?? {};
  const call: Call = {
    store,
    ...place,
    values: config,
    caller: "",
    digits: (length) => store.digits(`${type} ${JSON.stringify(config)}`, length),
  };
  const id = `offline-${type.replace(/^aws_/, "").replaceAll("_", "-")}`;
  const state: ObjectValue = {};
  for (const [name, { type: shape, computed }] of Object.entries(block.attributes)) {
    const value = config[name] ?? null;
    state[name] =
      value !== null
        ? value
        : (said[name] ?? (computed ? (name === "id" ? id : computedValue(name, shape, call, id)) : null));
  }
  for (const name of Object.keys(block.blocks)) state[name] = config[name] ?? null;
  return state;
}

function existing(type: string, code: string, config: ObjectValue, place: Place, store: Store): ObjectValue {
  const id = textOf(config["id"]);
  if (id === undefined || id.startsWith("offline-")) return {};
  const found = store.find(type, id, place);
  if (found === undefined) throw new AwsError(code, `The ${type.replace(/^aws_/, "")} ID '${id}' does not exist`);
  return found.values;
}

function textOf(value: DataValue | undefined): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

const listOf = (value: DataValue | undefined): readonly DataValue[] => (isList(value) ? value : []);

/**
 * The provider's own way of writing a policy: members sorted, one value not as a list, `&{...}` for variables of IAM's.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document
 */
function policyDocument(config: ObjectValue): ObjectValue {
  const parse = (texts: DataValue | undefined): ObjectValue[] =>
    listOf(texts).flatMap((text) => {
      const policy = JSON.parse(written(text)) as { Statement?: ObjectValue | ObjectValue[] };
      return policy.Statement === undefined ? [] : [policy.Statement].flat();
    });
  const own = listOf(config["statement"]).flatMap((one) => (isObject(one) ? [statement(one)] : []));
  const merged = overridden(
    [...parse(config["source_policy_documents"]), ...own],
    parse(config["override_policy_documents"]),
  );
  const policy = {
    Version: textOf(config["version"]) ?? "2012-10-17",
    ...(textOf(config["policy_id"]) === undefined ? {} : { Id: textOf(config["policy_id"]) }),
    ...(merged.length > 0 ? { Statement: merged } : {}),
  };
  const text = JSON.stringify(policy, null, 2);
  return { id: "offline-policy", json: text, minified_json: JSON.stringify(policy), version: policy.Version };
}

/** Statements with the same Sid as one that overrides them give way to it. */
function overridden(statements: readonly ObjectValue[], others: readonly ObjectValue[]): ObjectValue[] {
  const result = [...statements];
  for (const other of others) {
    const sid = other["Sid"];
    const index = typeof sid === "string" && sid !== "" ? result.findIndex((one) => one["Sid"] === sid) : -1;
    if (index < 0) result.push(other);
    else result[index] = other;
  }
  return result;
}

function statement(block: ObjectValue): ObjectValue {
  const variables = (value: DataValue): string => written(value).replaceAll("&{", "${");
  const set = (name: string): DataValue | undefined => {
    const values = listOf(block[name]).map(variables).sort().reverse();
    return values.length === 0 ? undefined : values.length === 1 ? (values[0] ?? "") : values;
  };
  const principals = (name: string): DataValue | undefined => {
    const all = listOf(block[name]).flatMap((one) => (isObject(one) ? [one] : []));
    if (all.length === 0) return undefined;
    const [first] = all;
    if (all.length === 1 && first?.["type"] === "*" && listOf(first["identifiers"])[0] === "*") return "*";
    const byType: Record<string, string[]> = {};
    for (const one of all) (byType[written(one["type"])] ??= []).push(...listOf(one["identifiers"]).map(variables));
    return Object.fromEntries(
      Object.entries(byType).map(([type, names]) => {
        const sorted = [...names].sort().reverse();
        return [type, sorted.length === 1 ? (sorted[0] ?? "") : sorted];
      }),
    );
  };
  const conditions: Record<string, Record<string, DataValue>> = {};
  for (const one of listOf(block["condition"])) {
    if (!isObject(one)) continue;
    const values = listOf(one["values"]).map(variables);
    (conditions[written(one["test"])] ??= {})[written(one["variable"])] =
      values.length === 1 ? (values[0] ?? "") : values;
  }
  const members: Record<string, DataValue | undefined> = {
    Sid: textOf(block["sid"]),
    Effect: textOf(block["effect"]) ?? "Allow",
    Action: set("actions"),
    NotAction: set("not_actions"),
    Resource: set("resources"),
    NotResource: set("not_resources"),
    Principal: principals("principals"),
    NotPrincipal: principals("not_principals"),
    Condition: Object.keys(conditions).length > 0 ? conditions : undefined,
  };
  return Object.fromEntries(
    Object.entries(members).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
