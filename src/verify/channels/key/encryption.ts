import { type Model } from "../../model/model";
import { type Resource } from "../../model/resource";
import { ofBucket } from "../../policy/buckets";
import { requires, ruleChannel, staysWithin, valuesAt, where, type Rule } from "../../rules";

const ENCRYPTED = { absent: "open", why: "what it keeps is not encrypted with a key of the hospital's" } as const;

/** A bucket is encrypted by a resource of its own. */
const bucketKey: Rule = (bucket, model) => {
  const [encryption] = ofBucket(model, bucket, "aws_s3_bucket_server_side_encryption_configuration");
  const mend = `encrypt ${bucket.address} with a key of the hospital's (aws:kms and kms_master_key_id)`;
  const keys =
    encryption === undefined
      ? []
      : valuesAt(encryption, "rule.apply_server_side_encryption_by_default.kms_master_key_id");
  if (keys.length === 0 || keys.some(({ kind }) => kind === "absent"))
    return [{ verdict: "open", why: "its objects are encrypted with Amazon's own key", mend }];
  return [{ verdict: "closed", why: "its objects are encrypted with a key that is named" }];
};

const holdsData = (resource: Resource, model: Model): boolean =>
  model.ofType("aws_vpc").length > 0 || resource.type !== "aws_s3_bucket";

/** Catalogue rows K04 and K05. */
export const encryption = ruleChannel({
  id: "key.encryption",
  title: "What stores are encrypted with",
  opens: "a store that the cloud's operator can read, since no key of the hospital's is between",
  closes: "every bucket, disk, database, file system and queue names a key of the project's",
  sources: [
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html",
    "https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption.html",
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html",
  ],
  way: { from: "whatever the store keeps", by: "whoever holds the disk", to: "the cloud's operator" },
  rules: {
    aws_db_instance: [requires("storage_encrypted", [true], ENCRYPTED), staysWithin("kms_key_id", { absent: "open" })],
    aws_ebs_default_kms_key: staysWithin("key_arn", { absent: "open" }),
    aws_ebs_encryption_by_default: requires("enabled", [true], {
      absent: "closed",
      why: "new disks are not encrypted",
    }),
    aws_ebs_volume: [requires("encrypted", [true], ENCRYPTED), staysWithin("kms_key_id", { absent: "open" })],
    aws_efs_file_system: [requires("encrypted", [true], ENCRYPTED), staysWithin("kms_key_id", { absent: "open" })],
    aws_fsx_lustre_file_system: staysWithin("kms_key_id", { absent: "open" }),
    aws_rds_cluster: [requires("storage_encrypted", [true], ENCRYPTED), staysWithin("kms_key_id", { absent: "open" })],
    aws_s3_bucket: where(holdsData, bucketKey),
    aws_s3_bucket_server_side_encryption_configuration: staysWithin(
      "rule.apply_server_side_encryption_by_default.kms_master_key_id",
    ),
    aws_secretsmanager_secret: staysWithin("kms_key_id", { absent: "open" }),
    aws_sqs_queue: staysWithin("kms_master_key_id"),
    aws_sns_topic: staysWithin("kms_master_key_id"),
  },
});
