import { type Model } from "../model/model";
import { type Resource } from "../model/resource";
import { type Condition, readPolicy, type Statement } from "../policy/document";
import { type Layer } from "./decide";

/** What a role may do by itself: the policies attached to it, and the boundary around them. */
export interface IdentityPolicies {
  readonly identity: Layer;
  /** Nothing where the role has no boundary. */
  readonly boundary: Layer | undefined;
}

/** The policies of a role of the configuration; what is not in it, or cannot be read, may allow anything. */
export function policiesOfRole(model: Model, role: Resource): IdentityPolicies {
  const statements: Statement[] = [];
  for (const policy of model.ofType("aws_iam_role_policy"))
    if (namesRole(model, policy, "role", role)) statements.push(...read(policy, "policy"));
  for (const attachment of model.ofType("aws_iam_role_policy_attachment"))
    if (namesRole(model, attachment, "role", role)) statements.push(...attached(model, attachment, "policy_arn"));
  for (const attachment of model.ofType("aws_iam_policy_attachment"))
    if (attachment.list("roles").some((_, index) => namesRole(model, attachment, "roles", role, index)))
      statements.push(...attached(model, attachment, "policy_arn"));
  for (const attachment of model.ofType("aws_iam_role_policy_attachments_exclusive"))
    if (namesRole(model, attachment, "role_name", role)) statements.push(...attached(model, attachment, "policy_arns"));
  statements.push(...attached(model, role, "managed_policy_arns"));
  for (const inline of role.blocks("inline_policy")) statements.push(...read(inline, "policy"));
  if (role.hasHiddenBlocks("inline_policy")) statements.push(unknownPolicy("(generated inline policies)"));
  const boundary = role.value("permissions_boundary");
  return {
    identity: { name: `the policies of ${role.address}`, statements, needsAllow: true },
    boundary:
      boundary.kind === "absent"
        ? undefined
        : {
            name: `the boundary of ${role.address}`,
            statements: attached(model, role, "permissions_boundary"),
            needsAllow: true,
          },
  };
}

function namesRole(model: Model, block: Resource, attribute: string, role: Resource, index = 0): boolean {
  const value = block.list(attribute)[index];
  if (value === undefined) return false;
  const target = model.follow(value);
  if (target.kind === "resource") return target.resource === role;
  // A name that cannot be told may be this role's.
  return target.kind === "unknown" || (target.kind === "known" && target.value === role.text("name"));
}

function attached(model: Model, block: Resource, attribute: string): Statement[] {
  return block.list(attribute).flatMap((value) => {
    const target = model.follow(value);
    if (target.kind === "resource" && target.resource.type === "aws_iam_policy") return read(target.resource, "policy");
    if (target.kind === "absent") return [];
    return [unknownPolicy(target.kind === "known" ? String(target.value) : `(${attribute} of ${block.address})`)];
  });
}

function read(
  block: { readonly attributes: Readonly<Record<string, unknown>> },
  attribute: string,
): readonly Statement[] {
  const text = block.attributes[attribute];
  const reading = readPolicy(typeof text === "string" ? text : "");
  return "unread" in reading ? [unknownPolicy("that cannot be read")] : reading.statements;
}

/** A policy whose content is not known: it allows anything, for all that can be told, and surely nothing. */
function unknownPolicy(name: string): Statement {
  const unknown: Condition = { operator: `the policy ${name}`, key: "(unknown)", values: [] };
  return {
    sid: name,
    effect: "Allow",
    principals: [],
    notPrincipal: false,
    actions: ["*"],
    notAction: false,
    resources: ["*"],
    notResource: false,
    conditions: [unknown],
  };
}
