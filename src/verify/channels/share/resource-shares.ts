import { present, requires, ruleChannel, staysWithin } from "../../rules";

/** Catalogue rows N32 and P12. */
export const resourceShares = ruleChannel({
  id: "share.resource-shares",
  title: "Resource shares",
  opens: "a subnet, gateway, rule, key store or parameter that another account may use",
  closes: "no share takes in accounts from outside, and each principal and resource of a share is the project's",
  sources: [
    "https://docs.aws.amazon.com/ram/latest/userguide/getting-started-sharing.html",
    "https://github.com/aws-samples/data-perimeter-policy-examples (data_perimeter_governance_scp)",
  ],
  way: { from: "whatever the shared resource reaches", by: "the accounts of the share", to: "another account" },
  rules: {
    aws_ram_principal_association: staysWithin("principal"),
    aws_ram_resource_association: staysWithin("resource_arn"),
    aws_ram_resource_share: [
      requires("allow_external_principals", [false], {
        absent: "closed",
        why: "accounts from outside of the organisation may be added",
      }),
    ],
    aws_ram_resource_share_accepter: present("it takes what another account shares"),
    aws_ram_sharing_with_organization: present("every account of the organisation can be shared with"),
  },
});
