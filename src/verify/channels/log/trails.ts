import { excludes, forbids, present, ruleChannel, staysWithin } from "../../rules";

/** Catalogue rows L06 and K04. */
export const trails = ruleChannel({
  id: "log.trails",
  title: "Records of API calls",
  opens: "a trail, in which names, keys and parameters of every call stand, that others get",
  closes: "every trail ends in a bucket, topic and log group of the configuration, under its own key",
  sources: [
    "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-set-bucket-policy-for-multiple-accounts.html",
  ],
  way: { from: "the parameters of any call", by: "CloudTrail, as configured", to: "another account" },
  rules: {
    aws_cloudtrail: [
      staysWithin("s3_bucket_name", { absent: "open" }),
      staysWithin("sns_topic_name"),
      staysWithin("cloud_watch_logs_group_arn"),
      staysWithin("kms_key_id"),
      excludes(
        "is_organization_trail",
        "calls of every account of the organisation are in it, for its management account",
      ),
    ],
    aws_cloudtrail_event_data_store: [
      staysWithin("kms_key_id"),
      excludes("organization_enabled", "calls of every account of the organisation are in it"),
    ],
    aws_cloudtrail_organization_delegated_admin_account: present("another account governs the trails"),
    aws_cloudwatch_log_anomaly_detector: forbids("it reads a log of its own account"),
  },
});
