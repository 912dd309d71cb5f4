import { type Channel } from "../../channel";
import { type Model } from "../../model/model";
import { type Block, type Resource } from "../../model/resource";
import { showValue } from "../../model/value";
import { bucketOf } from "../../policy/bounds";
import { bucketNames } from "../../policy/buckets";

/** Where each kind of log says it is sent to. */
const DESTINATIONS: readonly {
  readonly type: string;
  readonly blocks: readonly string[];
  readonly attribute: string;
}[] = [
  { type: "aws_cloudtrail", blocks: [], attribute: "s3_bucket_name" },
  { type: "aws_cloudtrail", blocks: [], attribute: "sns_topic_name" },
  { type: "aws_cloudtrail", blocks: [], attribute: "cloud_watch_logs_group_arn" },
  { type: "aws_cloudwatch_log_subscription_filter", blocks: [], attribute: "destination_arn" },
  { type: "aws_flow_log", blocks: [], attribute: "log_destination" },
  { type: "aws_kinesis_firehose_delivery_stream", blocks: ["extended_s3_configuration"], attribute: "bucket_arn" },
  {
    type: "aws_kinesis_firehose_delivery_stream",
    blocks: ["extended_s3_configuration", "s3_backup_configuration"],
    attribute: "bucket_arn",
  },
  { type: "aws_route53_resolver_query_log_config", blocks: [], attribute: "destination_arn" },
];

export const logDestinations: Channel = {
  id: "log.destinations",
  title: "Where logs are sent",
  opens: "a log, which may hold anything that a machine writes or names, that is sent out of the project",
  closes: "every log ends in a bucket or a stream of the configuration",
  sources: [
    "https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3.html",
    "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Subscriptions.html",
  ],
  decide: (model, ruling) => {
    for (const { type, blocks, attribute } of DESTINATIONS)
      for (const log of model.ofType(type))
        for (const block of blocksAt(log, blocks)) {
          const value = block.value(attribute);
          if (value.kind === "absent") continue;
          const judged = staysWithin(model, block, attribute);
          if (judged === true) ruling.closed(log, `${attribute} is ${showValue(value)}, of this configuration`);
          else if (judged === undefined)
            ruling.unproven(
              log,
              `${attribute} is ${showValue(value)}; where that is cannot be told`,
              "refer to a resource of this configuration",
            );
          else
            ruling.open(
              log,
              `${attribute} is ${showValue(value)}, outside of this configuration`,
              {
                from: "any machine or request that is logged",
                by: "AWS, as configured",
                through: [log.address],
                to: showValue(value),
              },
              "send it to the project's audit bucket",
            );
        }
    for (const stream of model.ofType("aws_kinesis_firehose_delivery_stream"))
      if (stream.text("destination") !== "extended_s3")
        ruling.open(
          stream,
          `its destination is ${showValue(stream.value("destination"))}`,
          {
            from: "whatever is put into the stream",
            by: "Firehose, as configured",
            through: [stream.address],
            to: "another service",
          },
          `set destination of ${stream.address} to extended_s3`,
        );
  },
};

function blocksAt(log: Resource, names: readonly string[]): Block[] {
  return names.reduce<Block[]>((blocks, name) => blocks.flatMap((block) => block.blocks(name)), [log]);
}

function staysWithin(model: Model, block: Block, attribute: string): boolean | undefined {
  const raw = block.attributes[attribute];
  const target = model.follow(block.value(attribute));
  if (target.kind === "resource") return true;
  const names = bucketNames(model);
  if (target.kind === "known")
    return names.has(String(target.value)) || names.has(bucketOf(String(target.value)) ?? "");
  // A reference to a bucket's ARN with a prefix behind it.
  const [, address] = /^\$\{([a-z0-9_]+\.[\w-]+)\.arn\}\/[^$]*$/.exec(String(raw)) ?? [];
  return address !== undefined && model.ofType("aws_s3_bucket").some((bucket) => bucket.address === address)
    ? true
    : undefined;
}
