import { type Model } from "../model/model";
import { type Block, type Resource } from "../model/resource";
import { addressesNamed, VPC_TYPES } from "./boxes";
import {
  ALL_TRAFFIC,
  EVERY_ADDRESS,
  EVERY_PACKET,
  intersect,
  NO_PACKET,
  packets,
  subtract,
  trafficOf,
  union,
  type Addresses,
  type PacketSet,
  type Traffic,
} from "./packets";
import { type Direction } from "./security-groups";

interface AclRule {
  readonly number: number | undefined;
  readonly allows: boolean;
  readonly direction: Direction;
  readonly traffic: Traffic;
  readonly range: Addresses;
  /** Whether all of it is read as it stands. A denial that is not denies nothing. */
  readonly exact: boolean;
}

const ACL_TYPES: readonly string[] = ["aws_network_acl", "aws_default_network_acl"];

/**
 * What network ACLs let pass, subnet by subnet: in each direction by itself, since they keep no state. Whatever is not
 * understood lets everything pass.
 */
export class NetworkAcls {
  private readonly bySubnet = new Map<string, Resource[]>();
  private readonly defaults = new Map<string, Resource>();
  private readonly passing = new Map<string, PacketSet>();
  private readonly separate = new Map<string, Resource[]>();
  /** Whether some association names a subnet or an ACL that is not in the configuration. */
  private readonly stray: boolean;

  public constructor(private readonly model: Model) {
    let stray = false;
    const put = (acl: Resource, subnet: Resource): void => {
      this.bySubnet.set(subnet.address, [...(this.bySubnet.get(subnet.address) ?? []), acl]);
    };
    for (const acl of model.ofType(...ACL_TYPES)) {
      for (const value of acl.list("subnet_ids")) {
        const target = model.follow(value);
        // An id that stands in the file is that of a subnet elsewhere.
        if (target.kind === "resource") put(acl, target.resource);
        else if (target.kind === "unknown") stray = true;
      }
      const vpc = acl.type === "aws_default_network_acl" ? this.vpcOfDefault(acl) : undefined;
      if (vpc !== undefined) this.defaults.set(vpc.address, acl);
    }
    for (const association of model.ofType("aws_network_acl_association")) {
      const acl = this.aclOf(association);
      const subnet = model.follow(association.value("subnet_id"));
      if (acl !== undefined && subnet.kind === "resource") put(acl, subnet.resource);
      else stray = true;
    }
    for (const rule of model.ofType("aws_network_acl_rule")) {
      const acl = this.aclOf(rule);
      if (acl === undefined) stray = true;
      else this.separate.set(acl.address, [...(this.separate.get(acl.address) ?? []), rule]);
    }
    this.stray = stray;
  }

  /** The packets that may enter, or leave, a subnet of a VPC. */
  public letsPass(subnet: Resource, vpc: Resource | undefined, direction: Direction): PacketSet {
    if (this.stray) return EVERY_PACKET;
    const own = this.bySubnet.get(subnet.address) ?? [];
    const fallback = vpc === undefined ? undefined : this.defaults.get(vpc.address);
    const acls = own.length > 0 ? own : fallback === undefined ? [] : [fallback];
    // AWS's own default ACL lets everything pass; of two that claim a subnet, either may hold.
    return acls.length === 0 ? EVERY_PACKET : union(...acls.map((acl) => this.passes(acl, direction)));
  }

  private passes(acl: Resource, direction: Direction): PacketSet {
    const key = `${acl.address} ${direction}`;
    let found = this.passing.get(key);
    if (found === undefined) this.passing.set(key, (found = this.evaluate(acl, direction)));
    return found;
  }

  private evaluate(acl: Resource, direction: Direction): PacketSet {
    if (acl.hasHiddenBlocks(direction)) return EVERY_PACKET;
    const rules = [
      ...acl.blocks(direction).map((block) => readRule(this.model, block, direction, "rule_no", "action")),
      ...(this.separate.get(acl.address) ?? []).flatMap((rule) => {
        const egress = rule.truth("egress");
        const mine = egress === undefined || egress === (direction === "egress");
        return mine ? [readRule(this.model, rule, direction, "rule_number", "rule_action")] : [];
      }),
    ];
    return firstMatch(rules, direction);
  }

  private aclOf(resource: Resource): Resource | undefined {
    const target = this.model.follow(resource.value("network_acl_id"));
    if (target.kind !== "resource") return undefined;
    if (ACL_TYPES.includes(target.resource.type)) return target.resource;
    return target.attribute === "default_network_acl_id" ? this.defaults.get(target.resource.address) : undefined;
  }

  private vpcOfDefault(acl: Resource): Resource | undefined {
    const target = this.model.follow(acl.value("default_network_acl_id"));
    return target.kind === "resource" && VPC_TYPES.includes(target.resource.type)
      ? target.resource
      : this.model.referred(acl, "vpc_id", "aws_vpc");
  }
}

/** The packets whose first matching rule allows them; what no rule matches is denied. */
function firstMatch(rules: readonly AclRule[], direction: Direction): PacketSet {
  const packetsOf = ({ range, traffic }: AclRule): PacketSet =>
    direction === "egress" ? packets(EVERY_ADDRESS, range, traffic) : packets(range, EVERY_ADDRESS, traffic);
  // Without its number a rule may stand anywhere: an allowance first, a denial last.
  const order = ({ number, allows }: AclRule): number => number ?? (allows ? -1 : Number.MAX_SAFE_INTEGER);
  let open = NO_PACKET;
  let left = EVERY_PACKET;
  for (const rule of [...rules].sort((a, b) => order(a) - order(b))) {
    const matched = packetsOf(rule);
    if (rule.allows) open = union(open, intersect(left, matched));
    if (rule.exact && rule.number !== undefined) left = subtract(left, matched);
  }
  return open;
}

function readRule(model: Model, block: Block, direction: Direction, number: string, action: string): AclRule {
  const numberOf = (name: string): number | undefined => {
    const text = block.text(name);
    return text === undefined ? undefined : Number(text);
  };
  const ports = [numberOf("from_port"), numberOf("to_port")] as const;
  const icmp = [numberOf("icmp_type"), numberOf("icmp_code")] as const;
  const read = trafficOf(block.text("protocol"), ...ports, icmp);
  const ranges = ["cidr_block", "ipv6_cidr_block"].flatMap((name) =>
    block.value(name).kind === "absent" || block.text(name) === "" ? [] : [addressesNamed(model, block.value(name))],
  );
  const [range] = ranges;
  const at = numberOf(number);
  return {
    number: at === undefined || Number.isNaN(at) ? undefined : at,
    allows: block.text(action)?.toLowerCase() !== "deny",
    direction,
    traffic: read?.traffic ?? ALL_TRAFFIC,
    range: range ?? EVERY_ADDRESS,
    exact:
      read?.exact === true &&
      range !== undefined &&
      ranges.length === 1 &&
      ["allow", "deny"].includes(block.text(action)?.toLowerCase() ?? ""),
  };
}
