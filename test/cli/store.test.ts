import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "../stacks/example-projects";
import { databoxIn } from "./databox";

let cwd: string;
beforeEach(() => (cwd = mkdtempSync(join(tmpdir(), "databox-store-"))));
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

const database = (name: string): string =>
  `{ name: ${name}, kind: database, snapshot: "arn:aws:rds:eu-west-1:111111111111:cluster-snapshot:${name}" }`;
const project = (...stores: string[]): string => `apiVersion: databox/v1
project: trial
region: eu-west-1
availability: multi
dataBox: { hospital: charite, account: "111111111111", stores: [${stores.join(", ")}] }
researchBoxes:
  - { tenant: lab-one, account: "222222222222", stores: [{ store: phenotypes, schema: cohort }] }
  - { tenant: lab-two, account: "333333333333", stores: [{ store: phenotypes, access: read-write }] }
`;
const grants = (text: string, ...args: string[]) => {
  writeFileSync(join(cwd, "p.yaml"), text);
  return databoxIn(cwd)("store", "grants", "p.yaml", ...args);
};

/** Runs SQL in a PostgreSQL of its own, statement by statement, and says of each what it answered. */
function answers(...statements: string[]): string[] {
  const program = `
    const { PGlite } = require("@electric-sql/pglite");
    (async () => {
      const db = await PGlite.create();
      const answers = [];
      for (const one of JSON.parse(process.argv[1]))
        try {
          const results = await db.exec(one);
          answers.push(JSON.stringify(results.at(-1).rows));
        } catch (error) {
          answers.push(error.message);
        }
      console.log(JSON.stringify(answers));
    })();`;
  return JSON.parse(
    execFileSync(process.execPath, ["-e", program, JSON.stringify(statements)], { cwd: ROOT, encoding: "utf8" }),
  ) as string[];
}

describe("databox store grants", () => {
  it("prints what lets a tenant read one schema of the example's database, and nothing else", async () => {
    const { code, out } = await databoxIn(ROOT)("store", "grants", "projects/genome-archive.yaml");
    expect(code).toBe(0);
    expect(out.split("\n").filter((line) => line.startsWith("GRANT"))).toEqual([
      "GRANT rds_iam TO tenant_variant_lab;",
      'GRANT CONNECT ON DATABASE "phenotypes" TO tenant_variant_lab;',
      "GRANT USAGE ON SCHEMA cohort TO tenant_variant_lab;",
      "GRANT SELECT ON ALL TABLES IN SCHEMA cohort TO tenant_variant_lab;",
    ]);
    expect(out).not.toMatch(/password '/i);
  });

  it("gives PostgreSQL what it takes, as often as it is run, and keeps tenants to their schemas", async () => {
    const { out } = await grants(project(database("phenotypes")));
    const as = (user: string, statement: string): string => `SET ROLE ${user}; ${statement}`;
    const [, , , first, second, ...rest] = answers(
      "CREATE ROLE rds_iam",
      "CREATE DATABASE phenotypes",
      "CREATE SCHEMA cohort; CREATE TABLE cohort.people (id int); INSERT INTO cohort.people VALUES (7)",
      out,
      out,
      as("tenant_lab_one", "SELECT id FROM cohort.people"),
      as("tenant_lab_one", "INSERT INTO cohort.people VALUES (8)"),
      as("tenant_lab_one", "SELECT * FROM lab_two.results"),
      as("tenant_lab_one", "CREATE TABLE public.notes (text text)"),
      as("tenant_lab_two", "CREATE TABLE lab_two.results (id int); INSERT INTO lab_two.results VALUES (1)"),
      as("tenant_lab_two", "SELECT id FROM cohort.people"),
      as("tenant_lab_one", "SELECT * FROM lab_two.results"),
      "RESET ROLE; CREATE TABLE cohort.visits (id int)",
      as("tenant_lab_one", "SELECT id FROM cohort.visits"),
      "RESET ROLE; SELECT has_database_privilege('tenant_lab_one', 'phenotypes', 'TEMPORARY') AS temporary",
      "SELECT rolname FROM pg_roles WHERE rolname LIKE 'tenant%' AND (rolsuper OR rolcreatedb OR rolcreaterole)",
    );
    expect([first, second]).toEqual(["[]", "[]"]);
    expect(rest).toEqual([
      '[{"id":7}]',
      "permission denied for table people",
      "permission denied for schema lab_two",
      "permission denied for schema public",
      "[]",
      "permission denied for schema cohort",
      "permission denied for schema lab_two",
      "[]",
      "[]",
      '[{"temporary":false}]',
      "[]",
    ]);
  });

  it.each([
    [
      "a project without a database",
      project("{ name: phenotypes, kind: files }").replace("schema: cohort", "directory: /cohort"),
      [],
      "databox: p.yaml: it has no store of kind database\n",
    ],
    [
      "a project with two, of which none is named",
      project(database("phenotypes"), database("visits")),
      [],
      "databox: p.yaml: say which database with --store: phenotypes, visits\n",
    ],
    [
      "a database that there is not",
      project(database("phenotypes")),
      ["--store", "visits"],
      "databox: p.yaml: there is no database visits; it has phenotypes\n",
    ],
  ])("refuses %s", async (_, text, args, expected) => {
    expect(await grants(text, ...args)).toEqual({ code: 1, out: "", err: expected });
  });
});
