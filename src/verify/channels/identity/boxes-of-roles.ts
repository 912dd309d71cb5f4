import { type Model } from "../../model/model";
import { type Resource } from "../../model/resource";
import { SUBNET_TYPES, vpcOf } from "../../network/boxes";
import { accountOf } from "../../requests";
import { valuesAt } from "../../rules";

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
/** Where a role is named, or what hands it on: a name that is written out is no reference. */
const NAMED_BY: readonly (readonly [type: string, path: string, names: string])[] = [
  ["aws_autoscaling_group", "launch_configuration", "aws_launch_configuration"],
  ["aws_autoscaling_group", "launch_template.name", "aws_launch_template"],
  ["aws_emr_cluster", "ec2_attributes.instance_profile", "aws_iam_instance_profile"],
  ["aws_iam_instance_profile", "role", "aws_iam_role"],
  ["aws_instance", "iam_instance_profile", "aws_iam_instance_profile"],
  ["aws_instance", "launch_template.name", "aws_launch_template"],
  ["aws_launch_configuration", "iam_instance_profile", "aws_iam_instance_profile"],
  ["aws_launch_template", "iam_instance_profile.name", "aws_iam_instance_profile"],
];
const BLOCKS = ["ec2_attributes", "network_interfaces", "vpc_config"];
const SUBNETS = ["subnet_ids", "subnets", "vpc_zone_identifier"];

/** The boxes in which machines run as a role. */
export function boxesOfRole(model: Model, role: Resource): RoleBoxes {
  const vpcs = new Set<Resource>();
  const seen = new Set([role]);
  const agenda = [role];
  for (let at = agenda.shift(); at !== undefined; at = agenda.shift()) {
    for (const vpc of vpcsOf(model, at)) vpcs.add(vpc);
    if (at !== role && !HANDS_ON.has(at.type)) continue;
    for (const next of [...model.referring(at), ...namers(model, at)]) {
      if (seen.has(next)) continue;
      seen.add(next);
      agenda.push(next);
    }
  }
  return { account: accountOf(role), vpcs };
}

/** Resources of a resource's account that say its name. */
function namers(model: Model, named: Resource): Resource[] {
  return NAMED_BY.filter(([, , type]) => type === named.type).flatMap(([type, path]) =>
    model
      .ofType(type)
      .filter(
        (one) =>
          accountOf(one) === accountOf(named) &&
          valuesAt(one, path).some((value) => model.named(value, named.type).includes(named)),
      ),
  );
}

/** Whether two roles run in one box, in two, or it is not known where. */
export type Boxes = "one" | "two" | "unknown";

/**
 * Whether two roles are of one box: of one VPC and no other. A role that runs in two boxes is not even of one box with
 * itself. Of one that is not seen to run anywhere, the account tells the box only where it has no second VPC.
 */
export function boxesOfBoth(model: Model, one: RoleBoxes, other: RoleBoxes): Boxes {
  if (one === other && one.vpcs.size < 2) return "one";
  if (one.vpcs.size > 0 && other.vpcs.size > 0) return new Set([...one.vpcs, ...other.vpcs]).size === 1 ? "one" : "two";
  if (one.account === undefined || one.account !== other.account) return "two";
  const vpcs = model.ofType("aws_vpc").filter((vpc) => accountOf(vpc) === one.account);
  return vpcs.length > 1 ? "unknown" : "one";
}

function vpcsOf(model: Model, resource: Resource): Resource[] {
  const own = vpcOf(model, resource);
  if (own !== undefined) return [own];
  const subnets = [resource, ...BLOCKS.flatMap((name) => resource.blocks(name))].flatMap((block) =>
    [...SUBNETS, "subnet_id"].flatMap((attribute) => block.list(attribute)),
  );
  return subnets.flatMap((value) => {
    const target = model.follow(value);
    return target.kind === "resource" && SUBNET_TYPES.includes(target.resource.type)
      ? (vpcOf(model, target.resource) ?? [])
      : [];
  });
}
