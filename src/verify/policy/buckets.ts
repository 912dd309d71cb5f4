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

/** Name of the bucket that an S3 ARN speaks of, where it names exactly one. */
export function bucketOf(arn: string): string | undefined {
  const name = /^arn:[^:]*:s3:::([^/]+)(\/.*)?$/.exec(arn)?.[1];
  return name === undefined || /[*?$]/.test(name) ? undefined : name;
}
