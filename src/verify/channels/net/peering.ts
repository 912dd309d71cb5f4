import { type Channel } from "../../channel";
import { type Model } from "../../model/model";
import { type Resource } from "../../model/resource";
import { showValue } from "../../model/value";
import { addressesIn, rangeOf, subnetsIn, VPC_TYPES, vpcOf } from "../../network/boxes";
import { IPSEC } from "../../network/ipsec";
import { covers, intersects, parseRange, type Range } from "../../network/ipv4";
import { readRoutes, type Route, subnetsOf } from "../../network/routes";
import { Network } from "../../network/network";
import { describePackets } from "../../network/packet-text";
import {
  EVERY_ADDRESS,
  includes,
  intersect,
  joinAddresses,
  NO_PACKET,
  packets,
  subtract,
  type Addresses,
  type PacketSet,
} from "../../network/packets";
import { type GroupRule } from "../../network/security-groups";
import { type Ruling } from "../../verdict";

/** Catalogue row N08. */
export const peering: Channel = {
  id: "net.peering",
  title: "VPC peering",
  opens:
    "a peering with a VPC outside of the configuration, or one that carries anything but IPsec between tunnel gateways",
  closes:
    "both ends are VPCs of the configuration, every route over it leads from a subnet of gateways to a subnet of gateways, and the gateways' security groups let nothing but IKE and ESP pass there",
  sources: [
    "https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html",
    "https://www.rfc-editor.org/rfc/rfc7296 (IKEv2: UDP 500 and 4500)",
    "https://www.rfc-editor.org/rfc/rfc4303 (ESP: protocol 50)",
  ],
  types: ["aws_vpc_peering_connection", "aws_vpc_peering_connection_accepter", "aws_vpc_peering_connection_options"],
  decide: (model, ruling) => {
    for (const accepter of model.ofType("aws_vpc_peering_connection_accepter"))
      if (model.referred(accepter, "vpc_peering_connection_id", "aws_vpc_peering_connection") === undefined)
        ruling.open(
          accepter,
          `it accepts a peering that somebody else asked for (${showValue(accepter.value("vpc_peering_connection_id"))})`,
          leak([accepter.address], "the VPC of whoever asked"),
          `remove ${accepter.address}`,
        );
    for (const options of model.ofType("aws_vpc_peering_connection_options"))
      ruling.unproven(options, "options of a peering are not followed", `remove ${options.address}`);
    const { routes } = readRoutes(model);
    const over = routes.filter(({ kind }) => kind === "vpc_peering_connection_id");
    const connections = model.ofType("aws_vpc_peering_connection");
    for (const connection of connections) {
      const ends = endsOf(model, connection, ruling);
      if (ends === undefined) continue;
      const mine = over.filter((route) => connectionOf(model, route) === connection);
      for (const route of mine) judgeRoute(model, ruling, connection, ends, route);
      if (mine.length === 0) ruling.closed(connection, "no route leads over it");
    }
    for (const route of over)
      if (connectionOf(model, route) === undefined)
        ruling.open(
          route.declaredBy,
          `it routes ${showValue(route.destination)} over a peering that is not in the configuration (${showValue(route.target)})`,
          leak([route.declaredBy.address], "the VPC at the peering's other end"),
          `remove the route from ${route.declaredBy.address}`,
        );
    if (connections.length === 0 && over.length === 0)
      for (const vpc of model.ofType("aws_vpc")) ruling.closed(vpc, "there is no peering");
  },
};

function leak(through: readonly string[], to: string, from = "any machine whose subnet routes over the peering") {
  return { from, by: "anybody who runs code there", through, to };
}

/** The peering that a route names, directly or by its accepter. */
function connectionOf(model: Model, route: Route): Resource | undefined {
  const target = model.follow(route.target);
  if (target.kind !== "resource") return undefined;
  if (target.resource.type === "aws_vpc_peering_connection") return target.resource;
  return target.resource.type === "aws_vpc_peering_connection_accepter"
    ? model.referred(target.resource, "vpc_peering_connection_id", "aws_vpc_peering_connection")
    : undefined;
}

function endsOf(model: Model, connection: Resource, ruling: Ruling): readonly [Resource, Resource] | undefined {
  const ends = (["vpc_id", "peer_vpc_id"] as const).map((name) => {
    const vpc = model.referred(connection, name, "aws_vpc");
    if (vpc !== undefined) return vpc;
    const value = connection.value(name);
    if (value.kind === "known")
      ruling.open(
        connection,
        `${name} is ${showValue(value)}, a VPC that is not in the configuration`,
        leak([connection.address], `whatever is in ${showValue(value)}`),
        `remove ${connection.address}, or judge both ends together`,
      );
    else
      ruling.unproven(
        connection,
        `${name} is ${showValue(value)}; which VPC that is cannot be told`,
        "name a VPC of the configuration",
      );
    return undefined;
  });
  for (const side of ["accepter", "requester"])
    for (const block of connection.blocks(side))
      if (block.truth("allow_remote_vpc_dns_resolution") !== false)
        ruling.unproven(
          connection,
          "each side resolves the other's names",
          `remove allow_remote_vpc_dns_resolution from ${connection.address}`,
        );
  return ends[0] !== undefined && ends[1] !== undefined ? [ends[0], ends[1]] : undefined;
}

function judgeRoute(
  model: Model,
  ruling: Ruling,
  connection: Resource,
  ends: readonly [Resource, Resource],
  route: Route,
): void {
  const at = route.declaredBy;
  const subnets = route.table === undefined ? undefined : subnetsOf(model, route.table);
  const destination = route.destination.kind === "known" ? parseRange(String(route.destination.value)) : undefined;
  if (subnets === undefined) {
    ruling.unproven(
      at,
      "it routes over a peering, and which subnets use the table cannot be told",
      "associate the table with subnets one by one, and never as a main table",
    );
    return;
  }
  const near = subnets[0] === undefined ? undefined : model.referred(subnets[0], "vpc_id", "aws_vpc");
  const far = near === ends[0] ? ends[1] : ends[0];
  const inFar = subnetsIn(model, far);
  const reached = destination === undefined ? inFar : inFar.filter((subnet) => meets(subnet, destination));
  const farRanges = inFar.flatMap((subnet) => rangeOf(subnet) ?? []);
  if (destination === undefined || !covers(farRanges, destination)) {
    ruling.open(
      at,
      `it routes ${showValue(route.destination)} over the peering, more than the subnets of ${far.address}`,
      leak([at.address, connection.address], far.address),
      `route to the other side's gateway subnets only`,
    );
    return;
  }
  const strangers = [...subnets, ...reached].flatMap((subnet) =>
    inhabitants(model, subnet).flatMap((one) => strangerIn(model, one, [...subnets, ...reached])),
  );
  for (const { resource, why, unread } of strangers)
    if (unread)
      ruling.unproven(
        resource,
        `${why}, in a subnet that is joined to ${far.address} by a route over the peering`,
        "name groups of the configuration whose rules are written out",
      );
    else
      ruling.open(
        resource,
        `${why}, in a subnet that is joined to ${far.address} by a route over the peering`,
        leak([resource.address, at.address, connection.address], far.address, `${resource.address}, in clear`),
        `move ${resource.address} out of the gateways' subnet, or limit it to IKE and ESP with its peer`,
      );
  if (strangers.length === 0)
    ruling.closed(
      at,
      `it routes ${showValue(route.destination)} over the peering, for ${subnets.map(({ address }) => address).join(", ")} only; all that lives at both ends are gateways that let IKE and ESP pass there and nothing else`,
    );
}

function meets(subnet: Resource, range: Range): boolean {
  const own = rangeOf(subnet);
  return own === undefined || intersects(own, range);
}

/** Types that speak of a subnet without putting anything into it. */
const NO_INHABITANTS = new Set([
  "aws_network_acl",
  "aws_network_acl_association",
  "aws_route_table_association",
  "aws_flow_log",
]);

function inhabitants(model: Model, subnet: Resource): Resource[] {
  return model.referring(subnet).filter(({ type }) => !NO_INHABITANTS.has(type));
}

interface Stranger {
  readonly resource: Resource;
  readonly why: string;
  /** Whether it is only not understood. */
  readonly unread: boolean;
}

/** What lets an inhabitant of a gateway subnet send or take more than IPsec over the peering. */
function strangerIn(model: Model, resource: Resource, gatewaySubnets: readonly Resource[]): Stranger[] {
  const stranger = (why: string, unread = false): Stranger[] => [{ resource, why, unread }];
  if (resource.type !== "aws_network_interface") return stranger("it is no tunnel gateway");
  const others = gatewaySubnets.filter((subnet) => !model.referring(subnet).includes(resource));
  const theirs = joinAddresses(...others.map((subnet) => addressesIn(model, subnet).addresses));
  const values = resource.list("security_groups");
  if (values.length === 0) return stranger("it names no security group, and the default one lets everything out");
  const { groups } = Network.of(model);
  for (const value of values) {
    const key = groups.keyOf(value);
    if (key === undefined) return stranger("its security group cannot be told", true);
    const { rules, unread } = groups.rulesOf(key);
    const [first] = unread;
    if (first !== undefined) return stranger(`of ${key}, ${first.why}`, true);
    for (const rule of rules) {
      const over = packetsOver(model, rule, theirs, vpcOf(model, resource));
      if (includes(IPSEC, over)) continue;
      const way = rule.direction === "egress" ? "lets out" : "lets in, by its ports,";
      return stranger(`${rule.declaredBy.address} ${way} ${describePackets(subtract(over, IPSEC))}`);
    }
  }
  return [];
}

/** What a rule lets pass to or from addresses of another VPC: members of a group of the same VPC are not among them. */
function packetsOver(model: Model, rule: GroupRule, theirs: Addresses, vpc: Resource | undefined): PacketSet {
  const all = packets(EVERY_ADDRESS, theirs, rule.traffic);
  if ("addresses" in rule.to) return intersect(all, packets(EVERY_ADDRESS, rule.to.addresses));
  const group = Network.of(model).groups.resourceOf(rule.to.group);
  const of = group === undefined || VPC_TYPES.includes(group.type) ? group : vpcOf(model, group);
  return vpc !== undefined && of === vpc ? NO_PACKET : all;
}
