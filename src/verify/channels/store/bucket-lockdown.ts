import { type Channel } from "../../channel";
import { type Model } from "../../model/model";
import { type Resource } from "../../model/resource";
import { readValue } from "../../model/value";
import { ofBucket, withBucketWrittenOut } from "../../policy/buckets";
import { readPolicy, type Statement } from "../../policy/document";
import { globCovers } from "../../policy/glob";
import { type Ruling } from "../../verdict";

/**
 * Actions that hand an object's content or description to whoever asks. `s3:GetObject*` covers them; each is asked for by
 * itself, so that a policy may name them one by one.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
 */
const READS = [
  "s3:GetObject",
  "s3:GetObjectAcl",
  "s3:GetObjectAttributes",
  "s3:GetObjectLegalHold",
  "s3:GetObjectRetention",
  "s3:GetObjectTagging",
  "s3:GetObjectTorrent",
  "s3:GetObjectVersion",
  "s3:GetObjectVersionAcl",
  "s3:GetObjectVersionAttributes",
  "s3:GetObjectVersionForReplication",
  "s3:GetObjectVersionTagging",
  "s3:GetObjectVersionTorrent",
];

const PUBLIC_ACCESS = [
  "block_public_acls",
  "block_public_policy",
  "ignore_public_acls",
  "restrict_public_buckets",
] as const;

/** Types that have S3 itself carry objects, or their names, away from a bucket. */
const CARRIERS = [
  "aws_s3_bucket_acl",
  "aws_s3_bucket_analytics_configuration",
  "aws_s3_bucket_inventory",
  "aws_s3_bucket_logging",
  "aws_s3_bucket_notification",
  "aws_s3_bucket_replication_configuration",
  "aws_s3_bucket_website_configuration",
] as const;

export const bucketLockdown: Channel = {
  id: "store.bucket-lockdown",
  title: "Buckets",
  opens: "an object that can be read by a request from anywhere but the box's own endpoint",
  closes:
    "the bucket is shut to the public, without ACLs, and denies every read of an object that does not come through an endpoint of the configuration, whoever asks",
  sources: [
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies-vpc-endpoint.html",
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html (negated operators hold where the key is absent)",
  ],
  decide: (model, ruling) => {
    const buckets = model.ofType("aws_s3_bucket");
    for (const bucket of buckets) {
      judgePublicAccess(model, bucket, ruling);
      judgeCarriers(model, bucket, ruling);
      judgePolicy(model, bucket, ruling);
    }
    for (const type of ["aws_s3_bucket_policy", "aws_s3_bucket_public_access_block"])
      for (const resource of model.ofType(type))
        if (!buckets.some((bucket) => ofBucket(model, bucket, type).includes(resource)))
          ruling.unproven(resource, "which bucket it is for cannot be told", "refer to a bucket of this configuration");
  },
};

function leak(bucket: Resource, by: string, through: readonly string[] = []) {
  return {
    from: `any object in ${bucket.address}`,
    by,
    through: [bucket.address, ...through],
    to: "wherever the request came from",
  };
}

function judgePublicAccess(model: Model, bucket: Resource, ruling: Ruling): void {
  const [block] = ofBucket(model, bucket, "aws_s3_bucket_public_access_block");
  const off = block === undefined ? [...PUBLIC_ACCESS] : PUBLIC_ACCESS.filter((name) => block.truth(name) !== true);
  if (off.length > 0)
    ruling.open(
      block ?? bucket,
      `public access is not blocked (${off.join(", ")})`,
      leak(bucket, "anybody, once a policy or an ACL says so"),
      `block all four kinds of public access to ${bucket.address}`,
    );
  const [ownership] = ofBucket(model, bucket, "aws_s3_bucket_ownership_controls");
  const enforced =
    ownership?.blocks("rule").some((rule) => rule.text("object_ownership") === "BucketOwnerEnforced") === true;
  if (!enforced || bucket.value("acl").kind !== "absent")
    ruling.open(
      ownership ?? bucket,
      "ACLs can give objects to others",
      leak(bucket, "whomever an object's ACL names"),
      `set object_ownership of ${bucket.address} to BucketOwnerEnforced`,
    );
  if (block !== undefined && off.length === 0 && enforced)
    ruling.closed(block, "all public access is blocked, and ACLs are off");
}

function judgeCarriers(model: Model, bucket: Resource, ruling: Ruling): void {
  for (const type of CARRIERS)
    for (const carrier of ofBucket(model, bucket, type))
      ruling.open(
        carrier,
        "S3 itself carries objects, or their names, out of the bucket",
        leak(bucket, "S3, as configured", [carrier.address]),
        `remove ${carrier.address}`,
      );
  for (const inline of ["replication_configuration", "website", "logging", "policy", "grant"])
    if (bucket.value(inline).kind !== "absent" && bucket.list(inline).length > 0)
      ruling.unproven(
        bucket,
        `it sets ${inline} in the bucket itself, a form that is not followed`,
        `use the resource of its own for ${inline}`,
      );
}

function judgePolicy(model: Model, bucket: Resource, ruling: Ruling): void {
  const policies = ofBucket(model, bucket, "aws_s3_bucket_policy");
  const [policy] = policies;
  if (policy === undefined) {
    ruling.open(
      bucket,
      "it has no policy: every principal of its account with S3 permissions reads it from anywhere",
      leak(bucket, "a principal of the bucket's account, from the internet"),
      `give ${bucket.address} a policy that denies s3:GetObject* unless aws:SourceVpce is the box's endpoint`,
    );
    return;
  }
  if (policies.length > 1) {
    ruling.unproven(bucket, "two resources set its policy; which one holds cannot be told", "keep one");
    return;
  }
  const reading = readPolicy(withBucketWrittenOut(String(policy.attributes["policy"]), bucket));
  if ("unread" in reading) {
    ruling.unproven(policy, `its policy cannot be read: ${reading.unread}`, "write the policy out as JSON");
    return;
  }
  const name = bucket.text("bucket");
  if (name === undefined) {
    ruling.unproven(
      bucket,
      "its name is not written out, so its policy's resources cannot be compared",
      "name the bucket",
    );
    return;
  }
  const denies = reading.statements.filter((statement) => deniesElsewhere(model, statement, `arn:aws:s3:::${name}/*`));
  const readable = READS.filter(
    (action) =>
      !denies.some(({ actions }) => actions.some((glob) => globCovers(glob.toLowerCase(), action.toLowerCase()))),
  );
  const named =
    model.ofType("aws_vpc").length === 0 ? namedReaders(model, reading.statements, `arn:aws:s3:::${name}/*`) : [];
  if (readable.length > 0 && named.length > 0) {
    ruling.door(
      policy,
      `this configuration has no box, and ${named.join(", ")} alone reads this bucket, from anywhere`,
    );
    return;
  }
  if (readable.length > 0) {
    ruling.open(
      policy,
      `its policy does not deny ${readable.length === READS.length ? "reading objects" : readable.join(", ")} to requests from outside of the box's endpoints`,
      leak(bucket, "a principal that an identity policy allows to read it, from the internet", [policy.address]),
      `deny s3:GetObject* on arn:aws:s3:::${name}/* to everybody unless aws:SourceVpce is the box's endpoint (StringNotEquals, no other condition)`,
    );
    return;
  }
  ruling.closed(
    policy,
    `${denies.map(({ sid }) => sid || "a Deny").join(", ")}: no object is read but through an endpoint of this configuration`,
  );
}

/**
 * Whether a Deny holds for everybody and every request for an object that does not come through an endpoint, or a VPC, of
 * the configuration. Under-approximated: any further condition could let a request past, and makes it no such Deny.
 */
function deniesElsewhere(model: Model, statement: Statement, objects: string): boolean {
  const { conditions } = statement;
  const [condition] = conditions;
  return (
    statement.effect === "Deny" &&
    !statement.notPrincipal &&
    !statement.notAction &&
    !statement.notResource &&
    statement.principals.some(({ kind }) => kind === "everyone") &&
    statement.resources.some((glob) => globCovers(glob, objects)) &&
    condition !== undefined &&
    conditions.length === 1 &&
    (condition.operator === "StringNotEquals" || condition.operator === "StringNotEqualsIgnoreCase") &&
    condition.values.length > 0 &&
    condition.values.every((value) => isOwn(model, condition.key, value))
  );
}

/** Roles of the project's accounts that a Deny for everybody else leaves as the only readers; none where there is no such Deny. */
function namedReaders(model: Model, statements: readonly Statement[], objects: string): readonly string[] {
  const deny = statements.find(
    ({
      effect,
      notPrincipal,
      notAction,
      notResource,
      principals,
      resources,
      actions,
      conditions: [condition, ...more],
    }) =>
      effect === "Deny" &&
      !notPrincipal &&
      !notAction &&
      !notResource &&
      principals.some(({ kind }) => kind === "everyone") &&
      resources.some((glob) => globCovers(glob, objects)) &&
      READS.every((read) => actions.some((glob) => globCovers(glob.toLowerCase(), read.toLowerCase()))) &&
      more.length === 0 &&
      condition?.operator === "ArnNotEquals" &&
      condition.key === "aws:principalarn" &&
      condition.values.every(
        (arn) => /^arn:aws:iam::\d{12}:role\/[^*?$]+$/.test(arn) && model.accounts.has(arn.split(":")[4] ?? ""),
      ),
  );
  return deny?.conditions[0]?.values ?? [];
}

const OWN: Readonly<Record<string, string>> = { "aws:sourcevpce": "aws_vpc_endpoint", "aws:sourcevpc": "aws_vpc" };

function isOwn(model: Model, key: string, text: string): boolean {
  const target = model.follow(readValue(text));
  return target.kind === "resource" && target.resource.type === OWN[key] && target.attribute === "id";
}
