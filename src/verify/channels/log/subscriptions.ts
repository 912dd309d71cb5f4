import { servesProjectOnly } from "../../policy-rule";
import { forbids, present, ruleChannel, staysWithin, type Rule } from "../../rules";

const accountPolicy: Rule = (policy) =>
  policy.text("policy_type") === "DATA_PROTECTION_POLICY"
    ? [{ verdict: "closed", why: "it can only mask" }]
    : [
        {
          verdict: "unproven",
          why: "where its subscription sends every log of the account is in its text",
          mend: `remove ${policy.address}, and subscribe log by log`,
        },
      ];

/** Catalogue rows L01 to L04. */
export const subscriptions = ruleChannel({
  id: "log.subscriptions",
  title: "Logs that are sent on",
  opens: "a log, into which a machine may write anything, that is sent to another account or service",
  closes: "every subscription and delivery ends in a stream, function or log group of the configuration",
  sources: [
    "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Subscriptions.html",
    "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Unified-Cross-Account.html",
    "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Metric-Streams.html",
  ],
  way: { from: "any line of a log", by: "CloudWatch, as configured", to: "another account" },
  rules: {
    aws_cloudwatch_dashboard: forbids("it shows what the account has to whoever may see it there"),
    aws_cloudwatch_log_account_policy: accountPolicy,
    aws_cloudwatch_log_data_protection_policy: forbids("it can only mask"),
    aws_cloudwatch_log_delivery: [staysWithin("delivery_destination_arn", { absent: "open" })],
    aws_cloudwatch_log_delivery_destination: staysWithin("delivery_destination_configuration.destination_resource_arn"),
    aws_cloudwatch_log_delivery_destination_policy: servesProjectOnly("delivery_destination_policy"),
    aws_cloudwatch_log_delivery_source: staysWithin("resource_arn", { absent: "open" }),
    aws_cloudwatch_log_destination: staysWithin("target_arn", { absent: "open" }),
    aws_cloudwatch_log_destination_policy: servesProjectOnly("access_policy"),
    aws_cloudwatch_log_metric_filter: forbids("it counts lines"),
    aws_cloudwatch_log_resource_policy: servesProjectOnly("policy_document"),
    aws_cloudwatch_log_subscription_filter: staysWithin("destination_arn", { absent: "open" }),
    aws_cloudwatch_metric_stream: staysWithin("firehose_arn", { absent: "open" }),
    aws_cloudwatch_query_definition: forbids("it is a query that is kept"),
    aws_oam_link: present("another account reads logs, metrics and traces"),
    aws_oam_sink: present("logs of accounts are gathered"),
    aws_oam_sink_policy: present("it lets other accounts link"),
    aws_xray_resource_policy: servesProjectOnly("policy_document"),
  },
});
