import { type EndpointGrant } from "./private-endpoints";
import { type PolicyStatement } from "./policy-document";
import { type PrefixGrant } from "./prefix-statements";

/** What a role sees of a bucket: all of it, or the objects whose keys begin with a prefix. */
export interface BucketView {
  readonly bucketName: string;
  /**
   * Beginning of the keys, with a trailing slash.
   * @default - every object
   */
  readonly prefix?: string;
  /**
   * Whether the role writes there too.
   * @default false
   */
  readonly writes?: boolean;
}

/** A role and what it sees, through the tunnel of its own box. */
export interface StoreReader {
  readonly account: string;
  readonly roleArn: string;
  readonly views: readonly BucketView[];
}

/** The actions of writing; a multipart upload can be called off, and nothing can be deleted. */
const WRITE = ["s3:AbortMultipartUpload", "s3:ListMultipartUploadParts", "s3:PutObject"];

/**
 * The readers of a bucket as its policy names them: roles that see all of it, and parts with the roles that see each.
 *
 * @param account account of the bucket
 */
export function readersOfBucket(
  account: string,
  bucketName: string,
  readers: readonly StoreReader[],
): { readonly readers: readonly string[]; readonly parts: readonly PrefixGrant[] } {
  const seeing = readers.flatMap((reader) =>
    reader.views
      .filter((view) => view.bucketName === bucketName)
      .map(({ prefix = "", writes = false }) => ({ ...reader, prefix, writes })),
  );
  const parts = new Map<string, PrefixGrant & { readonly roleArns: string[] }>();
  for (const { prefix, writes, roleArn, account: own } of seeing) {
    if (prefix === "") continue;
    const key = JSON.stringify([prefix, writes, own === account]);
    const alike = parts.get(key) ?? { prefix, writes, ownAccount: own === account, roleArns: [] };
    alike.roleArns.push(roleArn);
    parts.set(key, alike);
  }
  return {
    readers: seeing.flatMap(({ prefix, roleArn }) => (prefix === "" ? [roleArn] : [])),
    parts: [...parts.values()],
  };
}

/** Of a list of views those of whole buckets, and those of parts. */
export function wholeAndParts(views: readonly BucketView[]): {
  readonly whole: readonly BucketView[];
  readonly parts: readonly BucketView[];
} {
  return {
    whole: views.filter(({ prefix = "" }) => prefix === ""),
    parts: views.filter(({ prefix = "" }) => prefix !== ""),
  };
}

/** What a role that sees the views may do by its own policy: find, list and read, and write where a view says so. */
export function viewStatements(views: readonly BucketView[]): PolicyStatement[] {
  const { whole, parts } = wholeAndParts(views);
  const buckets = [...new Set(parts.map(({ bucketName }) => bucketName))];
  const written = views.filter(({ writes }) => writes);
  const statements: PolicyStatement[] = [
    {
      Sid: "ListStores",
      Effect: "Allow",
      Action: ["s3:GetBucketLocation", "s3:ListBucket"],
      Resource: whole.map(({ bucketName }) => `arn:aws:s3:::${bucketName}`),
    },
    {
      Sid: "FindParts",
      Effect: "Allow",
      Action: "s3:GetBucketLocation",
      Resource: buckets.map((bucket) => `arn:aws:s3:::${bucket}`),
    },
    ...buckets.map((bucket, index) => ({
      Sid: `ListParts${index}`,
      Effect: "Allow" as const,
      Action: "s3:ListBucket",
      Resource: `arn:aws:s3:::${bucket}`,
      Condition: {
        StringLike: {
          "s3:prefix": parts.flatMap(({ bucketName, prefix = "" }) => (bucketName === bucket ? [`${prefix}*`] : [])),
        },
      },
    })),
    { Sid: "ReadStores", Effect: "Allow", Action: "s3:GetObject", Resource: [...whole, ...parts].map(objectsOf) },
    { Sid: "WriteStores", Effect: "Allow", Action: WRITE, Resource: written.map(objectsOf) },
  ];
  return statements.filter(({ Resource }) => Resource?.length !== 0);
}

/** ARN pattern of the objects of a view. */
export function objectsOf({ bucketName, prefix = "" }: BucketView): string {
  return `arn:aws:s3:::${bucketName}/${prefix}*`;
}

/**
 * What the DataBox's own endpoint lets through for the readers: whole buckets by account, parts each for the accounts that
 * see them. Which role it is, and which keys it lists, the buckets' policies say.
 *
 * @param account account of the stores, whose own roles read them whole
 * @param bucketNames buckets of source data
 */
export function viewGrants(
  account: string,
  bucketNames: readonly string[],
  readers: readonly StoreReader[],
): EndpointGrant[] {
  const resourceAccounts = [account];
  const whole = new Map<string, { buckets: string[]; principalAccounts: string[] }>();
  for (const bucket of bucketNames) {
    const seeing = readers.filter(({ views }) => wholeAndParts(views).whole.some((one) => one.bucketName === bucket));
    const principalAccounts = [...new Set([account, ...seeing.map((reader) => reader.account)])];
    const alike = whole.get(principalAccounts.join()) ?? { buckets: [], principalAccounts };
    alike.buckets.push(bucket);
    whole.set(principalAccounts.join(), alike);
  }
  const parts = new Map<string, { view: BucketView; principalAccounts: Set<string> }>();
  for (const reader of readers)
    for (const view of wholeAndParts(reader.views).parts) {
      const alike = parts.get(objectsOf(view)) ?? { view, principalAccounts: new Set() };
      alike.principalAccounts.add(reader.account);
      parts.set(objectsOf(view), alike);
    }
  return [
    ...[...whole.values()].map(({ buckets, principalAccounts }, index): EndpointGrant => ({
      sid: index === 0 ? "ReadStores" : `ReadStores${index}`,
      actions: ["s3:GetBucketLocation", "s3:GetObject", "s3:ListBucket"],
      resources: [
        ...buckets.map((bucket) => `arn:aws:s3:::${bucket}`),
        ...buckets.map((bucket) => `arn:aws:s3:::${bucket}/*`),
      ],
      principalAccounts,
      resourceAccounts,
    })),
    ...(parts.size === 0
      ? []
      : [
          {
            sid: "ListParts",
            actions: ["s3:GetBucketLocation", "s3:ListBucket"],
            resources: [...new Set([...parts.values()].map(({ view }) => `arn:aws:s3:::${view.bucketName}`))],
            principalAccounts: [...new Set([...parts.values()].flatMap((one) => [...one.principalAccounts]))],
            resourceAccounts,
          },
        ]),
    ...[...parts.values()].map(({ view, principalAccounts }, index): EndpointGrant => ({
      sid: `Part${index}`,
      actions: ["s3:GetObject", ...(view.writes ? WRITE : [])],
      resources: [objectsOf(view)],
      principalAccounts: [...principalAccounts],
      resourceAccounts,
    })),
  ];
}
