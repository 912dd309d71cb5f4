import { type Model } from "../../model/model";
import { type Resource } from "../../model/resource";
import { type Value } from "../../model/value";
import { ofBucket } from "../../policy/buckets";
import { notDecidable, requires, ruleChannel, staysWithin, valuesAt, where, type Rule } from "../../rules";
import { disks } from "./disks";

const ENCRYPTED = { absent: "open", why: "what it keeps is not encrypted with a key of the hospital's" } as const;

const CUSTOMER_KEYS = ["aws:kms", "aws:kms:dsse"];

/** A bucket is encrypted by a resource of its own; of several the last that is applied holds, so each has to do. */
const bucketKey: Rule = (bucket, model) => {
  const mend = `encrypt ${bucket.address} with a key of the hospital's (aws:kms and kms_master_key_id)`;
  const rules = ofBucket(model, bucket, "aws_s3_bucket_server_side_encryption_configuration").map((encryption) =>
    ["kms_master_key_id", "sse_algorithm"].map((name) =>
      valuesAt(encryption, `rule.apply_server_side_encryption_by_default.${name}`),
    ),
  );
  const isNamed = ([keys = [], algorithms = []]: readonly (readonly Value[])[]): boolean =>
    keys.every(({ kind }) => kind !== "absent") &&
    algorithms.every((value) => value.kind === "known" && CUSTOMER_KEYS.includes(String(value.value)));
  return rules.length > 0 && rules.every(isNamed)
    ? [{ verdict: "closed", why: "its objects are encrypted with a key that is named" }]
    : [{ verdict: "open", why: "its objects are encrypted with Amazon's own key", mend }];
};

/** What is kept is encrypted, with a key that is named and the project's own. */
const encrypted = (attribute: string, key: string): readonly Rule[] => [
  requires(attribute, [true], ENCRYPTED),
  staysWithin(key, { absent: "open" }),
];

/** A password that RDS keeps is a secret, too. */
const firstPassword: Rule = where(
  (database) =>
    database.value("manage_master_user_password").kind !== "absent" &&
    database.truth("manage_master_user_password") !== false,
  staysWithin("master_user_secret_kms_key_id", { absent: "open" }),
);

const holdsData = (resource: Resource, model: Model): boolean =>
  model.ofType("aws_vpc").length > 0 || resource.type !== "aws_s3_bucket";

/** Catalogue rows K04 and K05. */
export const encryption = ruleChannel({
  id: "key.encryption",
  title: "What stores are encrypted with",
  opens: "a store that the cloud's operator can read, since no key of the hospital's is between",
  closes: "every bucket, disk, database, cache, file system, queue, topic and stream names a key of the project's",
  sources: [
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html",
    "https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption.html",
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html",
  ],
  way: { from: "whatever the store keeps", by: "whoever holds the disk", to: "the cloud's operator" },
  rules: {
    aws_backup_vault: staysWithin("kms_key_arn", { absent: "open" }),
    aws_db_instance: [...encrypted("storage_encrypted", "kms_key_id"), firstPassword],
    aws_docdb_cluster: encrypted("storage_encrypted", "kms_key_id"),
    aws_dynamodb_table: encrypted("server_side_encryption.enabled", "server_side_encryption.kms_key_arn"),
    aws_ebs_default_kms_key: staysWithin("key_arn", { absent: "open" }),
    aws_ebs_encryption_by_default: requires("enabled", [true], {
      absent: "closed",
      why: "new disks are not encrypted",
    }),
    aws_ebs_volume: encrypted("encrypted", "kms_key_id"),
    aws_efs_file_system: encrypted("encrypted", "kms_key_id"),
    aws_elasticache_cluster: where(
      (cache) => cache.value("replication_group_id").kind === "absent",
      notDecidable("it cannot be encrypted with a key that is named"),
    ),
    aws_elasticache_replication_group: encrypted("at_rest_encryption_enabled", "kms_key_id"),
    aws_fsx_lustre_file_system: staysWithin("kms_key_id", { absent: "open" }),
    aws_fsx_openzfs_file_system: staysWithin("kms_key_id", { absent: "open" }),
    aws_fsx_windows_file_system: staysWithin("kms_key_id", { absent: "open" }),
    aws_instance: disks,
    aws_kinesis_stream: [
      requires("encryption_type", ["KMS"], ENCRYPTED),
      staysWithin("kms_key_id", { absent: "open" }),
    ],
    aws_launch_template: disks,
    aws_memorydb_cluster: staysWithin("kms_key_arn", { absent: "open" }),
    aws_mq_broker: staysWithin("encryption_options.kms_key_id", { absent: "open" }),
    aws_msk_cluster: staysWithin("encryption_info.encryption_at_rest_kms_key_arn", { absent: "open" }),
    aws_neptune_cluster: encrypted("storage_encrypted", "kms_key_arn"),
    aws_opensearch_domain: encrypted("encrypt_at_rest.enabled", "encrypt_at_rest.kms_key_id"),
    aws_rds_cluster: [...encrypted("storage_encrypted", "kms_key_id"), firstPassword],
    aws_redshift_cluster: encrypted("encrypted", "kms_key_id"),
    aws_s3_bucket: where(holdsData, bucketKey),
    aws_s3_bucket_server_side_encryption_configuration: staysWithin(
      "rule.apply_server_side_encryption_by_default.kms_master_key_id",
    ),
    aws_sagemaker_notebook_instance: staysWithin("kms_key_id", { absent: "open" }),
    aws_secretsmanager_secret: staysWithin("kms_key_id", { absent: "open" }),
    aws_sns_topic: staysWithin("kms_master_key_id", { absent: "open" }),
    aws_sqs_queue: staysWithin("kms_master_key_id", { absent: "open" }),
  },
});
