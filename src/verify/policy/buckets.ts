import { type Model } from "../model/model";
import { type Resource } from "../model/resource";
import { type Value } from "../model/value";

/** Names of the buckets that the configuration declares, where they are written out. */
export function bucketNames(model: Model): ReadonlySet<string> {
  return new Set(model.ofType("aws_s3_bucket").flatMap((bucket) => bucket.text("bucket") ?? []));
}

/** The resources of a type that configure a bucket, by reference or by its name. */
export function ofBucket(model: Model, bucket: Resource, type: string): Resource[] {
  const name = bucket.text("bucket");
  return model.ofType(type).filter((resource) => namesBucket(model, resource.value("bucket"), bucket, name));
}

function namesBucket(model: Model, value: Value, bucket: Resource, name: string | undefined): boolean {
  const target = model.follow(value);
  if (target.kind === "resource") return target.resource === bucket;
  return target.kind === "known" && name !== undefined && target.value === name;
}

/** A policy's text with references to the bucket's own ARN and name written out, as far as its name is known. */
export function withBucketWrittenOut(text: string, bucket: Resource): string {
  const name = bucket.text("bucket");
  if (name === undefined) return text;
  return text
    .replaceAll(`\${${bucket.address}.arn}`, `arn:aws:s3:::${name}`)
    .replaceAll(`\${${bucket.address}.id}`, name)
    .replaceAll(`\${${bucket.address}.bucket}`, name);
}
