import { servesProjectOnly } from "../../policy-rule";
import { excludes, forbids, present, requires, ruleChannel, staysWithin, where, type Rule } from "../../rules";
import { databaseSettings, hasSettings, ofSeenCluster } from "./database-settings";

/** What RDS measures and records of statements, with the values in them. */
const WATCHED: readonly Rule[] = [
  where(
    (database) =>
      database.value("performance_insights_enabled").kind !== "absent" &&
      database.truth("performance_insights_enabled") !== false,
    staysWithin("performance_insights_kms_key_id", { absent: "open" }),
  ),
  staysWithin("monitoring_role_arn"),
  (database) =>
    database.list("enabled_cloudwatch_logs_exports").length === 0
      ? [{ verdict: "closed", why: "its logs stay in it" }]
      : [
          {
            verdict: "unproven",
            why: "its logs, with the values of statements, are sent to log groups that it names by itself, and with which key these are encrypted is not seen",
            mend: `leave enabled_cloudwatch_logs_exports of ${database.address} out`,
          },
        ],
];

const PUBLIC = { absent: "closed", why: "it answers on the internet", to: "the internet" } as const;

/** Catalogue rows B06, B08, B09 and B11. */
export const databases = ruleChannel({
  id: "store.databases",
  title: "Databases",
  opens:
    "a database that answers on the internet, in clear or by an API past the network, or that writes to other services by itself",
  closes:
    "it answers in the box's network only and over TLS only, has no data API, no role, no extension that calls others and no copy of its own elsewhere, and what is recorded of its statements stays in it",
  sources: [
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html",
    "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/data-api.html",
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/postgresql-s3-export.html",
    "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraPostgreSQL.Security.html",
    "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-examples.html",
  ],
  way: { from: "rows of a table", by: "whoever reaches it or holds the permission", to: "outside of the box" },
  rules: {
    aws_db_instance: [
      requires("publicly_accessible", [false], PUBLIC),
      excludes("replicate_source_db", "it is a copy of another database"),
      excludes("domain", "people of a directory sign in"),
      hasSettings("parameter_group_name", "aws_db_parameter_group"),
      ...WATCHED,
      staysWithin("kms_key_id"),
    ],
    aws_db_instance_role_association: present("its extensions read and write what the role may"),
    aws_db_option_group: excludes("option", "options of the engine may send files and mail"),
    aws_db_parameter_group: databaseSettings,
    aws_db_subnet_group: forbids("it names the subnets that a database is in"),
    aws_docdb_cluster: [
      excludes("global_cluster_identifier", "it is copied to other regions"),
      staysWithin("kms_key_id"),
    ],
    aws_docdb_cluster_instance: forbids("it answers in its cluster's network"),
    aws_dynamodb_kinesis_streaming_destination: staysWithin("stream_arn", { absent: "open" }),
    aws_dynamodb_resource_policy: servesProjectOnly(),
    aws_dynamodb_table: [
      excludes("replica", "it is copied to another region"),
      excludes("import_table", "it is filled from a bucket by name"),
      staysWithin("server_side_encryption.kms_key_arn"),
    ],
    aws_dynamodb_table_export: staysWithin("s3_bucket", { absent: "open" }),
    aws_dynamodb_table_replica: present("it is copied to another region"),
    aws_elasticache_cluster: [
      excludes("outpost_mode", "it is on premises"),
      excludes("log_delivery_configuration", "its log is sent on"),
    ],
    aws_elasticache_replication_group: [
      excludes("global_replication_group_id", "it is copied to other regions"),
      staysWithin("kms_key_id"),
    ],
    aws_elasticache_subnet_group: forbids("it names the subnets that a cache is in"),
    aws_memorydb_cluster: staysWithin("kms_key_arn"),
    aws_memorydb_snapshot: forbids("it stays in its account"),
    aws_neptune_cluster: [excludes("iam_roles", "it loads what the roles may read"), staysWithin("kms_key_arn")],
    aws_neptune_cluster_instance: requires("publicly_accessible", [false], PUBLIC),
    aws_opensearch_authorize_vpc_endpoint_access: staysWithin("account"),
    aws_opensearch_domain: [
      staysWithin("vpc_options.subnet_ids", { absent: "open" }),
      servesProjectOnly("access_policies"),
    ],
    aws_opensearch_domain_policy: servesProjectOnly("access_policies"),
    aws_opensearch_outbound_connection: present("it sends searches to another domain"),
    aws_opensearchserverless_access_policy: present("what may read the collection is not judged by this verifier"),
    aws_rds_cluster: [
      requires("enable_http_endpoint", [false], { absent: "closed", why: "its data API answers past the network" }),
      excludes("iam_roles", "its functions read and write what the roles may"),
      excludes("global_cluster_identifier", "it is copied to other regions"),
      excludes("replication_source_identifier", "it is a copy of another database"),
      excludes("domain", "people of a directory sign in"),
      hasSettings("db_cluster_parameter_group_name", "aws_rds_cluster_parameter_group"),
      ...WATCHED,
      staysWithin("kms_key_id"),
    ],
    aws_rds_cluster_activity_stream: present("what is asked of it is sent to a stream"),
    aws_rds_cluster_endpoint: forbids("it names instances of its cluster"),
    aws_rds_cluster_instance: [
      ofSeenCluster,
      requires("publicly_accessible", [false], PUBLIC),
      excludes("custom_iam_instance_profile", "its machine has a role"),
      ...WATCHED,
    ],
    aws_rds_cluster_parameter_group: databaseSettings,
    aws_rds_cluster_role_association: present("its functions read and write what the role may"),
    aws_redshift_subnet_group: forbids("it names the subnets that a cluster is in"),
  },
});
