import { ruleChannel, staysWithin } from "../../rules";

/** Catalogue row L05. */
export const flowLogs = ruleChannel({
  id: "log.flow-logs",
  title: "Flow logs",
  opens: "a record of who talks to whom, and of what a machine writes into its packets' headers, that others get",
  closes: "every flow log ends in a bucket, log group or stream of the configuration",
  sources: ["https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3.html"],
  way: { from: "any packet's header", by: "AWS, as configured", to: "another account" },
  rules: {
    aws_flow_log: [
      staysWithin("log_destination"),
      staysWithin("deliver_cross_account_role"),
      staysWithin("iam_role_arn"),
    ],
  },
});
