import { type Channel } from "../../channel";
import { judgeResourcePolicies } from "../../policy/resource-policies";

/** Services that hand a role to machines and functions of the role's own account only, since to pass it takes `iam:PassRole` there. */
const PASSED_IN_ACCOUNT = new Set(["ec2.amazonaws.com"]);

export const roleTrust: Channel = {
  id: "identity.role-trust",
  title: "Who may take on roles",
  opens: "a role that a principal of another account, a federation, or a service on anybody's behalf may take on",
  closes: "every role's trust policy names the project's accounts only, or a service that acts for them only",
  sources: [
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-service.html",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html",
  ],
  decide: (model, ruling) => {
    judgeResourcePolicies(model, ruling, model.ofType("aws_iam_role"), {
      attribute: "assume_role_policy",
      what: "whatever the role may read",
      passedInAccount: PASSED_IN_ACCOUNT,
    });
  },
};
