import { type Delivery, type EncryptedBucketProps } from "./encrypted-bucket";
import { accountPrincipal, accountsOf, type PolicyCondition, type PolicyStatement } from "./policy-document";
import { prefixStatements } from "./prefix-statements";

/** Reading or deleting objects, and listing what lists them with their versions. */
const READ_OR_DELETE_OBJECTS = [
  "s3:AbortMultipartUpload",
  "s3:BypassGovernanceRetention",
  "s3:DeleteObject*",
  "s3:GetObject*",
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

/** Ways in which S3 itself would carry objects, or their names, elsewhere. */
const CARRY_AWAY = [
  "s3:DeleteBucket",
  "s3:PutAccelerateConfiguration",
  "s3:PutAnalyticsConfiguration",
  "s3:PutBucketAcl",
  "s3:PutBucketLogging",
  "s3:PutBucketNotification",
  "s3:PutBucketWebsite",
  "s3:PutInventoryConfiguration",
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
  const deny = (
    Sid: string,
    Action: string | readonly string[],
    Resource: string | readonly string[],
    Condition: PolicyCondition,
  ): PolicyStatement => ({ Sid, Effect: "Deny", Principal: "*", Action, Resource, Condition });
  return [
    deny("DenyInsecureTransport", "s3:*", [arn, objects], { Bool: { "aws:SecureTransport": "false" } }),
    deny("DenyOldTls", "s3:*", [arn, objects], { NumericLessThan: { "s3:TlsVersion": "1.2" } }),
    // StringNotEquals also holds where the key is absent: console, internet, and services on somebody's behalf.
    deny("ReadObjectsOnlyThroughTheEndpoint", READ_OR_DELETE_OBJECTS, [arn, objects], elsewhere),
    deny(
      "WriteObjectsOnlyThroughTheEndpoint",
      WRITE_OBJECTS,
      objects,
      exceptDeliveries(writtenElsewhere, props.deliveries),
    ),
    // The provider's refresh lists; without it Terraform would take the bucket for gone and make it anew.
    deny("ListOnlyThroughTheEndpoint", "s3:ListBucket", arn, {
      ...exceptServices(elsewhere, props.deliveries),
      ArnNotEquals: { "aws:PrincipalArn": deployRoleArns },
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
    deny("DenyCarryingAway", CARRY_AWAY, arn, { ArnNotEquals: { "aws:PrincipalArn": administrators } }),
    ...roleStatements("Read", props.readers, ["s3:GetBucketLocation", "s3:GetObject", "s3:ListBucket"], [arn, objects]),
    ...roleStatements(
      "Write",
      props.writers,
      ["s3:AbortMultipartUpload", "s3:ListMultipartUploadParts", "s3:PutObject"],
      objects,
    ),
    ...prefixStatements(arn, props.parts ?? []),
    ...(props.deliveries ?? []).flatMap((delivery, index) => deliveryStatements(arn, delivery, index)),
  ];
}

function roleStatements(
  Sid: string,
  roleArns: readonly string[] | undefined,
  Action: readonly string[],
  Resource: string | readonly string[],
): PolicyStatement[] {
  if (roleArns === undefined || roleArns.length === 0) return [];
  return [
    {
      Sid,
      Effect: "Allow",
      Principal: accountPrincipal(accountsOf(roleArns)),
      Action,
      Resource,
      Condition: { ArnEquals: { "aws:PrincipalArn": roleArns } },
    },
  ];
}

/** Deliveries come from outside the network: excepted from the endpoint, by service or by role, for writing only. */
function exceptDeliveries(elsewhere: PolicyCondition, deliveries: readonly Delivery[] = []): PolicyCondition {
  const patterns = deliveries.flatMap((delivery) => ("rolePattern" in delivery ? [delivery.rolePattern] : []));
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
