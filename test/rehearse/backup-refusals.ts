import { type Refusal } from "./refusals";

const API = "https://docs.aws.amazon.com/aws-backup/latest/devguide/API_";
const vault = { main: { name: "databox-refusals" } };
const VAULT = "${aws_backup_vault.main.name}";
const policy = (Action: unknown): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Deny", Principal: "*", Action, Resource: "*" }] });
const plan = (rule: object = {}): Record<string, Record<string, unknown>> => ({
  main: { name: "daily", rule: [{ rule_name: "daily", target_vault_name: VAULT, ...rule }] },
});
const role = (Service: string): Record<string, Record<string, unknown>> => ({
  main: {
    name: "databox-refusals-backup",
    assume_role_policy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service }, Action: "sts:AssumeRole" }],
    }),
  },
});
const selection = {
  main: {
    name: "stores",
    plan_id: "${aws_backup_plan.main.id}",
    iam_role_arn: "${aws_iam_role.main.arn}",
    resources: ["arn:aws:s3:::databox-refusals-main"],
  },
};

/** Vaults, locks, plans and selections of AWS Backup. */
export const BACKUP_REFUSALS: readonly Refusal[] = [
  {
    name: "a vault with the name of another one",
    code: "AlreadyExistsException",
    message: "Backup vault with the same name already exists",
    at: "aws_backup_vault.second",
    source: `${API}CreateBackupVault.html`,
    resources: { aws_backup_vault: { ...vault, second: { ...vault.main, depends_on: ["aws_backup_vault.main"] } } },
  },
  {
    name: "a policy of a vault that is not there",
    code: "ResourceNotFoundException",
    message: "Backup vault gone does not exist",
    at: "aws_backup_vault_policy.main",
    source: `${API}PutBackupVaultAccessPolicy.html`,
    resources: {
      aws_backup_vault_policy: { main: { backup_vault_name: "gone", policy: policy("backup:StartRestoreJob") } },
    },
  },
  {
    name: "a policy of a vault with a wildcard",
    code: "InvalidParameterValueException",
    message: "Action backup:* has a wildcard",
    at: "aws_backup_vault_policy.main",
    source: "https://docs.aws.amazon.com/aws-backup/latest/devguide/create-a-vault-access-policy.html",
    resources: {
      aws_backup_vault: vault,
      aws_backup_vault_policy: { main: { backup_vault_name: VAULT, policy: policy("backup:*") } },
    },
  },
  {
    name: "a policy of a vault with an action that there is not",
    code: "InvalidParameterValueException",
    message: "Unknown action backup:CopyOut",
    at: "aws_backup_vault_policy.main",
    source: "https://docs.aws.amazon.com/aws-backup/latest/devguide/create-a-vault-access-policy.html",
    resources: {
      aws_backup_vault: vault,
      aws_backup_vault_policy: { main: { backup_vault_name: VAULT, policy: policy("backup:CopyOut") } },
    },
  },
  {
    name: "a lock that keeps for longer than it may",
    code: "InvalidParameterValueException",
    message: "MinRetentionDays cannot be greater than MaxRetentionDays",
    at: "aws_backup_vault_lock_configuration.main",
    source: `${API}PutBackupVaultLockConfiguration.html`,
    resources: {
      aws_backup_vault: vault,
      aws_backup_vault_lock_configuration: {
        main: { backup_vault_name: VAULT, min_retention_days: 90, max_retention_days: 35 },
      },
    },
  },
  {
    name: "a plan for a vault that is not there",
    code: "InvalidParameterValueException",
    message: "Backup vault gone does not exist",
    at: "aws_backup_plan.main",
    source: `${API}CreateBackupPlan.html`,
    resources: { aws_backup_plan: plan({ target_vault_name: "gone" }) },
  },
  {
    name: "a backup that ends before its cold storage has to",
    code: "InvalidParameterValueException",
    message: "DeleteAfterDays cannot be less than 90 days apart",
    at: "aws_backup_plan.main",
    source: `${API}Lifecycle.html`,
    resources: {
      aws_backup_vault: vault,
      aws_backup_plan: plan({ lifecycle: [{ cold_storage_after: 30, delete_after: 60 }] }),
    },
  },
  {
    name: "stores that are backed up by a role of machines",
    code: "InvalidParameterValueException",
    message: "cannot be assumed by AWS Backup",
    at: "aws_backup_selection.main",
    source: `${API}CreateBackupSelection.html`,
    resources: {
      aws_backup_vault: vault,
      aws_backup_plan: plan(),
      aws_iam_role: role("ec2.amazonaws.com"),
      aws_backup_selection: selection,
    },
  },
];
