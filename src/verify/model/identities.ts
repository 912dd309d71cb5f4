import { type Resource } from "./resource";

/** A resource, and the attribute of it that an id or ARN is. */
export interface Identified {
  readonly resource: Resource;
  readonly attribute: "id" | "arn";
}

/**
 * Ids that AWS makes, each of which it gives once: EC2's and their like, those of keys, of hosted zones. What people name may
 * be the name of something else as well, of anybody's.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resource-ids.html
 */
const MADE_BY_AWS =
  /^(?:[a-z]+(?:-[a-z]+)*-[0-9a-f]{8,}|(?:mrk-)?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|mrk-[0-9a-f]{32}|Z[0-9A-Z]{8,})$/;

/** Types whose `arn` is an argument: what they are about. */
const ARN_IS_ANOTHERS = new Set([
  "aws_lakeformation_resource",
  "aws_sns_topic_data_protection_policy",
  "aws_sns_topic_policy",
]);

/** Resources by the ids and ARNs that AWS gave them. One that several claim and none has by itself leads nowhere. */
export function identitiesOf(resources: readonly Resource[]): ReadonlyMap<string, Identified> {
  const claims = new Map<string, Identified[]>();
  for (const resource of resources)
    for (const attribute of ["arn", "id"] as const) {
      const identity = resource.text(attribute);
      if (identity === undefined || !(identity.startsWith("arn:") || MADE_BY_AWS.test(identity))) continue;
      if (ARN_IS_ANOTHERS.has(resource.type) || namesAnother(resource, identity)) continue;
      const all = claims.get(identity) ?? [];
      if (!all.some((one) => one.resource === resource)) claims.set(identity, [...all, { resource, attribute }]);
    }
  const found = new Map<string, Identified>();
  for (const [identity, all] of claims) {
    const [only] = all.length === 1 ? all : all.filter((one) => all.every((other) => isOf(other, one)));
    if (only !== undefined) found.set(identity, only);
  }
  return found;
}

/**
 * Whether the id of a resource is another one's, which it names in an attribute: a bucket policy's is its bucket. Some repeat
 * their own: `key_id` of a key.
 */
function namesAnother({ attributes, type }: Resource, identity: string): boolean {
  return Object.entries(attributes).some(
    ([name, value]) =>
      value === identity && name !== "id" && name !== "arn" && !type.endsWith(`_${name.replace(/_id$/, "")}`),
  );
}

/** Whether one is a part of what the other is, by its type: `aws_kms_key_policy` of `aws_kms_key`. */
function isOf(part: Identified, whole: Identified): boolean {
  return part === whole || part.resource.type.startsWith(`${whole.resource.type}_`);
}
