import { type Model } from "../model/model";
import { type Block, type Resource } from "../model/resource";
import { showValue, type Value } from "../model/value";
import { intersects, parseRange, type Range } from "./ipv4";

/** One direction of one rule of a security group. */
export interface GroupRule {
  readonly declaredBy: Resource;
  readonly direction: "ingress" | "egress";
  /** Protocol as it stands, `-1` for all; `undefined` where it is an expression. */
  readonly protocol: string | undefined;
  readonly fromPort: number | undefined;
  readonly toPort: number | undefined;
  /** IPv4 ranges of the other side; `undefined` for a side that is no known range (group, prefix list, expression). */
  readonly range: Range | undefined;
  readonly peer: string;
  /** Whether the other side is a security group, and so within VPCs that can refer to it. */
  readonly byGroup: boolean;
}

/** The rules of a group, or `undefined` where they cannot all be read. */
export function rulesOf(model: Model, group: Resource): GroupRule[] | undefined {
  if (group.hasHiddenBlocks("ingress") || group.hasHiddenBlocks("egress")) return undefined;
  const rules: GroupRule[] = [];
  for (const direction of ["ingress", "egress"] as const)
    for (const block of group.blocks(direction)) rules.push(...inlineRules(group, direction, block));
  for (const resource of model.referring(group)) {
    const target = model.follow(resource.value("security_group_id"));
    if (target.kind !== "resource" || target.resource !== group) continue;
    if (resource.type === "aws_vpc_security_group_ingress_rule") rules.push(...standaloneRules(resource, "ingress"));
    else if (resource.type === "aws_vpc_security_group_egress_rule") rules.push(...standaloneRules(resource, "egress"));
    else if (resource.type === "aws_security_group_rule") {
      const direction = resource.text("type");
      if (direction !== "ingress" && direction !== "egress") return undefined;
      rules.push(...inlineRules(resource, direction, resource, "source_security_group_id"));
    }
  }
  return rules;
}

/** Whether a rule could let a packet to or from the range pass that is not of an allowed kind. */
export function letsOtherThan(rule: GroupRule, range: Range, allowed: (rule: GroupRule) => boolean): boolean {
  if (rule.byGroup) return false;
  return (rule.range === undefined || intersects(rule.range, range)) && !allowed(rule);
}

function inlineRules(
  declaredBy: Resource,
  direction: GroupRule["direction"],
  block: Block,
  groupAttribute = "security_groups",
): GroupRule[] {
  const common = {
    declaredBy,
    direction,
    protocol: block.text("protocol"),
    fromPort: port(block, "from_port"),
    toPort: port(block, "to_port"),
  };
  return [
    ...block.list("cidr_blocks").map((value) => ({ ...common, ...rangeOf(value), byGroup: false })),
    ...block
      .list("ipv6_cidr_blocks")
      .map((value) => ({ ...common, range: undefined, peer: showValue(value), byGroup: false })),
    ...block
      .list("prefix_list_ids")
      .map((value) => ({ ...common, range: undefined, peer: showValue(value), byGroup: false })),
    ...block
      .list(groupAttribute)
      .map((value) => ({ ...common, range: undefined, peer: showValue(value), byGroup: true })),
  ];
}

function standaloneRules(resource: Resource, direction: GroupRule["direction"]): GroupRule[] {
  const common = {
    declaredBy: resource,
    direction,
    protocol: resource.text("ip_protocol"),
    fromPort: port(resource, "from_port"),
    toPort: port(resource, "to_port"),
  };
  const group = resource.value("referenced_security_group_id");
  if (group.kind !== "absent") return [{ ...common, range: undefined, peer: showValue(group), byGroup: true }];
  const cidr = resource.value("cidr_ipv4");
  if (cidr.kind !== "absent") return [{ ...common, ...rangeOf(cidr), byGroup: false }];
  return [{ ...common, range: undefined, peer: "another range", byGroup: false }];
}

function rangeOf(value: Value): { range: Range | undefined; peer: string } {
  const text = value.kind === "known" && typeof value.value === "string" ? value.value : undefined;
  return { range: text === undefined ? undefined : parseRange(text), peer: showValue(value) };
}

function port(block: Block, name: string): number | undefined {
  const text = block.text(name);
  return text === undefined ? undefined : Number(text);
}
