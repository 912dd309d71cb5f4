import { ruleChannel, staysWithin } from "../../rules";

/** Catalogue row D08. */
export const queryLogs = ruleChannel({
  id: "log.query-logs",
  title: "Logs of names that are asked for",
  opens: "a record of the names that machines ask for, into which they may write anything, that others get",
  closes: "every query log ends in a bucket, log group or stream of the configuration",
  sources: ["https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-query-logs.html"],
  way: { from: "any name that a machine asks for", by: "Route 53, as configured", to: "another account" },
  rules: {
    aws_route53_query_log: staysWithin("cloudwatch_log_group_arn", { absent: "open" }),
    aws_route53_resolver_query_log_config: staysWithin("destination_arn", { absent: "open" }),
    aws_route53_resolver_query_log_config_association: staysWithin("resolver_query_log_config_id", { absent: "open" }),
  },
});
