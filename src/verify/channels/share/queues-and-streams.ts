import { readValue } from "../../model/value";
import { ownerOf } from "../../ownership";
import { servesProjectOnly } from "../../policy-rule";
import { excludes, forbids, notDecidable, present, requires, ruleChannel, staysWithin } from "../../rules";

/** Catalogue rows P02 and P06. */
export const queuesAndStreams = ruleChannel({
  id: "share.queues-and-streams",
  title: "Queues and streams",
  opens: "a queue or stream that another account may read, or that hands on to elsewhere",
  closes: "every policy serves the project only, and nothing is handed on",
  sources: [
    "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-basic-examples-of-sqs-policies.html",
    "https://docs.aws.amazon.com/streams/latest/dev/resource-based-policy-examples.html",
  ],
  way: { from: "whatever is put in", by: "a principal of another account", to: "another account" },
  rules: {
    aws_kinesis_resource_policy: servesProjectOnly(),
    aws_kinesis_stream: forbids("without a policy it serves its own account only"),
    aws_kinesis_stream_consumer: staysWithin("stream_arn"),
    aws_mq_broker: requires("publicly_accessible", [false], {
      absent: "closed",
      why: "the broker answers on the internet",
    }),
    aws_msk_cluster: excludes(
      "broker_node_group_info.connectivity_info.public_access",
      "brokers may answer on the internet",
    ),
    aws_msk_cluster_policy: servesProjectOnly(),
    aws_msk_replicator: present("topics are replicated to another cluster"),
    aws_msk_scram_secret_association: staysWithin("secret_arn_list"),
    aws_msk_vpc_connection: present("another VPC is let into the cluster"),
    aws_mskconnect_connector: notDecidable("what a connector does is in its plugin"),
    aws_sqs_queue: [servesProjectOnly(), notForwarded("redrive_policy")],
    aws_sqs_queue_policy: servesProjectOnly(),
    aws_sqs_queue_redrive_allow_policy: forbids("it can only forbid"),
    aws_sqs_queue_redrive_policy: notForwarded("redrive_policy"),
  },
});

/** A dead-letter queue of the project, or none. */
function notForwarded(attribute: string): ReturnType<typeof forbids> {
  return (resource, model) => {
    const raw = resource.attributes[attribute];
    if (raw === undefined || raw === null || raw === "") return [];
    const arn = /"deadLetterTargetArn"\s*:\s*"([^"]*)"/.exec(typeof raw === "string" ? raw : "")?.[1];
    const mend = `let ${attribute} of ${resource.address} name a queue of this configuration`;
    if (arn === undefined) return [{ verdict: "unproven", why: `${attribute} cannot be read`, mend }];
    return ownerOf(model, readValue(arn)) === "own"
      ? [{ verdict: "closed", why: "what is not taken goes to a queue of the project" }]
      : [{ verdict: "open", why: `what is not taken goes to ${arn}`, to: arn, mend }];
  };
}
