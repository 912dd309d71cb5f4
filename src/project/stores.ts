import { createHash } from "node:crypto";
import { type LockMode } from "./project";
import { type ProjectFile } from "./schema";

/** Where data are kept in the DataBox. */
export type StoreSpec = ObjectStoreSpec | ResultsStoreSpec | FileStoreSpec | DatabaseStoreSpec;

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

/** A file system. */
export interface FileStoreSpec {
  readonly name: string;
  readonly kind: "files";
}

/** An Aurora PostgreSQL database, made from a snapshot that the hospital prepared. */
export interface DatabaseStoreSpec {
  readonly name: string;
  readonly kind: "database";
  /** ARN of the cluster snapshot. */
  readonly snapshot: string;
  /** Major version of PostgreSQL; minor ones are AWS's to install. */
  readonly version: string;
  /** Class of its instances, e.g. `db.r7g.large`. */
  readonly instanceType: string;
  readonly instances: number;
  /** Days for which AWS keeps its backups. */
  readonly backupDays: number;
}

/** What a tenant sees of one store. */
export type StoreView = BucketViewSpec | FileViewSpec | DatabaseViewSpec;

/** A schema of a database, and as whom the tenant's machines sign in. */
export interface DatabaseViewSpec {
  readonly kind: "database";
  readonly store: string;
  readonly writes: boolean;
  readonly schema: string;
  /** Name of the database's user. */
  readonly user: string;
}

/** A directory of a file system, and as whom the tenant's machines are in it. */
export interface FileViewSpec {
  readonly kind: "files";
  readonly store: string;
  readonly writes: boolean;
  /** Absolute path of what the tenant's machines mount as root. */
  readonly directory: string;
  /** POSIX user and group, whoever the client says that it is. */
  readonly uid: number;
}

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
type ViewOfFile = NonNullable<BoxOfFile["stores"]>[number];

/** Bucket names are unique in the world by the account's number. */
export function bucketName(project: string, store: string, account: string): string {
  return `databox-${project}-${store}-${account}`;
}

/** The stores of a project file, with every derived name. */
export function composeStores({ project, dataBox }: ProjectFile): StoreSpec[] {
  return dataBox.stores.map((store): StoreSpec => {
    if (store.kind === "files" || store.kind === "database") return store;
    const bucket = bucketName(project, store.name, dataBox.account);
    return store.kind === "results" ? { ...store, bucket } : { ...store, kind: "objects", bucket };
  });
}

/** What a tenant sees: what its box names, or all source data and its own part of the results, no files and no database. */
export function composeViews(stores: readonly StoreSpec[], { tenant, stores: named }: BoxOfFile): StoreView[] {
  const views = named ?? stores.flatMap((store): ViewOfFile[] => ("bucket" in store ? [{ store: store.name }] : []));
  return views.flatMap((view): StoreView[] => {
    const store = stores.find(({ name }) => name === view.store);
    return store === undefined ? [] : [composeView(store, tenant, view)];
  });
}

function composeView(
  store: StoreSpec,
  tenant: string,
  { prefix, access, directory, schema, uid }: ViewOfFile,
): StoreView {
  const { kind, name } = store;
  const writes = access === "read-write";
  if (kind === "database")
    return { kind, store: name, writes, schema: schema ?? schemaOf(tenant), user: userOf(tenant) };
  if (kind === "files")
    return {
      kind,
      store: name,
      writes,
      directory: directory ?? directoryOf(tenant),
      uid: uid ?? uidOf(tenant),
    };
  return {
    kind,
    store: name,
    bucket: store.bucket,
    prefix: kind === "results" ? resultsPrefix(tenant) : (prefix ?? ""),
  };
}

/** The directory of a tenant that names none. */
export function directoryOf(tenant: string): string {
  return `/${tenant}`;
}

/** The schema of a tenant that names none. */
export function schemaOf(tenant: string): string {
  return tenant.replaceAll("-", "_");
}

/** Apart from every name that PostgreSQL, RDS or the hospital gives. */
function userOf(tenant: string): string {
  return `tenant_${schemaOf(tenant)}`;
}

/** A POSIX id of the tenant's name, so that nobody's changes when tenants come and go. */
function uidOf(tenant: string): number {
  return 1000 + (createHash("sha256").update(tenant).digest().readUInt32BE(0) % 1_000_000);
}

/** Where a tenant's results are in a results store, and nobody else's. */
export function resultsPrefix(tenant: string): string {
  return `results/${tenant}/`;
}

/** The kind of a store in a project file; source data where it is left out. */
export function kindOf(store: StoreOfFile): StoreSpec["kind"] {
  return store.kind ?? "objects";
}
