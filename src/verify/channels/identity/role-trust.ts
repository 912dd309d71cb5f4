import { type Channel } from "../../channel";
import { type Model } from "../../model/model";
import { outsiders, ruleOnOutsiders } from "../../policy-rule";
import { statementsOf } from "../../policy-ruling";
import { perimeterOf, serviceForOthers, type Case } from "../../requests";

/**
 * Services that take a role of the account only that they were told it by: to tell them takes `iam:PassRole` there, which
 * nobody can give across accounts. Any other service has to say for whom it acts.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
 */
const PASSED_IN_ACCOUNT = new Set([
  "batch.amazonaws.com",
  "codebuild.amazonaws.com",
  "ec2.amazonaws.com",
  "ecs-tasks.amazonaws.com",
  "eks.amazonaws.com",
  "glue.amazonaws.com",
  "lambda.amazonaws.com",
  "monitoring.rds.amazonaws.com",
  "rds.amazonaws.com",
  "sagemaker.amazonaws.com",
  "states.amazonaws.com",
]);

/** Catalogue rows I01 and I02. */
export const roleTrust: Channel = {
  id: "identity.role-trust",
  title: "Who may take on roles",
  opens: "a role that a principal of another account, a federation, or a service on anybody's behalf may take on",
  closes: "no request of theirs for a session of the role is allowed, whatever else it says",
  sources: [
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-service.html",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html",
    "https://hackingthe.cloud/aws/exploitation/Misconfigured_Resource-Based_Policies/misconfigured_iam_role_trust_policy_wildcard_principal/",
  ],
  types: ["aws_iam_role"],
  decide: (model, ruling) => {
    const roles = model.ofType("aws_iam_role");
    for (const role of roles) {
      const statements = statementsOf(role, "assume_role_policy", ruling, role);
      if (statements === undefined) continue;
      const services = statements.flatMap(({ effect, principals }) =>
        effect === "Allow" ? principals.flatMap((one) => (one.kind === "service" ? [one.name] : [])) : [],
      );
      const what = `whatever ${role.address} may read`;
      const attribute = "assume_role_policy";
      ruleOnOutsiders(model, ruling, role, { attribute, what, principals: (_, policy) => people(model, policy) });
      const others = forOthers(model, services);
      if (others.length > 0)
        ruleOnOutsiders(model, ruling, role, {
          attribute,
          what,
          principals: () => others,
          // Whether a service takes a role that somebody of another account names is the service's own matter.
          doubt: "for whom the service acts cannot be told",
        });
    }
    if (roles.length === 0) ruling.closed({ address: "(configuration)", path: null }, "it declares no role");
  },
};

/** Whoever is not of the project, but for services. */
function people(model: Model, policy: unknown): Case[] {
  return outsiders(model, policy).filter(({ kind }) => kind !== "service");
}

function forOthers(model: Model, services: readonly string[]): Case[] {
  const { accounts, bucketArns } = perimeterOf(model);
  return services
    .filter((service) => !PASSED_IN_ACCOUNT.has(service))
    .map((service) => serviceForOthers(accounts, bucketArns, service));
}
