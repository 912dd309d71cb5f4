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
  REVIEW_TAG,
  untilLastDay,
} from "./airlock-policy";
import { EncryptedBucket, type ObjectLock } from "./encrypted-bucket";
import { allowRoles, type PolicyCondition, type PolicyStatement } from "./policy-document";

export interface ExportAirlockProps {
  /** Name of the bucket that the box writes. */
  readonly outboxName: string;
  /** Name of the bucket that holds what was released. */
  readonly releasedName: string;
  /** ARN of the key that encrypts both. */
  readonly keyArn: string;
  /** Ids of the DataBox's S3 endpoints: the box, reviewers and the copier come through these only. */
  readonly readableThrough: readonly string[];
  /** ARN of the role that the tenant's machines have. */
  readonly boxRoleArn: string;
  /** ARNs of the tenant's roles that fetch released files, from outside. */
  readonly requesters: readonly string[];
  /** ARNs of the hospital's roles that approve or refuse. */
  readonly reviewers: readonly string[];
  /**
   * ARNs of the hospital's roles that have to approve once more.
   * @default - one approval is enough
   */
  readonly secondReviewers?: readonly string[];
  /** ARN of the hospital's role that copies approved files. */
  readonly copierRoleArn: string;
  /** Ends of the names of files that are taken, without the first dot. */
  readonly types: readonly string[];
  /** Days after which a released copy expires. */
  readonly availableDays: number;
  /** How long what was asked for, and what was said of it, can be neither deleted nor overwritten. */
  readonly lock: ObjectLock;
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

/**
 * How files leave a box: the only way, and a door. The tenant's machines put them into an outbox, which nobody reads but
 * the hospital. A reviewer approves a version by tags that nobody else can set; the copier reads approved versions and
 * nothing else, and has S3 copy them into a second bucket, which takes nothing but copies out of the outbox and the
 * manifests beside them; the requesters fetch them there until they expire. No role does two of these things, and all of
 * it is in the two buckets' policies.
 *
 * What a researcher writes into a file is for the reviewer to see: no policy can tell.
 *
 * @throws Error where one role has two of these duties
 */
export class ExportAirlock extends Construct {
  public readonly outbox: EncryptedBucket;
  public readonly released: EncryptedBucket;

  public constructor(scope: Construct, id: string, props: ExportAirlockProps) {
    super(scope, id);
    refuseSharedDuties(props);
    const { keyArn, provider, readableThrough } = props;
    const common = {
      keyArn,
      readableThrough,
      administrators: props.administrators,
      deployRoleArns: props.deployRoleArns,
      provider,
    };
    this.outbox = new EncryptedBucket(this, "outbox", {
      ...common,
      bucketName: props.outboxName,
      lock: props.lock,
      statements: outboxStatements(`arn:aws:s3:::${props.outboxName}`, props),
    });
    this.released = new EncryptedBucket(this, "released", {
      ...common,
      bucketName: props.releasedName,
      outsideReaders: props.requesters,
      expireAfterDays: props.availableDays,
      statements: releasedStatements(`arn:aws:s3:::${props.releasedName}`, props),
    });
  }
}

function refuseSharedDuties(props: ExportAirlockProps): void {
  const seen = new Map<string, string>();
  for (const [duty, roles] of [
    ["the box", [props.boxRoleArn]],
    ["a requester", props.requesters],
    ["a reviewer", props.reviewers],
    ["a second reviewer", props.secondReviewers ?? []],
    ["the copier", [props.copierRoleArn]],
  ] as const)
    for (const role of roles) {
      const other = seen.get(role);
      if (other !== undefined && other !== duty)
        throw new Error(`${role} is ${other} and ${duty} of ${props.outboxName}; give each of them a role of its own`);
      seen.set(role, duty);
    }
}

const existing = (tag: string): string => `s3:ExistingObjectTag/${tag}`;
const requested = (tag: string): string => `s3:RequestObjectTag/${tag}`;
const TAG_VERSION = ["s3:PutObjectVersionTagging"];

function outboxStatements(arn: string, props: ExportAirlockProps): PolicyStatement[] {
  const { boxRoleArn, copierRoleArn, reviewers, secondReviewers = [], types } = props;
  const objects = `${arn}/*`;
  const on = { Resource: objects };
  const everyReviewer = [...reviewers, ...secondReviewers];
  const is = (roles: readonly string[]): PolicyCondition => ({ ArnEquals: { "aws:PrincipalArn": roles } });
  const copierNeeds = (Sid: string, tag: string): PolicyStatement =>
    denyAll(Sid, READ_OBJECTS, on, { ...is([copierRoleArn]), StringNotEquals: { [existing(tag)]: "approved" } });
  return [
    onlyRoles("OnlyTheBoxPuts", PUT_OBJECTS, objects, [boxRoleArn]),
    namedKeys("OnlyNamedTypes", arn, AIRLOCK_PREFIX.requests, types),
    // S3 would otherwise copy a source object here by itself, and nobody would have held it.
    denyAll("NoCopies", PUT_OBJECTS, on, { Null: { "s3:x-amz-copy-source": "false" } }),
    inOnePiece(objects),
    onlyRoles("OnlyTheHospitalReads", READ_OBJECTS, objects, [...everyReviewer, copierRoleArn]),
    copierNeeds("CopierReadsApproved", REVIEW_TAG.review),
    ...(secondReviewers.length === 0 ? [] : [copierNeeds("CopierReadsTwiceApproved", REVIEW_TAG.secondReview)]),
    denyAll("CopierReadsNoSource", READ_OBJECTS, on, {
      ...is([copierRoleArn]),
      StringEquals: { [existing(REVIEW_TAG.class)]: "source" },
    }),
    onlyRoles("OnlyReviewersTag", TAG_VERSION, objects, everyReviewer),
    denyAll("SourceStaysSource", TAG_VERSION, on, { StringEquals: { [existing(REVIEW_TAG.class)]: "source" } }),
    denyAll("WithAReason", TAG_VERSION, on, { StringNotLike: { [requested(REVIEW_TAG.reason)]: "??????????*" } }),
    // A name may be of another version by the time that its tags are set.
    denyAll(
      "TagsOfNamedVersions",
      ["s3:DeleteObjectTagging", "s3:DeleteObjectVersionTagging", "s3:PutObjectTagging", "s3:ReplicateTags"],
      on,
    ),
    ...(secondReviewers.length === 0
      ? []
      : [
          denyAll("SecondWordIsTheSecondReviewers", TAG_VERSION, on, {
            ArnNotEquals: { "aws:PrincipalArn": secondReviewers },
            Null: { [requested(REVIEW_TAG.secondReview)]: "false" },
          }),
          // Tags are set all at once: without this a second reviewer could speak for the first.
          denyAll("SecondAfterTheFirst", TAG_VERSION, on, {
            ...is(secondReviewers),
            StringNotEquals: { [existing(REVIEW_TAG.review)]: "approved" },
          }),
        ]),
    allowRoles("BoxPuts", ["s3:PutObject"], `${arn}/${AIRLOCK_PREFIX.requests}*`, [boxRoleArn]),
    allowRoles("HospitalLists", ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketVersions"], arn, [
      ...everyReviewer,
      copierRoleArn,
    ]),
    allowRoles("HospitalReads", ["s3:GetObject", "s3:GetObjectVersion", "s3:GetObjectVersionTagging"], objects, [
      ...everyReviewer,
      copierRoleArn,
    ]),
    allowRoles("ReviewersTag", TAG_VERSION, objects, everyReviewer),
  ];
}

function releasedStatements(arn: string, props: ExportAirlockProps): PolicyStatement[] {
  const { copierRoleArn, networks = [], outboxName, requesters, until } = props;
  const objects = `${arn}/*`;
  return [
    onlyRoles("OnlyTheCopierPuts", PUT_OBJECTS, objects, [copierRoleArn]),
    onlyCopiesOf("OnlyFromTheOutbox", `${outboxName}/${AIRLOCK_PREFIX.requests}`, {
      NotResource: `${arn}/${AIRLOCK_PREFIX.manifests}*`,
    }),
    inOnePiece(objects),
    onlyRoles("OnlyRequestersRead", READ_OBJECTS, objects, requesters),
    ...fromNetworks(READ_OBJECTS, objects, requesters, networks),
    ...untilLastDay(READ_OBJECTS, objects, requesters, until),
    allowRoles("CopierPuts", ["s3:PutObject"], objects, [copierRoleArn]),
    allowRoles("RequestersRead", ["s3:GetObject"], objects, requesters),
  ];
}
