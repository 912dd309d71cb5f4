import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { formatProblem, loadProject } from "../../src/project";

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), "databox-backups-"))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const RESTORER = "arn:aws:iam::111111111111:role/Restore";
const STORES = "[{ name: scans }, { name: work, kind: files }]";
const load = (backups: string, stores = STORES): ReturnType<typeof loadProject> => {
  const file = join(folder, "p.yaml");
  writeFileSync(
    file,
    `apiVersion: databox/v1
project: trial
region: eu-west-1
availability: multi
dataBox:
  hospital: charite
  account: "111111111111"
  stores: ${stores}
  ${backups}
researchBoxes: [{ tenant: lab }]
`,
  );
  return loadProject(file);
};
const problems = (backups: string, stores?: string): string[] => {
  const result = load(backups, stores);
  return result.ok ? [] : result.problems.map((problem) => formatProblem({ ...problem, file: "p.yaml" }));
};
const backups = (text: string, stores?: string): unknown => {
  const result = load(text, stores);
  if (!result.ok) throw new Error(result.problems.map(formatProblem).join("\n"));
  return result.project.dataBox.backups;
};

describe("backups in a project file", () => {
  it("are nothing where they are left out", () => {
    expect(backups("")).toBeUndefined();
  });

  it("have defaults: every store, five weeks, a lock that becomes final, and nobody who restores", () => {
    expect(backups("backups: {}")).toEqual({
      stores: ["scans", "work"],
      dailyAt: "17:00",
      retentionDays: 35,
      changeableForDays: 7,
      restorers: [],
    });
  });

  it("take a lock that never becomes final only by its name", () => {
    expect(backups("backups: { lockCanBeLifted: true }")).toMatchObject({ changeableForDays: undefined });
  });

  it("are of the stores that are named, by people who are named", () => {
    expect(
      backups(
        `backups: { stores: [work], dailyAt: "03:30", retentionDays: 3650, changeableForDays: 3, restorers: ["${RESTORER}"] }`,
      ),
    ).toEqual({
      stores: ["work"],
      dailyAt: "03:30",
      retentionDays: 3650,
      changeableForDays: 3,
      restorers: [RESTORER],
    });
  });

  it.each([
    [
      "a field that there is not",
      "backups: { retention: 35 }",
      'backups.retention: there is no field "retention" here',
    ],
    ["a list in place of fields", "backups: [35]", "backups: expected a group of fields, got a list of 1"],
    ["no day", "backups: { retentionDays: 0 }", "backups.retentionDays: expected at least 1, got 0"],
    ["more days than AWS counts", "backups: { retentionDays: 40000 }", "backups.retentionDays: expected at most 36500"],
    [
      "a lock that is final too soon",
      "backups: { changeableForDays: 2 }",
      "backups.changeableForDays: AWS makes no lock final before 3 days; take 3 or more, got 2",
    ],
    [
      "a lock that is both final and not",
      "backups: { changeableForDays: 7, lockCanBeLifted: true }",
      "backups.changeableForDays: a lock that can be lifted never becomes final; leave out lockCanBeLifted, or changeableForDays",
    ],
    [
      "a lock that is said to be final",
      "backups: { lockCanBeLifted: false }",
      "backups.lockCanBeLifted: it takes true only; leave it out, and the lock becomes final, got false",
    ],
    [
      "a time that is none",
      'backups: { dailyAt: "24:00" }',
      'backups.dailyAt: expected a time of day in UTC, in quotes, from "00:00" to "23:59", got "24:00"',
    ],
    [
      "no store",
      "backups: { stores: [] }",
      "backups.stores: name at least one store, or leave stores out and all are backed up, got a list of 0",
    ],
    [
      "a store that is not there",
      "backups: { stores: [scan] }",
      'backups.stores[0]: there is no store "scan"; the DataBox has scans, work',
    ],
    ["a store twice", "backups: { stores: [work, work] }", "backups.stores[1]: store work is named twice"],
    [
      "a restorer who is a user",
      `backups: { restorers: ["arn:aws:iam::111111111111:user/kim"] }`,
      "backups.restorers[0]: expected the ARN of one IAM role",
    ],
    [
      "a restorer of another account",
      `backups: { restorers: ["${RESTORER.replace("1111", "2222")}"] }`,
      "backups.restorers[0]: AWS Backup restores for roles of the vault's own account 111111111111 only, got one of 222211111111; name a role of the hospital's there",
    ],
    [
      "a restorer who deploys",
      `backups: { restorers: ["arn:aws:iam::111111111111:role/DataBoxDeploy"] }`,
      "backups.restorers[0]: DataBoxDeploy makes what it restores into, and must read no data; name another role of the hospital's",
    ],
    [
      "a restorer who makes keys",
      `backups: { restorers: ["arn:aws:iam::111111111111:role/DataBoxCustodian"] }`,
      "backups.restorers[0]: DataBoxCustodian makes what it restores into",
    ],
    [
      "a restorer twice",
      `backups: { restorers: ["${RESTORER}", "${RESTORER}"] }`,
      "backups.restorers[1]: role Restore is named twice",
    ],
  ])("refuses %s", (_name, text, expected) => {
    expect(problems(text)).toEqual([expect.stringContaining(`dataBox.${expected}`)]);
    expect(problems(text)[0]).toMatch(/^p\.yaml:9:\d+: /);
  });

  describe("beside a database, of which AWS keeps backups of its own", () => {
    const DATABASE =
      "{ name: visits, kind: database, snapshot: 'arn:aws:rds:eu-west-1:111111111111:cluster-snapshot:visits-1' }";

    it("are of every other store", () => {
      expect(backups("backups: {}", `[{ name: scans }, ${DATABASE}]`)).toMatchObject({ stores: ["scans"] });
    });

    it("refuse the database", () => {
      expect(problems("backups: { stores: [scans, visits] }", `[{ name: scans }, ${DATABASE}]`)).toEqual([
        expect.stringContaining("dataBox.backups.stores[1]: store visits is a database, of which AWS keeps backups"),
      ]);
    });

    it("are refused where there is nothing else", () => {
      expect(problems("backups: {}", `[${DATABASE}]`)).toEqual([
        expect.stringContaining("dataBox.backups: there is nothing to back up"),
      ]);
    });
  });
});
