import { type Delivery, type EncryptedBucketProps } from "./encrypted-bucket";
import { accountPrincipal, allowRoles, type PolicyCondition, type PolicyStatement } from "./policy-document";
import { prefixStatements } from "./prefix-statements";

const READ_OBJECTS = "s3:GetObject*";

/** Reading or deleting objects, and listing what lists them with their versions. */
const READ_OR_DELETE_OBJECTS = [
  "s3:AbortMultipartUpload",
  "s3:BypassGovernanceRetention",
  "s3:DeleteObject*",
  READ_OBJECTS,
  "s3:ListBucketMultipartUploads",
  "s3:ListBucketVersions",
  "s3:ListMultipartUploadParts",
  "s3:RestoreObject",
];

const WRITE_OBJECTS = [
  "s3:ObjectOwnerOverrideToBucketOwner",
  "s3:PutObject*",
  "s3:ReplicateDelete",
  "s3:ReplicateObject",
  "s3:ReplicateTags",
];

/** What a backup lists besides objects. */
const LIST_VERSIONS = ["s3:ListBucketVersions", "s3:ListMultipartUploadParts"];

/** Changes that would loosen the bucket. */
const LOOSEN = [
  "s3:DeleteBucketPolicy",
  "s3:PutBucketObjectLockConfiguration",
  "s3:PutBucketOwnershipControls",
  "s3:PutBucketPolicy",
  "s3:PutBucketPublicAccessBlock",
  "s3:PutBucketVersioning",
  "s3:PutEncryptionConfiguration",
  "s3:PutLifecycleConfiguration",
];

const NOTIFY = "s3:PutBucketNotification";
const LIST_WITH_INVENTORY = "s3:PutInventoryConfiguration";

/** Ways in which S3 itself would carry objects, or their names, elsewhere. */
const CARRY_AWAY = [
  "s3:DeleteBucket",
  "s3:PutAccelerateConfiguration",
  "s3:PutAnalyticsConfiguration",
  "s3:PutBucketAcl",
  "s3:PutBucketLogging",
  NOTIFY,
  "s3:PutBucketWebsite",
  LIST_WITH_INVENTORY,
  "s3:PutMetricsConfiguration",
  "s3:PutReplicationConfiguration",
];

/**
 * The statements of a locked-down bucket. A denial without an exception on the policy itself would brick it: S3 asks the
 * old policy before it takes the new one, and only the root user gets past. So administrators are always excepted, and
 * the deploy role may change the policy but is denied every object.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html
 */
export function bucketStatements(arn: string, props: EncryptedBucketProps): PolicyStatement[] {
  const objects = `${arn}/*`;
  const { administrators, deployRoleArns, readableThrough } = props;
  const elsewhere: PolicyCondition = { StringNotEquals: { "aws:SourceVpce": readableThrough } };
  const writtenElsewhere: PolicyCondition = {
    StringNotEquals: { "aws:SourceVpce": [...readableThrough, ...(props.writableThrough ?? [])] },
  };
  const deny: Deny = (Sid, Action, Resource, Condition) => ({
    Sid,
    Effect: "Deny",
    Principal: "*",
    Action,
    Resource,
    Condition,
  });
  return [
    deny("DenyInsecureTransport", "s3:*", [arn, objects], { Bool: { "aws:SecureTransport": "false" } }),
    deny("DenyOldTls", "s3:*", [arn, objects], { NumericLessThan: { "s3:TlsVersion": "1.2" } }),
    // StringNotEquals also holds where the key is absent: console, internet, and services on somebody's behalf.
    ...readStatements(deny, arn, elsewhere, props),
    deny("WriteObjectsOnlyThroughTheEndpoint", WRITE_OBJECTS, objects, exceptDeliveries(writtenElsewhere, props)),
    // The provider's refresh lists; without it Terraform would take the bucket for gone and make it anew.
    deny("ListOnlyThroughTheEndpoint", "s3:ListBucket", arn, {
      ...exceptServices(elsewhere, props.deliveries),
      ArnNotEquals: { "aws:PrincipalArn": [...deployRoleArns, ...(props.scanners ?? []), ...backupRoles(props)] },
    }),
    deny("DeployRolesNeverTouchObjects", [...READ_OR_DELETE_OBJECTS, ...WRITE_OBJECTS], [arn, objects], {
      ArnEquals: { "aws:PrincipalArn": deployRoleArns },
    }),
    // Requests without the header get the bucket's own default, which is this key.
    deny("DenyOtherEncryption", "s3:PutObject", objects, {
      ...exceptServices({ StringNotEquals: { "s3:x-amz-server-side-encryption": "aws:kms" } }, props.deliveries),
      Null: { "s3:x-amz-server-side-encryption": "false" },
    }),
    deny("DenyOtherKeys", "s3:PutObject", objects, {
      Null: { "s3:x-amz-server-side-encryption-aws-kms-key-id": "false" },
      ArnNotEquals: { "s3:x-amz-server-side-encryption-aws-kms-key-id": props.keyArn },
    }),
    deny("DenyLoosening", LOOSEN, arn, {
      ArnNotEquals: { "aws:PrincipalArn": [...administrators, ...deployRoleArns] },
    }),
    ...carryStatements(deny, arn, props),
    ...roleStatements("Read", props.readers, ["s3:GetBucketLocation", "s3:GetObject", "s3:ListBucket"], [arn, objects]),
    ...roleStatements(
      "Write",
      props.writers,
      ["s3:AbortMultipartUpload", "s3:ListMultipartUploadParts", "s3:PutObject"],
      objects,
    ),
    ...prefixStatements(arn, props.parts ?? []),
    ...(props.deliveries ?? []).flatMap((delivery, index) => deliveryStatements(arn, delivery, index)),
    ...(props.statements ?? []),
  ];
}

type Deny = (
  Sid: string,
  Action: string | readonly string[],
  Resource: string | readonly string[],
  Condition: PolicyCondition,
) => PolicyStatement;

/** Who reads from outside may do that and nothing else from there; AWS Backup lists versions, too. */
function readStatements(
  deny: Deny,
  arn: string,
  elsewhere: PolicyCondition,
  props: EncryptedBucketProps,
): PolicyStatement[] {
  const objects = `${arn}/*`;
  const { neverReaders = [], outsideReaders = [], scanners = [] } = props;
  const backups = backupRoles(props);
  const outside = [...outsideReaders, ...scanners, ...backups];
  const sid = "ReadObjectsOnlyThroughTheEndpoint";
  const apart = [READ_OBJECTS, ...(backups.length === 0 ? [] : LIST_VERSIONS)];
  return [
    ...(outside.length === 0
      ? [deny(sid, READ_OR_DELETE_OBJECTS, [arn, objects], elsewhere)]
      : [
          deny(
            "DeleteObjectsOnlyThroughTheEndpoint",
            READ_OR_DELETE_OBJECTS.filter((action) => !apart.includes(action)),
            [arn, objects],
            elsewhere,
          ),
          deny(sid, READ_OBJECTS, objects, { ...elsewhere, ...exceptRoles(outside) }),
        ]),
    ...(backups.length === 0
      ? []
      : [
          deny("ListVersionsOnlyThroughTheEndpoint", LIST_VERSIONS, [arn, objects], {
            ...elsewhere,
            ...exceptRoles(backups),
          }),
        ]),
    ...(neverReaders.length === 0
      ? []
      : [deny("CarriersReadNothing", READ_OBJECTS, objects, { ArnEquals: { "aws:PrincipalArn": neverReaders } })]),
  ];
}

/** Denied to all but administrators, and to those who have S3 tell them of objects: a scanner, and AWS Backup. */
function carryStatements(
  deny: Deny,
  arn: string,
  { administrators, backups, scanners = [] }: EncryptedBucketProps,
): PolicyStatement[] {
  const backup = backups === undefined ? [] : [backups.backupRoleArn];
  const notifiers = [...scanners, ...backup];
  const apart = [...(notifiers.length === 0 ? [] : [NOTIFY]), ...(backup.length === 0 ? [] : [LIST_WITH_INVENTORY])];
  const except = (roles: readonly string[]): PolicyCondition => exceptRoles([...administrators, ...roles]);
  return [
    deny(
      "DenyCarryingAway",
      CARRY_AWAY.filter((action) => !apart.includes(action)),
      arn,
      except([]),
    ),
    ...(apart.includes(NOTIFY) ? [deny("DenyNotifying", NOTIFY, arn, except(notifiers))] : []),
    ...(apart.includes(LIST_WITH_INVENTORY) ? [deny("DenyInventories", LIST_WITH_INVENTORY, arn, except(backup))] : []),
  ];
}

function exceptRoles(roles: readonly string[]): PolicyCondition {
  return { ArnNotEquals: { "aws:PrincipalArn": roles } };
}

/** The roles of AWS Backup: both look at what there is, and read it. */
function backupRoles({ backups }: EncryptedBucketProps): string[] {
  if (backups === undefined) return [];
  return [backups.backupRoleArn, ...restoreRoles(backups)];
}

function restoreRoles(backups: EncryptedBucketProps["backups"]): string[] {
  return backups?.restoreRoleArn === undefined ? [] : [backups.restoreRoleArn];
}

function roleStatements(
  Sid: string,
  roleArns: readonly string[] | undefined,
  Action: readonly string[],
  Resource: string | readonly string[],
): PolicyStatement[] {
  return roleArns === undefined || roleArns.length === 0 ? [] : [allowRoles(Sid, Action, Resource, roleArns)];
}

/** Deliveries and restores come from outside the network: excepted from the endpoint, by service or by role, for writing. */
function exceptDeliveries(
  elsewhere: PolicyCondition,
  { backups, deliveries = [], scanners = [] }: EncryptedBucketProps,
): PolicyCondition {
  const patterns = [
    ...deliveries.flatMap((delivery) => ("rolePattern" in delivery ? [delivery.rolePattern] : [])),
    ...scanners,
    ...restoreRoles(backups),
  ];
  return {
    ...exceptServices(elsewhere, deliveries),
    ...(patterns.length > 0 ? { ArnNotLike: { "aws:PrincipalArn": patterns } } : {}),
  };
}

/** Which service, and for whose records, is what the statements that allow deliveries say. */
function exceptServices(condition: PolicyCondition, deliveries: readonly Delivery[] = []): PolicyCondition {
  return deliveries.some((delivery) => "service" in delivery)
    ? { ...condition, BoolIfExists: { "aws:PrincipalIsAWSService": "false" } }
    : condition;
}

function deliveryStatements(arn: string, delivery: Delivery, index: number): PolicyStatement[] {
  if ("rolePattern" in delivery)
    return [
      {
        Sid: `Ship${index}`,
        Effect: "Allow",
        Principal: accountPrincipal(delivery.accounts),
        Action: "s3:PutObject",
        Resource: `${arn}/${delivery.prefix}*`,
        Condition: { ArnLike: { "aws:PrincipalArn": delivery.rolePattern } },
      },
      {
        Sid: `Find${index}`,
        Effect: "Allow",
        Principal: accountPrincipal(delivery.accounts),
        Action: "s3:GetBucketLocation",
        Resource: arn,
        Condition: { ArnLike: { "aws:PrincipalArn": delivery.rolePattern } },
      },
    ];
  const { service, sourceAccounts, prefixes } = delivery;
  const source = { "aws:SourceAccount": sourceAccounts };
  return [
    {
      Sid: `Deliver${index}`,
      Effect: "Allow",
      Principal: { Service: service },
      Action: "s3:PutObject",
      Resource: prefixes.map((prefix) => `${arn}/${prefix}AWSLogs/*`),
      Condition: { StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control", ...source } },
    },
    {
      Sid: `Inspect${index}`,
      Effect: "Allow",
      Principal: { Service: service },
      Action: service === "cloudtrail.amazonaws.com" ? "s3:GetBucketAcl" : ["s3:GetBucketAcl", "s3:ListBucket"],
      Resource: arn,
      Condition: { StringEquals: source },
    },
  ];
}
