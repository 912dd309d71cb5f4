import {
  adding,
  addingTo,
  changing,
  FOREIGN,
  hasSid,
  policies,
  setting,
  statements,
  together,
  type Attributes,
  type Edits,
} from "./edits";
import { type Harmless } from "./harmless";
import { type Break } from "./network-breaks";

const CLUSTER = "aws_rds_cluster";
const INSTANCE = "aws_rds_cluster_instance";
const PARAMETERS = "aws_rds_cluster_parameter_group";
const inDataKey = (_: Attributes, name: string): boolean => name.includes("custody_data");
const ofDatabase = (_: Attributes, name: string): boolean => name.includes("store-phenotypes");

/** Sets a parameter of PostgreSQL, or takes it out. */
const parameter = (name: string, value: string | undefined): Edits =>
  changing(PARAMETERS, (one) => {
    const all = one["parameter"] as { name: string; value: string; apply_method: string }[];
    const rest = all.filter((other) => other.name !== name);
    one["parameter"] = value === undefined ? rest : [...rest, { name, value, apply_method: "pending-reboot" }];
  });

const roleFor = (service: string): Attributes => ({
  name: "for-the-database",
  assume_role_policy: JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
  }),
});

export const DATABASE_BREAKS: readonly Break[] = [
  {
    name: "a database on the internet",
    channel: "store.databases",
    edits: setting(INSTANCE, { publicly_accessible: true }),
  },
  {
    name: "a database with an API past the network",
    channel: "store.databases",
    edits: setting(CLUSTER, { enable_http_endpoint: true }),
  },
  { name: "a database that answers in clear", channel: "store.databases", edits: parameter("rds.force_ssl", "0") },
  { name: "TLS left to the default", channel: "store.databases", edits: parameter("rds.force_ssl", undefined) },
  {
    name: "any extension",
    channel: "store.databases",
    edits: parameter("rds.allowed_extensions", "*"),
  },
  {
    name: "an extension that calls other databases",
    channel: "store.databases",
    edits: parameter("rds.allowed_extensions", "pgcrypto,dblink"),
  },
  {
    name: "a list of extensions left out",
    channel: "store.databases",
    edits: parameter("rds.allowed_extensions", undefined),
  },
  { name: "changes sent on", channel: "store.databases", edits: parameter("rds.logical_replication", "1") },
  {
    name: "a library that is loaded at the start",
    channel: "store.databases",
    edits: parameter("shared_preload_libraries", "pg_cron"),
  },
  {
    name: "AWS's own settings",
    channel: "store.databases",
    edits: setting(CLUSTER, { db_cluster_parameter_group_name: undefined }),
  },
  {
    name: "a role that SQL works by",
    channel: "store.databases",
    edits: setting(CLUSTER, { iam_roles: ["arn:aws:iam::611111111111:role/Export"] }),
  },
  {
    name: "a role that is joined to it",
    channel: "store.databases",
    edits: addingTo(CLUSTER, "aws_rds_cluster_role_association", (id) => ({
      db_cluster_identifier: id,
      feature_name: "s3Export",
      role_arn: "arn:aws:iam::611111111111:role/Export",
    })),
  },
  {
    name: "a monitor of another account's",
    channel: "store.databases",
    edits: setting(INSTANCE, { monitoring_interval: 60, monitoring_role_arn: `arn:aws:iam::${FOREIGN}:role/Monitor` }),
  },
  {
    name: "statements kept under Amazon's own key",
    channel: "store.databases",
    edits: setting(INSTANCE, { performance_insights_enabled: true }),
  },
  {
    name: "a log with the values of statements",
    channel: "store.databases",
    edits: setting(CLUSTER, { enabled_cloudwatch_logs_exports: ["postgresql"] }),
  },
  {
    name: "a stream of what is asked of it",
    channel: "store.databases",
    edits: addingTo(CLUSTER, "aws_rds_cluster_activity_stream", (_, name) => ({
      resource_arn: `\${${CLUSTER}.${name}.arn}`,
      mode: "async",
      kms_key_id: "alias/aws/rds",
    })),
  },
  {
    name: "a proxy before it",
    channel: "supply.unknown-resources",
    edits: addingTo(CLUSTER, "aws_db_proxy", () => ({ name: "proxy", engine_family: "POSTGRESQL" })),
  },
  {
    name: "a snapshot that is shared",
    channel: "share.database-snapshots",
    edits: addingTo(CLUSTER, "aws_rds_cluster_snapshot_copy", () => ({
      source_db_cluster_snapshot_identifier: "phenotypes",
      target_db_cluster_snapshot_identifier: "copy",
      shared_accounts: [FOREIGN],
    })),
  },
  {
    name: "a snapshot in a bucket",
    channel: "share.database-snapshots",
    edits: adding("aws_rds_export_task", { export_task_identifier: "export" }),
  },
  {
    name: "a copy in other regions",
    channel: "share.database-snapshots",
    edits: addingTo(CLUSTER, "aws_rds_global_cluster", (_, name) => ({
      global_cluster_identifier: "everywhere",
      source_db_cluster_identifier: `\${${CLUSTER}.${name}.arn}`,
    })),
  },
  {
    name: "changes sent to a warehouse",
    channel: "share.database-snapshots",
    edits: addingTo(CLUSTER, "aws_rds_integration", (_, name) => ({
      integration_name: "warehouse",
      source_arn: `\${${CLUSTER}.${name}.arn}`,
      target_arn: `arn:aws:redshift-serverless:eu-west-1:${FOREIGN}:namespace/x`,
    })),
  },
  {
    name: "a database under Amazon's own key",
    channel: "key.encryption",
    edits: setting(CLUSTER, { kms_key_id: undefined }),
  },
  {
    name: "a first password under Amazon's own key",
    channel: "key.encryption",
    edits: setting(CLUSTER, { manage_master_user_password: true }),
  },
  {
    name: "a first password that the deploy role may read",
    channel: "identity.deploy-role",
    edits: setting(CLUSTER, { manage_master_user_password: true }),
  },
  {
    name: "a first password that is written out",
    channel: "state.secrets",
    edits: setting(CLUSTER, { master_username: "owner", master_password: "written-out" }),
  },
  {
    name: "a key that the deploy role hands on by any grant",
    channel: "identity.deploy-role",
    edits: statements("aws_kms_key", "policy", hasSid("KeepDatabases"), (one) => void delete one.Condition?.["Bool"]),
  },
  {
    name: "a key that the deploy role decrypts with through RDS",
    channel: "identity.deploy-role",
    edits: statements(
      "aws_kms_key",
      "policy",
      hasSid("KeepDatabases"),
      (one) => (one.Action = ["kms:CreateGrant", "kms:Decrypt"]),
    ),
  },
  {
    name: "a key for a database of anybody's",
    channel: "key.policy",
    edits: policies(
      "aws_kms_key",
      "policy",
      (all) =>
        all.push({
          Effect: "Allow",
          Principal: { AWS: "*" },
          Action: "kms:CreateGrant",
          Resource: "*",
          Condition: { StringEquals: { "kms:ViaService": "rds.eu-west-1.amazonaws.com" } },
        }),
      inDataKey,
    ),
  },
  {
    name: "a database that calls others",
    channel: "net.security-groups",
    edits: setting(
      "aws_security_group",
      { egress: [{ from_port: 0, to_port: 0, protocol: "-1", cidr_blocks: ["0.0.0.0/0"] }] },
      ofDatabase,
    ),
  },
  {
    name: "a gateway that forwards any port to the database",
    channel: "net.tunnel-configuration",
    edits: changing(
      "aws_instance",
      (one) => (one["user_data"] = String(one["user_data"]).replace("tcp dport 5432 accept", "accept")),
      (_, name) => name.includes("gateway"),
    ),
  },
  {
    name: "a sign-in role for another account",
    channel: "identity.role-trust",
    edits: policies(
      "aws_iam_role",
      "assume_role_policy",
      (all) => all.push({ Effect: "Allow", Principal: { AWS: FOREIGN }, Action: "sts:AssumeRole" }),
      (_, name) => name.includes("sign-in"),
    ),
  },
  {
    name: "a sign-in role that may make snapshots, within its boundary",
    channel: "identity.machine-roles",
    edits: together(
      policies(
        "aws_iam_role_policy",
        "policy",
        (all) => all.push({ Effect: "Allow", Action: "rds:CreateDBClusterSnapshot", Resource: "*" }),
        (_, name) => name.includes("sign-in"),
      ),
      policies(
        "aws_iam_policy",
        "policy",
        (all) => {
          for (const one of all)
            if (one.Effect === "Deny") one.Action = ["iam:*"];
            else if (hasSid("SignIn")(one)) one.Action = ["rds-db:connect", "rds:CreateDBClusterSnapshot"];
          for (const one of all) if (hasSid("SignIn")(one)) one.Resource = "*";
        },
        (_, name) => name.includes("611111111111"),
      ),
    ),
  },
  {
    name: "an endpoint by which anybody takes roles on",
    channel: "net.endpoints",
    edits: changing(
      "aws_vpc_endpoint",
      (one) =>
        (one["policy"] = JSON.stringify({
          Version: "2012-10-17",
          Statement: [{ Effect: "Allow", Principal: "*", Action: "sts:AssumeRole", Resource: "*" }],
        })),
      ({ service_name }) => String(service_name).endsWith(".sts"),
    ),
  },
  {
    name: "compute that takes on a role of another account",
    channel: "identity.machine-roles",
    edits: together(
      statements(
        "aws_iam_role_policy",
        "policy",
        hasSid("TakeOnSignIn"),
        (one) => (one.Resource = `arn:aws:iam::${FOREIGN}:role/*`),
      ),
      statements("aws_iam_policy", "policy", hasSid("TakeOnSignIn"), (one) => (one.Resource = "*")),
    ),
  },
  {
    name: "names of any database",
    channel: "dns.resolver",
    edits: changing(
      "aws_route53_resolver_firewall_domain_list",
      (one) => (one["domains"] = [...(one["domains"] as string[]), "*.eu-west-1.rds.amazonaws.com"]),
      (_, name) => name.includes("variant-lab") && name.includes("allowed"),
    ),
  },
  {
    name: "a machine of the hospital's beside the database",
    channel: "store.between-boxes",
    edits: together(
      addingTo(
        "aws_subnet",
        "aws_instance",
        (id) => ({
          subnet_id: id,
          instance_type: "m7i.large",
          vpc_security_group_ids: ["${aws_security_group.beside.id}"],
        }),
        (_, name) => name.includes("subnet-data-0"),
        "beside",
      ),
      addingTo(
        "aws_vpc",
        "aws_security_group",
        (id) => ({
          name: "beside",
          vpc_id: id,
          egress: [{ from_port: 5432, to_port: 5432, protocol: "tcp", cidr_blocks: ["172.16.0.0/12"] }],
        }),
        (_, name) => name.includes("data-box"),
        "beside",
      ),
      changing(
        "aws_security_group",
        (one) =>
          (one["ingress"] = [{ from_port: 5432, to_port: 5432, protocol: "tcp", cidr_blocks: ["172.16.0.0/12"] }]),
        ofDatabase,
      ),
    ),
  },
];

export const HARMLESS_DATABASES: readonly Harmless[] = [
  { name: "a larger instance", edits: setting(INSTANCE, { instance_class: "db.r7g.4xlarge" }) },
  { name: "fewer extensions", edits: parameter("rds.allowed_extensions", "plpgsql") },
  { name: "more memory for sorting", edits: parameter("work_mem", "65536") },
  { name: "statements counted", edits: parameter("shared_preload_libraries", "pg_stat_statements") },
  { name: "backups of a month", edits: setting(CLUSTER, { backup_retention_period: 30 }) },
  {
    name: "statements kept under the hospital's key",
    edits: together(setting(INSTANCE, { performance_insights_enabled: true }), (stack) =>
      Object.values(stack.resource[CLUSTER] ?? {}).map(({ kms_key_id: key }) => (copy) => {
        for (const one of Object.values(copy.resource[INSTANCE] ?? {})) one["performance_insights_kms_key_id"] = key;
      }),
    ),
  },
  {
    name: "a monitor of the project's own",
    edits: together(
      (stack) =>
        Object.values(stack.resource[CLUSTER] ?? {}).map(({ provider }) => (copy) => {
          (copy.resource["aws_iam_role"] ??= {})["monitor"] = {
            ...roleFor("monitoring.rds.amazonaws.com"),
            provider,
            permissions_boundary: Object.values(copy.resource["aws_iam_role"] ?? {}).find(
              (one) => one["provider"] === provider,
            )?.["permissions_boundary"],
          };
        }),
      setting(INSTANCE, { monitoring_interval: 60, monitoring_role_arn: "${aws_iam_role.monitor.arn}" }),
    ),
  },
  {
    name: "a database that nobody reaches",
    edits: changing(
      "aws_vpc_security_group_ingress_rule",
      (one) => (one["from_port"] = one["to_port"] = 5431),
      (one) => one["from_port"] === 5432,
    ),
  },
];
