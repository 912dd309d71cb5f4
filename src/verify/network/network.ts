import { type Model } from "../model/model";
import { type Resource } from "../model/resource";
import { GroupFilter } from "./group-filter";
import { interfaceClasses, type InterfaceClass } from "./interfaces";
import { NetworkAcls } from "./network-acls";
import { answersTo, EVERY_ADDRESS, EVERY_PACKET, intersect, packets, union, type PacketSet } from "./packets";
import { RouteTables } from "./route-tables";
import { SecurityGroups } from "./security-groups";
import { readGateways, type Gateway } from "./tunnel/gateways";
import { walk, type Delivery, type Exit } from "./walk";

/**
 * What the network of a configuration lets pass, for all packets at once: from each class of interfaces the packets that
 * leave by each exit, and those that arrive at other classes, by whatever is in between. What opens is taken for larger
 * than it may be, what closes for smaller.
 */
export class Network {
  public readonly groups: SecurityGroups;
  public readonly acls: NetworkAcls;
  public readonly tables: RouteTables;
  public readonly classes: readonly InterfaceClass[];
  public readonly gateways: readonly Gateway[];
  public readonly filter: GroupFilter;
  private readonly gatewaysAt = new Map<Resource, Gateway[]>();
  private readonly bySubnet = new Map<string, InterfaceClass[]>();
  private readonly byVpc = new Map<string, InterfaceClass[]>();
  private readonly byMember = new Map<string, InterfaceClass[]>();
  private readonly walks = new Map<
    string,
    { readonly deliveries: readonly Delivery[]; readonly opened: readonly Exit[]; readonly answered: readonly Exit[] }
  >();

  private constructor(public readonly model: Model) {
    this.groups = new SecurityGroups(model);
    this.acls = new NetworkAcls(model);
    this.tables = new RouteTables(model);
    this.gateways = readGateways(model);
    for (const gateway of this.gateways)
      this.gatewaysAt.set(gateway.at, [...(this.gatewaysAt.get(gateway.at) ?? []), gateway]);
    this.classes = interfaceClasses(model, this.groups);
    this.filter = new GroupFilter(this.groups, this.classes);
    const put = (map: Map<string, InterfaceClass[]>, key: string, one: InterfaceClass): void => {
      const known = map.get(key);
      if (known === undefined) map.set(key, [one]);
      else known.push(one);
    };
    for (const one of this.classes) {
      put(this.bySubnet, one.subnet.address, one);
      if (one.vpc !== undefined) put(this.byVpc, one.vpc.address, one);
      for (const member of one.members) put(this.byMember, member.address, one);
    }
  }

  /** The network of a model, read once. */
  public static of(model: Model): Network {
    let found = networks.get(model);
    if (found === undefined) networks.set(model, (found = new Network(model)));
    return found;
  }

  public inSubnet(subnet: Resource): readonly InterfaceClass[] {
    return this.bySubnet.get(subnet.address) ?? [];
  }

  public inVpc(vpc: Resource | undefined): readonly InterfaceClass[] {
    return vpc === undefined ? [] : (this.byVpc.get(vpc.address) ?? []);
  }

  /** The classes that a resource's interfaces are of. */
  public classesOf(member: Resource): readonly InterfaceClass[] {
    return this.byMember.get(member.address) ?? [];
  }

  /** The gateways behind a class of interfaces, if user data that are read and found sound tell all that they forward. */
  public gatewaysOf(one: InterfaceClass): readonly Gateway[] | undefined {
    const found = one.members.flatMap((member) => this.gatewaysAt.get(member) ?? []);
    return one.forwards && found.every(({ faults }) => faults.length === 0) ? found : undefined;
  }

  /** Whether whoever runs code behind an interface may send whatever it lets out, in whosever name. */
  public forges(one: InterfaceClass): boolean {
    return one.forwards && this.gatewaysOf(one) === undefined;
  }

  /** The packets of new flows that an interface lets out. */
  public emits(one: InterfaceClass): PacketSet {
    return this.fromOwnAddresses(one, this.filter.letsPass(one, "egress", undefined));
  }

  /** The packets by which an interface may answer flows that others open. */
  public answers(one: InterfaceClass): PacketSet {
    const taken = this.filter.letsPass(one, "ingress", undefined);
    const entering = intersect(taken, this.acls.letsPass(one.subnet, one.vpc, "ingress"));
    return this.fromOwnAddresses(one, answersTo(entering));
  }

  /** Where new flows of an interface arrive. */
  public deliveries(from: InterfaceClass): readonly Delivery[] {
    return this.walked(from).deliveries;
  }

  /** Where packets of an interface leave the VPCs of the configuration: new flows, and answers to those from outside. */
  public exits(from: InterfaceClass): readonly Exit[] {
    const { opened, answered } = this.walked(from);
    return joinExits([...opened, ...answered]);
  }

  /** Where new flows of an interface leave. */
  public opened(from: InterfaceClass): readonly Exit[] {
    return this.walked(from).opened;
  }

  /** Where an interface's answers to flows from outside leave. */
  public answered(from: InterfaceClass): readonly Exit[] {
    return this.walked(from).answered;
  }

  /** Where packets leave that anything in a subnet may send, whatever its groups let out. */
  public waysOut(subnet: Resource): readonly Exit[] {
    return joinExits(walk(this, subnet, undefined, EVERY_PACKET).exits);
  }

  private walked(from: InterfaceClass): {
    readonly deliveries: readonly Delivery[];
    readonly opened: readonly Exit[];
    readonly answered: readonly Exit[];
  } {
    let found = this.walks.get(from.key);
    if (found === undefined) {
      const opened = walk(this, from.subnet, from, this.emits(from));
      const answered = walk(this, from.subnet, from, this.answers(from));
      found = { deliveries: opened.deliveries, opened: opened.exits, answered: answered.exits };
      this.walks.set(from.key, found);
    }
    return found;
  }

  private fromOwnAddresses(one: InterfaceClass, set: PacketSet): PacketSet {
    return this.forges(one) ? set : intersect(set, packets(one.addresses, EVERY_ADDRESS));
  }
}

const networks = new WeakMap<Model, Network>();

/** One exit a way. */
function joinExits(exits: readonly Exit[]): Exit[] {
  const joined = new Map<string, Exit>();
  for (const exit of exits) {
    const key = [exit.kind, exit.at.address, exit.target ?? "", ...exit.through].join(" ");
    const known = joined.get(key);
    joined.set(key, known === undefined ? exit : { ...exit, packets: union(known.packets, exit.packets) });
  }
  return [...joined.values()];
}
