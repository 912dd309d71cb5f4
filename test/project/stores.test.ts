import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { formatProblem, loadProject, type Project } from "../../src/project";
import { stackOf } from "../stacks/example-projects";

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), "databox-stores-"))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const result = (content: string): ReturnType<typeof loadProject> => {
  const file = join(folder, "p.yaml");
  writeFileSync(file, content);
  return loadProject(file);
};
function problems(content: string): string[] {
  const loaded = result(content);
  return loaded.ok ? [] : loaded.problems.map((problem) => formatProblem({ ...problem, file: "p.yaml" }));
}
function load(content: string): Project {
  const loaded = result(content);
  if (!loaded.ok) throw new Error(loaded.problems.map(formatProblem).join("\n"));
  return loaded.project;
}

/** A project with stores (from line 8 on) and views of its one tenant (from line 12 on). */
const project = (stores: string, ...views: string[]): string =>
  `apiVersion: databox/v1
project: trial
region: eu-west-1
dataBox:
  hospital: charite
  account: "111111111111"
  stores:
    ${stores}
researchBoxes:
  - tenant: lab
    account: "222222222222"
${views.length > 0 ? "    stores:\n" : ""}${views.map((view) => `      - ${view}\n`).join("")}`;
const FILES = "[{ name: home, kind: files }]";
const SNAPSHOT = "arn:aws:rds:eu-west-1:111111111111:cluster-snapshot:visits-2026";
const database = (more = "", snapshot = SNAPSHOT): string =>
  `[{ name: visits, kind: database, snapshot: "${snapshot}"${more === "" ? "" : `, ${more}`} }]`;
/** A project of two zones, whose stores begin on line 9. */
const multi = (...parts: Parameters<typeof project>): string =>
  project(...parts).replace("dataBox:", "availability: multi\ndataBox:");
const BOTH = "[{ name: scans }, { name: findings, kind: results }]";

describe("what a tenant sees", () => {
  it("is, by default, all source data and a part of its own in each results store", () => {
    expect(load(project(BOTH)).researchBoxes[0]?.views).toEqual([
      { kind: "objects", store: "scans", bucket: "databox-trial-scans-111111111111", prefix: "" },
      { kind: "results", store: "findings", bucket: "databox-trial-findings-111111111111", prefix: "results/lab/" },
    ]);
  });

  it("is what its box names, and no more, where it names anything", () => {
    const views = (...named: string[]): unknown => load(project(BOTH, ...named)).researchBoxes[0]?.views;
    expect(views("{ store: scans, prefix: mri/2026/, access: read }")).toEqual([
      { kind: "objects", store: "scans", bucket: "databox-trial-scans-111111111111", prefix: "mri/2026/" },
    ]);
    expect(views("{ store: findings, access: read-write }")).toEqual([
      expect.objectContaining({ store: "findings", prefix: "results/lab/" }),
    ]);
    const none = load(project(BOTH).replace("tenant: lab", "tenant: lab\n    stores: []"));
    expect(none.researchBoxes[0]?.views).toEqual([]);
  });

  it.each([
    [
      "a store that is not there",
      project(BOTH, "{ store: scan }"),
      'p.yaml:13:18: researchBoxes[0].stores[0].store: there is no store "scan"; the DataBox has scans, findings',
    ],
    [
      "a prefix without its slash",
      project(BOTH, "{ store: scans, prefix: mri }"),
      'p.yaml:13:33: researchBoxes[0].stores[0].prefix: expected folders of letters, digits and _.- that end in a slash, e.g. mri/ or mri/2026/, got "mri"',
    ],
    [
      "a prefix that would be a pattern",
      project(BOTH, '{ store: scans, prefix: "*/" }'),
      'p.yaml:13:33: researchBoxes[0].stores[0].prefix: expected folders of letters, digits and _.- that end in a slash, e.g. mri/ or mri/2026/, got "*/"',
    ],
    [
      "writing among source data",
      project(BOTH, "{ store: scans, access: read-write }"),
      "p.yaml:13:33: researchBoxes[0].stores[0].access: scans holds source data, which tenants only read; give them a store of kind results to write to",
    ],
    [
      "results that are only read",
      project(BOTH, "{ store: findings, access: read }"),
      "p.yaml:13:36: researchBoxes[0].stores[0].access: findings holds results, which a tenant writes too; take access out",
    ],
    [
      "a prefix of one's own among results",
      project(BOTH, "{ store: findings, prefix: results/other/ }"),
      "p.yaml:13:36: researchBoxes[0].stores[0].prefix: in findings the prefix of a tenant is results/<tenant>/, so that no two meet; take prefix out",
    ],
    [
      "a view within another one",
      project(BOTH, "{ store: scans, prefix: mri/2026/ }", "{ store: scans, prefix: mri/ }"),
      "p.yaml:13:9: researchBoxes[0].stores[0]: entry 2 of the list shows all of this already; take one of them out",
    ],
    [
      "the same view twice",
      project(BOTH, "{ store: scans }", "{ store: scans }"),
      "p.yaml:14:9: researchBoxes[0].stores[1]: entry 1 of the list shows all of this already; take one of them out",
    ],
    [
      "an access that there is not",
      project(BOTH, "{ store: scans, access: write }"),
      'p.yaml:13:33: researchBoxes[0].stores[0].access: expected "read" or "read-write", got "write"',
    ],
    [
      "a kind that there is not",
      project("[{ name: scans, kind: blocks }]"),
      "p.yaml:8:27: dataBox.stores[0].kind: a store is of kind objects (the default), results, files or database",
    ],
    [
      "a lock on results",
      project("[{ name: findings, kind: results, lock: { days: 3 } }]"),
      'p.yaml:8:39: dataBox.stores[0].lock: there is no field "lock" here; there are name, kind, readers',
    ],
    [
      "a reader of results that is no role",
      project("[{ name: findings, kind: results, readers: [somebody] }]"),
      'p.yaml:8:49: dataBox.stores[0].readers[0]: expected the ARN of one IAM role, e.g. arn:aws:iam::111111111111:role/HospitalKeyAdmin (no user, no root, no wildcard), got "somebody"',
    ],
    [
      "a directory of objects",
      project(BOTH, "{ store: scans, directory: /mri }"),
      "p.yaml:13:36: researchBoxes[0].stores[0].directory: scans is a store of objects, and directory is for files; take it out",
    ],
    [
      "a user of results",
      project(BOTH, "{ store: findings, uid: 2000 }"),
      "p.yaml:13:33: researchBoxes[0].stores[0].uid: findings is a store of results, and uid is for files; take it out",
    ],
    [
      "a prefix of files",
      project(FILES, "{ store: home, prefix: mri/ }"),
      "p.yaml:13:32: researchBoxes[0].stores[0].prefix: home is a store of files, and prefix is for objects; take it out",
    ],
    [
      "all of a file system",
      project(FILES, "{ store: home, directory: / }"),
      'p.yaml:13:35: researchBoxes[0].stores[0].directory: expected a directory of one to four levels, e.g. /cohort or /cohort/2026, without a slash at its end, got "/"',
    ],
    [
      "a directory that climbs",
      project(FILES, "{ store: home, directory: /lab/../other }"),
      'p.yaml:13:35: researchBoxes[0].stores[0].directory: expected a directory of one to four levels, e.g. /cohort or /cohort/2026, without a slash at its end, got "/lab/../other"',
    ],
    [
      "root as user",
      project(FILES, "{ store: home, uid: 0 }"),
      "p.yaml:13:29: researchBoxes[0].stores[0].uid: expected at least 1000, got 0",
    ],
    [
      "two directories of one file system",
      project(FILES, "{ store: home }", "{ store: home, directory: /other }"),
      "p.yaml:14:9: researchBoxes[0].stores[1]: entry 1 of the list shows all of this already; take one of them out",
    ],
    [
      "a directory that one tenant writes and another one reads",
      `${project(FILES, "{ store: home, access: read-write }")}  - { tenant: two, account: "333333333333", stores: [{ store: home, directory: /lab/out }] }\n`,
      "p.yaml:14:54: researchBoxes[1].stores[0]: /lab/out of two and /lab of lab overlap in home, and one of them is written: tenants would pass data to each other; keep them apart, or let both read",
    ],
    [
      "a database of a project with one zone",
      project(database()),
      "p.yaml:8:6: dataBox.stores[0]: visits is a database, for which AWS wants subnets in two zones, and this project has one; set availability: multi",
    ],
    [
      "a database without a snapshot",
      multi("[{ name: visits, kind: database }]"),
      "p.yaml:9:6: dataBox.stores[0].snapshot: this field is missing",
    ],
    [
      "a snapshot of an instance",
      multi(database("", SNAPSHOT.replace("cluster-", ""))),
      `p.yaml:9:48: dataBox.stores[0].snapshot: expected the ARN of a snapshot of an Aurora cluster that the hospital made, e.g. arn:aws:rds:eu-west-1:111111111111:cluster-snapshot:phenotypes-2026, got "${SNAPSHOT.replace("cluster-", "")}"`,
    ],
    [
      "a snapshot of another region",
      multi(database("", SNAPSHOT.replace("eu-west-1", "us-east-1"))),
      "p.yaml:9:48: dataBox.stores[0].snapshot: a cluster is made from a snapshot of its own region eu-west-1, got one of us-east-1; copy it there first",
    ],
    [
      "a snapshot that another account shares",
      multi(database("", SNAPSHOT.replace("111111111111", "999999999999"))),
      "p.yaml:9:48: dataBox.stores[0].snapshot: AWS makes no cluster from an encrypted snapshot that another account shares, got one of account 999999999999; copy it in the DataBox's account 111111111111 first, and name the copy",
    ],
    [
      "a minor version",
      multi(database('version: "16.4"')),
      'p.yaml:9:124: dataBox.stores[0].version: a version is the major one, in quotes: "15", "16" or "17", got "16.4"',
    ],
    [
      "an instance type of EC2",
      multi(database("instanceType: m7i.large")),
      'p.yaml:9:129: dataBox.stores[0].instanceType: expected a class of Aurora PostgreSQL, e.g. db.t4g.medium, db.r7g.large or db.r8g.2xlarge, got "m7i.large"',
    ],
    [
      "three instances",
      multi(database("instances: 3")),
      "p.yaml:9:126: dataBox.stores[0].instances: expected at most 2, got 3",
    ],
    [
      "backups of forty days",
      multi(database("backupDays: 40")),
      "p.yaml:9:127: dataBox.stores[0].backupDays: expected at most 35, got 40",
    ],
    [
      "a password",
      multi(database("password: secret")),
      'p.yaml:9:115: dataBox.stores[0].password: there is no field "password" here; there are name, kind, snapshot, version, instanceType, instances, backupDays',
    ],
    [
      "a schema of PostgreSQL's own",
      multi(database(), "{ store: visits, schema: pg_catalog }"),
      'p.yaml:14:34: researchBoxes[0].stores[0].schema: expected the name of a schema: lower-case letters, digits and _, not public, information_schema or one that begins with pg_, got "pg_catalog"',
    ],
    [
      "everybody's schema",
      multi(database(), "{ store: visits, schema: public }"),
      'p.yaml:14:34: researchBoxes[0].stores[0].schema: expected the name of a schema: lower-case letters, digits and _, not public, information_schema or one that begins with pg_, got "public"',
    ],
    [
      "a schema of objects",
      project(BOTH, "{ store: scans, schema: cohort }"),
      "p.yaml:13:33: researchBoxes[0].stores[0].schema: scans is a store of objects, and schema is for databases; take it out",
    ],
    [
      "a prefix of a database",
      multi(database(), "{ store: visits, prefix: mri/ }"),
      "p.yaml:14:34: researchBoxes[0].stores[0].prefix: visits is a database, and prefix is for objects; take it out",
    ],
    [
      "a directory of a database",
      multi(database(), "{ store: visits, directory: /mri }"),
      "p.yaml:14:37: researchBoxes[0].stores[0].directory: visits is a database, and directory is for files; take it out",
    ],
    [
      "two schemas of one database",
      multi(database(), "{ store: visits }", "{ store: visits, schema: other }"),
      "p.yaml:15:9: researchBoxes[0].stores[1]: entry 1 of the list is of visits already, and a tenant sees one schema of a database; take one of them out",
    ],
    [
      "a schema that one tenant writes and another one reads",
      `${multi(database(), "{ store: visits, schema: cohort, access: read-write }")}  - { tenant: two, account: "333333333333", stores: [{ store: visits, schema: cohort }] }\n`,
      "p.yaml:15:54: researchBoxes[1].stores[0]: schema cohort of two and schema cohort of lab overlap in visits, and one of them is written: tenants would pass data to each other; keep them apart, or let both read",
    ],
  ])("is refused: %s", (_name, content, expected) => {
    expect(problems(content)).toEqual([expected]);
  });

  it("is, of a database, what its box names: a schema, and a user of the tenant's", () => {
    const views = (...named: string[]): unknown => load(multi(database(), ...named)).researchBoxes[0]?.views;
    expect(views()).toEqual([]);
    expect(views("{ store: visits, access: read-write }")).toEqual([
      { kind: "database", store: "visits", writes: true, schema: "lab", user: "tenant_lab" },
    ]);
    expect(views("{ store: visits, schema: cohort_2026 }")).toEqual([
      { kind: "database", store: "visits", writes: false, schema: "cohort_2026", user: "tenant_lab" },
    ]);
    expect(load(multi(database())).dataBox.stores).toEqual([
      {
        name: "visits",
        kind: "database",
        snapshot: SNAPSHOT,
        version: "16",
        instanceType: "db.t4g.medium",
        instances: 1,
        backupDays: 7,
      },
    ]);
  });

  it("is, of files, what its box names: a directory and a user of its own", () => {
    const views = (...named: string[]): unknown => load(project(FILES, ...named)).researchBoxes[0]?.views;
    expect(views()).toEqual([]);
    const [own] = views("{ store: home, access: read-write }") as { uid: number }[];
    expect(own).toEqual({ kind: "files", store: "home", writes: true, directory: "/lab", uid: own?.uid });
    expect(own?.uid).toBeGreaterThanOrEqual(1000);
    expect(views("{ store: home, directory: /cohort/2026, uid: 2000 }")).toEqual([
      { kind: "files", store: "home", writes: false, directory: "/cohort/2026", uid: 2000 },
    ]);
  });
});

describe("a results store", () => {
  const many = (count: number): string =>
    [
      project("[{ name: ssssssssssssssss, kind: results }]").replace("trial", "p".repeat(24)).split("researchBoxes")[0],
      "researchBoxes:",
      ...Array.from(
        { length: count },
        (_, index) =>
          `  - { tenant: tttttttttttttttttt${String(10 + index)}, account: "${String(222_222_222_222 + index)}" }`,
      ),
    ].join("\n");

  it("has room in its bucket's policy for as many tenants of the longest names as are let in", () => {
    const stack = stackOf(load(many(16)));
    expect(Object.values(stack.resource["aws_s3_bucket_policy"] ?? {})).toHaveLength(2);
  });

  it("refuses more, with a way to have them", () => {
    expect(problems(many(17))).toEqual([
      "p.yaml:8:6: dataBox.stores[0]: ssssssssssssssss would have 17 prefixes for tenants, and AWS's limit on a bucket's policy has room for 16; divide the tenants among several stores by researchBoxes[].stores",
    ]);
  });
});
