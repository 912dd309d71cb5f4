import { type Model } from "../../model/model";
import { type Resource } from "../../model/resource";
import { SUBNET_TYPES, vpcOf } from "../../network/boxes";
import { accountOf } from "../../requests";

/** Where things run as a role: the VPCs, and the account where it runs nowhere yet. */
export interface RoleBoxes {
  readonly account: string | undefined;
  readonly vpcs: ReadonlySet<Resource>;
}

/** Types by which a role is handed on to what runs as it. */
const HANDS_ON: ReadonlySet<string> = new Set([
  "aws_autoscaling_group",
  "aws_iam_instance_profile",
  "aws_launch_configuration",
  "aws_launch_template",
]);
const SUBNETS = ["subnet_ids", "subnets", "vpc_zone_identifier"];

/** The boxes in which machines run as a role. */
export function boxesOfRole(model: Model, role: Resource): RoleBoxes {
  const vpcs = new Set<Resource>();
  const seen = new Set([role]);
  const agenda = [role];
  for (let at = agenda.shift(); at !== undefined; at = agenda.shift()) {
    for (const vpc of vpcsOf(model, at)) vpcs.add(vpc);
    if (at !== role && !HANDS_ON.has(at.type)) continue;
    for (const next of model.referring(at)) {
      if (seen.has(next)) continue;
      seen.add(next);
      agenda.push(next);
    }
  }
  return { account: accountOf(role), vpcs };
}

/** Whether two roles are of one box: of one VPC, or, where one of them runs nowhere yet, of one account. */
export function haveOneBox(one: RoleBoxes, other: RoleBoxes): boolean {
  if (one.vpcs.size === 0 || other.vpcs.size === 0) return one.account !== undefined && one.account === other.account;
  return [...one.vpcs].some((vpc) => other.vpcs.has(vpc));
}

function vpcsOf(model: Model, resource: Resource): Resource[] {
  const own = vpcOf(model, resource);
  if (own !== undefined) return [own];
  const subnets = [resource, ...resource.blocks("vpc_config"), ...resource.blocks("network_interfaces")].flatMap(
    (block) => [...SUBNETS, "subnet_id"].flatMap((attribute) => block.list(attribute)),
  );
  return subnets.flatMap((value) => {
    const target = model.follow(value);
    return target.kind === "resource" && SUBNET_TYPES.includes(target.resource.type)
      ? (vpcOf(model, target.resource) ?? [])
      : [];
  });
}
