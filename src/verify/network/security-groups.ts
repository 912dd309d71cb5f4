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
  /** The other side, where it is named by a security group. */
  readonly group: Value | undefined;
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

/**
 * Whether a rule of a group in `vpc` could let a packet to or from a range outside of that VPC pass that is not of an
 * allowed kind. A group of the same VPC is no way to such a range; a group of a peered VPC is, and so is one that cannot
 * be told.
 */
export function letsOtherThan(
  model: Model,
  rule: GroupRule,
  range: Range,
  vpc: Resource | undefined,
  allowed: (rule: GroupRule) => boolean,
): boolean {
  if (allowed(rule)) return false;
  if (rule.group === undefined) return rule.range === undefined || intersects(rule.range, range);
  const group = model.follow(rule.group);
  return group.kind !== "resource" || vpc === undefined || model.referred(group.resource, "vpc_id", "aws_vpc") !== vpc;
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
    ...block.list("cidr_blocks").map((value) => ({ ...common, ...rangeOf(value), group: undefined })),
    ...block
      .list("ipv6_cidr_blocks")
      .map((value) => ({ ...common, range: undefined, peer: showValue(value), group: undefined })),
    ...block
      .list("prefix_list_ids")
      .map((value) => ({ ...common, range: undefined, peer: showValue(value), group: undefined })),
    ...block
      .list(groupAttribute)
      .map((value) => ({ ...common, range: undefined, peer: showValue(value), group: value })),
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
  if (group.kind !== "absent") return [{ ...common, range: undefined, peer: showValue(group), group }];
  const cidr = resource.value("cidr_ipv4");
  if (cidr.kind !== "absent") return [{ ...common, ...rangeOf(cidr), group: undefined }];
  return [{ ...common, range: undefined, peer: "another range", group: undefined }];
}

function rangeOf(value: Value): { range: Range | undefined; peer: string } {
  const text = value.kind === "known" && typeof value.value === "string" ? value.value : undefined;
  return { range: text === undefined ? undefined : parseRange(text), peer: showValue(value) };
}

function port(block: Block, name: string): number | undefined {
  const text = block.text(name);
  return text === undefined ? undefined : Number(text);
}
