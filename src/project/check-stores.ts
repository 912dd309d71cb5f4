import { type ProjectFile } from "./schema";
import { directoryOf, kindOf, schemaOf } from "./stores";

type Report = (path: readonly PropertyKey[], message: string) => void;

/**
 * Prefixes of one bucket that its policy has room for, each with a statement for its objects and one for their listing:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html (20 KB).
 */
export const PREFIXES_OF_BUCKET = 16;

/** Views that name stores which are not there, or more than these give. */
export function checkStores(content: ProjectFile, report: Report): void {
  const { stores } = content.dataBox;
  content.researchBoxes.forEach(({ stores: views = [] }, box) => {
    views.forEach((view, index) => {
      const path = ["researchBoxes", box, "stores", index];
      const store = stores.find(({ name }) => name === view.store);
      if (store === undefined) {
        report(
          [...path, "store"],
          `there is no store "${view.store}"; the DataBox has ${stores.map(({ name }) => name).join(", ")}`,
        );
        return;
      }
      checkView(kindOf(store), view, path, report);
      const covering = views.findIndex(
        (other, at) =>
          at !== index &&
          other.store === view.store &&
          // Of files a tenant has one access point, and of a database one user.
          (isShared(kindOf(store)) ? at < index : covers(other.prefix, view.prefix, at < index)),
      );
      if (covering >= 0)
        report(
          path,
          kindOf(store) === "database"
            ? `entry ${covering + 1} of the list is of ${view.store} already, and a tenant sees one schema of a database; take one of them out`
            : `entry ${covering + 1} of the list shows all of this already; take one of them out`,
        );
    });
  });
  checkRoom(content, report);
  checkParts(content, report);
  checkDatabases(content, report);
}

/** Kinds of which tenants see parts that the store itself keeps apart, one part each. */
function isShared(kind: Kind): boolean {
  return kind === "files" || kind === "database";
}

/** What AWS takes for a database, and what fits the project. */
function checkDatabases({ availability, dataBox, region }: ProjectFile, report: Report): void {
  dataBox.stores.forEach((store, index) => {
    if (store.kind !== "database") return;
    const path = ["dataBox", "stores", index];
    // https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html
    if (availability !== "multi")
      report(
        path,
        `${store.name} is a database, for which AWS wants subnets in two zones, and this project has one; set availability: multi`,
      );
    const [, , , from = "", owner = ""] = store.snapshot.split(":");
    if (from !== region)
      report(
        [...path, "snapshot"],
        `a cluster is made from a snapshot of its own region ${region}, got one of ${from}; copy it there first`,
      );
    // https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-share-snapshot.html
    if (owner !== dataBox.account)
      report(
        [...path, "snapshot"],
        `AWS makes no cluster from an encrypted snapshot that another account shares, got one of account ${owner}; copy it in the DataBox's account ${dataBox.account} first, and name the copy`,
      );
  });
}

type View = NonNullable<ProjectFile["researchBoxes"][number]["stores"]>[number];
type Kind = ReturnType<typeof kindOf>;

function checkView(
  kind: Kind,
  { store, prefix, access, directory, schema, uid }: View,
  path: readonly PropertyKey[],
  report: Report,
): void {
  const fields: readonly (readonly [field: string, value: unknown, kinds: readonly Kind[], of: string])[] = [
    // Of results a prefix is refused below, with the reason.
    ["prefix", prefix, ["objects", "results"], "objects"],
    ["directory", directory, ["files"], "files"],
    ["schema", schema, ["database"], "databases"],
    ["uid", uid, ["files"], "files"],
  ];
  for (const [field, value, kinds, of] of fields)
    if (value !== undefined && !kinds.includes(kind))
      report(
        [...path, field],
        `${store} is ${kind === "database" ? "a database" : `a store of ${kind}`}, and ${field} is for ${of}; take it out`,
      );
  if (kind === "objects" && access === "read-write")
    report(
      [...path, "access"],
      `${store} holds source data, which tenants only read; give them a store of kind results to write to`,
    );
  if (kind === "results" && access === "read")
    report([...path, "access"], `${store} holds results, which a tenant writes too; take access out`);
  if (kind === "results" && prefix !== undefined)
    report(
      [...path, "prefix"],
      `in ${store} the prefix of a tenant is results/<tenant>/, so that no two meet; take prefix out`,
    );
}

/** Whether one prefix shows whatever another one does; of two that are equal the one before. */
function covers(one = "", other = "", before: boolean): boolean {
  return one === other ? before : other.startsWith(one);
}

/** What one tenant writes of files or of a database no other one sees. */
function checkParts({ dataBox, researchBoxes }: ProjectFile, report: Report): void {
  const views = researchBoxes.flatMap(({ tenant, stores = [] }, box) =>
    stores.flatMap((view, index) => {
      const kind = dataBox.stores.find(({ name }) => name === view.store)?.kind;
      if (kind !== "files" && kind !== "database") return [];
      const part =
        kind === "files" ? (view.directory ?? directoryOf(tenant)) : `schema ${view.schema ?? schemaOf(tenant)}`;
      return [{ ...view, tenant, part, path: ["researchBoxes", box, "stores", index] }];
    }),
  );
  views.forEach((view, index) => {
    const other = views
      .slice(0, index)
      .find(
        (one) =>
          one.store === view.store &&
          one.tenant !== view.tenant &&
          (one.access === "read-write" || view.access === "read-write") &&
          (isWithin(one.part, view.part) || isWithin(view.part, one.part)),
      );
    if (other !== undefined)
      report(
        view.path,
        `${view.part} of ${view.tenant} and ${other.part} of ${other.tenant} overlap in ${view.store}, and one of them is written: tenants would pass data to each other; keep them apart, or let both read`,
      );
  });
}

function isWithin(inner: string, outer: string): boolean {
  return `${inner}/`.startsWith(`${outer}/`);
}

function checkRoom({ dataBox, researchBoxes }: ProjectFile, report: Report): void {
  dataBox.stores.forEach((store, index) => {
    if (isShared(kindOf(store))) return;
    const prefixes = new Set(
      researchBoxes.flatMap(({ tenant, stores: views }) =>
        kindOf(store) === "results"
          ? views === undefined || views.some((view) => view.store === store.name)
            ? [tenant]
            : []
          : (views ?? []).flatMap((view) => (view.store === store.name ? (view.prefix ?? []) : [])),
      ),
    );
    if (prefixes.size > PREFIXES_OF_BUCKET)
      report(
        ["dataBox", "stores", index],
        `${store.name} would have ${prefixes.size} prefixes for tenants, and AWS's limit on a bucket's policy has room for ${PREFIXES_OF_BUCKET}; divide the tenants among several stores by researchBoxes[].stores`,
      );
  });
}
