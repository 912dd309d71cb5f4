import { forbids, ruleChannel, type Rule } from "../../rules";

/** https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies.html */
const ONLY_FORBID = [
  "AISERVICES_OPT_OUT_POLICY",
  "DECLARATIVE_POLICY_EC2",
  "RESOURCE_CONTROL_POLICY",
  "S3_POLICY",
  "SERVICE_CONTROL_POLICY",
  "TAG_POLICY",
];

const byType: Rule = (policy) => {
  const type = policy.value("type").kind === "absent" ? "SERVICE_CONTROL_POLICY" : policy.text("type");
  if (type !== undefined && ONLY_FORBID.includes(type))
    return [{ verdict: "closed", why: `a policy of type ${type} can only forbid` }];
  return [
    {
      verdict: "unproven",
      why: `what a policy of type ${type ?? "that is not written out"} makes accounts do is not modelled`,
      mend: `remove ${policy.address}, or judge it by hand`,
    },
  ];
};

/** Catalogue row I06. */
export const organizationPolicies = ruleChannel({
  id: "identity.organization-policies",
  title: "Policies of the organisation",
  opens: "a policy of the organisation that makes accounts do something, as one that copies their backups elsewhere",
  closes:
    "policies of the organisation can only forbid; what service and resource control policies deny to accounts of the configuration is followed in every question about requests",
  sources: [
    "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html",
    "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html",
  ],
  way: { from: "the accounts of the organisation", by: "the organisation", to: "another account" },
  rules: {
    aws_organizations_organizational_unit: forbids("a place in the organisation's tree"),
    aws_organizations_policy: byType,
    aws_organizations_policy_attachment: forbids("a policy that is attached is judged by itself"),
  },
});
