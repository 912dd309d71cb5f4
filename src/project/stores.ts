import { type LockMode } from "./project";
import { type ProjectFile } from "./schema";

/** Where data are kept in the DataBox. */
export type StoreSpec = ObjectStoreSpec | ResultsStoreSpec;

/** Source data: the hospital loads, tenants read. */
export interface ObjectStoreSpec {
  readonly name: string;
  readonly kind: "objects";
  /** Full bucket name, globally unique by its account suffix. */
  readonly bucket: string;
  readonly lock: { readonly mode: LockMode; readonly days: number };
}

/** What tenants write, each under a prefix of its own. */
export interface ResultsStoreSpec {
  readonly name: string;
  readonly kind: "results";
  /** Full bucket name, globally unique by its account suffix. */
  readonly bucket: string;
  /** ARNs of the hospital's roles that read every tenant's results. */
  readonly readers: readonly string[];
}

/** What a tenant sees of one store. */
export type StoreView = BucketViewSpec;

/** The objects of a bucket whose keys begin with a prefix. */
export interface BucketViewSpec {
  readonly kind: "objects" | "results";
  readonly store: string;
  readonly bucket: string;
  /** Empty for all, else with a trailing slash. */
  readonly prefix: string;
}

type StoreOfFile = ProjectFile["dataBox"]["stores"][number];
type BoxOfFile = ProjectFile["researchBoxes"][number];

/** Bucket names are unique in the world by the account's number. */
export function bucketName(project: string, store: string, account: string): string {
  return `databox-${project}-${store}-${account}`;
}

/** The stores of a project file, with every derived name. */
export function composeStores({ project, dataBox }: ProjectFile): StoreSpec[] {
  return dataBox.stores.map((store) => {
    const bucket = bucketName(project, store.name, dataBox.account);
    return store.kind === "results" ? { ...store, bucket } : { ...store, kind: "objects", bucket };
  });
}

/** What a tenant sees: what its box names, or all source data and its own part of the results. */
export function composeViews(stores: readonly StoreSpec[], { tenant, stores: views }: BoxOfFile): StoreView[] {
  const named = views ?? stores.map(({ name }) => ({ store: name, prefix: undefined }));
  return named.flatMap(({ store: name, prefix }): StoreView[] => {
    const store = stores.find((one) => one.name === name);
    if (store === undefined) return [];
    const { kind, bucket } = store;
    return [{ kind, store: name, bucket, prefix: kind === "results" ? resultsPrefix(tenant) : (prefix ?? "") }];
  });
}

/** Where a tenant's results are in a results store, and nobody else's. */
export function resultsPrefix(tenant: string): string {
  return `results/${tenant}/`;
}

/** The kind of a store in a project file; source data where it is left out. */
export function kindOf(store: StoreOfFile): StoreSpec["kind"] {
  return store.kind ?? "objects";
}
