import {
  addingTo,
  changing,
  FOREIGN,
  hasSid,
  isDeny,
  policies,
  removing,
  setting,
  statements,
  together,
  type Attributes,
  type Edits,
  type Statement,
} from "./edits";
import { type Harmless } from "./harmless";
import { type Break } from "./network-breaks";

const POLICY = "aws_backup_vault_policy";
const HOSPITAL = "111111111111";
const without = (sid: string): Edits =>
  statements(POLICY, "policy", hasSid(sid), (one, all) => void all.splice(all.indexOf(one), 1));
const except = (sid: string, ...arns: string[]): Edits =>
  statements(POLICY, "policy", hasSid(sid), (one) => {
    const named = one.Condition?.["ArnNotEquals"]?.["aws:PrincipalArn"] ?? [];
    one.Condition = { ArnNotEquals: { "aws:PrincipalArn": [named, arns].flat() } };
  });
const backupRole = (_: Attributes, name: string): boolean => name.startsWith("backups_backup-role");
const restoreRole = (_: Attributes, name: string): boolean => name.startsWith("backups_restore-role");
const trust = (edit: (one: Statement) => void, which = backupRole): Edits =>
  policies("aws_iam_role", "assume_role_policy", (all) => all.forEach(edit), which);
const mayAlso = (which: typeof backupRole, Action: unknown, Resource: unknown): Edits =>
  policies(
    "aws_iam_policy",
    "policy",
    (all) => void all.push({ Sid: "Added", Effect: "Allow", Action, Resource }),
    which,
  );
const withRule = (more: Attributes): Edits =>
  changing("aws_backup_plan", (plan) => Object.assign((plan["rule"] as Attributes[])[0] ?? {}, more));
const FOREIGN_VAULT = `arn:aws:backup:ap-northeast-2:${FOREIGN}:backup-vault:theirs`;
const OWN_VAULT = `arn:aws:backup:ap-northeast-2:${HOSPITAL}:backup-vault:another`;

export const BACKUP_BREAKS: readonly Break[] = [
  { name: "a vault without a policy", channel: "share.backup-vaults", edits: removing(POLICY) },
  {
    name: "recovery points that are copied out",
    channel: "share.backup-vaults",
    edits: without("NothingIsCopiedOut"),
  },
  {
    name: "recovery points that one role copies out",
    channel: "share.backup-vaults",
    edits: except("NothingIsCopiedOut", `arn:aws:iam::${HOSPITAL}:role/Copier`),
  },
  { name: "restores by anybody", channel: "share.backup-vaults", edits: without("OnlyRestorersRestore") },
  {
    name: "restores by whoever has a name that fits",
    channel: "share.backup-vaults",
    edits: statements(
      POLICY,
      "policy",
      hasSid("OnlyRestorersRestore"),
      (one) => (one.Condition = { ArnNotLike: { "aws:PrincipalArn": `arn:aws:iam::${HOSPITAL}:role/*Restore*` } }),
    ),
  },
  {
    name: "restores by the role that deploys",
    channel: "share.backup-vaults",
    edits: except("OnlyRestorersRestore", `arn:aws:iam::${HOSPITAL}:role/DataBoxDeploy`),
  },
  {
    name: "denials that hold in the open only",
    channel: "share.backup-vaults",
    edits: policies(POLICY, "policy", (all) => {
      for (const one of all.filter(isDeny))
        one.Condition = { ...one.Condition, Bool: { "aws:ViaAWSService": "false" } };
    }),
  },
  { name: "a vault that anybody re-policies", channel: "share.backup-vaults", edits: without("DenyLoosening") },
  {
    name: "a vault that serves another account",
    channel: "share.backups",
    edits: policies(
      POLICY,
      "policy",
      (all) =>
        void all.push({
          Effect: "Allow",
          Principal: { AWS: FOREIGN },
          Action: "backup:DescribeRecoveryPoint",
          Resource: "*",
        }),
    ),
  },
  {
    name: "backups that are copied into another account",
    channel: "share.backups",
    edits: withRule({ copy_action: [{ destination_vault_arn: FOREIGN_VAULT }] }),
  },
  {
    name: "backups that are copied into a vault that nobody sees",
    channel: "share.backup-vaults",
    edits: withRule({ copy_action: [{ destination_vault_arn: OWN_VAULT }] }),
  },
  {
    name: "backups into a vault that nobody sees",
    channel: "share.backup-vaults",
    edits: withRule({ target_vault_name: "Default" }),
  },
  {
    name: "a logically air-gapped vault beside it",
    channel: "share.backups",
    edits: addingTo("aws_backup_vault", "aws_backup_logically_air_gapped_vault", () => ({
      name: "apart",
      min_retention_days: 7,
      max_retention_days: 30,
    })),
  },
  {
    name: "backups that AWS makes by itself",
    channel: "share.backup-vaults",
    edits: setting("aws_efs_backup_policy", { backup_policy: { status: "ENABLED" } }),
  },
  {
    name: "a vault under Amazon's own key",
    channel: "key.encryption",
    edits: setting("aws_backup_vault", { kms_key_arn: undefined }),
  },
  {
    name: "reports of backups in a foreign bucket",
    channel: "share.backups",
    edits: addingTo("aws_backup_vault", "aws_backup_report_plan", () => ({
      name: "report",
      report_delivery_channel: [{ s3_bucket_name: "theirs" }],
      report_setting: [{ report_template: "BACKUP_JOB_REPORT" }],
    })),
  },
  {
    name: "a backup role that machines take on too",
    channel: "store.reads-outside",
    edits: trust((one) => (one.Principal = { Service: ["backup.amazonaws.com", "ec2.amazonaws.com"] })),
  },
  {
    name: "a backup role that somebody takes on too",
    channel: "store.reads-outside",
    edits: policies(
      "aws_iam_role",
      "assume_role_policy",
      (all) =>
        void all.push({
          Effect: "Allow",
          Principal: { AWS: `arn:aws:iam::${HOSPITAL}:root` },
          Action: "sts:AssumeRole",
        }),
      backupRole,
    ),
  },
  {
    name: "a backup role for whatever account",
    channel: "store.reads-outside",
    edits: trust((one) => void delete one.Condition),
  },
  {
    name: "a backup role for another account",
    channel: "store.reads-outside",
    edits: trust((one) => (one.Condition = { StringEquals: { "aws:SourceAccount": FOREIGN } })),
  },
  {
    name: "a restore role for whatever account",
    channel: "store.reads-outside",
    edits: trust((one) => void delete one.Condition, restoreRole),
  },
  {
    name: "a restore role that writes to foreign buckets",
    channel: "store.reads-outside",
    edits: mayAlso(restoreRole, "s3:PutObject", "arn:aws:s3:::theirs/*"),
  },
  {
    name: "a backup role that copies into foreign vaults",
    channel: "store.reads-outside",
    edits: mayAlso(backupRole, "backup:CopyIntoBackupVault", "arn:aws:backup:*:*:backup-vault:*"),
  },
  {
    name: "a backup role with a policy of AWS's besides",
    channel: "store.reads-outside",
    edits: together(
      addingTo(
        "aws_iam_role",
        "aws_iam_role_policy_attachment",
        (_, name) => ({
          role: `\${aws_iam_role.${name}.name}`,
          policy_arn: "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup",
        }),
        backupRole,
      ),
      setting("aws_iam_role", { permissions_boundary: undefined }, backupRole),
    ),
  },
  {
    name: "a backup role that changes what confines it",
    channel: "identity.machine-roles",
    edits: mayAlso(backupRole, "s3:PutBucketPolicy", "*"),
  },
  {
    name: "a restore role without a boundary",
    channel: "identity.boundary",
    edits: setting("aws_iam_role", { permissions_boundary: undefined }, restoreRole),
  },
  {
    name: "whoever has a name like AWS Backup's role",
    channel: "store.reads-outside",
    edits: statements(
      "aws_s3_bucket_policy",
      "policy",
      (one) => hasSid("ReadObjectsOnlyThroughTheEndpoint")(one) && JSON.stringify(one.Condition).includes("-backup"),
      (one) => {
        const others = Object.entries(one.Condition ?? {}).filter(([operator]) => operator !== "ArnNotEquals");
        one.Condition = {
          ...Object.fromEntries(others),
          ArnNotLike: { "aws:PrincipalArn": `arn:aws:iam::${HOSPITAL}:role/*backup` },
        };
      },
    ),
  },
  {
    name: "a vault's key that the deploy role uses through S3 besides",
    channel: "identity.deploy-role",
    edits: policies(
      "aws_kms_external_key",
      "policy",
      (all) => {
        for (const one of all)
          if (hasSid(/^(MakeVaults|DeployRolesNeverUse)$/)(one))
            for (const test of Object.values(one.Condition ?? {}))
              if ("kms:ViaService" in test) test["kms:ViaService"] = ["s3.ap-northeast-2.amazonaws.com"];
      },
      (_, name) => name.includes("custody_backup"),
    ),
  },
  {
    name: "a role that fills vaults of its own choice",
    channel: "share.backup-vaults",
    edits: addingTo("aws_backup_vault", "aws_iam_role", () => ({
      name: "operator",
      assume_role_policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: { AWS: `arn:aws:iam::${HOSPITAL}:root` }, Action: "sts:AssumeRole" }],
      }),
      inline_policy: [
        {
          name: "operate",
          policy: JSON.stringify({
            Version: "2012-10-17",
            Statement: [{ Effect: "Allow", Action: ["backup:*", "iam:PassRole"], Resource: "*" }],
          }),
        },
      ],
    })),
  },
];

export const HARMLESS_BACKUPS: readonly Harmless[] = [
  { name: "another time of day", edits: withRule({ schedule: "cron(30 3 * * ? *)" }) },
  {
    name: "a longer retention",
    edits: together(
      withRule({ lifecycle: { delete_after: 400 } }),
      setting("aws_backup_vault_lock_configuration", { min_retention_days: 400, max_retention_days: 400 }),
    ),
  },
  {
    name: "fewer stores that are backed up",
    edits: changing("aws_backup_selection", (one) => void (one["resources"] as unknown[]).pop()),
  },
  { name: "a vault named by its name", edits: withRule({ target_vault_name: "databox-stroke-registry" }) },
  { name: "a vault without a lock", edits: removing("aws_backup_vault_lock_configuration") },
  {
    name: "copies that are denied once",
    edits: statements(
      POLICY,
      "policy",
      hasSid("NothingIsCopiedOut"),
      (one) => (one.Action = "backup:CopyFromBackupVault"),
    ),
  },
  {
    name: "restores that nobody starts",
    edits: statements(POLICY, "policy", hasSid("OnlyRestorersRestore"), (one) => void delete one.Condition),
  },
  {
    name: "a backup role named by the vault's plans only",
    edits: trust(
      (one) =>
        (one.Condition = {
          StringEquals: { "aws:SourceAccount": HOSPITAL },
          ArnLike: { "aws:SourceArn": `arn:aws:backup:ap-northeast-2:${HOSPITAL}:*` },
        }),
    ),
  },
];
