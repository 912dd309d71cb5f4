import { type BucketView, type StoreReader } from "../constructs/bucket-view";
import { type KeyUsage } from "../constructs/key-usage";
import { researcherRoleArn } from "../constructs/research-box";
import { type Project, type ResearchBoxSpec } from "../src/project";

/** What a tenant sees of the buckets. */
export function bucketViewsOf({ views }: ResearchBoxSpec): BucketView[] {
  return views.map(({ kind, bucket, prefix }) => ({
    bucketName: bucket,
    ...(prefix === "" ? {} : { prefix }),
    ...(kind === "results" ? { writes: true } : {}),
  }));
}

/** Every tenant's role, and what it sees. */
export function storeReaders({ name, researchBoxes }: Project): StoreReader[] {
  return researchBoxes.map((box) => ({
    account: box.account,
    roleArn: researcherRoleArn(name, box.tenant, box.account),
    views: bucketViewsOf(box),
  }));
}

/**
 * Who uses the key of the stores through S3: buckets with the same readers and writers together. With bucket keys on the
 * bucket is the encryption context, so that the key tells buckets apart, and the bucket's policy prefixes.
 */
export function storeUsages(project: Project): KeyUsage[] {
  const { region, dataBox } = project;
  const roles = storeReaders(project);
  const usages = new Map<string, { bucketArns: string[]; readers: string[]; writers: readonly string[] }>();
  for (const store of dataBox.stores) {
    const tenants = roles
      .filter(({ views }) => views.some(({ bucketName }) => bucketName === store.bucket))
      .map(({ roleArn }) => roleArn);
    const usage =
      store.kind === "results"
        ? { readers: [...store.readers], writers: tenants }
        : { readers: tenants, writers: dataBox.loaders };
    const alike = usages.get(JSON.stringify(usage)) ?? { bucketArns: [], ...usage };
    alike.bucketArns.push(`arn:aws:s3:::${store.bucket}`);
    usages.set(JSON.stringify(usage), alike);
  }
  return [...usages.values()].map((usage, index) => ({
    kind: "store",
    ...(index === 0 ? {} : { name: `Stores${index}` }),
    region,
    ...usage,
  }));
}

/**
 * ARNs of the buckets and objects that the boxes of an account may ever reach, as its permissions boundary has them: all of
 * a bucket where one of its boxes sees all, and of source data in the DataBox's account, else the prefixes that its boxes see.
 */
export function reachableObjects(project: Project, account: string): { whole: string[]; parts: BucketView[] } {
  const { dataBox, researchBoxes } = project;
  const views = researchBoxes.filter((box) => box.account === account).flatMap(bucketViewsOf);
  const whole = dataBox.stores
    .filter(
      ({ kind, bucket }) =>
        (kind === "objects" && account === dataBox.account) ||
        views.some(({ bucketName, prefix }) => bucketName === bucket && prefix === undefined),
    )
    .map(({ bucket }) => bucket);
  return { whole, parts: views.filter(({ bucketName }) => !whole.includes(bucketName)) };
}
