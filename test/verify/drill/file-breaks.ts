import {
  addingTo,
  changing,
  hasSid,
  policies,
  removing,
  setting,
  statements,
  together,
  FOREIGN,
  type Attributes,
  type Edits,
} from "./edits";
import { type Harmless } from "./harmless";
import { type Break } from "./network-breaks";

const POLICY = "aws_efs_file_system_policy";
const dropping = (sid: string): Edits =>
  statements(POLICY, "policy", hasSid(sid), (one, all) => void all.splice(all.indexOf(one), 1));
const inGateway = (_: Attributes, name: string): boolean => name.includes("gateway");

/** The one access point's directory becomes another one's. */
const sameDirectory: Edits = changing(
  "aws_efs_access_point",
  (one) => (one["root_directory"] = { path: "/neuro-ai/shared" }),
  (_, name) => name.includes("omics-lab"),
);

export const FILE_BREAKS: readonly Break[] = [
  {
    name: "files that a tenant writes and another one mounts",
    channel: "store.between-boxes",
    edits: sameDirectory,
  },
  {
    name: "an access point without a directory of its own",
    channel: "store.between-boxes",
    edits: changing("aws_efs_access_point", (one) => void delete one["root_directory"]),
  },
  {
    name: "a tenant's role that mounts by the other one's access point, by all three layers",
    channel: "store.between-boxes",
    edits: together(
      statements(
        POLICY,
        "policy",
        hasSid("Client1"),
        (one) => void delete one.Condition?.["ArnEquals"]?.["elasticfilesystem:AccessPointArn"],
      ),
      policies(
        "aws_iam_role_policy",
        "policy",
        (all) =>
          void all.push({ Sid: "Added", Effect: "Allow", Action: "elasticfilesystem:ClientMount", Resource: "*" }),
        (_, name) => name.includes("research-box-omics-lab_compute"),
      ),
    ),
  },
  { name: "a file system without a policy", channel: "store.between-boxes", edits: removing(POLICY) },
  { name: "mounts in clear", channel: "store.file-systems", edits: dropping("DenyInsecureTransport") },
  {
    name: "a file system for another account",
    channel: "store.file-systems",
    edits: policies(POLICY, "policy", (all) =>
      all.push({ Effect: "Allow", Principal: { AWS: FOREIGN }, Action: "elasticfilesystem:ClientMount" }),
    ),
  },
  {
    name: "a file system that is replicated",
    channel: "store.file-systems",
    edits: addingTo("aws_efs_file_system", "aws_efs_replication_configuration", (id) => ({
      source_file_system_id: id,
      destination: [{ region: "us-east-1" }],
    })),
  },
  {
    name: "a file system under Amazon's own key",
    channel: "key.encryption",
    edits: changing("aws_efs_file_system", (one) => void delete one["kms_key_id"]),
  },
  {
    name: "a file system that is not encrypted",
    channel: "key.encryption",
    edits: setting("aws_efs_file_system", { encrypted: false }),
  },
  {
    name: "a gateway that forwards any port to the stores",
    channel: "net.tunnel-configuration",
    edits: changing(
      "aws_instance",
      (one) => (one["user_data"] = String(one["user_data"]).replace("tcp dport 2049 accept", "accept")),
      inGateway,
    ),
  },
  {
    name: "a gateway that takes for files what no tunnel brought",
    channel: "net.tunnel-configuration",
    edits: changing(
      "aws_instance",
      (one) => (one["user_data"] = String(one["user_data"]).replace(/meta secpath exists (.* 2049 accept)/, "$1")),
      (_, name) => name.includes("data-gateway"),
    ),
  },
  {
    name: "a key that the deploy role uses through S3 besides",
    channel: "identity.deploy-role",
    edits: policies(
      "aws_kms_external_key",
      "policy",
      (all) => {
        for (const one of all)
          if (hasSid(/^(MakeFileSystems|DeployRolesNeverUse)$/)(one))
            for (const test of Object.values(one.Condition ?? {}))
              if ("kms:ViaService" in test) test["kms:ViaService"] = ["s3.ap-northeast-2.amazonaws.com"];
      },
      (_, name) => name.includes("custody_data"),
    ),
  },
];

export const HARMLESS_FILES: readonly Harmless[] = [
  {
    name: "files that two tenants only read",
    edits: (stack) => [
      (copy) => {
        for (const edit of [
          ...sameDirectory(stack),
          ...policies(POLICY, "policy", (all) => {
            for (const one of all) if (hasSid(/^Client/)(one)) one.Action = "elasticfilesystem:ClientMount";
          })(stack),
        ])
          edit(copy);
      },
    ],
  },
  { name: "root allowed to nobody twice", edits: dropping("NobodyIsRoot") },
  { name: "access points that the roles' grants name too", edits: dropping("OnlyByAccessPoints") },
  {
    name: "another user of an access point",
    edits: setting("aws_efs_access_point", { posix_user: { uid: 7, gid: 7 } }),
  },
  {
    name: "a mount target that nobody reaches",
    edits: changing(
      "aws_vpc_security_group_ingress_rule",
      (one) => (one["from_port"] = one["to_port"] = 2048),
      (one) => one["from_port"] === 2049,
    ),
  },
];
