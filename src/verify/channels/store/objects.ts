import { excludes, forbids, ruleChannel, staysWithin } from "../../rules";

/** Catalogue rows S12 and T01. */
export const objects = ruleChannel({
  id: "store.objects",
  title: "Objects and settings in the configuration",
  opens:
    "an object whose content stands in the configuration and the state, or that goes to a bucket of somebody else's",
  closes: "each is put into a bucket of the configuration, and its content is not written out",
  sources: [
    "https://registry.terraform.io/providers/hashicorp/aws/6.25.0/docs/resources/s3_object",
    "https://developer.hashicorp.com/terraform/language/manage-sensitive-data",
  ],
  way: { from: "the object", by: "whoever reads the state, or the bucket", to: "wherever these are" },
  rules: {
    aws_s3_bucket_object: [staysWithin("bucket", { absent: "open" }), excludes("content", "it is kept in the state")],
    aws_s3_bucket_intelligent_tiering_configuration: forbids("it moves objects within the bucket"),
    aws_s3_bucket_metric: forbids("it counts requests"),
    aws_s3_object: [
      staysWithin("bucket", { absent: "open" }),
      excludes("content", "it is kept in the state"),
      excludes("content_base64", "it is kept in the state"),
      excludes("acl", "its ACL may give it to others"),
    ],
    aws_ssm_parameter: [excludes("insecure_value", "its value is kept in the state"), staysWithin("key_id")],
  },
});
