import { excludes, requires, ruleChannel, staysWithin } from "../../rules";

/** Catalogue row P05. */
export const deliveryStreams = ruleChannel({
  id: "log.delivery-streams",
  title: "Delivery streams",
  opens: "a stream that delivers what is put into it to a site, another company's service or another bucket",
  closes: "it delivers to a bucket of the configuration only, and hands nothing to a function of others",
  sources: ["https://docs.aws.amazon.com/firehose/latest/dev/create-destination.html"],
  way: { from: "whatever is put into the stream", by: "Firehose, as configured", to: "outside of the project" },
  rules: {
    aws_kinesis_firehose_delivery_stream: [
      requires("destination", ["extended_s3"], { absent: "open", why: "it delivers elsewhere than to a bucket" }),
      staysWithin("extended_s3_configuration.bucket_arn", { absent: "open" }),
      staysWithin("extended_s3_configuration.kms_key_arn"),
      staysWithin("extended_s3_configuration.s3_backup_configuration.bucket_arn"),
      excludes("extended_s3_configuration.processing_configuration", "what its processors do is not followed"),
      staysWithin("kinesis_source_configuration.kinesis_stream_arn"),
      ...[
        "elasticsearch_configuration",
        "http_endpoint_configuration",
        "iceberg_configuration",
        "opensearch_configuration",
        "opensearchserverless_configuration",
        "redshift_configuration",
        "snowflake_configuration",
        "splunk_configuration",
        "msk_source_configuration",
      ].map((block) => excludes(block, "it is another destination or source than a bucket or a stream")),
    ],
  },
});
