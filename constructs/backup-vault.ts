import { BackupVault as Vault } from "@cdktf/provider-aws/lib/backup-vault";
import { BackupVaultLockConfiguration } from "@cdktf/provider-aws/lib/backup-vault-lock-configuration";
import { BackupVaultPolicy } from "@cdktf/provider-aws/lib/backup-vault-policy";
import { type TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { policyJson, type PolicyCondition, type PolicyStatement } from "./policy-document";

/** AWS's cooling-off, 72 hours: https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html */
const COOLING_OFF_DAYS = 3;

export interface BackupVaultProps {
  /** 2 to 50 letters, digits, hyphens and underscores, unique in its account and region. */
  readonly name: string;
  /** ARN of the hospital's key that encrypts the recovery points. A vault that exists cannot change it. */
  readonly keyArn: string;
  /** Days for which every recovery point is kept, no fewer and no more. */
  readonly retentionDays: number;
  /** ARNs of the hospital's administrators: they may change the vault's policy. */
  readonly administrators: readonly string[];
  /** ARNs of the roles that deploy: they may change the vault's policy, and start no job that takes anything out of it. */
  readonly deployRoleArns: readonly string[];
  /**
   * ARNs of the hospital's roles, of the vault's account, that start restores.
   * @default - nobody
   */
  readonly restorers?: readonly string[];
  /**
   * Days after which the lock is final, at least 3: nobody, not even the root user or AWS, then lifts it, shortens the
   * retention or deletes a recovery point before its time.
   * @default 7
   */
  readonly changeableForDays?: number;
  /**
   * Whether the lock never becomes final: whoever has the permission lifts it, and deletes every recovery point.
   * @default false
   */
  readonly lockCanBeLifted?: boolean;
  /** @default - the stack's default provider */
  readonly provider?: TerraformProvider;
}

/**
 * A locked vault of AWS Backup under the hospital's own key: nothing is copied out of it, nothing in it is deleted before
 * its time, and nobody but the named restorers starts a restore, whatever IAM allows. The roles that deploy look at it and
 * may change its policy: that their changes are seen first is what review and approval of plans are for.
 *
 * AWS Backup itself refuses other accounts, but to copy into a vault, which its policy would have to allow
 * (https://docs.aws.amazon.com/aws-backup/latest/devguide/create-a-vault-access-policy.html). Actions of a vault's policy
 * take no wildcards. That AWS takes each of those named here is not yet tried on AWS.
 *
 * @throws Error where nobody could mend the policy, the lock would be final too soon or is said to be both, or a role that
 * deploys would restore
 */
export class BackupVault extends Construct {
  public readonly vault: Vault;
  public readonly policy: BackupVaultPolicy;
  public readonly lock: BackupVaultLockConfiguration;

  public constructor(scope: Construct, id: string, props: BackupVaultProps) {
    super(scope, id);
    const { keyArn, name, provider, retentionDays } = props;
    checkProps(props);
    this.vault = new Vault(this, "vault", {
      name,
      kmsKeyArn: keyArn,
      forceDestroy: false,
      lifecycle: { preventDestroy: true },
      tags: { Name: name },
      provider,
    });
    const backupVaultName = this.vault.name;
    this.policy = new BackupVaultPolicy(this, "policy", {
      backupVaultName,
      policy: policyJson(vaultStatements(props)),
      provider,
    });
    this.lock = new BackupVaultLockConfiguration(this, "lock", {
      backupVaultName,
      minRetentionDays: retentionDays,
      maxRetentionDays: retentionDays,
      ...(props.lockCanBeLifted === true ? {} : { changeableForDays: props.changeableForDays ?? 7 }),
      provider,
    });
  }
}

function checkProps(props: BackupVaultProps): void {
  const { administrators, changeableForDays, deployRoleArns, lockCanBeLifted, name, restorers = [] } = props;
  for (const [what, roles] of Object.entries({ administrators, deployRoleArns }))
    if (roles.length === 0)
      throw new Error(`vault ${name} names no ${what}; name at least one role, or nobody could mend its policy`);
  if (lockCanBeLifted === true && changeableForDays !== undefined)
    throw new Error(
      `the lock of vault ${name} can be lifted and is final after ${changeableForDays} days; give one of the two`,
    );
  if (changeableForDays !== undefined && changeableForDays < COOLING_OFF_DAYS)
    throw new Error(
      `the lock of vault ${name} would be final after ${changeableForDays} days; AWS takes ${COOLING_OFF_DAYS} or more`,
    );
  const deployer = restorers.find((arn) => deployRoleArns.includes(arn));
  if (deployer !== undefined)
    throw new Error(`${deployer} deploys, and would restore from vault ${name}; name another role`);
}

function vaultStatements({
  administrators,
  deployRoleArns,
  restorers = [],
}: BackupVaultProps): readonly PolicyStatement[] {
  const deny = (Sid: string, Action: readonly string[], except: readonly string[] = []): PolicyStatement => ({
    Sid,
    Effect: "Deny",
    Principal: "*",
    Action,
    Resource: "*",
    ...(except.length === 0 ? {} : { Condition: exceptRoles(except) }),
  });
  return [
    deny("NothingIsCopiedOut", ["backup:CopyFromBackupVault", "backup:StartCopyJob"]),
    deny("OnlyRestorersRestore", ["backup:GetRecoveryPointRestoreMetadata", "backup:StartRestoreJob"], restorers),
    // What is past its time AWS Backup itself deletes.
    deny("NothingIsDeletedBeforeItsTime", [
      "backup:DeleteRecoveryPoint",
      "backup:DisassociateRecoveryPoint",
      "backup:UpdateRecoveryPointLifecycle",
    ]),
    deny(
      "DenyLoosening",
      ["backup:DeleteBackupVaultAccessPolicy", "backup:PutBackupVaultAccessPolicy"],
      [...administrators, ...deployRoleArns],
    ),
  ];
}

function exceptRoles(roles: readonly string[]): PolicyCondition {
  return { ArnNotEquals: { "aws:PrincipalArn": roles } };
}
