import { type Model } from "../model/model";
import { type Resource } from "../model/resource";
import { readPolicy, type Condition, type Statement } from "../policy/document";
import { accountOf } from "./arns";
import { decide, type Answer, type Layer, type Question } from "./decide";
import { textsOf } from "./texts";

/**
 * Services whose resources a resource control policy speaks of, as far as it is relied on here; AWS adds others.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html
 */
const RCP_SERVICES = ["kms", "s3", "secretsmanager", "sqs", "sts"];

/** Decides a question about requests in a configuration, whose organisation may deny some of them. */
export function decideFor(model: Model, question: Question): Answer {
  const organization = denialsOfOrganization(model);
  const layers = organization.statements.length > 0 ? [...question.layers, organization] : question.layers;
  return decide({ ...question, layers }, textsOf(model));
}

const denials = new WeakMap<Model, Layer>();

/**
 * What policies of an organisation deny, wherever they are attached to accounts of the configuration: service control
 * policies to principals of an account, resource control policies to whoever asks for its resources.
 *
 * Only denials are relied on. An Allow bounds an account only where AWS's own policy, which allows everything, has been
 * detached, and that no configuration shows. Nor is a policy relied on that is attached to the account which makes it: the
 * management account is bound by none. Nor are service-linked roles, which nobody can take on but a service of AWS's:
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
 */
function denialsOfOrganization(model: Model): Layer {
  let layer = denials.get(model);
  if (layer === undefined)
    denials.set(
      model,
      (layer = {
        name: "the organisation's policies",
        needsAllow: false,
        statements: model
          .ofType("aws_organizations_policy_attachment")
          .flatMap((attachment) =>
            accountsUnder(model, attachment, "target_id").flatMap((account) => denialsFor(model, attachment, account)),
          ),
      }),
    );
  return layer;
}

function denialsFor(model: Model, attachment: Resource, account: string): Statement[] {
  const policy = model.referred(attachment, "policy_id", "aws_organizations_policy");
  if (policy === undefined || accountOf(attachment) === account) return [];
  const text = policy.attributes["content"];
  const reading = readPolicy(typeof text === "string" ? text : "");
  if ("unread" in reading) return [];
  const type = policy.text("type") ?? "SERVICE_CONTROL_POLICY";
  const bound = (key: string): Condition => ({ operator: "StringEquals", key, values: [account] });
  return reading.statements.flatMap((statement): Statement[] => {
    if (statement.effect !== "Deny") return [];
    const { conditions } = statement;
    if (type === "SERVICE_CONTROL_POLICY")
      return [{ ...statement, conditions: [...conditions, bound("aws:principalaccount")] }];
    if (type !== "RESOURCE_CONTROL_POLICY" || statement.notAction) return [];
    const actions = statement.actions.flatMap((glob) =>
      glob === "*" ? RCP_SERVICES.map((service) => `${service}:*`) : isOfService(glob) ? [glob] : [],
    );
    return [{ ...statement, actions, conditions: [...conditions, bound("aws:resourceaccount")] }];
  });
}

function isOfService(glob: string): boolean {
  return RCP_SERVICES.includes(glob.split(":")[0]?.toLowerCase() ?? "");
}

/** Accounts that are what an attribute names, or below it in the organisation's tree. */
function accountsUnder(model: Model, block: Resource, attribute: string): string[] {
  const target = model.follow(block.value(attribute));
  if (target.kind === "known") return [String(target.value)].filter((id) => /^\d{12}$/.test(id));
  if (target.kind !== "resource" || target.resource.type !== "aws_organizations_organizational_unit") return [];
  const unit = target.resource;
  return childrenOf(model, unit);
}

function childrenOf(model: Model, unit: Resource): string[] {
  return model
    .referring(unit)
    .filter((one) => model.referred(one, "parent_id", unit.type) === unit)
    .flatMap((one) => {
      if (one.type === unit.type) return childrenOf(model, one);
      // An account that the configuration makes has no number yet; in a state it has.
      const id = one.type === "aws_organizations_account" ? one.text("id") : undefined;
      return id === undefined ? [] : [id];
    });
}
