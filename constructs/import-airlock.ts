import { GuarddutyMalwareProtectionPlan } from "@cdktf/provider-aws/lib/guardduty-malware-protection-plan";
import { type TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import {
  AIRLOCK_PREFIX,
  denyAll,
  fromNetworks,
  inOnePiece,
  namedKeys,
  onlyCopiesOf,
  onlyRoles,
  PUT_OBJECTS,
  READ_OBJECTS,
  SCAN_TAG,
  untilLastDay,
} from "./airlock-policy";
import { EncryptedBucket } from "./encrypted-bucket";
import { accountsOf, allowRoles, type PolicyStatement } from "./policy-document";

export interface ImportAirlockProps {
  /** Name of the bucket that people write from outside. */
  readonly quarantineName: string;
  /** Name of the bucket that the box reads. */
  readonly inboxName: string;
  /** ARN of the key that encrypts both. */
  readonly keyArn: string;
  /** Ids of the DataBox's S3 endpoints: reviewers and the box come through these only. */
  readonly readableThrough: readonly string[];
  /** ARNs of the tenant's roles that bring files in, from outside. */
  readonly uploaders: readonly string[];
  /** ARN of the role that the tenant's machines have. */
  readonly boxRoleArn: string;
  /** ARNs of the hospital's roles that release files. */
  readonly reviewers: readonly string[];
  /** ARN of the hospital's role that GuardDuty scans with. */
  readonly scannerRoleArn: string;
  /** Ends of the names of files that are taken, without the first dot. */
  readonly types: readonly string[];
  /** ARNs of the hospital's administrators. */
  readonly administrators: readonly string[];
  /** ARNs of the roles that deploy. */
  readonly deployRoleArns: readonly string[];
  /**
   * Public IPv4 blocks that the tenant's people come from.
   * @default - anywhere
   */
  readonly networks?: readonly string[];
  /**
   * Last day of the tenant's access, ISO 8601 calendar date, UTC.
   * @default - no end
   */
  readonly until?: string;
  /** @default - the stack's default provider */
  readonly provider?: TerraformProvider;
}

/** Days after which what nobody released is gone. */
const QUARANTINE_DAYS = 30;

/** GuardDuty puts this object to see whether its role may: https://docs.aws.amazon.com/guardduty/latest/ug/malware-protection-s3-iam-policy-prerequisite.html */
const SCANNER_PROBE = "malware-protection-resource-validation-object";

/**
 * How files come into a box. People of the tenant put them into a quarantine, and cannot read there. GuardDuty scans each
 * version and tags it; until it is found clean nobody reads it but the scanner. A reviewer of the hospital then has S3
 * copy it into the inbox, which takes nothing else, and which the tenant's machines alone read, through the DataBox's
 * endpoint.
 * https://docs.aws.amazon.com/guardduty/latest/ug/tag-based-access-s3-malware-protection.html
 */
export class ImportAirlock extends Construct {
  public readonly quarantine: EncryptedBucket;
  public readonly inbox: EncryptedBucket;

  public constructor(scope: Construct, id: string, props: ImportAirlockProps) {
    super(scope, id);
    const { keyArn, provider, readableThrough, reviewers, scannerRoleArn, uploaders } = props;
    const common = {
      keyArn,
      readableThrough,
      administrators: props.administrators,
      deployRoleArns: props.deployRoleArns,
      provider,
    };
    this.quarantine = new EncryptedBucket(this, "quarantine", {
      ...common,
      bucketName: props.quarantineName,
      deliveries: uploaders.map((role) => ({
        accounts: accountsOf([role]),
        rolePattern: role,
        prefix: AIRLOCK_PREFIX.uploads,
      })),
      scanners: [scannerRoleArn],
      expireAfterDays: QUARANTINE_DAYS,
      statements: quarantineStatements(`arn:aws:s3:::${props.quarantineName}`, props),
    });
    this.inbox = new EncryptedBucket(this, "inbox", {
      ...common,
      bucketName: props.inboxName,
      readers: [props.boxRoleArn],
      writers: reviewers,
      statements: inboxStatements(`arn:aws:s3:::${props.inboxName}`, props),
    });
    new GuarddutyMalwareProtectionPlan(this, "scan", {
      role: scannerRoleArn,
      protectedResource: [{ s3Bucket: [{ bucketName: this.quarantine.bucket.id }] }],
      actions: [{ tagging: [{ status: "ENABLED" }] }],
      tags: { Name: props.quarantineName },
      // The plan is tried out when it is made: the policy has to let the scanner in by then.
      dependsOn: [this.quarantine.policy],
      provider,
    });
  }
}

function quarantineStatements(
  arn: string,
  { networks = [], reviewers, scannerRoleArn, types, until, uploaders }: ImportAirlockProps,
): PolicyStatement[] {
  const objects = `${arn}/*`;
  const scanner = [scannerRoleArn];
  return [
    onlyRoles("OnlyUploadersPut", PUT_OBJECTS, objects, [...uploaders, ...scanner]),
    namedKeys("OnlyNamedTypes", arn, AIRLOCK_PREFIX.uploads, types, SCANNER_PROBE),
    inOnePiece(objects),
    ...fromNetworks(PUT_OBJECTS, objects, uploaders, networks),
    ...untilLastDay(PUT_OBJECTS, objects, uploaders, until),
    onlyRoles("OnlyScannerAndReviewersRead", READ_OBJECTS, objects, [...reviewers, ...scanner]),
    denyAll(
      "NothingUnscannedIsRead",
      ["s3:GetObject", "s3:GetObjectVersion"],
      { Resource: objects },
      {
        ArnNotEquals: { "aws:PrincipalArn": scanner },
        StringNotEquals: { [`s3:ExistingObjectTag/${SCAN_TAG.key}`]: SCAN_TAG.clean },
      },
    ),
    onlyRoles(
      "OnlyTheScannerTags",
      [
        "s3:DeleteObjectTagging",
        "s3:DeleteObjectVersionTagging",
        "s3:PutObjectTagging",
        "s3:PutObjectVersionTagging",
        "s3:ReplicateTags",
      ],
      objects,
      scanner,
    ),
    allowRoles("ReviewersList", ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketVersions"], arn, reviewers),
    allowRoles(
      "ReviewersRead",
      ["s3:GetObject", "s3:GetObjectVersion", "s3:GetObjectTagging", "s3:GetObjectVersionTagging"],
      objects,
      reviewers,
    ),
  ];
}

function inboxStatements(
  arn: string,
  { boxRoleArn, quarantineName, reviewers }: ImportAirlockProps,
): PolicyStatement[] {
  const objects = `${arn}/*`;
  return [
    onlyRoles("OnlyTheBoxReads", READ_OBJECTS, objects, [boxRoleArn]),
    onlyRoles("OnlyReviewersPut", PUT_OBJECTS, objects, reviewers),
    onlyCopiesOf("OnlyFromTheQuarantine", `${quarantineName}/${AIRLOCK_PREFIX.uploads}`, { Resource: objects }),
    inOnePiece(objects),
  ];
}
