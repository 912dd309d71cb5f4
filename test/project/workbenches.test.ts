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
      'p.yaml:8:31: researchBoxes[0].desktops.os: expected "linux" or "windows", got "macos"',
    ],
    [
      "compute: [{ name: train, instanceType: c7i.large, market: reserved }]",
      'p.yaml:8:63: researchBoxes[0].compute[0].market: expected "on-demand" or "spot", got "reserved"',
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

  it("name what notebooks, clusters and mirrors need", () => {
    const spec = box(
      "desktops: { count: 1 }\n    notebooks: {}\n    spark: {}\n    packages: { formats: [pypi], reason: tools of the pilot }",
    );
    expect(spec?.notebooks).toEqual({ count: 1, instanceType: "ml.t3.medium", volumeGiB: 50 });
    expect(spec?.spark).toMatchObject({ release: "emr-7.5.0", workers: 2, concurrentSteps: 1 });
    expect(spec?.packages).toEqual({ formats: ["pypi"], reason: "tools of the pilot" });
  });

  const DESKTOP = "desktops: { count: 1 }\n    ";
  const COMPUTE = "compute: [{ name: train, instanceType: c7i.large }]\n    ";
  it.each([
    [
      `${DESKTOP}notebooks: { instanceType: m5.large }`,
      /^p\.yaml:9:\d+: .*notebooks\.instanceType: "m5\.large" is no type of notebook instance; take e\.g\. ml\.t3/,
    ],
    [`${DESKTOP}notebooks: { volumeGiB: 4 }`, /^p\.yaml:9:\d+: .*volumeGiB: expected at least 5, got 4/],
    ["notebooks: {}", /^p\.yaml:8:\d+: .*notebooks: nobody could work with it: .*add desktops/],
    ["spark: {}", /^p\.yaml:8:\d+: .*spark: nobody could work with it/],
    [
      `${DESKTOP}spark: { release: latest }`,
      /release: expected a release of Amazon EMR 6 or 7, e\.g\. emr-7\.5\.0, got "latest"/,
    ],
    [`${DESKTOP}spark: { workers: 0 }`, /workers: expected at least 1, got 0/],
    [`${DESKTOP}spark: { applications: [Presto] }`, /applications\[0\]: expected .*got "Presto"/],
    [`${DESKTOP}spark: { concurrentSteps: 300 }`, /concurrentSteps: expected at most 256, got 300/],
    [
      `${COMPUTE}packages: { formats: [cran], reason: R for the pilot }`,
      /formats\[0\]: CodeArtifact has no connection to CRAN; bake R packages/,
    ],
    [`${COMPUTE}packages: { formats: [pypi], reason: pip }`, /reason: say in a sentence why/],
    [`${COMPUTE}packages: { formats: [pypi, pypi], reason: tools of the pilot }`, /formats\[1\]: pypi is named twice/],
    [
      "packages: { formats: [pypi], reason: tools of the pilot }",
      /packages: nothing in the box could read packages; add compute/,
    ],
  ])("refuse %s", (field, problem) => {
    const found = problems(field);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(problem);
  });

  it("refuse a mirror where there is no CodeArtifact, and npm where AWS's bucket is not known", () => {
    const field = (format: string): string =>
      `${COMPUTE}packages: { formats: [${format}], reason: tools of the pilot }`;
    expect(problems(field("pypi"), "ap-northeast-2")).toEqual([
      expect.stringMatching(/packages: ap-northeast-2 has no CodeArtifact; bake packages into the images/) as string,
    ]);
    expect(problems(field("npm"), "ap-southeast-1")).toEqual([
      expect.stringMatching(/formats: AWS's bucket of npm packages in ap-southeast-1 is not known by name/) as string,
    ]);
  });
});
