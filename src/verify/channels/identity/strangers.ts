import { type Model } from "../../model/model";
import { type Resource } from "../../model/resource";
import { showValue, type Value } from "../../model/value";
import { valuesAt } from "../../rules";
import { type Ruling } from "../../verdict";

/** Where a resource names a role or an instance profile, by type. */
const NAMED: readonly (readonly [type: string, path: string, names: string])[] = [
  ["aws_codebuild_project", "service_role", "aws_iam_role"],
  ["aws_ecs_task_definition", "execution_role_arn", "aws_iam_role"],
  ["aws_ecs_task_definition", "task_role_arn", "aws_iam_role"],
  ["aws_iam_instance_profile", "role", "aws_iam_role"],
  ["aws_iam_policy_attachment", "roles", "aws_iam_role"],
  ["aws_iam_role_policy", "role", "aws_iam_role"],
  ["aws_iam_role_policy_attachment", "role", "aws_iam_role"],
  ["aws_iam_role_policy_attachments_exclusive", "role_name", "aws_iam_role"],
  ["aws_instance", "iam_instance_profile", "aws_iam_instance_profile"],
  ["aws_lambda_function", "role", "aws_iam_role"],
  ["aws_launch_template", "iam_instance_profile.arn", "aws_iam_instance_profile"],
  ["aws_launch_template", "iam_instance_profile.name", "aws_iam_instance_profile"],
  ["aws_sagemaker_notebook_instance", "role_arn", "aws_iam_role"],
];

/** Types that name roles or instance profiles. */
export const NAMING_TYPES: readonly string[] = [...new Set(NAMED.map(([type]) => type))];

/** Roles and profiles that are not in the configuration may do anything: whoever names one is unproven. */
export function judgeStrangers(model: Model, ruling: Ruling): void {
  for (const [type, path, names] of NAMED)
    for (const resource of model.ofType(type))
      for (const value of valuesAt(resource, path))
        if (value.kind !== "absent" && !leadsTo(model, value, names))
          ruling.unproven(
            resource,
            `${path} is ${showValue(value)}, which is not in this configuration: what it may do cannot be told`,
            `let ${path} of ${resource.address} name an ${names} of this configuration`,
          );
}

function leadsTo(model: Model, value: Value, type: string): boolean {
  const target = model.follow(value);
  if (target.kind === "resource") return target.resource.type === type;
  const isNamed = (one: Resource): boolean =>
    target.kind === "known" && (one.text("name") === target.value || one.text("arn") === target.value);
  return model.ofType(type).some(isNamed);
}
