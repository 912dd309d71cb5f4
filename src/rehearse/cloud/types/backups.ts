import { type Call, type ResourceType } from "../resource-type";
import { type StoredResource } from "../store";
import { objectsOf, refuse, textOf, written } from "./refusals";

/** Days between the move to cold storage and the end: https://docs.aws.amazon.com/aws-backup/latest/devguide/API_Lifecycle.html */
const COLD_DAYS = 90;

/** AWS makes no lock final sooner: https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html */
const COOLING_OFF_DAYS = 3;

function vaultNamed({ store, account, region }: Call, name: unknown): StoredResource | undefined {
  return store.ofType("aws_backup_vault", { account, region }).find((vault) => vault.values["name"] === name);
}

function vaultOf(call: Call): StoredResource {
  const name = call.values["backup_vault_name"];
  const vault = vaultNamed(call, name);
  if (vault === undefined) refuse("ResourceNotFoundException", `Backup vault ${written(name)} does not exist.`);
  return vault;
}

/** What a vault has at most once, and is known by its name. */
const ofVault = (noun: string, more: Partial<ResourceType> = {}): ResourceType => ({
  noun,
  id: "{backup_vault_name}",
  computed: (call) => ({ backup_vault_arn: vaultOf(call).values["arn"] ?? null }),
  create: vaultOf,
  ...more,
});

/** https://docs.aws.amazon.com/aws-backup/latest/devguide/API_PutBackupVaultLockConfiguration.html */
function checkLock(call: Call): void {
  vaultOf(call);
  const cooling = call.values["changeable_for_days"];
  if (typeof cooling === "number" && cooling !== 0 && cooling < COOLING_OFF_DAYS)
    refuse("InvalidParameterValueException", `ChangeableForDays must be at least ${COOLING_OFF_DAYS}.`);
  const [least, most] = ["min_retention_days", "max_retention_days"].map((name) => call.values[name]);
  if (typeof least === "number" && typeof most === "number" && least > most)
    refuse("InvalidParameterValueException", "MinRetentionDays cannot be greater than MaxRetentionDays.");
}

/** https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateBackupPlan.html */
function checkPlan(call: Call): void {
  for (const rule of objectsOf(call.values["rule"])) {
    if (vaultNamed(call, rule["target_vault_name"]) === undefined)
      refuse("InvalidParameterValueException", `Backup vault ${written(rule["target_vault_name"])} does not exist.`);
    for (const { cold_storage_after: cold, delete_after: end } of objectsOf(rule["lifecycle"]))
      if (typeof cold === "number" && typeof end === "number" && cold > 0 && end > 0 && end < cold + COLD_DAYS)
        refuse(
          "InvalidParameterValueException",
          `DeleteAfterDays cannot be less than ${COLD_DAYS} days apart from MoveToColdStorageAfterDays`,
        );
  }
}

/** https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateBackupSelection.html */
function checkSelection({ store, values, account, region }: Call): void {
  const role = textOf(values["iam_role_arn"]);
  if (store.ofType("aws_backup_plan", { account, region }).every(({ id }) => id !== values["plan_id"]))
    refuse("InvalidParameterValueException", `Backup plan ${written(values["plan_id"])} does not exist.`);
  const found = store.ofType("aws_iam_role").find(({ values: one }) => one["arn"] === role);
  if (found === undefined || !written(found.values["assume_role_policy"]).includes("backup.amazonaws.com"))
    refuse("InvalidParameterValueException", `IAM Role ${role ?? ""} cannot be assumed by AWS Backup`);
}

export const BACKUP_TYPES: Readonly<Record<string, ResourceType>> = {
  aws_backup_vault: {
    noun: "Backup Vault",
    id: "{name}",
    arn: "backup:{region}:{account}:backup-vault:{name}",
    computed: () => ({ recovery_points: 0 }),
    create: (call) => {
      if (vaultNamed(call, call.values["name"]) !== undefined)
        refuse("AlreadyExistsException", "Backup vault with the same name already exists");
    },
    // https://docs.aws.amazon.com/aws-backup/latest/devguide/API_DeleteBackupVault.html
    delete: ({ prior }) => {
      if (Number(prior.values["recovery_points"]) > 0)
        refuse("InvalidRequestException", "Backup vault cannot be deleted as it contains recovery points.");
    },
  },
  aws_backup_vault_policy: ofVault("Backup Vault Policy", { policies: { policy: "backup-vault" } }),
  aws_backup_vault_lock_configuration: ofVault("Backup Vault Lock Configuration", {
    create: checkLock,
    update: checkLock,
  }),
  aws_backup_plan: {
    noun: "Backup Plan",
    id: "{uuid}",
    arn: "backup:{region}:{account}:backup-plan:{id}",
    computed: ({ digits }) => ({ version: digits(32) }),
    create: checkPlan,
    update: checkPlan,
    heldBy: { aws_backup_selection: "plan_id" },
    heldCode: "InvalidRequestException",
  },
  aws_backup_selection: { noun: "Backup Selection", id: "{uuid}", create: checkSelection },
};
