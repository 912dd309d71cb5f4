import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadProject, type LoadResult } from "../../src/project";
import { verify } from "../../src/verify";
import { ROOT, stackOf } from "../stacks/example-projects";

const docs = readFileSync(join(ROOT, "docs", "airlock.md"), "utf8");
const [, SHOWN = ""] = /^```yaml\n([\s\S]*?)^```$/m.exec(docs) ?? [];

function load(text: string): LoadResult {
  const folder = mkdtempSync(join(tmpdir(), "databox-airlock-"));
  try {
    writeFileSync(join(folder, "p.yaml"), text);
    return loadProject(join(folder, "p.yaml"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What is wrong with the shown file after a change, each as `line: path: message`. */
function problems(from: string | RegExp, to: string): string[] {
  const changed = SHOWN.replace(from, to);
  expect(changed).not.toBe(SHOWN);
  const result = load(changed);
  return result.ok ? [] : result.problems.map(({ line, path, message }) => `${line ?? 0}: ${path ?? ""}: ${message}`);
}

const at = "researchBoxes[0].airlock";
const HOSPITAL = "arn:aws:iam::111111111111:role";
const TENANT = "arn:aws:iam::222222222222:role";

it("loads the airlock that the documentation shows, with its defaults", () => {
  const result = load(SHOWN);
  expect(result).toMatchObject({ ok: true, warnings: [] });
  if (!result.ok) return;
  expect(result.project.researchBoxes[0]?.airlock).toEqual({
    import: {
      uploaders: [`${TENANT}/NeuroAiUpload`],
      networks: [],
      reviewers: [`${HOSPITAL}/DataSteward`],
      scanner: `${HOSPITAL}/DataBoxMalwareScanner`,
      types: ["whl", "tar.gz"],
      maxGiB: 1,
      reason: "the tenant brings its own models, which no package mirror has",
      quarantine: "databox-registry-neuro-ai-quarantine-111111111111",
      inbox: "databox-registry-neuro-ai-inbox-111111111111",
    },
    export: {
      requesters: [`${TENANT}/NeuroAiResults`],
      networks: ["203.0.113.0/24"],
      reviewers: [`${HOSPITAL}/DataSteward`],
      secondReviewers: [`${HOSPITAL}/PrivacyOfficer`],
      copier: `${HOSPITAL}/DataBoxAirlockCopier`,
      types: ["csv", "pdf"],
      maxGiB: 1,
      availableDays: 7,
      reason: "aggregate results are published after two people have seen them",
      outbox: "databox-registry-neuro-ai-outbox-111111111111",
      released: "databox-registry-neuro-ai-released-111111111111",
    },
  });
});

it("makes not one resource of an airlock that is shut", () => {
  const result = load(SHOWN.replace(/ {4}airlock:[\s\S]*$/, "").replace(/ {2}hospitalLink: .*\n/, ""));
  if (!result.ok) throw new Error("does not load");
  const stack = stackOf(result.project);
  expect(JSON.stringify(stack)).not.toMatch(/airlock|exchange|guardduty|quarantine|outbox/i);
  expect(verify({ target: "shut", json: stack }).verdict).toBe("confined");
});

it.each([
  [
    "only",
    "a side that nobody opens",
    /airlock:[\s\S]*$/,
    "airlock: {}\n",
    [`12: ${at}: an airlock opens import, export or both; leave the field out to keep it shut`],
  ],
  [
    "a",
    "role that both asks and approves",
    "PrivacyOfficer",
    "DataSteward",
    [
      `22: ${at}.export.secondReviewers[0]: ${HOSPITAL}/DataSteward is a reviewer (line 15), and a second reviewer has to be somebody else; give each of them a role of its own`,
    ],
  ],
  [
    "a",
    "copier who is a reviewer",
    "availableDays: 7",
    `copier: ${HOSPITAL}/DataSteward`,
    [
      `25: ${at}.export.copier: ${HOSPITAL}/DataSteward is a reviewer (line 15), and the copier has to be somebody else; give each of them a role of its own`,
    ],
  ],
  [
    "a",
    "scanner who is the copier",
    "maxGiB: 1",
    `copier: ${HOSPITAL}/DataBoxMalwareScanner`,
    [
      `24: ${at}.export.copier: ${HOSPITAL}/DataBoxMalwareScanner is the scanner (line 14), and the copier has to be somebody else; give each of them a role of its own`,
    ],
  ],
  [
    "a",
    "reviewer who governs keys",
    /role\/DataSteward/g,
    "role/DataBoxKeyAdmin",
    [
      `15: ${at}.import.reviewers[0]: ${HOSPITAL}/DataBoxKeyAdmin is an administrator, and a reviewer has to be somebody else; give each of them a role of its own`,
      `21: ${at}.export.reviewers[0]: ${HOSPITAL}/DataBoxKeyAdmin is an administrator, and a reviewer has to be somebody else; give each of them a role of its own`,
    ],
  ],
  [
    "a",
    "reviewer who deploys",
    "role/PrivacyOfficer",
    "role/DataBoxDeploy",
    [
      `22: ${at}.export.secondReviewers[0]: ${HOSPITAL}/DataBoxDeploy is a role that deploys, and a second reviewer has to be somebody else; give each of them a role of its own`,
    ],
  ],
  [
    "a",
    "requester of the hospital's",
    `${TENANT}/NeuroAiResults`,
    `${HOSPITAL}/Results`,
    [
      `19: ${at}.export.requesters[0]: a role of neuro-ai is a role of account 222222222222, got one of account 111111111111; name a role there`,
    ],
  ],
  [
    "a",
    "reviewer of the tenant's",
    `${HOSPITAL}/PrivacyOfficer`,
    `${TENANT}/Friend`,
    [
      `22: ${at}.export.secondReviewers[0]: a second reviewer is a role of account 111111111111, got one of account 222222222222; name a role there`,
    ],
  ],
  [
    "a",
    "requester that is a machine of the box",
    "role/NeuroAiResults",
    "role/databox/registry/neuro-ai/databox-registry-neuro-ai-compute",
    [
      `19: ${at}.export.requesters[0]: ${TENANT}/databox/registry/neuro-ai/databox-registry-neuro-ai-compute is a role that this project makes; a role of neuro-ai takes a role that people or AWS take on`,
    ],
  ],
  [
    "an",
    "airlock whose reviewers have no way to it",
    / {2}hospitalLink: .*\n/,
    "",
    [`12: ${at}: the hospital's reviewers work over the hospital's link, and there is none; add dataBox.hospitalLink`],
  ],
  [
    "a",
    "private network",
    "203.0.113.0/24",
    "10.0.0.0/8",
    [
      `20: ${at}.export.networks[0]: 10.0.0.0/8 is for private use, and S3 sees the public address of who comes from outside; name that one`,
    ],
  ],
  [
    "a",
    "type with a dot before it",
    "[csv, pdf]",
    "[.csv]",
    [
      `23: ${at}.export.types[0]: expected the end of a file's name in lower case and without its first dot, e.g. csv or tar.gz, got ".csv"`,
    ],
  ],
  [
    "no",
    "type",
    "[csv, pdf]",
    "[]",
    [`23: ${at}.export.types: name at least one type of file; no other is taken, got a list of 0`],
  ],
  [
    "more",
    "than S3 takes in one piece",
    "maxGiB: 1",
    "maxGiB: 6",
    [`24: ${at}.export.maxGiB: expected at most 5, got 6`],
  ],
  [
    "a",
    "copy for more than three months",
    "availableDays: 7",
    "availableDays: 91",
    [`25: ${at}.export.availableDays: expected at most 90, got 91`],
  ],
  [
    "no",
    "reason worth the name",
    /reason: aggregate.*/,
    "reason: because",
    [`26: ${at}.export.reason: say in a sentence why this door is open; every report prints it, got "because"`],
  ],
  [
    "no",
    "requester",
    /requesters: .*/,
    "requesters: []",
    [
      `19: ${at}.export.requesters: name at least one role of the tenant's, or leave this side of the airlock out, got a list of 0`,
    ],
  ],
  [
    "a",
    "scanner by its name",
    "types: [whl, tar.gz]",
    "scanner: Scanner",
    [
      `14: ${at}.import.types: this field is missing`,
      `16: ${at}.import.scanner: expected the ARN of one IAM role, e.g. arn:aws:iam::111111111111:role/HospitalKeyAdmin (no user, no root, no wildcard), got "Scanner"`,
    ],
  ],
  [
    "a",
    "name too long for a bucket",
    "project: registry",
    "project: registry-of-all-strokes",
    [
      `13: ${at}: the quarantine would be called databox-registry-of-all-strokes-neuro-ai-quarantine-111111111111, 64 characters of at most 63; shorten the tenant's or the project's name`,
    ],
  ],
])("refuses %s %s, with line, reason and mend", (_, __, from, to, expected) => {
  expect(problems(from, to)).toEqual(expected);
});

it("refuses a sixth airlock, whose roles would not fit into the policies", () => {
  const [, box = ""] = /^researchBoxes:\n([\s\S]*)$/m.exec(SHOWN) ?? [];
  const more = [1, 2, 3, 4, 5].map((tenant) =>
    box
      .replace("neuro-ai", `lab-${tenant}`)
      .replaceAll("222222222222", `22222222222${tenant + 2}`)
      .replaceAll(/role\/(NeuroAi\w+)/g, `role/$1${tenant}`),
  );
  const result = load(SHOWN + more.join(""));
  expect(result.ok ? [] : result.problems.map(({ path, message }) => `${path ?? ""}: ${message}`)).toEqual([
    "researchBoxes[5].airlock: one project opens at most 5 airlocks, since AWS bounds the length of policies; move the tenant to a project of its own",
  ]);
});
