import { forbids, present, ruleChannel, staysWithin } from "../../rules";

/** Catalogue rows L07 to L10. */
export const securityServices = ruleChannel({
  id: "log.security-services",
  title: "Findings and access logs",
  opens: "findings, inventories or access logs, in which names and contents stand, that another account gets",
  closes: "they stay in the account, or go to a bucket of the configuration",
  sources: [
    "https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_accounts.html",
    "https://docs.aws.amazon.com/config/latest/developerguide/aggregate-data.html",
    "https://docs.aws.amazon.com/waf/latest/developerguide/logging.html",
  ],
  way: { from: "whatever stands in findings and logs", by: "AWS, as configured", to: "another account" },
  rules: {
    aws_accessanalyzer_analyzer: forbids("it reports within its account"),
    aws_config_aggregate_authorization: present("another account reads the inventory"),
    aws_config_config_rule: forbids("it judges within its account"),
    aws_config_configuration_aggregator: present("inventories of accounts are gathered"),
    aws_config_configuration_recorder: forbids("it records within its account"),
    aws_config_configuration_recorder_status: forbids("it turns the recorder on"),
    aws_config_delivery_channel: [staysWithin("s3_bucket_name", { absent: "open" }), staysWithin("sns_topic_arn")],
    aws_detective_member: present("another account reads the records"),
    aws_guardduty_detector: forbids("it reports within its account"),
    aws_guardduty_malware_protection_plan: [
      staysWithin("protected_resource.s3_bucket.bucket_name", { absent: "open" }),
      staysWithin("role", { absent: "open" }),
    ],
    aws_guardduty_member: present("another account reads the findings"),
    aws_guardduty_organization_admin_account: present("another account reads the findings"),
    aws_guardduty_publishing_destination: staysWithin("destination_arn", { absent: "open" }),
    aws_inspector2_enabler: forbids("it reports within its account"),
    aws_macie2_account: forbids("it reports within its account"),
    aws_macie2_classification_export_configuration: staysWithin("s3_destination.bucket_name", { absent: "open" }),
    aws_macie2_member: present("another account reads the findings"),
    aws_securityhub_account: forbids("it reports within its account"),
    aws_securityhub_member: present("another account reads the findings"),
    aws_securitylake_data_lake: present("logs of the account are gathered for subscribers"),
    aws_securitylake_subscriber: present("another account or company reads the logs"),
    aws_wafv2_web_acl: forbids("it can only forbid"),
    aws_wafv2_web_acl_association: forbids("it can only forbid"),
    aws_wafv2_web_acl_logging_configuration: staysWithin("log_destination_configs", { absent: "open" }),
  },
});
