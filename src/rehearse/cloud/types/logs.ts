import { type ResourceType } from "../resource-type";
import { refuse, textOf, written } from "./refusals";

export const LOG_TYPES: Readonly<Record<string, ResourceType>> = {
  aws_cloudwatch_log_group: {
    noun: "CloudWatch Logs Log Group",
    id: "{name}",
    arn: "logs:{region}:{account}:log-group:{name}",
    // https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html
    computed: () => ({ log_group_class: "STANDARD" }),
    create: ({ store, values, account, region }) => {
      const name = textOf(values["name"]);
      if (name !== undefined && store.find("aws_cloudwatch_log_group", name, { account, region }) !== undefined)
        refuse("ResourceAlreadyExistsException", "The specified log group already exists");
    },
  },
  aws_cloudwatch_log_stream: {
    noun: "CloudWatch Logs Log Stream",
    id: "{name}",
    arn: "logs:{region}:{account}:log-group:{log_group_name}:log-stream:{name}",
    create: ({ store, values, account, region }) => {
      if (store.find("aws_cloudwatch_log_group", values["log_group_name"], { account, region }) === undefined)
        refuse("ResourceNotFoundException", "The specified log group does not exist.");
    },
  },
  aws_cloudwatch_log_subscription_filter: {
    noun: "CloudWatch Logs Subscription Filter",
    id: (call) => `cwlsf-${Number.parseInt(call.digits(8), 16)}`,
    create: ({ store, values, account, region }) => {
      const filters = store
        .ofType("aws_cloudwatch_log_subscription_filter", { account, region })
        .filter((one) => one.values["log_group_name"] === values["log_group_name"]);
      if (filters.length >= 2) refuse("LimitExceededException", "Resource limit exceeded.");
      if (store.find("aws_cloudwatch_log_group", values["log_group_name"], { account, region }) === undefined)
        refuse("ResourceNotFoundException", "The specified log group does not exist.");
    },
  },
  aws_kinesis_firehose_delivery_stream: {
    noun: "Kinesis Firehose Delivery Stream",
    id: ({ region, account, values }) =>
      `arn:aws:firehose:${region}:${account}:deliverystream/${written(values["name"])}`,
    arn: "firehose:{region}:{account}:deliverystream/{name}",
    computed: () => ({ version_id: "1", destination_id: "destinationId-000000000001" }),
    create: ({ store, values, account, region }) => {
      if (
        store
          .ofType("aws_kinesis_firehose_delivery_stream", { account, region })
          .some((one) => one.values["name"] === values["name"])
      )
        refuse(
          "ResourceInUseException",
          `Firehose ${written(values["name"])} under accountId ${account} already exists`,
        );
    },
  },
  aws_cloudtrail: {
    noun: "CloudTrail Trail",
    id: ({ region, account, values }) => `arn:aws:cloudtrail:${region}:${account}:trail/${written(values["name"])}`,
    arn: "cloudtrail:{region}:{account}:trail/{name}",
    computed: ({ region }) => ({ home_region: region, sns_topic_arn: "" }),
    create: ({ store, values, account, region }) => {
      if (store.ofType("aws_cloudtrail", { account, region }).some((one) => one.values["name"] === values["name"]))
        refuse(
          "TrailAlreadyExistsException",
          `Trail ${written(values["name"])} already exists for customer: ${account}`,
        );
      const bucket = store.find("aws_s3_bucket", values["s3_bucket_name"]);
      if (bucket === undefined)
        refuse("S3BucketDoesNotExistException", `S3 bucket ${written(values["s3_bucket_name"])} does not exist!`);
      const group = textOf(values["cloud_watch_logs_group_arn"]);
      if (
        group !== undefined &&
        !store
          .ofType("aws_cloudwatch_log_group", { account, region })
          .some(({ values: { arn } }) => `${written(arn)}:*` === group)
      )
        refuse("InvalidCloudWatchLogsLogGroupArnException", "CloudTrail cannot validate the specified log group ARN.");
      const policy = store.ofType("aws_s3_bucket_policy").find((one) => one.values["bucket"] === bucket.id);
      if (policy === undefined || !written(policy.values["policy"]).includes("cloudtrail.amazonaws.com"))
        refuse(
          "InsufficientS3BucketPolicyException",
          `Incorrect S3 bucket policy is detected for bucket: ${bucket.id}`,
        );
    },
  },
  aws_cloudwatch_log_metric_filter: {
    noun: "CloudWatch Logs Metric Filter",
    id: "{name}",
    create: ({ store, values, account, region }) => {
      if (store.find("aws_cloudwatch_log_group", values["log_group_name"], { account, region }) === undefined)
        refuse("ResourceNotFoundException", "The specified log group does not exist.");
    },
  },
  aws_cloudwatch_metric_alarm: {
    id: ({ values }) => written(values["alarm_name"]),
    arn: "cloudwatch:{region}:{account}:alarm:{alarm_name}",
  },
};
