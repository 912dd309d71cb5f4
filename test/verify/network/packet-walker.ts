import { BlockList } from "node:net";
import {
  vpcCidr,
  type RandomAclRule,
  type RandomInterface,
  type RandomNetwork,
  type RandomRoute,
  type RandomRule,
  type RandomSubnet,
} from "./random-network";

export interface Packet {
  readonly source: string;
  readonly destination: string;
  readonly protocol: "tcp" | "udp" | "esp";
  readonly sourcePort: number;
  readonly port: number;
}

/** Where a packet ends: at an interface, at a machine that forwards, beyond a gateway, or nowhere. */
export type Fate = { readonly at: string } | { readonly exit: "internet" | "nat" } | undefined;

const blocks = new Map<string, BlockList>();
const inBlock = (cidr: string, address: string): boolean => {
  let list = blocks.get(cidr);
  if (list === undefined) {
    const [base = "", bits = "0"] = cidr.split("/");
    list = new BlockList();
    list.addSubnet(base, Number(bits));
    blocks.set(cidr, list);
  }
  return list.check(address);
};
const bitsOf = (cidr: string): number => Number(cidr.split("/")[1]);

/** Follows one packet after the other, as AWS's guides tell it, with nothing of the verifier's. */
export class PacketWalker {
  public constructor(private readonly network: RandomNetwork) {}

  /** What becomes of a packet of a new flow that an interface sends. */
  public sent(from: RandomInterface, packet: Packet): Fate {
    if (!from.forwards && packet.source !== from.address) return undefined;
    if (!this.groupsLet(from, "egress", packet, packet.destination)) return undefined;
    return this.carry(from, packet);
  }

  /** What becomes of an answer to a packet that somebody sent to the interface. */
  public answered(from: RandomInterface, packet: Packet): Fate {
    if (!from.forwards && packet.source !== from.address) return undefined;
    const asked: Packet = {
      source: packet.destination,
      destination: packet.source,
      protocol: packet.protocol,
      sourcePort: packet.port,
      port: packet.sourcePort,
    };
    const subnet = this.subnetOf(from);
    if (!aclLets(subnet.acl?.ingress, asked, asked.source) || !this.groupsLet(from, "ingress", asked, asked.source))
      return undefined;
    return this.carry(from, packet);
  }

  private carry(from: RandomInterface, packet: Packet): Fate {
    const subnet = this.subnetOf(from);
    if (inBlock(subnet.cidr, packet.destination)) {
      const near = this.network.interfaces.find(
        (one) => one.subnet === subnet.name && one.address === packet.destination,
      );
      return near !== undefined && this.groupsLet(near, "ingress", packet, packet.source)
        ? { at: near.name }
        : undefined;
    }
    if (!aclLets(subnet.acl?.egress, packet, packet.destination)) return undefined;
    const route = this.routeFor(subnet, packet.destination);
    if (route === "local") return this.arrive(subnet.vpc, packet);
    if (route === undefined) return undefined;
    const { target } = route;
    if ("internet" in target) return { exit: "internet" };
    if ("nat" in target) return { exit: "nat" };
    if ("peering" in target) {
      const far = this.network.peerings[target.peering]?.find((vpc) => vpc !== subnet.vpc);
      return far === undefined ? undefined : this.arrive(far, packet);
    }
    const hop = this.network.interfaces.find(({ name }) => name === target.machine);
    // A machine takes a packet for somebody else only where it need not check for whom it is.
    if (hop?.forwards !== true) return undefined;
    const inside = this.subnetOf(hop);
    const entered = inside.name === subnet.name || aclLets(inside.acl?.ingress, packet, packet.source);
    return entered && this.groupsLet(hop, "ingress", packet, packet.source) ? { at: hop.name } : undefined;
  }

  private arrive(vpc: number, packet: Packet): Fate {
    const to = this.network.interfaces.find(({ address }) => address === packet.destination);
    if (to === undefined) return undefined;
    const subnet = this.subnetOf(to);
    if (subnet.vpc !== vpc || !aclLets(subnet.acl?.ingress, packet, packet.source)) return undefined;
    return this.groupsLet(to, "ingress", packet, packet.source) ? { at: to.name } : undefined;
  }

  private routeFor(subnet: RandomSubnet, destination: string): RandomRoute | "local" | undefined {
    const table = subnet.routes ?? this.network.mains[subnet.vpc] ?? [];
    const routes: { cidr: string; route: RandomRoute | "local" }[] = [
      { cidr: vpcCidr(subnet.vpc), route: "local" },
      ...table.map((route) => ({ cidr: route.cidr, route })),
    ];
    return routes.filter(({ cidr }) => inBlock(cidr, destination)).sort((a, b) => bitsOf(b.cidr) - bitsOf(a.cidr))[0]
      ?.route;
  }

  private groupsLet(of: RandomInterface, direction: "ingress" | "egress", packet: Packet, far: string): boolean {
    return this.network.groups
      .filter(({ name }) => of.groups.includes(name))
      .some((group) => group[direction].some((rule) => fits(rule, packet) && this.isFar(rule, far)));
  }

  private isFar({ far }: RandomRule, address: string): boolean {
    if ("cidr" in far) return inBlock(far.cidr, address);
    return this.network.interfaces.some((one) => one.groups.includes(far.group) && one.address === address);
  }

  private subnetOf({ subnet }: RandomInterface): RandomSubnet {
    const found = this.network.subnets.find(({ name }) => name === subnet);
    if (found === undefined) throw new Error(`no subnet ${subnet}`);
    return found;
  }
}

function fits({ protocol, ports: [from, to] }: Pick<RandomRule, "protocol" | "ports">, packet: Packet): boolean {
  if (protocol === "all") return true;
  return protocol === packet.protocol && (protocol === "esp" || (from <= packet.port && packet.port <= to));
}

/** The first rule that fits decides; without an ACL of its own a subnet has AWS's default one. */
function aclLets(rules: readonly RandomAclRule[] | undefined, packet: Packet, far: string): boolean {
  if (rules === undefined) return true;
  const first = [...rules]
    .sort((a, b) => a.number - b.number)
    .find((rule) => fits(rule, packet) && inBlock(rule.cidr, far));
  return first?.allow === true;
}
