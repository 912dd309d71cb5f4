import { type BucketView, type StoreReader } from "../constructs/bucket-view";
import { type DataBoxDatabaseProps } from "../constructs/box-databases";
import { type DataBoxFileStoreProps } from "../constructs/data-box";
import { connectStatement, signInRoleArn, takeOnStatement, userArn } from "../constructs/database-sign-in";
import { type KeyUsage } from "../constructs/key-usage";
import { type PolicyStatement } from "../constructs/policy-document";
import { researcherRoleArn } from "../constructs/research-box";
import { type Project, type ResearchBoxSpec } from "../src/project";
import { backupUsages } from "./backups";
import { ProjectNames } from "./project-names";

/** What a tenant sees of the buckets. */
export function bucketViewsOf({ views }: ResearchBoxSpec): BucketView[] {
  return views.flatMap((view) =>
    view.kind === "files" || view.kind === "database"
      ? []
      : [
          {
            bucketName: view.bucket,
            ...(view.prefix === "" ? {} : { prefix: view.prefix }),
            ...(view.kind === "results" ? { writes: true } : {}),
          },
        ],
  );
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
 * Who uses the key of the stores: through S3, buckets with the same readers and writers together. With bucket keys on the
 * bucket is the encryption context, so that the key tells buckets apart, and the bucket's policy prefixes.
 */
export function storeUsages(project: Project): KeyUsage[] {
  const { region, dataBox } = project;
  const roles = storeReaders(project);
  const usages = new Map<string, { bucketArns: string[]; readers: string[]; writers: readonly string[] }>();
  for (const store of dataBox.stores) {
    if (store.kind === "files" || store.kind === "database") continue;
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
  return [
    ...[...usages.values()].map((usage, index): KeyUsage => ({
      kind: "store",
      ...(index === 0 ? {} : { name: `Stores${index}` }),
      region,
      ...usage,
    })),
    ...backupUsages(project),
    ...(
      [
        ["files", "file-systems"],
        ["database", "databases"],
      ] as const
    ).flatMap(([of, kind]) =>
      dataBox.stores.some((store) => store.kind === of)
        ? [{ kind, region, makers: [new ProjectNames(project).deployRoleArn(dataBox.account)] }]
        : [],
    ),
  ];
}

/**
 * ARNs of the buckets and objects that the boxes of an account may ever reach, as its permissions boundary has them: all of
 * a bucket where one of its boxes sees all, and of source data in the DataBox's account, else the prefixes that its boxes see.
 */
export function reachableObjects(project: Project, account: string): { whole: string[]; parts: BucketView[] } {
  const { dataBox, researchBoxes } = project;
  const views = researchBoxes.filter((box) => box.account === account).flatMap(bucketViewsOf);
  const whole = dataBox.stores.flatMap((store) =>
    "bucket" in store &&
    ((store.kind === "objects" && account === dataBox.account) ||
      views.some(({ bucketName, prefix }) => bucketName === store.bucket && prefix === undefined))
      ? [store.bucket]
      : [],
  );
  return { whole, parts: views.filter(({ bucketName }) => !whole.includes(bucketName)) };
}

/** The file systems, and what each tenant mounts of them. */
export function fileStores({ name, dataBox, researchBoxes }: Project): DataBoxFileStoreProps[] {
  return dataBox.stores.flatMap((store) =>
    store.kind === "files"
      ? [
          {
            name: store.name,
            clients: researchBoxes.flatMap(({ tenant, account, views }) =>
              views.flatMap((view) =>
                view.kind === "files" && view.store === store.name
                  ? [
                      {
                        name: tenant,
                        account,
                        roleArn: researcherRoleArn(name, tenant, account),
                        writes: view.writes,
                        directory: view.directory,
                        uid: view.uid,
                      },
                    ]
                  : [],
              ),
            ),
          },
        ]
      : [],
  );
}

/** ARN patterns of the file systems that boxes of an account may ever mount: ids are known to AWS only. */
export function mountableFiles({ region, dataBox, researchBoxes }: Project, account: string): string[] {
  const mounts = researchBoxes.some((box) => box.account === account && box.views.some(({ kind }) => kind === "files"));
  return mounts ? [`arn:aws:elasticfilesystem:${region}:${dataBox.account}:file-system/*`] : [];
}

/** The databases, and who signs in to which as whom. */
export function databaseStores({ name, dataBox, researchBoxes }: Project): DataBoxDatabaseProps[] {
  return dataBox.stores.flatMap((store) => {
    if (store.kind !== "database") return [];
    const { name: of, snapshot: snapshotArn, version, instanceType, instances, backupDays } = store;
    const clients = researchBoxes.flatMap(({ tenant, account, until, views }) =>
      views.flatMap((view) =>
        view.kind === "database" && view.store === of
          ? [{ name: tenant, account, roleArn: researcherRoleArn(name, tenant, account), user: view.user, until }]
          : [],
      ),
    );
    return [{ name: of, snapshotArn, version, instanceType, instances, backupDays, clients }];
  });
}

/** What roles of an account's boxes may do for databases: sign in, in the DataBox's account; take that role on, in a tenant's. */
export function databaseStatements(project: Project, account: string): PolicyStatement[] {
  const { name, region, dataBox, researchBoxes } = project;
  const users = researchBoxes.filter(({ views }) => views.some(({ kind }) => kind === "database"));
  const takers = users.filter((box) => box.account === account);
  return [
    ...(users.length > 0 && account === dataBox.account
      ? [connectStatement([userArn(region, account, "cluster-*", "tenant_*")])]
      : []),
    ...(takers.length > 0
      ? [takeOnStatement(takers.map(({ tenant }) => signInRoleArn(name, tenant, dataBox.account)))]
      : []),
  ];
}
