import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { type TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { policyJson, type PolicyStatement } from "./policy-document";

/** What AWS Backup does by a role: fill a vault from stores, or stores from a vault. */
export type BackupDuty = "backup" | "restore";

export interface BackupRoleProps {
  readonly duty: BackupDuty;
  /** Name of role and policy, at most 64 characters. */
  readonly name: string;
  /** IAM path, with leading and trailing slash. */
  readonly path: string;
  /** Account of the stores and the vault, 12 digits. */
  readonly account: string;
  readonly region: string;
  /** ARNs of the buckets. */
  readonly bucketArns: readonly string[];
  /** ARNs of the file systems. */
  readonly fileSystemArns: readonly string[];
  /** ARN of the key of the buckets. */
  readonly storeKeyArn: string;
  /** @default - the stack's default provider */
  readonly provider?: TerraformProvider;
}

/** ARN of a role by which AWS Backup works, before it exists. */
export function backupRoleArn(account: string, path: string, name: string): string {
  return `arn:aws:iam::${account}:role${path}${name}`;
}

/**
 * A role that AWS Backup takes on in its own account, for that account, and nobody else: to read the named stores, or to
 * write them, and no other resource. What it may do is also its permissions boundary: whatever is attached to it later
 * gives it nothing more. It copies no recovery point, and makes no bucket and no file system.
 *
 * What AWS Backup needs is what the managed policies of AWS name for these services, without ACLs, which the buckets do
 * not have. That AWS Backup gets along with it is not yet tried on AWS.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/security-iam-awsmanpol.html
 */
export class BackupRole extends Construct {
  public readonly role: IamRole;
  /** The role's permissions: a job fails before they are there. */
  public readonly permissions: IamRolePolicyAttachment;

  public constructor(scope: Construct, id: string, props: BackupRoleProps) {
    super(scope, id);
    const { account, duty, name, path, provider } = props;
    const does = duty === "backup" ? "reads the stores into the vault" : "writes the stores from the vault";
    const policy = new IamPolicy(this, "policy", {
      name,
      path,
      description: `AWS Backup ${does}, and does nothing more`,
      policy: policyJson(duty === "backup" ? backupStatements(props) : restoreStatements(props)),
      provider,
    });
    this.role = new IamRole(this, "role", {
      name,
      path,
      description: `AWS Backup ${does}`,
      assumeRolePolicy: policyJson([
        {
          Sid: "BackupOfThisAccountOnly",
          Effect: "Allow",
          Principal: { Service: "backup.amazonaws.com" },
          Action: "sts:AssumeRole",
          Condition: { StringEquals: { "aws:SourceAccount": account } },
        },
      ]),
      permissionsBoundary: policy.arn,
      provider,
    });
    this.permissions = new IamRolePolicyAttachment(this, "attachment", {
      role: this.role.name,
      policyArn: policy.arn,
      provider,
    });
  }
}

function backupStatements(props: BackupRoleProps): PolicyStatement[] {
  const { account, region } = props;
  return [
    {
      Sid: "Look",
      Effect: "Allow",
      Action: ["cloudwatch:GetMetricData", "events:ListRules", "s3:ListAllMyBuckets", "tag:GetResources"],
      Resource: "*",
    },
    {
      Sid: "Keep",
      Effect: "Allow",
      Action: ["backup:DescribeBackupVault", "backup:TagResource"],
      Resource: ["backup-vault", "recovery-point"].map((kind) => `arn:aws:backup:${region}:${account}:${kind}:*`),
    },
    ...onBuckets(props, {
      buckets: [
        "s3:GetBucketAcl",
        "s3:GetBucketLocation",
        "s3:GetBucketNotification",
        "s3:GetBucketTagging",
        "s3:GetBucketVersioning",
        "s3:GetInventoryConfiguration",
        "s3:ListBucket",
        "s3:ListBucketVersions",
        "s3:PutBucketNotification",
        "s3:PutInventoryConfiguration",
      ],
      objects: [
        "s3:GetObject",
        "s3:GetObjectAcl",
        "s3:GetObjectTagging",
        "s3:GetObjectVersion",
        "s3:GetObjectVersionAcl",
        "s3:GetObjectVersionTagging",
      ],
      keys: ["kms:Decrypt"],
    }),
    // S3 tells AWS Backup of changes by rules that AWS Backup itself makes.
    ...(props.bucketArns.length === 0
      ? []
      : [
          {
            Sid: "HearOfChanges",
            Effect: "Allow" as const,
            Action: [
              "events:DeleteRule",
              "events:DescribeRule",
              "events:DisableRule",
              "events:EnableRule",
              "events:ListTargetsByRule",
              "events:PutRule",
              "events:PutTargets",
              "events:RemoveTargets",
            ],
            Resource: `arn:aws:events:${region}:${account}:rule/AwsBackupManagedRule*`,
          },
        ]),
    ...onFiles(props, ["elasticfilesystem:Backup", "elasticfilesystem:DescribeTags"]),
  ];
}

function restoreStatements(props: BackupRoleProps): PolicyStatement[] {
  return [
    ...onBuckets(props, {
      buckets: [
        "s3:GetBucketLocation",
        "s3:GetBucketOwnershipControls",
        "s3:GetBucketVersioning",
        "s3:ListBucket",
        "s3:ListBucketVersions",
      ],
      objects: [
        "s3:GetObject",
        "s3:GetObjectAcl",
        "s3:GetObjectTagging",
        "s3:GetObjectVersion",
        "s3:GetObjectVersionAcl",
        "s3:ListMultipartUploadParts",
        "s3:PutObject",
        "s3:PutObjectTagging",
      ],
      keys: ["kms:Decrypt", "kms:GenerateDataKey"],
    }),
    ...onFiles(props, ["elasticfilesystem:DescribeFileSystems", "elasticfilesystem:Restore"]),
  ];
}

interface OnBuckets {
  readonly buckets: readonly string[];
  readonly objects: readonly string[];
  readonly keys: readonly string[];
}

function onBuckets(
  { bucketArns, region, storeKeyArn }: BackupRoleProps,
  { buckets, objects, keys }: OnBuckets,
): PolicyStatement[] {
  if (bucketArns.length === 0) return [];
  return [
    { Sid: "Buckets", Effect: "Allow", Action: buckets, Resource: bucketArns },
    { Sid: "Objects", Effect: "Allow", Action: objects, Resource: bucketArns.map((arn) => `${arn}/*`) },
    {
      Sid: "Keys",
      Effect: "Allow",
      Action: keys,
      Resource: storeKeyArn,
      Condition: { StringEquals: { "kms:ViaService": `s3.${region}.amazonaws.com` } },
    },
  ];
}

function onFiles({ fileSystemArns }: BackupRoleProps, Action: readonly string[]): PolicyStatement[] {
  return fileSystemArns.length === 0 ? [] : [{ Sid: "Files", Effect: "Allow", Action, Resource: fileSystemArns }];
}
