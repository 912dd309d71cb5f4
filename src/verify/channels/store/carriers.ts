import { present, ruleChannel, type Rule } from "../../rules";

const carries = (what: string): Rule => present(`S3 itself carries ${what} out of the bucket`);

/** In the bucket itself, in the form of earlier providers: what is set there is not followed. */
const INLINE = ["acceleration_status", "cors_rule", "logging", "replication_configuration", "website"] as const;

/** Catalogue rows S02 to S06 and S10. */
export const carriers = ruleChannel({
  id: "store.carriers",
  title: "What S3 carries away by itself",
  opens: "replication, inventory, logging, notification or a website, by which S3 hands objects or their names on",
  closes: "no bucket has any of them",
  sources: [
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication.html",
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/configure-inventory.html",
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventNotifications.html",
    "https://hackingthe.cloud/aws/exploitation/s3-bucket-replication-exfiltration/",
  ],
  way: { from: "any object in the bucket, or its name", by: "S3, as configured", to: "wherever the destination is" },
  rules: {
    aws_s3_bucket: (bucket) =>
      INLINE.filter((name) => bucket.list(name).length > 0).map((name) => ({
        verdict: "unproven" as const,
        why: `it sets ${name} in the bucket itself, a form that is not followed`,
        mend: `use the resource of its own for ${name}, or none`,
      })),
    aws_s3_bucket_acl: carries("objects, to whom the ACL names,"),
    aws_s3_bucket_analytics_configuration: carries("statistics of its objects"),
    aws_s3_bucket_inventory: carries("a list of its objects"),
    aws_s3_bucket_logging: carries("a log of requests, with names of objects,"),
    aws_s3_bucket_notification: carries("names of objects"),
    aws_s3_bucket_replication_configuration: carries("objects"),
    aws_s3_bucket_website_configuration: carries("objects, to whoever asks,"),
  },
});
