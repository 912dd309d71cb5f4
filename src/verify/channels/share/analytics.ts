import { servesProjectOnly } from "../../policy-rule";
import { excludes, notDecidable, present, requires, ruleChannel, staysWithin } from "../../rules";

/** Catalogue rows B10, B17 and B18. */
export const analytics = ruleChannel({
  id: "share.analytics",
  title: "Shared tables and results",
  opens: "a table, query result or report that another account, company or the internet gets",
  closes: "grants and results stay in the project's accounts, and nothing is shared with others",
  sources: [
    "https://docs.aws.amazon.com/lake-formation/latest/dg/cross-account-permissions.html",
    "https://docs.aws.amazon.com/athena/latest/ug/workgroups-settings-override.html",
    "https://docs.aws.amazon.com/redshift/latest/dg/datashare-overview.html",
  ],
  way: { from: "rows of a table", by: "whoever the grant is for", to: "outside of the project" },
  rules: {
    aws_athena_data_catalog: notDecidable("a catalogue of another source runs a function for each query"),
    aws_athena_workgroup: [
      requires("configuration.enforce_workgroup_configuration", [true], {
        absent: "closed",
        why: "a query may name another bucket for its results",
      }),
      staysWithin("configuration.result_configuration.output_location"),
    ],
    aws_cleanrooms_collaboration: present("rows are joined with other companies'"),
    aws_cleanrooms_membership: present("rows are joined with other companies'"),
    aws_dataexchange_data_set: present("data are published to others"),
    aws_dataexchange_event_action: present("data of others are taken in, to buckets by name"),
    aws_glue_connection: notDecidable("where the connection leads is in its properties"),
    aws_glue_dev_endpoint: present("a machine of AWS's runs code outside of the box"),
    aws_glue_resource_policy: servesProjectOnly(),
    aws_lakeformation_permissions: staysWithin("principal", { absent: "open" }),
    aws_quicksight_data_set: present("its readers are on the internet"),
    aws_quicksight_data_source: present("its readers are on the internet"),
    aws_redshift_cluster: [
      requires("publicly_accessible", [false], { absent: "open", why: "it answers on the internet" }),
      requires("enhanced_vpc_routing", [true], { absent: "open", why: "its copies and exports go past the VPC" }),
      excludes("default_iam_role_arn", "queries may read and write what the role may"),
      excludes("iam_roles", "queries may read and write what the roles may"),
    ],
    aws_redshift_data_share_authorization: present("another account reads the tables"),
    aws_redshift_endpoint_authorization: present("another account is let into the cluster"),
    aws_redshift_resource_policy: servesProjectOnly(),
    aws_redshiftserverless_resource_policy: servesProjectOnly(),
    aws_redshiftserverless_workgroup: [
      requires("publicly_accessible", [false], { absent: "closed", why: "it answers on the internet" }),
      requires("enhanced_vpc_routing", [true], { absent: "open", why: "its copies and exports go past the VPC" }),
    ],
  },
});
