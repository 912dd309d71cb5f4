import { accountPrincipal, accountsOf, type PolicyStatement } from "./policy-document";

/** A use of a key: by whom, through which service, for what. */
export type KeyUsage = StoreUsage | SecretUsage | VolumeUsage | LogDeliveryUsage | LogGroupUsage;

/** Objects in buckets, through S3. */
export interface StoreUsage {
  readonly kind: "store";
  readonly region: string;
  /** ARNs of the buckets: with bucket keys on, the bucket is the encryption context. */
  readonly bucketArns: readonly string[];
  /** ARNs of roles that read. */
  readonly readers: readonly string[];
  /**
   * ARNs of roles that write.
   * @default - nobody
   */
  readonly writers?: readonly string[];
}

/** Secrets, through Secrets Manager. */
export interface SecretUsage {
  readonly kind: "secrets";
  readonly region: string;
  /** ARNs of roles that read. */
  readonly readers: readonly string[];
  /** ARNs of roles that put values. */
  readonly writers: readonly string[];
}

/** Volumes of machines, through EC2 in the name of who starts them. */
export interface VolumeUsage {
  readonly kind: "volumes";
  readonly region: string;
  /** ARNs of the roles that start machines. */
  readonly launchers: readonly string[];
}

/** What AWS's own log services deliver into an encrypted bucket. */
export interface LogDeliveryUsage {
  readonly kind: "log-delivery";
  /** Accounts whose logs are delivered. */
  readonly accounts: readonly string[];
}

/** CloudWatch log groups. */
export interface LogGroupUsage {
  readonly kind: "log-groups";
  readonly region: string;
  /** ARNs of the log groups. */
  readonly logGroupArns: readonly string[];
}

/** The roles that read or write by a usage. */
export function usersOf(usage: KeyUsage): readonly string[] {
  return usage.kind === "store" || usage.kind === "secrets" ? [...usage.readers, ...(usage.writers ?? [])] : [];
}

/** The statements of a key policy that allow a usage, each bound to one service or one source. */
export function usageStatements(usage: KeyUsage): PolicyStatement[] {
  switch (usage.kind) {
    case "store":
      return storeStatements(usage);
    case "secrets":
      return [
        {
          Sid: "ReadSecrets",
          Effect: "Allow",
          Principal: accountPrincipal(accountsOf(usage.readers)),
          Action: ["kms:Decrypt", "kms:DescribeKey"],
          Resource: "*",
          Condition: {
            ArnEquals: { "aws:PrincipalArn": usage.readers },
            StringEquals: { "kms:ViaService": `secretsmanager.${usage.region}.amazonaws.com` },
          },
        },
        {
          Sid: "PutSecrets",
          Effect: "Allow",
          Principal: accountPrincipal(accountsOf(usage.writers)),
          // Secrets Manager reads the current version before it writes the next one.
          Action: ["kms:Decrypt", "kms:GenerateDataKey"],
          Resource: "*",
          Condition: {
            ArnEquals: { "aws:PrincipalArn": usage.writers },
            StringEquals: { "kms:ViaService": `secretsmanager.${usage.region}.amazonaws.com` },
          },
        },
      ];
    case "volumes":
      return volumeStatements(usage);
    case "log-delivery":
      return [
        {
          Sid: "LogDelivery",
          Effect: "Allow",
          Principal: { Service: ["cloudtrail.amazonaws.com", "delivery.logs.amazonaws.com"] },
          Action: ["kms:DescribeKey", "kms:GenerateDataKey*"],
          Resource: "*",
          Condition: { StringEquals: { "aws:SourceAccount": usage.accounts } },
        },
      ];
    case "log-groups":
      return [
        {
          Sid: "LogGroups",
          Effect: "Allow",
          Principal: { Service: `logs.${usage.region}.amazonaws.com` },
          Action: ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
          Resource: "*",
          Condition: { ArnEquals: { "kms:EncryptionContext:aws:logs:arn": usage.logGroupArns } },
        },
      ];
  }
}

function storeStatements(usage: StoreUsage): PolicyStatement[] {
  const through = {
    "kms:ViaService": `s3.${usage.region}.amazonaws.com`,
    "kms:EncryptionContext:aws:s3:arn": usage.bucketArns,
  };
  const statement = (Sid: string, roles: readonly string[], Action: readonly string[]): PolicyStatement[] =>
    roles.length === 0
      ? []
      : [
          {
            Sid,
            Effect: "Allow",
            Principal: accountPrincipal(accountsOf(roles)),
            Action,
            Resource: "*",
            Condition: { ArnEquals: { "aws:PrincipalArn": roles }, StringEquals: through },
          },
        ];
  return [
    ...statement("ReadStores", usage.readers, ["kms:Decrypt"]),
    // A multipart upload decrypts its parts.
    ...statement("WriteStores", usage.writers ?? [], ["kms:Decrypt", "kms:GenerateDataKey"]),
  ];
}

/** https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption-requirements.html */
function volumeStatements(usage: VolumeUsage): PolicyStatement[] {
  const Principal = accountPrincipal(accountsOf(usage.launchers));
  const launched = {
    ArnEquals: { "aws:PrincipalArn": usage.launchers },
    StringEquals: { "kms:ViaService": `ec2.${usage.region}.amazonaws.com` },
  };
  return [
    {
      Sid: "StartMachines",
      Effect: "Allow",
      Principal,
      Action: ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncrypt*"],
      Resource: "*",
      Condition: launched,
    },
    {
      Sid: "AttachVolumes",
      Effect: "Allow",
      Principal,
      Action: "kms:CreateGrant",
      Resource: "*",
      Condition: { ...launched, Bool: { "kms:GrantIsForAWSResource": "true" } },
    },
  ];
}
