import { BackupPlan } from "@cdktf/provider-aws/lib/backup-plan";
import { BackupSelection } from "@cdktf/provider-aws/lib/backup-selection";
import { Construct } from "constructs";
import { BackupRole, type BackupRoleProps } from "./backup-role";
import { BackupVault, type BackupVaultProps } from "./backup-vault";

export interface StoreBackupsProps
  extends BackupVaultProps, Pick<BackupRoleProps, "account" | "bucketArns" | "fileSystemArns" | "region"> {
  /** IAM path of the roles, with leading and trailing slash. */
  readonly rolePath: string;
  /** ARN of the key of the buckets. */
  readonly storeKeyArn: string;
  /** Time of day, UTC, `HH:MM`, at which a backup begins within the hour. */
  readonly dailyAt: string;
}

/** Names of the roles by which AWS Backup fills a vault, and stores from it. */
export function backupRoleNames(vault: string): { readonly backup: string; readonly restore: string } {
  return { backup: `${vault}-backup`, restore: `${vault}-restore` };
}

/** Minutes within which a backup has to begin, and to be done: the least and the default of AWS Backup. */
const START_MINUTES = 60;
const COMPLETION_MINUTES = 1440;

/**
 * Daily backups of stores, each named by its ARN and none by a tag that somebody could set, into a {@link BackupVault}.
 * Nothing is copied elsewhere. Restores go into the same stores, by a role that is there only where somebody may restore.
 * Buckets have to be versioned: https://docs.aws.amazon.com/aws-backup/latest/devguide/s3-backups.html
 *
 * @throws Error where there is nothing to back up, and what {@link BackupVault} throws
 */
export class StoreBackups extends Construct {
  public readonly vault: BackupVault;
  /** Role by which AWS Backup reads the stores. */
  public readonly backupRole: BackupRole;
  /** Role by which AWS Backup writes them, that restorers hand to it; none where nobody restores. */
  public readonly restoreRole?: BackupRole;

  public constructor(scope: Construct, id: string, props: StoreBackupsProps) {
    super(scope, id);
    const { bucketArns, fileSystemArns, name, provider, retentionDays, rolePath } = props;
    if (bucketArns.length + fileSystemArns.length === 0)
      throw new Error(`vault ${name} has no store to back up; name at least one bucket or file system`);
    this.vault = new BackupVault(this, "vault", props);
    const names = backupRoleNames(name);
    const role = { ...props, path: rolePath };
    this.backupRole = new BackupRole(this, "backup-role", { ...role, duty: "backup", name: names.backup });
    if ((props.restorers ?? []).length > 0)
      this.restoreRole = new BackupRole(this, "restore-role", { ...role, duty: "restore", name: names.restore });
    const [hour = "", minute = ""] = props.dailyAt.split(":");
    const plan = new BackupPlan(this, "plan", {
      name,
      rule: [
        {
          ruleName: "daily",
          targetVaultName: this.vault.vault.name,
          schedule: `cron(${Number(minute)} ${Number(hour)} * * ? *)`,
          startWindow: START_MINUTES,
          completionWindow: COMPLETION_MINUTES,
          // What is left out the provider does not know before each apply, and would plan anew.
          lifecycle: { deleteAfter: retentionDays, optInToArchiveForSupportedResources: false },
        },
      ],
      // No backup without the lock and the policy.
      dependsOn: [this.vault.policy, this.vault.lock],
      provider,
    });
    new BackupSelection(this, "selection", {
      name: "stores",
      planId: plan.id,
      iamRoleArn: this.backupRole.role.arn,
      resources: [...bucketArns, ...fileSystemArns],
      dependsOn: [this.backupRole.permissions],
      provider,
    });
  }
}
