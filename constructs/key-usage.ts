import { fileSystemStatements, grantedStatements, vaultStatements, volumeStatements } from "./key-keepers";
import { accountPrincipal, accountsOf, type PolicyStatement } from "./policy-document";

/** A use of a key: by whom, through which service, for what. */
export type KeyUsage =
  | StoreUsage
  | SecretUsage
  | VolumeUsage
  | GrantedUsage
  | FileSystemUsage
  | BackupVaultUsage
  | LogDeliveryUsage
  | LogGroupUsage
  | EnclaveUsage;

/** Objects in buckets, through S3. */
export interface StoreUsage {
  readonly kind: "store";
  /**
   * What the statements are called by, unlike that of every other usage of the key.
   * @default "Stores"
   */
  readonly name?: string;
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

/** File systems, through EFS in the name of who makes them; who mounts one needs no right to the key. */
export interface FileSystemUsage {
  readonly kind: "file-systems";
  readonly region: string;
  /** ARNs of the roles that make file systems. */
  readonly makers: readonly string[];
}

/** Vaults of AWS Backup, which is granted the key in the name of who makes one. */
export interface BackupVaultUsage {
  readonly kind: "backup-vaults";
  readonly region: string;
  /** ARNs of the roles that make vaults. */
  readonly makers: readonly string[];
}

/**
 * Volumes of notebook instances, and databases: SageMaker and RDS are granted the key in the name of who makes one; who uses
 * them needs no right to the key.
 */
export interface GrantedUsage {
  readonly kind: "notebook-volumes" | "databases";
  readonly region: string;
  /** ARNs of the roles that make them. */
  readonly makers: readonly string[];
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

/** Measurements of an enclave's image: SHA-384, 96 lower-case hexadecimal digits each. */
export interface EnclaveMeasurements {
  /** Of the image file. */
  readonly pcr0: string;
  /**
   * Of kernel and boot ramdisk.
   * @default - any
   */
  readonly pcr1?: string;
  /**
   * Of the application.
   * @default - any
   */
  readonly pcr2?: string;
  /**
   * Of the parent instance's role.
   * @default - any
   */
  readonly pcr3?: string;
  /**
   * Of the certificate that signed the image.
   * @default - any
   */
  readonly pcr8?: string;
}

/**
 * Data that are encrypted before they are loaded, and decrypted in Nitro Enclaves only. The key is used directly: a service
 * that uses a key in somebody's name, as S3 does, shows no attestation.
 * https://docs.aws.amazon.com/kms/latest/developerguide/conditions-nitro-enclaves.html
 */
export interface EnclaveUsage {
  readonly kind: "enclave";
  /** ARNs of the roles of machines that start enclaves. */
  readonly readers: readonly string[];
  /** ARNs of the roles that encrypt. */
  readonly writers: readonly string[];
  /** Images that may decrypt, by their measurements, at least one. */
  readonly images: readonly EnclaveMeasurements[];
}

/** The roles that read or write by a usage. */
export function usersOf(usage: KeyUsage): readonly string[] {
  return usage.kind === "store" || usage.kind === "secrets" ? [...usage.readers, ...(usage.writers ?? [])] : [];
}

/** The statements of a key policy that allow a usage, each bound to one service or one source. */
export function usageStatements(usage: KeyUsage): PolicyStatement[] {
  switch (usage.kind) {
    case "store": {
      const through = {
        "kms:ViaService": `s3.${usage.region}.amazonaws.com`,
        "kms:EncryptionContext:aws:s3:arn": usage.bucketArns,
      };
      const name = usage.name ?? "Stores";
      return [
        ...forRoles(`Read${name}`, usage.readers, ["kms:Decrypt"], through),
        // A multipart upload decrypts its parts.
        ...forRoles(`Write${name}`, usage.writers ?? [], ["kms:Decrypt", "kms:GenerateDataKey"], through),
      ];
    }
    case "secrets": {
      const through = { "kms:ViaService": `secretsmanager.${usage.region}.amazonaws.com` };
      return [
        ...forRoles("ReadSecrets", usage.readers, ["kms:Decrypt", "kms:DescribeKey"], through),
        // Secrets Manager reads the current version before it writes the next one.
        ...forRoles("PutSecrets", usage.writers, ["kms:Decrypt", "kms:GenerateDataKey"], through),
      ];
    }
    case "volumes":
      return volumeStatements(usage);
    case "file-systems":
      return fileSystemStatements(usage);
    case "backup-vaults":
      return vaultStatements(usage);
    case "notebook-volumes":
    case "databases":
      return grantedStatements(usage);
    case "log-delivery":
      return [
        forService(
          "DeliverLogs",
          "delivery.logs.amazonaws.com",
          ["kms:DescribeKey", "kms:GenerateDataKey*"],
          usage.accounts,
        ),
        // A trail into a bucket with a bucket key decrypts, too.
        // https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
        forService(
          "DeliverTrails",
          "cloudtrail.amazonaws.com",
          ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey*"],
          usage.accounts,
        ),
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
    case "enclave":
      return enclaveStatements(usage);
  }
}

/**
 * AWS KMS answers a request that shows an enclave's attestation with the plaintext encrypted for that enclave. The denial
 * holds for grants too, and for requests without an attestation: a negated condition is met where its key is missing.
 */
function enclaveStatements({ images, readers, writers }: EnclaveUsage): PolicyStatement[] {
  return [
    ...images.map(({ pcr0, ...registers }, index): PolicyStatement => ({
      Sid: `UseInEnclave${index}`,
      Effect: "Allow",
      Principal: accountPrincipal(accountsOf(readers)),
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Resource: "*",
      Condition: {
        ArnEquals: { "aws:PrincipalArn": readers },
        StringEqualsIgnoreCase: {
          "kms:RecipientAttestation:ImageSha384": pcr0,
          ...Object.fromEntries(
            Object.entries(registers).flatMap(([name, value]) =>
              value === undefined ? [] : [[`kms:RecipientAttestation:${name.toUpperCase()}`, value]],
            ),
          ),
        },
      },
    })),
    ...(writers.length === 0
      ? []
      : [
          {
            Sid: "EncryptForEnclaves",
            Effect: "Allow",
            Principal: accountPrincipal(accountsOf(writers)),
            Action: ["kms:Encrypt", "kms:GenerateDataKey"],
            Resource: "*",
            Condition: { ArnEquals: { "aws:PrincipalArn": writers } },
          } as const,
        ]),
    {
      Sid: "NobodyDecryptsOutsideOfEnclaves",
      Effect: "Deny",
      Principal: "*",
      Action: ["kms:CreateGrant", "kms:Decrypt", "kms:ReEncrypt*"],
      Resource: "*",
      Condition: {
        StringNotEqualsIgnoreCase: { "kms:RecipientAttestation:ImageSha384": images.map(({ pcr0 }) => pcr0) },
      },
    },
  ];
}

/** A statement for roles, through one service; none where there is no role, since AWS takes no empty list. */
function forRoles(
  Sid: string,
  roleArns: readonly string[],
  Action: readonly string[],
  through: Readonly<Record<string, string | readonly string[]>>,
): PolicyStatement[] {
  if (roleArns.length === 0) return [];
  return [
    {
      Sid,
      Effect: "Allow",
      Principal: accountPrincipal(accountsOf(roleArns)),
      Action,
      Resource: "*",
      Condition: { ArnEquals: { "aws:PrincipalArn": roleArns }, StringEquals: through },
    },
  ];
}

function forService(
  Sid: string,
  Service: string,
  Action: readonly string[],
  accounts: readonly string[],
): PolicyStatement {
  return {
    Sid,
    Effect: "Allow",
    Principal: { Service },
    Action,
    Resource: "*",
    Condition: { StringEquals: { "aws:SourceAccount": accounts } },
  };
}
