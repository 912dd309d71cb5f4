import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { formatProblem, loadProject, type ResearchBoxSpec } from "../../src/project";

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), "databox-workbenches-"))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function result(field: string, region = "ap-northeast-1"): ReturnType<typeof loadProject> {
  const file = join(folder, "p.yaml");
  writeFileSync(
    file,
    `apiVersion: databox/v1
project: trial
region: ${region}
dataBox: { hospital: charite, account: "111111111111" }
researchBoxes:
  - tenant: lab
    account: "222222222222"
    ${field}
`,
  );
  return loadProject(file);
}

function problems(field: string, region?: string): string[] {
  const loaded = result(field, region);
  return loaded.ok ? [] : loaded.problems.map((problem) => formatProblem({ ...problem, file: "p.yaml" }));
}

function box(field: string): ResearchBoxSpec | undefined {
  const loaded = result(field);
  if (!loaded.ok) throw new Error(loaded.problems.map(formatProblem).join("\n"));
  return loaded.project.researchBoxes[0];
}

describe("a box's workbenches", () => {
  it("are Linux desktops and machines on demand that nobody stops, unless asked", () => {
    const { desktops, compute } =
      box("desktops: { count: 1 }\n    compute: [{ name: train, instanceType: c7i.large }]") ?? {};
    expect(desktops?.os).toBe("linux");
    expect(compute?.[0]).toMatchObject({ market: "on-demand", stopWhenIdle: undefined });
  });

  it("stop an idle machine after an hour below two percent, where only stopping is asked for", () => {
    const { compute } = box("compute: [{ name: train, instanceType: c7i.large, stopWhenIdle: {} }]") ?? {};
    expect(compute?.[0]?.stopWhenIdle).toEqual({ minutes: 60, cpuPercent: 2 });
  });

  it.each([
    [
      "desktops: { count: 1, os: macos }",
      'p.yaml:8:28: researchBoxes[0].desktops.os: expected linux or windows, got "macos"',
    ],
    [
      "compute: [{ name: train, instanceType: c7i.large, market: reserved }]",
      'p.yaml:8:63: researchBoxes[0].compute[0].market: expected on-demand or spot, got "reserved"',
    ],
    [
      "compute: [{ name: train, instanceType: c7i.large, stopWhenIdle: { minutes: 5 } }]",
      "p.yaml:8:80: researchBoxes[0].compute[0].stopWhenIdle.minutes: expected at least 15, got 5",
    ],
    [
      "compute: [{ name: train, instanceType: c7i.large, stopWhenIdle: { minutes: 17 } }]",
      "p.yaml:8:80: researchBoxes[0].compute[0].stopWhenIdle.minutes: takes whole steps of 5 minutes",
    ],
    [
      "compute: [{ name: train, instanceType: c7i.large, stopWhenIdle: { cpuPercent: 0 } }]",
      "p.yaml:8:83: researchBoxes[0].compute[0].stopWhenIdle.cpuPercent: expected at least 1, got 0",
    ],
  ])("refuse %s", (field, problem) => {
    expect(problems(field)).toEqual([problem]);
  });
});
