import { isList, isObject, type DataValue, type ObjectValue } from "./plugin/values";
import { providerSchema, type BlockSchema, type ValueType } from "./schema";
import { type Store, type StoredResource } from "./cloud/store";

/** What a cloud has in one region of one account, as a tree for people. */
export interface PlaceView {
  readonly account: string;
  readonly region: string;
  readonly networks: readonly NetworkView[];
  /** Stores and keys by id. */
  readonly stores: readonly string[];
  /** How many of every other type. */
  readonly others: Readonly<Record<string, number>>;
}

export interface NetworkView {
  readonly id: string;
  readonly cidr: string;
  readonly name: string;
  readonly subnets: readonly {
    readonly id: string;
    readonly cidr: string;
    readonly zone: string;
    readonly name: string;
  }[];
  /** `10.0.0.0/16 -> pcx-…`, with the route table. */
  readonly routes: readonly string[];
  readonly endpoints: readonly string[];
}

const STORES =
  /^aws_(s3_bucket|kms_key|kms_external_key|efs_file_system|db_instance|rds_cluster|secretsmanager_secret|dynamodb_table)$/;
const SHOWN = /^aws_(vpc|subnet|route_table|vpc_endpoint)$/;

/** The accounts and regions of a cloud with their VPCs, routes and stores. */
export function inspect(store: Store): PlaceView[] {
  const all = store.all();
  const places = [...new Set(all.map(({ account, region }) => `${account} ${region}`))].sort();
  return places.map((place) => {
    const here = all.filter(({ account, region }) => `${account} ${region}` === place);
    const [account = "", region = ""] = place.split(" ");
    const others: Record<string, number> = {};
    for (const { type } of here) if (!STORES.test(type) && !SHOWN.test(type)) others[type] = (others[type] ?? 0) + 1;
    return {
      account,
      region,
      networks: here.filter(({ type }) => type === "aws_vpc").map((vpc) => networkOf(vpc, here)),
      stores: here
        .filter(({ type }) => STORES.test(type))
        .map(({ type, id, values }) => `${type} ${id}${named(values)}`),
      others,
    };
  });
}

function networkOf(vpc: StoredResource, here: readonly StoredResource[]): NetworkView {
  const of = (type: string): StoredResource[] =>
    here.filter((one) => one.type === type && one.values["vpc_id"] === vpc.id);
  return {
    id: vpc.id,
    cidr: text(vpc.values["cidr_block"]),
    name: nameOf(vpc.values),
    subnets: of("aws_subnet").map(({ id, values }) => ({
      id,
      cidr: text(values["cidr_block"]),
      zone: text(values["availability_zone_id"]),
      name: nameOf(values),
    })),
    routes: of("aws_route_table").flatMap(({ id, values }) =>
      (Array.isArray(values["route"]) ? values["route"] : []).flatMap((route) =>
        isObject(route as DataValue) ? [`${id}: ${routeText(route as ObjectValue)}`] : [],
      ),
    ),
    endpoints: of("aws_vpc_endpoint").map(({ id, values }) => `${id} ${text(values["service_name"])}`),
  };
}

function routeText(route: ObjectValue): string {
  const destination = ["cidr_block", "ipv6_cidr_block", "destination_prefix_list_id"]
    .map((name) => text(route[name]))
    .find((one) => one !== "");
  const target = Object.entries(route)
    .filter(([name, value]) => /_(id|arn)$/.test(name) && name !== "destination_prefix_list_id" && text(value) !== "")
    .map(([, value]) => text(value));
  return `${destination ?? "?"} -> ${target.join(", ") || "?"}`;
}

function text(value: DataValue | undefined): string {
  return typeof value === "string" ? value : "";
}

function nameOf(values: ObjectValue): string {
  const tags = values["tags"];
  return isObject(tags) ? text(tags["Name"]) : "";
}

function named(values: ObjectValue): string {
  const name = nameOf(values);
  return name === "" ? "" : ` (${name})`;
}

/** What somebody changes behind Terraform's back. */
export interface Tampering {
  /** Id of the resource, or its type and id where several have it. */
  readonly id: string;
  readonly type?: string;
  /** Attributes with new values; nothing: the resource is taken away. */
  readonly set?: Readonly<Record<string, DataValue>>;
}

/**
 * Changes or takes away a resource as somebody at AWS's console would.
 *
 * @returns what it was
 * @throws RangeError where there is no such resource, several, or no such attribute
 */
export function tamper(store: Store, { id, type, set }: Tampering): StoredResource {
  const found = store.all().filter((one) => one.id === id && (type === undefined || one.type === type));
  const [resource, ...more] = found;
  if (resource === undefined)
    throw new RangeError(`there is no ${type ?? "resource"} ${id}; databox cloud inspect shows what there is`);
  if (more.length > 0)
    throw new RangeError(
      `${id} is the id of several: ${found.map((one) => one.type).join(", ")}; say which with --type`,
    );
  if (set === undefined) {
    store.remove(resource);
    return resource;
  }
  for (const name of Object.keys(set))
    if (!(name in resource.values)) throw new RangeError(`${resource.type} has no attribute ${name}`);
  store.put({ ...resource, values: { ...resource.values, ...wholeValues(resource.type, set) } });
  return resource;
}

/** Values whose blocks have every attribute that the provider's have: what nobody wrote there is nothing. */
function wholeValues(type: string, set: Readonly<Record<string, DataValue>>): ObjectValue {
  const schema = providerSchema([type]).resources.get(type);
  return Object.fromEntries(
    Object.entries(set).map(([name, value]) => {
      const nested = schema?.blocks[name];
      return [name, whole(value, nested === undefined ? schema?.attributes[name]?.type : blockType(nested.block))];
    }),
  );
}

function whole(value: DataValue, type: ValueType | undefined): DataValue {
  if (isList(value)) return value.map((one) => whole(one, elementOf(type)));
  if (!isObject(value) || !isObjectType(type)) return value;
  const given = Object.entries(type[1]).map(
    ([name, inner]) => [name, whole(value[name] ?? (isListType(inner) ? [] : null), inner)] as const,
  );
  return { ...value, ...Object.fromEntries(given) };
}

function elementOf(type: ValueType | undefined): ValueType | undefined {
  return typeof type === "object" && type[0] !== "object" ? type[1] : type;
}

function isObjectType(type: ValueType | undefined): type is readonly ["object", Readonly<Record<string, ValueType>>] {
  return Array.isArray(type) && type[0] === "object";
}

function isListType(type: ValueType): boolean {
  return Array.isArray(type) && (type[0] === "list" || type[0] === "set");
}

function blockType({ attributes, blocks }: BlockSchema): ValueType {
  return [
    "object",
    {
      ...Object.fromEntries(Object.entries(attributes).map(([name, { type }]) => [name, type])),
      ...Object.fromEntries(
        Object.entries(blocks).map(([name, { block, nesting }]) => [
          name,
          nesting === "single" || nesting === "map" ? blockType(block) : (["list", blockType(block)] as const),
        ]),
      ),
    },
  ];
}
