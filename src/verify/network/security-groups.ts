import { type Model } from "../model/model";
import { type Block, type Resource } from "../model/resource";
import { showValue, type Value } from "../model/value";
import { addressesNamed, VPC_TYPES, vpcOf } from "./boxes";
import { ALL_TRAFFIC, EVERY_ADDRESS, trafficOf, type Addresses, type Traffic } from "./packets";
import { prefixListAddresses } from "./prefix-lists";

export type Direction = "ingress" | "egress";

/** One rule of a security group, for one kind of peer. What it does not say for certain is taken for everything. */
export interface GroupRule {
  readonly declaredBy: Resource;
  readonly direction: Direction;
  readonly traffic: Traffic;
  /** The other side as a report shows it. */
  readonly peer: string;
  /** The other side's addresses, or the group whose members it is. */
  readonly to: { readonly addresses: Addresses } | { readonly group: string };
  /** Why the rule may let less pass than it is taken for; nothing where it is read exactly. */
  readonly unread: string | undefined;
}

/** Whether a rule names a list of prefixes. */
export function isOfPrefixList({ peer }: GroupRule): boolean {
  return peer.startsWith(PREFIX_LIST);
}

const PREFIX_LIST = "the prefix list ";

/** The rules of a group. */
export interface GroupRules {
  readonly rules: readonly GroupRule[];
  /** Why there may be more rules, in which direction. */
  readonly unread: readonly { readonly direction: Direction; readonly why: string }[];
}

export const GROUP_TYPES: readonly string[] = ["aws_security_group", "aws_default_security_group"];
const RULE_TYPES: readonly string[] = [
  "aws_security_group_rule",
  "aws_vpc_security_group_ingress_rule",
  "aws_vpc_security_group_egress_rule",
];
const DIRECTIONS: readonly Direction[] = ["ingress", "egress"];

/** Every security group of a configuration, with its rules in whatever form they are declared. */
export class SecurityGroups {
  private readonly rulesByGroup = new Map<string, GroupRules>();
  /** Groups by key: their address, or for the default group of a VPC what the VPC calls it. */
  private readonly declared = new Map<string, Resource>();
  private readonly vpcs = new Map<string, Resource>();
  private readonly separate = new Map<string, Resource[]>();
  /** Rules that name no group of the configuration: they may be any group's. */
  private readonly stray: Resource[] = [];

  public constructor(private readonly model: Model) {
    for (const vpc of model.ofType(...VPC_TYPES)) this.vpcs.set(defaultGroupOf(vpc), vpc);
    for (const group of model.ofType(...GROUP_TYPES)) this.declared.set(this.keyOfGroup(group), group);
    for (const rule of model.ofType(...RULE_TYPES)) {
      const group = this.keyOf(rule.value("security_group_id"));
      if (group === undefined) this.stray.push(rule);
      else this.separate.set(group, [...(this.separate.get(group) ?? []), rule]);
    }
  }

  /** Every group of the configuration, and the default group of every VPC of it. */
  public get keys(): string[] {
    return [...new Set([...this.declared.keys(), ...this.vpcs.keys()])];
  }

  /** The resource that declares a group; the VPC, for a default group that no resource adopts. */
  public resourceOf(key: string): Resource | undefined {
    return this.declared.get(key) ?? this.vpcs.get(key);
  }

  /** What a value names as a group of the configuration, however it is named; nothing where it is none. */
  public keyOf(value: Value): string | undefined {
    const target = this.model.follow(value);
    if (target.kind !== "resource") return undefined;
    const { resource, attribute } = target;
    if (GROUP_TYPES.includes(resource.type)) return this.keyOfGroup(resource);
    return VPC_TYPES.includes(resource.type) && attribute === "default_security_group_id"
      ? defaultGroupOf(resource)
      : undefined;
  }

  /** The rules of a group of the configuration. */
  public rulesOf(key: string): GroupRules {
    let found = this.rulesByGroup.get(key);
    if (found === undefined) this.rulesByGroup.set(key, (found = this.read(key)));
    return found;
  }

  private keyOfGroup(group: Resource): string {
    const vpc = group.type === "aws_default_security_group" ? vpcOf(this.model, group) : undefined;
    return vpc === undefined ? group.address : defaultGroupOf(vpc);
  }

  private read(key: string): GroupRules {
    const group = this.declared.get(key);
    const vpc = this.vpcs.get(key);
    const rules: GroupRule[] = [...(this.separate.get(key) ?? []), ...this.stray].flatMap((rule) =>
      this.separateRules(rule, key),
    );
    const unread: { direction: Direction; why: string }[] = [];
    for (const direction of DIRECTIONS)
      if (group === undefined) {
        if (vpc !== undefined) rules.push(rulesOfAws(vpc, direction, key));
      } else {
        if (group.hasHiddenBlocks(direction))
          unread.push({ direction, why: `${direction} rules that an expression makes` });
        for (const block of group.blocks(direction))
          rules.push(...this.inlineRules(group, direction, block, "security_groups", key));
      }
    const leftOut = group?.type === "aws_security_group" && group.value("egress").kind === "absent";
    if (leftOut && !rules.some(({ direction }) => direction === "egress"))
      unread.push({
        direction: "egress",
        why: "egress is left out: Terraform takes AWS's rule for everything away when it makes the group, and never looks again",
      });
    return { rules, unread };
  }

  private separateRules(rule: Resource, group: string): GroupRule[] {
    if (rule.type === "aws_security_group_rule") {
      const direction = rule.text("type");
      const of = direction === "ingress" || direction === "egress" ? [direction] : DIRECTIONS;
      return of.flatMap((one) => this.inlineRules(rule, one as Direction, rule, "source_security_group_id", group));
    }
    const direction = rule.type === "aws_vpc_security_group_ingress_rule" ? "ingress" : "egress";
    const common = { declaredBy: rule, direction, ...readTraffic(rule, "ip_protocol") } as const;
    const peers = [
      ...this.ranges(rule, ["cidr_ipv4", "cidr_ipv6"]),
      ...this.lists(rule, ["prefix_list_id"]),
      ...this.groups(rule, ["referenced_security_group_id"]),
    ];
    return (peers.length === 0 ? [ANYBODY] : peers).map((peer) => ({
      ...common,
      ...peer,
      unread: common.unread ?? peer.unread,
    }));
  }

  private inlineRules(
    declaredBy: Resource,
    direction: Direction,
    block: Block,
    groups: string,
    own: string,
  ): GroupRule[] {
    const common = { declaredBy, direction, ...readTraffic(block, "protocol") };
    const self = block.truth("self");
    const peers = [
      ...this.ranges(block, ["cidr_blocks", "ipv6_cidr_blocks"]),
      ...this.lists(block, ["prefix_list_ids"]),
      ...this.groups(block, [groups]),
      ...(self === false ? [] : [{ to: { group: own }, peer: "its own members", unread: undefined }]),
    ];
    return peers.map((peer) => ({ ...common, ...peer, unread: common.unread ?? peer.unread }));
  }

  private ranges(block: Block, names: readonly string[]): Peer[] {
    return names.flatMap((name) =>
      block.list(name).map((value): Peer => {
        const addresses = addressesNamed(this.model, value);
        return addresses === undefined
          ? { ...ANYBODY, peer: showValue(value) }
          : { to: { addresses }, peer: showValue(value), unread: undefined };
      }),
    );
  }

  private lists(block: Block, names: readonly string[]): Peer[] {
    return names.flatMap((name) =>
      block.list(name).map((value): Peer => {
        const addresses = prefixListAddresses(this.model, value);
        const peer = `${PREFIX_LIST}${showValue(value)}`;
        return addresses === undefined
          ? { ...ANYBODY, peer, unread: "what is in the prefix list cannot be told" }
          : { to: { addresses }, peer, unread: undefined };
      }),
    );
  }

  private groups(block: Block, names: readonly string[]): Peer[] {
    return names.flatMap((name) =>
      block.list(name).map((value): Peer => {
        const group = this.keyOf(value);
        const peer = showValue(value);
        return group === undefined
          ? { ...ANYBODY, peer, unread: "whose group that is cannot be told" }
          : { to: { group }, peer, unread: undefined };
      }),
    );
  }
}

type Peer = Pick<GroupRule, "to" | "peer" | "unread">;

const ANYBODY: Peer = {
  to: { addresses: EVERY_ADDRESS },
  peer: "another range",
  unread: "which addresses that is cannot be told",
};

/** The default group of a VPC: it is there, whether a resource adopts it or not. */
export function defaultGroupOf(vpc: Resource): string {
  return `${vpc.address}.default_security_group_id`;
}

/** What AWS puts into a default group that nobody adopts: everything out, its members in. */
function rulesOfAws(vpc: Resource, direction: Direction, group: string): GroupRule {
  const common = { declaredBy: vpc, direction, traffic: ALL_TRAFFIC, unread: undefined };
  return direction === "egress"
    ? { ...common, to: { addresses: EVERY_ADDRESS }, peer: "everybody, by AWS's default group" }
    : { ...common, to: { group }, peer: "members of AWS's default group" };
}

function readTraffic(block: Block, protocol: string): { traffic: Traffic; unread: string | undefined } {
  const read = trafficOf(block.text(protocol), port(block, "from_port"), port(block, "to_port"));
  if (read === undefined) return { traffic: ALL_TRAFFIC, unread: "its protocol cannot be told" };
  return { traffic: read.traffic, unread: read.exact ? undefined : "its ports cannot be told" };
}

function port(block: Block, name: string): number | undefined {
  const text = block.text(name);
  return text === undefined ? undefined : Number(text);
}
