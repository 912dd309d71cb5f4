import { type Channel } from "../../channel";
import { type Model } from "../../model/model";
import { type Resource } from "../../model/resource";
import { ofBucket } from "../../policy/buckets";
import { valuesAt } from "../../rules";
import { type Ruling } from "../../verdict";

const BLOCKS = ["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"] as const;

/** Catalogue rows S01 and S02. */
export const publicAccess: Channel = {
  id: "store.public-access",
  title: "Public access to buckets",
  opens: "a bucket that a policy or an ACL can open to the public",
  closes: "all four kinds of public access are blocked, and ACLs are off",
  sources: [
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html",
  ],
  types: ["aws_s3_bucket", "aws_s3_bucket_ownership_controls", "aws_s3_bucket_public_access_block"],
  decide: (model, ruling) => {
    const buckets = model.ofType("aws_s3_bucket");
    for (const bucket of buckets) judge(model, bucket, ruling);
    for (const type of ["aws_s3_bucket_public_access_block", "aws_s3_bucket_ownership_controls"])
      for (const resource of model.ofType(type))
        if (!buckets.some((bucket) => ofBucket(model, bucket, type).includes(resource)))
          ruling.unproven(resource, "which bucket it is for cannot be told", "refer to a bucket of this configuration");
    if (buckets.length === 0) ruling.closed({ address: "(configuration)", path: null }, "it declares no bucket");
  },
};

function judge(model: Model, bucket: Resource, ruling: Ruling): void {
  const leak = (by: string) => ({
    from: `any object in ${bucket.address}`,
    by,
    through: [bucket.address],
    to: "wherever the request came from",
  });
  const blocks = ofBucket(model, bucket, "aws_s3_bucket_public_access_block");
  // Of several the last that is applied holds: each has to do.
  const [block = blocks[0]] = blocks.filter((one) => isOff(one).length > 0);
  const off = block === undefined ? [...BLOCKS] : isOff(block);
  if (off.length > 0)
    ruling.open(
      block ?? bucket,
      `public access is not blocked (${off.join(", ")})`,
      leak("anybody, once a policy or an ACL says so"),
      `block all four kinds of public access to ${bucket.address}`,
    );
  const controls = ofBucket(model, bucket, "aws_s3_bucket_ownership_controls");
  const [ownership = controls[0]] = controls.filter((one) => !isEnforced(one));
  const enforced = ownership !== undefined && isEnforced(ownership);
  if (!enforced || bucket.value("acl").kind !== "absent" || grants(model, bucket))
    ruling.open(
      ownership ?? bucket,
      "ACLs can give objects to others",
      leak("whomever an object's ACL names"),
      `set object_ownership of ${bucket.address} to BucketOwnerEnforced`,
    );
  if (block !== undefined && off.length === 0 && enforced)
    ruling.closed(block, "all public access is blocked, and ACLs are off");
}

/** Whether the bucket's own ACL gives anything to anybody; of every bucket that is live AWS says that its owner has all of it. */
function grants(model: Model, bucket: Resource): boolean {
  const all = bucket.list("grant").length;
  const [first] = bucket.blocks("grant");
  const isOwners =
    model.configuration.form !== "configuration" &&
    all === 1 &&
    first?.text("type") === "CanonicalUser" &&
    first.list("permissions").every((value) => value.kind === "known" && value.value === "FULL_CONTROL");
  return all > 0 && !isOwners;
}

function isOff(block: Resource): readonly (typeof BLOCKS)[number][] {
  return BLOCKS.filter((name) => block.truth(name) !== true);
}

function isEnforced(controls: Resource): boolean {
  return valuesAt(controls, "rule.object_ownership").every(
    (value) => value.kind === "known" && value.value === "BucketOwnerEnforced",
  );
}
