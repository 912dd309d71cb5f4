import { type Model } from "../model/model";
import { type Resource } from "../model/resource";
import { showValue } from "../model/value";
import { VPC_TYPES, vpcOf, addressesIn } from "./boxes";
import { type Peer } from "./group-filter";
import { type InterfaceClass } from "./interfaces";
import { type Network } from "./network";
import {
  DESTINATION,
  intersect,
  isEmpty,
  NO_PACKET,
  restrict,
  subtract,
  translateSource,
  union,
  type PacketSet,
} from "./packets";
import { type NextHop } from "./route-tables";
import { type Route } from "./routes";

/** What lies beyond the VPCs of a configuration. */
export type ExitKind =
  | "internet"
  | "nat"
  | "egress-only"
  | "vpn"
  | "transit-gateway"
  | "peering"
  | "carrier"
  | "local-gateway"
  | "core-network"
  | "oracle"
  | "inspection"
  | "gateway-endpoint"
  | "machine"
  | "unknown";

/** Packets that leave the VPCs of a configuration. */
export interface Exit {
  readonly kind: ExitKind;
  readonly packets: PacketSet;
  /** What declares the way: a table, a route, an endpoint. */
  readonly at: Resource;
  /** The route's target as a report shows it. */
  readonly target: string | undefined;
  readonly route: Route | undefined;
  /** Addresses of what is passed before. */
  readonly through: readonly string[];
}

/** Packets that arrive at interfaces. */
export interface Delivery {
  readonly to: InterfaceClass;
  readonly packets: PacketSet;
  readonly through: readonly string[];
  /** Whether they came through a tunnel whose gateways' user data were read. */
  readonly tunnelled: boolean;
}

interface Leg {
  /** Whose routes and ACL hold. */
  readonly subnet: Resource;
  /** Whose interface sends, for groups that refer to groups; nothing where it is not one of the configuration's. */
  readonly sender: InterfaceClass | undefined;
  readonly packets: PacketSet;
  readonly through: readonly string[];
  readonly tunnelled: boolean;
}

/** Far more hops than any network has; beyond them everything is taken to leave. */
const MOST_LEGS = 5_000;

/**
 * Follows packets that are sent in a subnet, over every hop, to where they arrive and where they leave.
 *
 * @param sender whose interface sends; nothing for whatever else may
 */
export function walk(
  network: Network,
  subnet: Resource,
  sender: InterfaceClass | undefined,
  packets: PacketSet,
): { readonly deliveries: readonly Delivery[]; readonly exits: readonly Exit[] } {
  const walker = new Walker(network);
  walker.follow({ subnet, sender, packets, through: [], tunnelled: false });
  return { deliveries: walker.deliveries, exits: walker.exits };
}

class Walker {
  public readonly deliveries: Delivery[] = [];
  public readonly exits: Exit[] = [];
  private readonly agenda: Leg[] = [];
  private readonly seen = new Map<string, PacketSet>();
  private readonly model: Model;

  public constructor(private readonly network: Network) {
    this.model = network.model;
  }

  public follow(first: Leg): void {
    this.agenda.push(first);
    for (let legs = 0; this.agenda.length > 0; legs += 1) {
      const leg = this.agenda.shift();
      if (leg === undefined) return;
      const key = [leg.subnet.address, leg.sender?.key ?? "", leg.tunnelled].join(" ");
      const seen = this.seen.get(key) ?? NO_PACKET;
      const packets = subtract(leg.packets, seen);
      if (isEmpty(packets)) continue;
      if (legs > MOST_LEGS) {
        this.leave("unknown", { ...leg, packets }, leg.subnet, undefined);
        return;
      }
      this.seen.set(key, union(seen, packets));
      this.send({ ...leg, packets });
    }
  }

  /** Sends packets out of an interface: to its own subnet at once, and to others as ACL and routes have it. */
  private send(leg: Leg): void {
    const { network } = this;
    const vpc = vpcOf(this.model, leg.subnet);
    for (const to of network.inSubnet(leg.subnet)) this.deliver(leg, to);
    const leaving = intersect(leg.packets, network.acls.letsPass(leg.subnet, vpc, "egress"));
    const near = addressesIn(this.model, leg.subnet);
    // Within a subnet nothing is routed.
    const routed = near.exact ? subtract(leaving, restrict(leaving, DESTINATION, near.addresses)) : leaving;
    for (const hop of network.tables.hopsFrom(leg.subnet)) {
      const packets = restrict(routed, DESTINATION, hop.destinations);
      if (!isEmpty(packets)) this.take({ ...leg, packets }, hop, vpc);
    }
  }

  private take(leg: Leg, { leadsTo }: NextHop, vpc: Resource | undefined): void {
    switch (leadsTo.kind) {
      case "local":
        for (const to of this.network.inVpc(vpc)) if (to.subnet !== leg.subnet) this.enter(leg, to);
        return;
      case "route":
        return this.route(leg, leadsTo.route);
      case "gateway-endpoint":
        return this.leave("gateway-endpoint", leg, leadsTo.endpoint, undefined);
      case "propagated":
        return this.leave("vpn", leg, leadsTo.declaredBy, undefined);
      case "unread":
        return this.leave("unknown", leg, leadsTo.declaredBy, undefined);
    }
  }

  private route(leg: Leg, route: Route): void {
    const { model } = this;
    const target = model.follow(route.target);
    const resource = target.kind === "resource" ? target.resource : undefined;
    const through = [...leg.through, route.declaredBy.address, ...(resource === undefined ? [] : [resource.address])];
    const next = { ...leg, through };
    const peers = resource === undefined ? undefined : vpcsBehind(model, resource);
    switch (route.kind) {
      case "vpc_peering_connection_id":
      case "transit_gateway_id": {
        for (const vpc of peers?.vpcs ?? [])
          if (vpc !== vpcOf(model, leg.subnet)) for (const to of this.network.inVpc(vpc)) this.enter(next, to);
        if (peers?.closed !== true)
          this.leave(route.kind === "transit_gateway_id" ? "transit-gateway" : "peering", leg, route.declaredBy, route);
        return;
      }
      case "network_interface_id":
      case "instance_id": {
        const hops = resource === undefined ? [] : this.network.classesOf(resource);
        if (hops.length === 0) this.leave("machine", leg, route.declaredBy, route);
        for (const hop of hops) this.forward(next, hop);
        return;
      }
      case "nat_gateway_id": {
        const subnet =
          resource?.text("connectivity_type") === "private"
            ? model.referred(resource, "subnet_id", "aws_subnet")
            : undefined;
        if (subnet === undefined) return this.leave("nat", leg, route.declaredBy, route);
        const packets = translateSource(leg.packets, addressesIn(model, subnet).addresses);
        this.agenda.push({ ...next, subnet, sender: undefined, packets });
        return;
      }
      default:
        this.leave(exitOf(route, model), leg, route.declaredBy, route);
    }
  }

  /** Packets that come to a subnet from another one. */
  private enter(leg: Leg, to: InterfaceClass): void {
    const entering = restrict(leg.packets, DESTINATION, to.addresses);
    if (isEmpty(entering)) return;
    const packets = intersect(entering, this.network.acls.letsPass(to.subnet, to.vpc, "ingress"));
    this.deliver({ ...leg, packets }, to);
  }

  private deliver(leg: Leg, to: InterfaceClass): void {
    const { filter } = this.network;
    const sent = restrict(leg.packets, DESTINATION, to.addresses);
    if (isEmpty(sent)) return;
    const out = leg.sender === undefined ? sent : intersect(sent, filter.letsPass(leg.sender, "egress", to));
    const packets = intersect(out, filter.letsPass(to, "ingress", this.seenAs(leg)));
    if (!isEmpty(packets)) this.deliveries.push({ to, packets, through: leg.through, tunnelled: leg.tunnelled });
  }

  /** Packets that are for somebody else, and that an interface takes to forward them. */
  private forward(leg: Leg, hop: InterfaceClass): void {
    const { network } = this;
    const entering =
      hop.subnet === leg.subnet
        ? leg.packets
        : intersect(leg.packets, network.acls.letsPass(hop.subnet, hop.vpc, "ingress"));
    const packets = intersect(entering, network.filter.letsPass(hop, "ingress", this.seenAs(leg)));
    if (isEmpty(packets)) return;
    const gateways = hop.forwards ? network.gatewaysOf(hop) : [];
    if (gateways === undefined) {
      this.deliveries.push({ to: hop, packets, through: leg.through, tunnelled: leg.tunnelled });
      return;
    }
    for (const gateway of gateways)
      for (const tunnel of gateway.tunnels) {
        const inside = intersect(packets, tunnel.outbound);
        if (!isEmpty(inside) && tunnel.peer !== undefined)
          this.comeOut(
            { ...leg, packets: inside, through: [...leg.through, gateway.machine.address] },
            gateway.at,
            tunnel.peer,
          );
      }
  }

  /** Packets that come out of a tunnel at the interface of its other gateway. */
  private comeOut(leg: Leg, near: Resource, far: Resource): void {
    const { network } = this;
    for (const gateway of network.gateways.filter(({ at }) => at === far))
      for (const end of network.classesOf(far)) {
        if (network.forges(end)) {
          this.deliveries.push({ to: end, packets: leg.packets, through: leg.through, tunnelled: true });
          continue;
        }
        for (const tunnel of gateway.tunnels) {
          if (tunnel.peer !== near) continue;
          const inside = intersect(leg.packets, tunnel.inbound);
          const kept = subtract(inside, gateway.translates);
          const through = [...leg.through, gateway.machine.address];
          const own = translateSource(subtract(inside, kept), end.addresses);
          for (const [packets, sender] of [
            [own, end],
            [kept, undefined],
          ] as const)
            this.agenda.push({
              subnet: end.subnet,
              sender,
              packets: intersect(packets, network.filter.letsPass(end, "egress", undefined)),
              through,
              tunnelled: true,
            });
        }
      }
  }

  /** As whom the groups of a receiver see the sender: whoever forges is anybody. */
  private seenAs({ sender }: Leg): Peer {
    return sender === undefined || this.network.forges(sender) ? undefined : sender;
  }

  private leave(kind: ExitKind, { packets, through }: Leg, at: Resource, route: Route | undefined): void {
    const target = route === undefined ? undefined : showValue(route.target);
    this.exits.push({ kind, packets, at, target, route, through });
  }
}

/** The VPCs that a peering or a transit gateway joins, and whether it joins nothing else. */
function vpcsBehind(
  model: Model,
  gateway: Resource,
): { readonly vpcs: readonly Resource[]; readonly closed: boolean } | undefined {
  if (gateway.type === "aws_vpc_peering_connection_accepter") {
    const asked = model.referred(gateway, "vpc_peering_connection_id", "aws_vpc_peering_connection");
    return asked === undefined ? undefined : vpcsBehind(model, asked);
  }
  if (gateway.type === "aws_vpc_peering_connection") {
    const ends = ["vpc_id", "peer_vpc_id"].map((name) => model.follow(gateway.value(name)));
    const vpcs = ends.flatMap((end) =>
      end.kind === "resource" && VPC_TYPES.includes(end.resource.type) ? [end.resource] : [],
    );
    return { vpcs, closed: vpcs.length === 2 };
  }
  if (gateway.type !== "aws_ec2_transit_gateway") return undefined;
  const vpcs = model
    .referring(gateway)
    .filter(({ type }) => type === "aws_ec2_transit_gateway_vpc_attachment")
    .flatMap((attachment) => model.referred(attachment, "vpc_id", "aws_vpc") ?? []);
  // What else is attached is decided elsewhere.
  return { vpcs, closed: false };
}

function exitOf(route: Route, model: Model): ExitKind {
  switch (route.kind) {
    case "egress_only_gateway_id":
      return "egress-only";
    case "carrier_gateway_id":
      return "carrier";
    case "local_gateway_id":
      return "local-gateway";
    case "core_network_arn":
      return "core-network";
    case "odb_network_arn":
      return "oracle";
    case "vpc_endpoint_id":
      return "inspection";
    case "gateway_id": {
      const target = model.follow(route.target);
      const text = target.kind === "resource" ? target.resource.type : showValue(route.target);
      if (/^igw-|^aws_internet_gateway/.test(text)) return "internet";
      return /^vgw-|^aws_vpn_gateway/.test(text) ? "vpn" : "unknown";
    }
    default:
      return "unknown";
  }
}
