import { type InterfaceClass } from "./interfaces";
import {
  EVERY_ADDRESS,
  EVERY_PACKET,
  joinAddresses,
  NO_ADDRESS,
  packets,
  union,
  type Addresses,
  type PacketSet,
} from "./packets";
import { type Direction, type GroupRule, type SecurityGroups } from "./security-groups";

/** The other end of a packet: interfaces of the configuration, or whoever has the address. */
export type Peer = Pick<InterfaceClass, "groups" | "addresses"> | undefined;

/** What the security groups of an interface let pass. They keep state: answers need no rule, and are not in here. */
export class GroupFilter {
  private readonly members = new Map<string, Addresses>();
  private readonly byGroup = new Map<string, { readonly ranges: PacketSet; readonly refers: readonly GroupRule[] }>();

  public constructor(
    private readonly groups: SecurityGroups,
    private readonly classes: readonly InterfaceClass[],
  ) {}

  /** The packets that go out to a peer, or come in from it; from or to any address that the peer may have taken on. */
  public letsPass(of: Pick<InterfaceClass, "groups">, direction: Direction, peer: Peer): PacketSet {
    if (of.groups === undefined) return EVERY_PACKET;
    return union(
      ...of.groups.flatMap((group) => {
        const { ranges, refers } = this.read(group, direction);
        return [ranges, ...refers.map((rule) => packetsOf(rule, this.addressesFor(rule, peer)))];
      }),
    );
  }

  private addressesFor({ to }: GroupRule, peer: Peer): Addresses {
    if (!("group" in to)) return to.addresses;
    if (peer === undefined) return this.addressesOf(to.group);
    return peer.groups === undefined || peer.groups.includes(to.group) ? peer.addresses : NO_ADDRESS;
  }

  /** The addresses of all members of a group, and of those whose groups are not known. */
  private addressesOf(group: string): Addresses {
    let found = this.members.get(group);
    if (found === undefined) {
      const members = this.classes.filter(({ groups }) => groups === undefined || groups.includes(group));
      this.members.set(group, (found = joinAddresses(...members.map(({ addresses }) => addresses))));
    }
    return found;
  }

  private read(
    group: string,
    direction: Direction,
  ): { readonly ranges: PacketSet; readonly refers: readonly GroupRule[] } {
    const key = `${group} ${direction}`;
    let found = this.byGroup.get(key);
    if (found === undefined) {
      const { rules, unread } = this.groups.rulesOf(group);
      const mine = rules.filter((rule) => rule.direction === direction);
      const ranges = mine.flatMap((rule) => ("group" in rule.to ? [] : [packetsOf(rule, rule.to.addresses)]));
      found = {
        ranges: unread.some((one) => one.direction === direction) ? EVERY_PACKET : union(...ranges),
        refers: mine.filter((rule) => "group" in rule.to),
      };
      this.byGroup.set(key, found);
    }
    return found;
  }
}

function packetsOf({ direction, traffic }: GroupRule, peers: Addresses): PacketSet {
  return direction === "egress" ? packets(EVERY_ADDRESS, peers, traffic) : packets(peers, EVERY_ADDRESS, traffic);
}
