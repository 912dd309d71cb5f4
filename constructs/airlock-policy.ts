import { type PolicyCondition, type PolicyStatement } from "./policy-document";

/** Key prefixes of an airlock's buckets: what people bring, what a box wants to send, what was released, and its hashes. */
export const AIRLOCK_PREFIX = {
  uploads: "uploads/",
  requests: "requests/",
  files: "files/",
  manifests: "manifests/",
} as const;

/** Tags of an object version by which reviewers speak; S3 keeps them with the version, not with the name. */
export const REVIEW_TAG = {
  /** `approved` or `refused`. */
  review: "databox-review",
  /** The second reviewer's word, where two have to approve. */
  secondReview: "databox-second-review",
  /** Why, in ten to 256 letters, digits, spaces and `+-=._:/@`. */
  reason: "databox-reason",
  /** The second reviewer's reason. */
  secondReason: "databox-second-reason",
  /** SHA-256 of what was reviewed, in base64. */
  digest: "databox-sha256",
  /** `source` marks source data for good: the version can never be approved. */
  class: "databox-class",
} as const;

/** The tag that GuardDuty sets, and its value where it found nothing. */
export const SCAN_TAG = { key: "GuardDutyMalwareScanStatus", clean: "NO_THREATS_FOUND" } as const;

/** Actions that make an object, or a version of one. */
export const PUT_OBJECTS = ["s3:PutObject", "s3:ReplicateObject"];

/** Actions that hand out an object, its tags or its description. */
export const READ_OBJECTS = ["s3:GetObject*"];

/** Nobody but these roles, whatever IAM allows anybody else. */
export function onlyRoles(
  Sid: string,
  Action: readonly string[],
  Resource: string,
  roleArns: readonly string[],
): PolicyStatement {
  return denyAll(Sid, Action, { Resource }, { ArnNotEquals: { "aws:PrincipalArn": roleArns } });
}

/** A denial for whoever the condition does not except. */
export function denyAll(
  Sid: string,
  Action: readonly string[],
  on: { readonly Resource: string | readonly string[] } | { readonly NotResource: string | readonly string[] },
  Condition?: PolicyCondition,
): PolicyStatement {
  return { Sid, Effect: "Deny", Principal: "*", Action, ...on, ...(Condition === undefined ? {} : { Condition }) };
}

/**
 * No upload in several pieces: S3 takes at most 5 GiB in one, and has no condition on a size.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html
 */
export function inOnePiece(objects: string): PolicyStatement {
  return denyAll("InOnePiece", PUT_OBJECTS, { Resource: objects }, { Bool: { "s3:ObjectCreationOperation": "false" } });
}

/** Keys under a prefix that end as one of the types do; every other key is refused. */
export function namedKeys(
  Sid: string,
  arn: string,
  prefix: string,
  types: readonly string[],
  ...keys: readonly string[]
): PolicyStatement {
  return denyAll(Sid, PUT_OBJECTS, {
    NotResource: [...types.map((type) => `${arn}/${prefix}*.${type}`), ...keys.map((key) => `${arn}/${key}`)],
  });
}

/**
 * Objects under a prefix come as S3's own copies out of one bucket, and in no other way: whoever copies cannot put bytes
 * of his own.
 */
export function onlyCopiesOf(Sid: string, source: string, on: Parameters<typeof denyAll>[2]): PolicyStatement {
  return denyAll(Sid, PUT_OBJECTS, on, { StringNotLike: { "s3:x-amz-copy-source": `${source}*` } });
}

/** Requests of these roles that come from elsewhere than their networks; none where there are none. */
export function fromNetworks(
  Action: readonly string[],
  Resource: string,
  roleArns: readonly string[],
  networks: readonly string[],
): PolicyStatement[] {
  if (networks.length === 0) return [];
  const Condition = { ArnEquals: { "aws:PrincipalArn": roleArns }, NotIpAddress: { "aws:SourceIp": networks } };
  return [denyAll("FromNamedNetworks", Action, { Resource }, Condition)];
}

/** Nothing of these roles once the tenant's last day is over; no statement where there is no last day. */
export function untilLastDay(
  Action: readonly string[],
  Resource: string,
  roleArns: readonly string[],
  day: string | undefined,
): PolicyStatement[] {
  if (day === undefined) return [];
  const Condition = {
    ArnEquals: { "aws:PrincipalArn": roleArns },
    DateGreaterThan: { "aws:CurrentTime": `${day}T23:59:59Z` },
  };
  return [denyAll("NothingAfterLastDay", Action, { Resource }, Condition)];
}
