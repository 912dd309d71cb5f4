import {
  adding,
  addingTo,
  changing,
  FOREIGN,
  hasSid,
  isAllow,
  isDeny,
  policies,
  removing,
  setting,
  statements,
  type Edits,
  type Statement,
} from "./edits";
import { type Break } from "./network-breaks";

const everybody = (one: Statement): void => {
  one.Principal = "*";
  delete one.Condition;
};
const foreign = (one: Statement): void => {
  one.Principal = { AWS: `arn:aws:iam::${FOREIGN}:root` };
  delete one.Condition;
};
const gone = (one: Statement, all: Statement[]): void => void all.splice(all.indexOf(one), 1);
const readsThrough = hasSid("ReadObjectsOnlyThroughTheEndpoint");
const DEPLOYER = "arn:aws:iam::111111111111:role/DataBoxDeploy";

const bucketDeny = (name: string, edit: (one: Statement, all: Statement[]) => void): Break => ({
  name: `the denial of reading ${name}`,
  channel: "store.reads-outside",
  edits: statements("aws_s3_bucket_policy", "policy", readsThrough, edit),
});
const bucketGrant = (name: string, grant: Statement): Break => ({
  name: `a bucket's grant ${name}`,
  channel: "store.bucket-policy",
  edits: policies("aws_s3_bucket_policy", "policy", (all) => void all.push(grant)),
});
const keyGrant = (name: string, grant: Statement): Break => ({
  name: `a key's grant ${name}`,
  channel: "key.policy",
  edits: policies("aws_kms_key", "policy", (all) => void all.push(grant)),
});
const duty = (name: string, edits: Edits): Break => ({ name, channel: "identity.deploy-role", edits });
const machineRole = (name: string, statement: Partial<Statement>): Break => ({
  name: `a machine's role that ${name}`,
  channel: "identity.machine-roles",
  edits: (stack) =>
    addingTo("aws_iam_instance_profile", "aws_iam_role_policy", (_, __, profile) => ({
      role: profile["role"],
      policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Sid: "Added", Effect: "Allow", Resource: "*", ...statement }],
      }),
    }))(stack).map((edit) => (copy) => {
      edit(copy);
      for (const role of Object.values(copy.resource["aws_iam_role"] ?? {})) delete role["permissions_boundary"];
    }),
});
const boundary = (name: string, edit: (all: Statement[]) => void): Break => ({
  name: `a boundary ${name}`,
  channel: "identity.boundary",
  edits: policies("aws_iam_policy", "policy", edit),
});
const endpointGrant = (name: string, edit: (one: Statement) => void): Break => ({
  name: `an endpoint's grant ${name}`,
  channel: "net.endpoints",
  // What reads AWS's own buckets carries nothing out, whoever does.
  edits: statements("aws_vpc_endpoint", "policy", (one) => isAllow(one) && one.Sid !== "ReadDisplayLicence", edit),
});

export const CONTROL_BREAKS: readonly Break[] = [
  endpointGrant("without conditions", (one) => void delete one.Condition),
  endpointGrant(
    "for a foreign principal",
    (one) => (one.Condition = { StringEquals: { "aws:PrincipalAccount": FOREIGN } }),
  ),
  endpointGrant("for whoever names no account", (one) => {
    one.Condition = { StringEqualsIfExists: one.Condition?.["StringEquals"] ?? {} };
  }),
  endpointGrant("for all but a named account", (one) => {
    one.Condition = { StringNotEquals: { "aws:PrincipalAccount": FOREIGN } };
  }),
  endpointGrant("bound by what a caller may choose", (one) => {
    one.Condition = { StringEquals: { "aws:UserAgent": "databox" } };
  }),
  endpointGrant("for accounts of a like number", (one) => {
    one.Condition = { StringLike: { "aws:PrincipalAccount": "1*", "aws:ResourceAccount": "1*" } };
  }),
  { name: "no bucket policy", channel: "store.reads-outside", edits: removing("aws_s3_bucket_policy") },
  {
    name: "no public access block",
    channel: "store.public-access",
    edits: removing("aws_s3_bucket_public_access_block"),
  },
  {
    name: "half a public access block",
    channel: "store.public-access",
    edits: setting("aws_s3_bucket_public_access_block", { restrict_public_buckets: false }),
  },
  {
    name: "no ownership controls",
    channel: "store.public-access",
    edits: removing("aws_s3_bucket_ownership_controls"),
  },
  {
    name: "ACLs in force",
    channel: "store.public-access",
    edits: setting("aws_s3_bucket_ownership_controls", { rule: { object_ownership: "ObjectWriter" } }),
  },
  bucketDeny("taken out", gone),
  bucketDeny("that spares a role", (one) => {
    one.Condition = {
      ...one.Condition,
      ArnNotEquals: { "aws:PrincipalArn": "arn:aws:iam::111111111111:role/Analyst" },
    };
  }),
  bucketDeny("that spares who gives no endpoint", (one) => {
    one.Condition = {
      StringNotEqualsIfExists: one.Condition?.["StringNotEquals"] ?? {},
      Null: { "aws:SourceVpce": "false" },
    };
  }),
  bucketDeny("for one account only", (one) => (one.Principal = { AWS: "arn:aws:iam::222222222222:root" })),
  bucketDeny("for all but an administrator", (one) => {
    delete one.Principal;
    one.NotPrincipal = { AWS: "arn:aws:iam::111111111111:role/HospitalKeyAdmin" };
  }),
  bucketDeny("of plain objects only", (one) => (one.Action = ["s3:GetObject"])),
  bucketDeny("under one prefix only", (one) => {
    one.Resource = [one.Resource].flat().map((arn) => String(arn).replace(/\/\*$/, "/public/*"));
  }),
  bucketDeny("that spares an endpoint of somebody's", (one) => {
    one.Condition = { StringNotEquals: { "aws:SourceVpce": "vpce-0123456789abcdef0" } };
  }),
  bucketDeny("by address", (one) => (one.Condition = { NotIpAddress: { "aws:SourceIp": "10.0.0.0/8" } })),
  bucketDeny("by a header", (one) => (one.Condition = { StringNotEquals: { "aws:Referer": "box" } })),
  {
    name: "names of objects listed from anywhere",
    channel: "store.reads-outside",
    edits: statements("aws_s3_bucket_policy", "policy", hasSid("ListOnlyThroughTheEndpoint"), gone),
  },
  bucketGrant("for a federation", {
    Effect: "Allow",
    Principal: { Federated: "cognito-identity.amazonaws.com" },
    Action: "s3:GetObject",
    Resource: "*",
  }),
  duty("a provider that takes on no role", () => [
    ({ provider: { aws } }) => {
      for (const one of aws.slice(0, 2)) delete one["assume_role"];
    },
  ]),
  {
    name: "a machine with somebody's profile",
    channel: "identity.machine-roles",
    edits: setting("aws_instance", { iam_instance_profile: "Admin" }),
  },
  {
    name: "disks left to their images",
    channel: "key.encryption",
    edits: removing("aws_ebs_encryption_by_default"),
  },
  bucketDeny("turned into a grant", (one) => (one.Effect = "Allow")),
  bucketGrant("for everybody", { Effect: "Allow", Principal: "*", Action: "s3:GetBucketLocation", Resource: "*" }),
  bucketGrant("for a foreign account", {
    Effect: "Allow",
    Principal: { AWS: FOREIGN },
    Action: "s3:PutObject",
    Resource: "*",
  }),
  bucketGrant("for a service on anybody's behalf", {
    Effect: "Allow",
    Principal: { Service: "cloudtrail.amazonaws.com" },
    Action: "s3:*",
    Resource: "*",
  }),
  bucketGrant("for all but one", {
    Effect: "Allow",
    NotPrincipal: { AWS: "arn:aws:iam::111111111111:root" },
    Action: "s3:ListBucket",
    Resource: "*",
  }),
  bucketGrant("for an organisation", {
    Effect: "Allow",
    Principal: "*",
    Action: "s3:ListBucket",
    Resource: "*",
    Condition: { StringEquals: { "aws:PrincipalOrgID": "o-0123456789" } },
  }),
  {
    name: "replication to elsewhere",
    channel: "store.carriers",
    edits: addingTo("aws_s3_bucket", "aws_s3_bucket_replication_configuration", (id) => ({
      bucket: id,
      role: "arn:aws:iam::111111111111:role/x",
      rule: [{ status: "Enabled", destination: [{ bucket: "arn:aws:s3:::elsewhere" }] }],
    })),
  },
  {
    name: "an inventory for elsewhere",
    channel: "store.carriers",
    edits: addingTo("aws_s3_bucket", "aws_s3_bucket_inventory", (id) => ({
      bucket: id,
      destination: [{ bucket: [{ bucket_arn: "arn:aws:s3:::elsewhere", format: "CSV" }] }],
    })),
  },
  {
    name: "access logs for elsewhere",
    channel: "store.carriers",
    edits: addingTo("aws_s3_bucket", "aws_s3_bucket_logging", (id) => ({ bucket: id, target_bucket: "elsewhere" })),
  },
  {
    name: "notifications",
    channel: "store.carriers",
    edits: addingTo("aws_s3_bucket", "aws_s3_bucket_notification", (id) => ({ bucket: id, eventbridge: true })),
  },
  {
    name: "a website",
    channel: "store.carriers",
    edits: addingTo("aws_s3_bucket", "aws_s3_bucket_website_configuration", (id) => ({ bucket: id })),
  },
  {
    name: "an ACL for everybody",
    channel: "store.carriers",
    edits: addingTo("aws_s3_bucket", "aws_s3_bucket_acl", (id) => ({ bucket: id, acl: "public-read" })),
  },
  {
    name: "an access point",
    channel: "store.access-points",
    edits: addingTo("aws_s3_bucket", "aws_s3_access_point", (id) => ({ bucket: id, name: "x" })),
  },
  keyGrant("for everybody", { Effect: "Allow", Principal: "*", Action: "kms:Decrypt", Resource: "*" }),
  keyGrant("for a foreign account", {
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${FOREIGN}:root` },
    Action: "kms:*",
    Resource: "*",
  }),
  keyGrant("for a service on anybody's behalf", {
    Effect: "Allow",
    Principal: { Service: "sns.amazonaws.com" },
    Action: "kms:Decrypt",
    Resource: "*",
  }),
  keyGrant("by a caller's own word", {
    Effect: "Allow",
    Principal: { AWS: "*" },
    Action: "kms:GenerateDataKey",
    Resource: "*",
    Condition: { StringEquals: { "kms:EncryptionContext:app": "databox" } },
  }),
  {
    name: "each grant of each key for everybody",
    channel: "key.policy",
    edits: statements("aws_kms_key", "policy", isAllow, everybody),
  },
  duty(
    "a key that the deploy role decrypts with",
    policies("aws_kms_key", "policy", (all) => {
      for (const one of [...all]) if (isDeny(one)) all.splice(all.indexOf(one), 1);
      all.push({ Effect: "Allow", Principal: { AWS: DEPLOYER }, Action: "kms:Decrypt", Resource: "*" });
    }),
  ),
  duty(
    "a key that the deploy role may give a new policy",
    policies("aws_kms_key", "policy", (all) => {
      for (const one of [...all]) if (isDeny(one)) all.splice(all.indexOf(one), 1);
      all.push({ Effect: "Allow", Principal: { AWS: DEPLOYER }, Action: "kms:PutKeyPolicy", Resource: "*" });
    }),
  ),
  duty(
    "a key that the deploy role may grant",
    policies("aws_kms_key", "policy", (all) => {
      for (const one of [...all]) if (isDeny(one)) all.splice(all.indexOf(one), 1);
      all.push({ Effect: "Allow", Principal: { AWS: DEPLOYER }, Action: "kms:CreateGrant", Resource: "*" });
    }),
  ),
  duty(
    "a key left to IAM",
    policies("aws_kms_key", "policy", (all) => {
      all.splice(0, all.length, {
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::111111111111:root" },
        Action: "kms:*",
        Resource: "*",
      });
    }),
  ),
  duty(
    "a bucket whose objects the deploy role is not denied",
    statements("aws_s3_bucket_policy", "policy", readsThrough, (one, all) => {
      const never = all.find(hasSid("DeployRolesNeverTouchObjects"));
      if (never) gone(never, all);
      gone(one, all);
    }),
  ),
  duty(
    "a reading role that the deploy role may take on",
    statements(
      "aws_iam_role",
      "assume_role_policy",
      (_, name) => name.includes("compute-role"),
      (one) => (one.Principal = { AWS: DEPLOYER }),
    ),
  ),
  {
    name: "each secret for everybody",
    channel: "store.secrets",
    edits: policies("aws_secretsmanager_secret_policy", "policy", (all) =>
      all.splice(0, all.length, {
        Effect: "Allow",
        Principal: "*",
        Action: "secretsmanager:GetSecretValue",
        Resource: "*",
      }),
    ),
  },
  {
    name: "each secret for a foreign account, by a denial that spares it",
    channel: "store.secrets",
    edits: policies("aws_secretsmanager_secret_policy", "policy", (all) => {
      for (const one of all)
        if (isDeny(one)) one.Condition = { ...one.Condition, StringNotEquals: { "aws:PrincipalAccount": FOREIGN } };
      all.push({ Effect: "Allow", Principal: { AWS: FOREIGN }, Action: "secretsmanager:*", Resource: "*" });
    }),
  },
  {
    name: "a secret without a policy",
    channel: "store.secrets",
    edits: removing("aws_secretsmanager_secret_policy"),
  },
  {
    name: "each role for a foreign account",
    channel: "identity.role-trust",
    edits: statements("aws_iam_role", "assume_role_policy", isAllow, foreign),
  },
  {
    name: "each role for everybody",
    channel: "identity.role-trust",
    edits: statements("aws_iam_role", "assume_role_policy", isAllow, everybody),
  },
  {
    name: "each role for a federation",
    channel: "identity.role-trust",
    edits: statements("aws_iam_role", "assume_role_policy", isAllow, (one) => {
      one.Principal = { Federated: "token.actions.githubusercontent.com" };
      one.Action = "sts:AssumeRoleWithWebIdentity";
      delete one.Condition;
    }),
  },
  {
    name: "each role for a service on anybody's behalf",
    channel: "identity.role-trust",
    edits: statements("aws_iam_role", "assume_role_policy", isAllow, (one) => {
      one.Principal = { Service: "cloudtrail.amazonaws.com" };
      delete one.Condition;
    }),
  },
  {
    name: "a new role for everybody",
    channel: "identity.role-trust",
    edits: adding("aws_iam_role", {
      name: "x",
      assume_role_policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: { AWS: "*" }, Action: "sts:AssumeRole" }],
      }),
    }),
  },
  machineRole("makes peerings", { Action: "ec2:CreateVpcPeeringConnection" }),
  machineRole("passes roles", { Action: "iam:PassRole" }),
  machineRole("writes policies", { Action: ["iam:Put*"] }),
  machineRole("does everything", { Action: "*" }),
  machineRole("does all but a little", { Action: undefined, NotAction: ["iam:*"] }),
  machineRole("shares snapshots", { Action: "ec2:ModifySnapshotAttribute" }),
  machineRole("rewrites bucket policies", { Action: "s3:PutBucketPolicy" }),
  machineRole("takes on any role", { Action: "sts:AssumeRole" }),
  machineRole("writes names", { Action: "route53:ChangeResourceRecordSets" }),
  machineRole("re-policies keys", { Action: "kms:PutKeyPolicy" }),
  machineRole("starts machines", { Action: "ec2:RunInstances" }),
  machineRole("invokes functions anywhere", { Action: "lambda:*" }),
  {
    name: "a role without a boundary",
    channel: "identity.boundary",
    edits: changing("aws_iam_role", (one) => void delete one["permissions_boundary"]),
  },
  boundary("that allows everything", (all) =>
    all.splice(0, all.length, { Effect: "Allow", Action: "*", Resource: "*" }),
  ),
  boundary("that lets IAM be changed", (all) => {
    const never = all.find(isDeny);
    if (never) gone(never, all);
    all.push({ Effect: "Allow", Action: "iam:*", Resource: "*" });
  }),
  {
    name: "a user",
    channel: "identity.users",
    edits: adding("aws_iam_user", { name: "x" }),
  },
  { name: "an access key", channel: "identity.users", edits: adding("aws_iam_access_key", { user: "x" }) },
  {
    name: "split tunnels",
    channel: "people.client-vpn",
    edits: setting("aws_ec2_client_vpn_endpoint", { split_tunnel: true }),
  },
  {
    name: "rules for everything",
    channel: "people.client-vpn",
    edits: setting("aws_ec2_client_vpn_authorization_rule", { target_network_cidr: "0.0.0.0/0" }),
  },
  {
    name: "rules for everybody",
    channel: "people.client-vpn",
    edits: setting("aws_ec2_client_vpn_authorization_rule", { authorize_all_groups: true, access_group_id: null }),
  },
  {
    name: "one factor",
    channel: "people.client-vpn",
    edits: changing("aws_ec2_client_vpn_endpoint", (one) => {
      one["authentication_options"] = [one["authentication_options"]].flat().slice(0, 1);
    }),
  },
  {
    name: "a route of the client VPN to the world",
    channel: "people.client-vpn",
    edits: addingTo("aws_ec2_client_vpn_endpoint", "aws_ec2_client_vpn_route", (id) => ({
      client_vpn_endpoint_id: id,
      destination_cidr_block: "0.0.0.0/0",
      target_vpc_subnet_id: "subnet-1",
    })),
  },
  {
    name: "the portal",
    channel: "people.client-vpn",
    edits: setting("aws_ec2_client_vpn_endpoint", { self_service_portal: "enabled" }),
  },
  {
    name: "serial consoles",
    channel: "people.serial-console",
    edits: setting("aws_ec2_serial_console_access", { enabled: true }),
  },
  {
    name: "EC2 Instance Connect",
    channel: "people.instance-connect",
    edits: addingTo("aws_subnet", "aws_ec2_instance_connect_endpoint", (id) => ({ subnet_id: id })),
  },
  {
    name: "sessions of Systems Manager",
    channel: "people.session-manager",
    edits: addingTo("aws_vpc", "aws_vpc_endpoint", (id) => ({
      vpc_id: id,
      vpc_endpoint_type: "Interface",
      service_name: "com.amazonaws.ap-northeast-2.ssmmessages",
      policy: JSON.stringify({ Version: "2012-10-17", Statement: [] }),
    })),
  },
  {
    name: "metadata without tokens",
    channel: "compute.instance-metadata",
    edits: changing("aws_launch_template", (one) => void delete one["metadata_options"]),
  },
  {
    name: "flow logs to elsewhere",
    channel: "log.flow-logs",
    edits: setting("aws_flow_log", { log_destination: "arn:aws:s3:::elsewhere/" }),
  },
  {
    name: "trails to elsewhere",
    channel: "log.trails",
    edits: setting("aws_cloudtrail", { s3_bucket_name: "elsewhere" }),
  },
  {
    name: "logs to another account's stream",
    channel: "log.subscriptions",
    edits: setting("aws_cloudwatch_log_subscription_filter", {
      destination_arn: `arn:aws:logs:ap-northeast-2:${FOREIGN}:destination:x`,
    }),
  },
  {
    name: "a delivery stream to an HTTP endpoint",
    channel: "log.delivery-streams",
    edits: setting("aws_kinesis_firehose_delivery_stream", {
      destination: "http_endpoint",
      extended_s3_configuration: null,
      http_endpoint_configuration: [{ url: "https://collector.example.org" }],
    }),
  },
  {
    name: "a delivery stream to another bucket",
    channel: "log.delivery-streams",
    edits: changing("aws_kinesis_firehose_delivery_stream", (one) => {
      (one["extended_s3_configuration"] as Record<string, unknown>)["bucket_arn"] = "arn:aws:s3:::elsewhere";
    }),
  },
  {
    name: "a shared snapshot",
    channel: "share.volume-snapshots",
    edits: adding("aws_snapshot_create_volume_permission", { snapshot_id: "snap-1", account_id: FOREIGN }),
  },
  {
    name: "snapshots that may be shared",
    channel: "share.volume-snapshots",
    edits: setting("aws_ebs_snapshot_block_public_access", { state: "unblocked" }),
  },
  {
    name: "a shared image",
    channel: "share.images",
    edits: adding("aws_ami_launch_permission", { image_id: "ami-1", account_id: FOREIGN }),
  },
  {
    name: "changes of each bucket policy ignored",
    channel: "supply.opaque-parts",
    edits: setting("aws_s3_bucket_policy", { lifecycle: { ignore_changes: ["policy"] } }),
  },
  {
    name: "a program run where Terraform runs",
    channel: "supply.opaque-parts",
    edits: setting("aws_instance", { provisioner: [{ "local-exec": { command: "id" } }] }),
  },
  {
    name: "a type that nobody knows",
    channel: "supply.unknown-resources",
    edits: adding("aws_quantum_teleporter"),
  },
  {
    name: "an attribute that nobody knows",
    channel: "supply.unknown-attributes",
    edits: setting("aws_vpc", { teleport_to: "moon" }),
  },
  {
    name: "a secret's value",
    channel: "state.secrets",
    edits: addingTo("aws_secretsmanager_secret", "aws_secretsmanager_secret_version", (id) => ({
      secret_id: id,
      secret_string: "hunter2",
    })),
  },
  {
    name: "a credential in user data",
    channel: "state.secrets",
    edits: setting("aws_instance", { user_data: "export AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE" }),
  },
];
