import { type Mutation } from "./mutations";
import { COMPANY, HOSPITAL, type Configuration } from "./sealed-box";

type Attributes = Record<string, unknown>;
type Change = (configuration: Configuration) => void;

const FOREIGN = "999999999999";
const STORE = "${aws_s3_bucket.store.id}";
const KEY = "${aws_kms_key.data.arn}";
const CREDENTIAL = "AKIAIOSFODNN7EXAMPLE";

const add =
  (type: string, attributes: Attributes = {}): Change =>
  (configuration) =>
    ((configuration.resource[type] ??= {})["added"] = attributes);
const set =
  (type: string, name: string, attributes: Attributes): Change =>
  (configuration) =>
    Object.assign(configuration.resource[type]?.[name] ?? {}, attributes);
const edit =
  (type: string, name: string, change: (statements: Attributes[]) => void): Change =>
  (configuration) => {
    const resource = configuration.resource[type]?.[name] ?? {};
    const policy = JSON.parse(String(resource["policy"])) as { Statement: Attributes[] };
    change(policy.Statement);
    resource["policy"] = JSON.stringify(policy);
  };
const both =
  (...changes: readonly Change[]): Change =>
  (configuration) => {
    for (const change of changes) change(configuration);
  };
const section =
  (name: string, body: unknown): Change =>
  (configuration) =>
    Object.assign(configuration, { [name]: body });
const provider =
  (attributes: Attributes): Change =>
  ({ provider: { aws } }) =>
    Object.assign(aws[0] ?? {}, attributes);
const backend =
  (body: unknown): Change =>
  ({ terraform }) =>
    Object.assign(terraform as Attributes, { backend: body });
const statement = (one: Attributes): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Resource: "*", ...one }] });
const grant = (type: string, name: string, principal: unknown, action: string): Change =>
  edit(type, name, (all) => all.push({ Effect: "Allow", Principal: principal, Action: action, Resource: "*" }));
const s3Backend = (attributes: Attributes): unknown => ({
  s3: { bucket: "state", key: "k", region: "eu-west-1", encrypt: true, kms_key_id: "alias/state", ...attributes },
});
/** A role of machines that may do something, within a boundary that leaves it. */
const machine = (action: string): Change =>
  both(
    add("aws_iam_role_policy", { role: "${aws_iam_role.compute.name}", policy: statement({ Action: action }) }),
    edit("aws_iam_policy", "boundary", (all) =>
      all.splice(0, all.length, { Effect: "Allow", Action: action, Resource: "*" }),
    ),
  );

const open = (channel: string, name: string, change: Change): Mutation => ({ name, change, channel, verdict: "open" });
const unproven = (channel: string, name: string, change: Change): Mutation => ({
  name,
  change,
  channel,
  verdict: "unproven",
});

/** What a red team tried on the policies, keys, supply and state of synthesized stacks. */
export const POLICY_MUTATIONS: readonly Mutation[] = [
  // Principals of every kind
  open(
    "store.bucket-policy",
    "a bucket for a federation",
    grant("aws_s3_bucket_policy", "store", { Federated: "cognito-identity.amazonaws.com" }, "s3:GetObject"),
  ),
  open(
    "store.bucket-policy",
    "a bucket for a federated user of a foreign account",
    grant("aws_s3_bucket_policy", "store", { AWS: `arn:aws:sts::${FOREIGN}:federated-user/x` }, "s3:ListBucket"),
  ),
  unproven(
    "store.bucket-policy",
    "a bucket for a canonical user",
    grant("aws_s3_bucket_policy", "store", { CanonicalUser: "79a59df900b949e55d96a1e698fbaced" }, "s3:GetObject"),
  ),
  unproven(
    "store.bucket-policy",
    "a bucket for a unique id",
    grant("aws_s3_bucket_policy", "store", { AWS: "AROAEXAMPLE1234567890" }, "s3:GetObject"),
  ),
  unproven(
    "store.bucket-policy",
    "a bucket for CloudFront's own user",
    grant(
      "aws_s3_bucket_policy",
      "store",
      { AWS: "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1" },
      "s3:GetObject",
    ),
  ),
  unproven(
    "key.policy",
    "a key for a unique id",
    grant("aws_kms_key", "data", { AWS: "AIDAEXAMPLE1234567890" }, "kms:Decrypt"),
  ),
  open(
    "key.policy",
    "a key of imported material for everybody",
    add("aws_kms_external_key", { policy: statement({ Principal: "*", Action: "kms:*" }) }),
  ),
  // Texts that are not what they look like
  unproven(
    "store.reads-outside",
    "a denial of the one object that is named like a wildcard",
    edit("aws_s3_bucket_policy", "store", ([deny]) => ((deny ?? {})["Resource"] = "arn:aws:s3:::store/$${*}")),
  ),
  unproven("store.reads-outside", "a denial whose effect stands twice", ({ resource }) => {
    const policy = resource["aws_s3_bucket_policy"]?.["store"] ?? {};
    policy["policy"] = String(policy["policy"]).replace('"Effect":"Deny"', '"Effect":"Allow","Effect":"Deny"');
  }),
  open(
    "store.reads-outside",
    "names of objects that are listed from outside",
    edit("aws_s3_bucket_policy", "store", ([deny]) => ((deny ?? {})["Action"] = "s3:GetObject*")),
  ),
  // Several resources for one setting
  open(
    "store.public-access",
    "a second block that blocks nothing",
    add("aws_s3_bucket_public_access_block", { bucket: STORE }),
  ),
  open(
    "store.public-access",
    "second controls that let ACLs in",
    add("aws_s3_bucket_ownership_controls", { bucket: STORE, rule: [{ object_ownership: "ObjectWriter" }] }),
  ),
  open(
    "key.encryption",
    "a second encryption with Amazon's key",
    add("aws_s3_bucket_server_side_encryption_configuration", {
      bucket: STORE,
      rule: [{ apply_server_side_encryption_by_default: [{ sse_algorithm: "AES256" }] }],
    }),
  ),
  open(
    "key.encryption",
    "an algorithm that passes the named key over",
    set("aws_s3_bucket_server_side_encryption_configuration", "store", {
      rule: [{ apply_server_side_encryption_by_default: [{ sse_algorithm: "AES256", kms_master_key_id: KEY }] }],
    }),
  ),
  open(
    "key.encryption",
    "the key that AWS keeps for the account",
    set("aws_s3_bucket_server_side_encryption_configuration", "store", {
      rule: [
        {
          apply_server_side_encryption_by_default: [
            { sse_algorithm: "aws:kms", kms_master_key_id: `arn:aws:kms:eu-west-1:${HOSPITAL}:alias/aws/s3` },
          ],
        },
      ],
    }),
  ),
  unproven(
    "store.carriers",
    "sharing by a browser set in the bucket itself",
    set("aws_s3_bucket", "store", { cors_rule: [{ allowed_methods: ["GET"], allowed_origins: ["*"] }] }),
  ),
  // Stores without a key of their own
  ...[
    "aws_dynamodb_table",
    "aws_kinesis_stream",
    "aws_sqs_queue",
    "aws_sns_topic",
    "aws_opensearch_domain",
    "aws_redshift_cluster",
    "aws_docdb_cluster",
    "aws_neptune_cluster",
    "aws_memorydb_cluster",
    "aws_elasticache_replication_group",
    "aws_msk_cluster",
    "aws_mq_broker",
    "aws_fsx_windows_file_system",
    "aws_fsx_openzfs_file_system",
    "aws_backup_vault",
  ].map((type) => open("key.encryption", `${type} without a key`, add(type))),
  unproven(
    "key.encryption",
    "disks that nothing encrypts",
    ({ resource }) => delete resource["aws_ebs_encryption_by_default"],
  ),
  unproven(
    "key.encryption",
    "disks that Amazon's key encrypts",
    ({ resource }) => delete resource["aws_ebs_default_kms_key"],
  ),
  open(
    "key.encryption",
    "a disk with a foreign key",
    set("aws_instance", "train", {
      ebs_block_device: [{ encrypted: true, kms_key_id: `arn:aws:kms:eu-west-1:${FOREIGN}:key/x` }],
    }),
  ),
  // Roles and what they may do
  open(
    "identity.deploy-role",
    "a grant of a key to the deploy role",
    add("aws_kms_grant", {
      key_id: KEY,
      grantee_principal: `arn:aws:iam::${HOSPITAL}:role/Deploy`,
      operations: ["Decrypt"],
    }),
  ),
  open(
    "identity.deploy-role",
    "a role of a made-up name that reads for the deploy role",
    both(
      add("aws_iam_role", {
        name_prefix: "x-",
        assume_role_policy: statement({
          Resource: undefined,
          Principal: { AWS: `arn:aws:iam::${HOSPITAL}:role/Deploy` },
          Action: "sts:AssumeRole",
        }),
      }),
      grant("aws_kms_key", "data", { AWS: "${aws_iam_role.added.arn}" }, "kms:Decrypt"),
    ),
  ),
  unproven("identity.deploy-role", "a provider that takes on no role", ({ provider: { aws } }) => {
    aws[0] = { region: "eu-west-1", allowed_account_ids: [HOSPITAL] };
  }),
  open(
    "store.bucket-policy",
    "an account of a provider that makes nothing",
    both(
      ({ provider: { aws } }) => aws.push({ alias: "other", region: "eu-west-1", allowed_account_ids: [FOREIGN] }),
      grant("aws_s3_bucket_policy", "store", { AWS: FOREIGN }, "s3:ListBucket"),
    ),
  ),
  open(
    "store.bucket-policy",
    "an account more that a provider may work in",
    both(
      provider({ allowed_account_ids: [HOSPITAL, FOREIGN] }),
      grant("aws_s3_bucket_policy", "store", { AWS: FOREIGN }, "s3:ListBucket"),
    ),
  ),
  ...["bedrock:InvokeModel", "dynamodb:CreateGlobalTable", "support:CreateCase", "kms:ImportKeyMaterial"].map(
    (action) => unproven("identity.machine-roles", `a machine that may ${action}`, machine(action)),
  ),
  ...["s3:GetDataAccess", "sts:GetFederationToken"].map((action) =>
    open("identity.machine-roles", `a machine that may ${action}`, machine(action)),
  ),
  unproven(
    "identity.boundary",
    "a boundary with an action that is not modelled",
    edit("aws_iam_policy", "boundary", (all) =>
      all.push({ Effect: "Allow", Action: "bedrock:InvokeModel", Resource: "*" }),
    ),
  ),
  unproven(
    "identity.machine-roles",
    "a profile of somebody's",
    set("aws_instance", "train", { iam_instance_profile: "Admin" }),
  ),
  unproven(
    "identity.machine-roles",
    "a profile of somebody's in a template",
    set("aws_launch_template", "gateway", { iam_instance_profile: [{ name: "Admin" }] }),
  ),
  unproven(
    "identity.machine-roles",
    "a policy for somebody's role",
    add("aws_iam_role_policy", { role: "Stranger", policy: statement({ Action: "*" }) }),
  ),
  open(
    "identity.users",
    "a policy attached to users",
    add("aws_iam_policy_attachment", { policy_arn: "arn:aws:iam::aws:policy/AdministratorAccess", users: ["x"] }),
  ),
  unproven(
    "store.secrets",
    "a secret for whoever of its account may",
    both(
      add("aws_secretsmanager_secret", { name: "x" }),
      add("aws_secretsmanager_secret_policy", {
        secret_arn: "${aws_secretsmanager_secret.added.arn}",
        policy: statement({
          Principal: { AWS: `arn:aws:iam::${COMPANY}:role/compute` },
          Action: "secretsmanager:GetSecretValue",
        }),
      }),
    ),
  ),
  // Sharing
  open(
    "share.resource-shares",
    "a share with an organisation",
    add("aws_ram_principal_association", { principal: `arn:aws:organizations::${HOSPITAL}:organization/o-abc1234567` }),
  ),
  open(
    "share.messaging",
    "an alarm that tells another account",
    add("aws_cloudwatch_metric_alarm", { alarm_actions: [`arn:aws:sns:eu-west-1:${FOREIGN}:x`] }),
  ),
  open(
    "share.messaging",
    "events that are not taken, for another account",
    add("aws_cloudwatch_event_target", {
      arn: `arn:aws:sqs:eu-west-1:${HOSPITAL}:x`,
      dead_letter_config: [{ arn: `arn:aws:sqs:eu-west-1:${FOREIGN}:x` }],
    }),
  ),
  open(
    "share.messaging",
    "a schedule whose failures go to another account",
    add("aws_scheduler_schedule", {
      target: [
        {
          arn: `arn:aws:sqs:eu-west-1:${HOSPITAL}:x`,
          dead_letter_config: [{ arn: `arn:aws:sqs:eu-west-1:${FOREIGN}:x` }],
        },
      ],
    }),
  ),
  // Supply
  ...["http_proxy", "custom_ca_bundle", "insecure", "ec2_metadata_service_endpoint", "skip_requesting_account_id"].map(
    (name) => unproven("supply.opaque-parts", `a provider with ${name}`, provider({ [name]: "x" })),
  ),
  unproven("supply.opaque-parts", "another provider under the name of AWS's, in a list", ({ terraform }) =>
    Object.assign(terraform as object, { required_providers: [{ aws: { source: "evil/aws" } }] }),
  ),
  unproven(
    "supply.opaque-parts",
    "a lifecycle that switches a resource off",
    set("aws_s3_bucket_policy", "store", { lifecycle: [{ enabled: false }] }),
  ),
  ...["action", "check", "list", "quantum"].map((name) =>
    unproven("supply.opaque-parts", `a section ${name}`, section(name, { x: { y: {} } })),
  ),
  open("identity.users", "a user in a list of bodies", (configuration) =>
    Object.assign(configuration.resource, { aws_iam_user: [{ added: { name: "x" } }] }),
  ),
  // State
  open(
    "state.backend",
    "a state under a foreign key",
    backend(s3Backend({ kms_key_id: `arn:aws:kms:eu-west-1:${FOREIGN}:key/x` })),
  ),
  open(
    "state.backend",
    "a state that a foreign role keeps",
    backend(s3Backend({ assume_role: { role_arn: `arn:aws:iam::${FOREIGN}:role/x` } })),
  ),
  ...["http_proxy", "acl", "insecure", "sse_customer_key"].map((name) =>
    unproven("state.backend", `a backend with ${name}`, backend(s3Backend({ [name]: "x" }))),
  ),
  unproven("state.backend", "two backends", backend([s3Backend({}), { http: { address: "https://example.org" } }])),
  open("state.backend", "another service's backend in a list", backend([{ http: { address: "https://example.org" } }])),
  open("state.secrets", "a credential in an output", section("output", { x: { value: CREDENTIAL } })),
  open("state.secrets", "a credential in a local", section("locals", { x: CREDENTIAL })),
  open("state.secrets", "a credential as a variable's default", section("variable", { x: { default: CREDENTIAL } })),
  open("state.secrets", "a credential in a backend", backend(s3Backend({ access_key: CREDENTIAL }))),
  open("state.secrets", "a credential in a provider's tags", provider({ default_tags: [{ tags: { x: CREDENTIAL } }] })),
  open(
    "state.secrets",
    "a tunnel's configuration as an output",
    section("output", { x: { value: "${aws_vpn_connection.x.customer_gateway_configuration}" } }),
  ),
  open(
    "state.secrets",
    "a credential in base64",
    set("aws_launch_template", "gateway", {
      user_data: Buffer.from(`#!/bin/sh\nexport AWS_ACCESS_KEY_ID=${CREDENTIAL}\n`).toString("base64"),
    }),
  ),
  ...[
    "-----BEGIN PGP PRIVATE KEY BLOCK-----",
    `ghp_${"a1".repeat(18)}`,
    ': PSK "not so secret"',
    `aws_secret_access_key=${"a1".repeat(20)}`,
  ].map((text) =>
    open("state.secrets", `the text ${text} in user data`, set("aws_instance", "train", { user_data: text })),
  ),
  open("state.secrets", "a parameter's value", add("aws_ssm_parameter", { type: "SecureString", value: "x" })),
  open("state.secrets", "a write-only password that is written out", add("aws_db_instance", { password_wo: "x" })),
  open(
    "state.secrets",
    "a password within a block",
    add("aws_mq_broker", { user: [{ username: "x", password: "x" }] }),
  ),
];
