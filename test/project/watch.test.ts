import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { formatProblem, loadProject } from "../../src/project";

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), "databox-watch-"))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const TOPIC = "arn:aws:sns:eu-west-1:111111111111:hospital-alarms";
const project = (watch: string, box: string): string => `apiVersion: databox/v1
project: trial
region: eu-west-1
${watch}
dataBox: { hospital: charite, account: "111111111111" }
researchBoxes:
  - { tenant: lab, account: "222222222222", ${box} }
`;
const load = (watch: string, box = "compute: []"): ReturnType<typeof loadProject> => {
  const file = join(folder, "p.yaml");
  writeFileSync(file, project(watch, box));
  return loadProject(file);
};
const problems = (watch: string, box?: string): string[] => {
  const result = load(watch, box);
  return result.ok ? [] : result.problems.map((problem) => formatProblem({ ...problem, file: "p.yaml" }));
};

describe("watch and budgets in a project file", () => {
  it("are nothing where they are left out", () => {
    const result = load("");
    expect(result.ok && [result.project.watch, result.project.researchBoxes[0]?.budget]).toEqual([
      undefined,
      undefined,
    ]);
  });

  it("have defaults: a hundred blocked queries, and a budget that tells only", () => {
    const result = load(`watch: { topic: "${TOPIC}" }`, "budget: { monthlyUSD: 500 }");
    expect(result.ok && [result.project.watch, result.project.researchBoxes[0]?.budget]).toEqual([
      { topic: TOPIC, dnsBlocks: 100 },
      { monthlyUSD: 500, action: "notify" },
    ]);
  });

  it.each([
    [
      "a topic that is none",
      "watch: { topic: alarms@hospital.example }",
      undefined,
      'p.yaml:4:17: watch.topic: expected the ARN of a standard SNS topic of the hospital\'s, e.g. arn:aws:sns:ap-northeast-2:111111111111:hospital-alarms, got "alarms@hospital.example"',
    ],
    [
      "a topic of another region",
      `watch: { topic: "${TOPIC.replace("eu-west-1", "us-east-1")}" }`,
      undefined,
      "p.yaml:4:17: watch.topic: alarms tell a topic of their own region eu-west-1, got one of us-east-1; make the topic there",
    ],
    [
      "a topic of a tenant's",
      `watch: { topic: "${TOPIC.replace("111111111111", "222222222222")}" }`,
      undefined,
      "p.yaml:4:17: watch.topic: account 222222222222 is that of lab, and a tenant must neither receive nor silence alarms; take a topic of the hospital's",
    ],
    [
      "a topic of a tenant's who has left",
      `watch: { topic: "${TOPIC.replace("111111111111", "333333333333")}" }
departed: [{ tenant: gone, account: "333333333333" }]`,
      undefined,
      "p.yaml:4:17: watch.topic: account 333333333333 is that of gone, and a tenant must neither receive nor silence alarms; take a topic of the hospital's",
    ],
    [
      "a budget that has nobody to tell",
      "",
      "budget: { monthlyUSD: 5 }",
      "p.yaml:7:53: researchBoxes[0].budget: a budget tells the topic of watch, and there is none; add watch: { topic: ... } to the project",
    ],
    [
      "a budget that stops nothing",
      `watch: { topic: "${TOPIC}" }`,
      "budget: { monthlyUSD: 5, action: stop }",
      "p.yaml:7:78: researchBoxes[0].budget.action: the box has no desktop or compute machine to stop; take action: notify",
    ],
    [
      "a budget that stops more machines than AWS does",
      `watch: { topic: "${TOPIC}" }`,
      "compute: [{ name: aa, instanceType: m7i.large, count: 64 }, { name: bb, instanceType: m7i.large, count: 64 }], budget: { monthlyUSD: 5, action: stop }",
      expect.stringContaining(
        "AWS Budgets stops at most 100 machines by one action, the box has 128; take action: notify",
      ) as unknown as string,
    ],
  ])("are refused with %s", (_, watch, box, problem) => {
    expect(problems(watch, box)).toEqual([problem]);
  });

  it.each([
    ["no number of queries", `watch: { topic: "${TOPIC}", dnsBlocks: 0 }`, undefined, "watch.dnsBlocks"],
    ["no sum", `watch: { topic: "${TOPIC}" }`, "budget: { monthlyUSD: 0 }", "researchBoxes[0].budget.monthlyUSD"],
    [
      "an unknown action",
      `watch: { topic: "${TOPIC}" }`,
      "budget: { monthlyUSD: 5, action: destroy }",
      "researchBoxes[0].budget.action",
    ],
  ])("are refused with %s, with line and field", (_, watch, box, field) => {
    expect(problems(watch, box)).toEqual([expect.stringMatching(/^p\.yaml:[47]:\d+: /)]);
    expect(problems(watch, box)[0]).toContain(` ${field}: `);
  });
});
