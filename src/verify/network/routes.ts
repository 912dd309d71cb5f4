import { type Model } from "../model/model";
import { type Block, type Resource } from "../model/resource";
import { showValue, type Value } from "../model/value";
import { VPC_TYPES } from "./boxes";

/** Attributes by which a route names its target, in every form in which a route is declared. */
export const ROUTE_TARGETS = [
  "carrier_gateway_id",
  "core_network_arn",
  "egress_only_gateway_id",
  "gateway_id",
  "instance_id",
  "local_gateway_id",
  "nat_gateway_id",
  "network_interface_id",
  "odb_network_arn",
  "transit_gateway_id",
  "vpc_endpoint_id",
  "vpc_peering_connection_id",
] as const;

export type RouteTargetKind = (typeof ROUTE_TARGETS)[number];

const DESTINATIONS = [
  "cidr_block",
  "destination_cidr_block",
  "ipv6_cidr_block",
  "destination_ipv6_cidr_block",
  "destination_prefix_list_id",
] as const;

/** A route, wherever it is declared. */
export interface Route {
  /** The resource that declares it: a table, or an `aws_route`. */
  readonly declaredBy: Resource;
  /** The table that it is in, as {@link tableKey} names it; nothing where that cannot be told, and it may be any. */
  readonly key: string | undefined;
  /** The resource that declares the table, where that is in the configuration. */
  readonly table: Resource | undefined;
  readonly kind: RouteTargetKind;
  readonly target: Value;
  readonly destination: Value;
}

/** A route that cannot be read: no target, two targets, or generated. */
export interface UnreadRoute {
  readonly declaredBy: Resource;
  /** The table that it is in; nothing where it may be any. */
  readonly key: string | undefined;
  readonly why: string;
}

export const TABLE_TYPES = ["aws_route_table", "aws_default_route_table"] as const;

/** The main table that AWS gives a VPC: it is there, whether a resource adopts it or not. */
export function defaultTableOf(vpc: Resource): string {
  return `${vpc.address}.default_route_table_id`;
}

/** What a value names as a route table, however it is named: its address, or for a VPC's default table what the VPC calls it. */
export function tableKey(model: Model, value: Value): string | undefined {
  const target = model.follow(value);
  if (target.kind !== "resource") return undefined;
  const { resource, attribute } = target;
  if (resource.type === "aws_route_table" || resource.type === "aws_default_route_table")
    return keyOfTable(model, resource);
  const ofVpc = attribute === "default_route_table_id" || attribute === "main_route_table_id";
  return VPC_TYPES.includes(resource.type) && ofVpc ? defaultTableOf(resource) : undefined;
}

/** The key of a table that a resource declares. */
export function keyOfTable(model: Model, table: Resource): string {
  if (table.type === "aws_route_table") return table.address;
  const named = model.follow(table.value("default_route_table_id"));
  const vpc =
    named.kind === "resource" && VPC_TYPES.includes(named.resource.type)
      ? named.resource
      : model.referred(table, "vpc_id", "aws_vpc");
  return vpc === undefined ? table.address : defaultTableOf(vpc);
}

/** Every route of the configuration. */
export function readRoutes(model: Model): {
  readonly routes: readonly Route[];
  readonly unread: readonly UnreadRoute[];
} {
  let found = read.get(model);
  if (found === undefined) read.set(model, (found = readAll(model)));
  return found;
}

const read = new WeakMap<Model, ReturnType<typeof readAll>>();

function readAll(model: Model): { routes: Route[]; unread: UnreadRoute[] } {
  const routes: Route[] = [];
  const unread: UnreadRoute[] = [];
  const add = (declaredBy: Resource, key: string | undefined, table: Resource | undefined, block: Block): void => {
    const targets = ROUTE_TARGETS.filter((name) => block.value(name).kind !== "absent" && block.text(name) !== "");
    const destinations = DESTINATIONS.map((name) => block.value(name)).filter(
      (value) => value.kind !== "absent" && showValue(value) !== "",
    );
    const [kind] = targets;
    const [destination] = destinations;
    if (kind === undefined || destination === undefined || targets.length > 1 || destinations.length > 1)
      unread.push({
        declaredBy,
        key,
        why: `a route with ${targets.length} targets and ${destinations.length} destinations`,
      });
    else routes.push({ declaredBy, key, table, kind, target: block.value(kind), destination });
  };
  for (const table of model.ofType(...TABLE_TYPES)) {
    const key = keyOfTable(model, table);
    for (const block of table.blocks("route")) add(table, key, table, block);
    if (table.hasHiddenBlocks("route")) unread.push({ declaredBy: table, key, why: "routes that an expression makes" });
  }
  for (const route of model.ofType("aws_route")) {
    const table = model.follow(route.value("route_table_id"));
    const isTable = table.kind === "resource" && (TABLE_TYPES as readonly string[]).includes(table.resource.type);
    add(route, tableKey(model, route.value("route_table_id")), isTable ? table.resource : undefined, route);
  }
  return { routes, unread };
}

/** The subnets that use a table, or `undefined` where that cannot be told (main tables, unknown associations). */
export function subnetsOf(model: Model, table: Resource): Resource[] | undefined {
  if (table.type !== "aws_route_table") return undefined;
  const associations = model.ofType("aws_route_table_association");
  const subnets: Resource[] = [];
  for (const association of associations) {
    const of = model.follow(association.value("route_table_id"));
    if (of.kind === "unknown" || of.kind === "known") return undefined;
    if (of.kind !== "resource" || of.resource !== table) continue;
    const subnet = model.referred(association, "subnet_id", "aws_subnet");
    if (subnet === undefined) return undefined;
    subnets.push(subnet);
  }
  const asMain = model.ofType("aws_main_route_table_association").some((main) => {
    const of = model.follow(main.value("route_table_id"));
    return of.kind !== "resource" || of.resource === table;
  });
  return asMain ? undefined : subnets;
}
