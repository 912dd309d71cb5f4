import {
  type BackupVaultUsage,
  type FileSystemUsage,
  type GrantedUsage,
  type KeyUsage,
  type VolumeUsage,
} from "./key-usage";
import { accountPrincipal, accountsOf, type PolicyStatement } from "./policy-document";

/** Statements of a key's policy for the services that keep a right to the key, in the name of who makes what it encrypts. */
export function volumeStatements({ launchers, region }: VolumeUsage): PolicyStatement[] {
  return keeperStatements(["StartMachines", "AttachVolumes"], `ec2.${region}.amazonaws.com`, launchers);
}

export function fileSystemStatements({ makers, region }: FileSystemUsage): PolicyStatement[] {
  return keeperStatements(["MakeFileSystems", "KeepFileSystems"], `elasticfilesystem.${region}.amazonaws.com`, makers);
}

/**
 * A service is granted the key in the names of roles, for what it keeps and nothing else.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html (CreateNotebookInstance)
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Overview.Encryption.Keys.html
 */
export function grantedStatements({ kind, makers, region }: GrantedUsage): PolicyStatement[] {
  const [Sid, service] = kind === "databases" ? ["KeepDatabases", "rds"] : ["AttachNotebookVolumes", "sagemaker"];
  return [
    {
      Sid,
      Effect: "Allow",
      Principal: accountPrincipal(accountsOf(makers)),
      Action: ["kms:CreateGrant", "kms:DescribeKey"],
      Resource: "*",
      Condition: {
        ArnEquals: { "aws:PrincipalArn": makers },
        StringEquals: { "kms:ViaService": `${service}.${region}.amazonaws.com` },
        Bool: { "kms:GrantIsForAWSResource": "true" },
      },
    },
  ];
}

/**
 * A service uses the key in the names of roles, and keeps the right to it by a grant: EBS for a machine's volumes, EFS for a
 * file system.
 * https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption-requirements.html
 * https://docs.aws.amazon.com/efs/latest/ug/encryption-at-rest.html
 */
function keeperStatements(
  [useSid, keepSid]: readonly [string, string],
  service: string,
  roleArns: readonly string[],
): PolicyStatement[] {
  const Principal = accountPrincipal(accountsOf(roleArns));
  const through = { ArnEquals: { "aws:PrincipalArn": roleArns }, StringEquals: { "kms:ViaService": service } };
  return [
    {
      Sid: useSid,
      Effect: "Allow",
      Principal,
      Action: ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncrypt*"],
      Resource: "*",
      Condition: through,
    },
    {
      Sid: keepSid,
      Effect: "Allow",
      Principal,
      Action: "kms:CreateGrant",
      Resource: "*",
      Condition: { ...through, Bool: { "kms:GrantIsForAWSResource": "true" } },
    },
  ];
}

/**
 * To make a vault is to have AWS Backup try the key in one's name, and be granted it.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/create-a-vault.html
 */
export function vaultStatements({ makers, region }: BackupVaultUsage): PolicyStatement[] {
  const Principal = accountPrincipal(accountsOf(makers));
  const through = {
    ArnEquals: { "aws:PrincipalArn": makers },
    StringEquals: { "kms:ViaService": backupService(region) },
  };
  return [
    {
      Sid: "MakeVaults",
      Effect: "Allow",
      Principal,
      Action: ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey", "kms:RetireGrant"],
      Resource: "*",
      Condition: through,
    },
    {
      Sid: "KeepVaults",
      Effect: "Allow",
      Principal,
      Action: "kms:CreateGrant",
      Resource: "*",
      Condition: { ...through, Bool: { "kms:GrantIsForAWSResource": "true" } },
    },
  ];
}

function backupService(region: string): string {
  return `backup.${region}.amazonaws.com`;
}

/** Services that use a key in the name of who deploys, for what they keep themselves. */
export function keepersOf(usage: KeyUsage): readonly string[] {
  switch (usage.kind) {
    case "volumes":
      return [`ec2.${usage.region}.amazonaws.com`];
    case "notebook-volumes":
      return [`sagemaker.${usage.region}.amazonaws.com`];
    case "file-systems":
      return [`elasticfilesystem.${usage.region}.amazonaws.com`];
    case "databases":
      return [`rds.${usage.region}.amazonaws.com`];
    case "backup-vaults":
      return [backupService(usage.region)];
    default:
      return [];
  }
}
