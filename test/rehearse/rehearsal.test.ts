import { readFileSync } from "node:fs";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadProject, type Project } from "../../src/project";
import {
  NEWCOMER,
  projectChanges,
  rehearse,
  SeededFaults,
  type DrillStep,
  type Happened,
  type Rehearsal,
} from "../../src/rehearse";
import { verify } from "../../src/verify";
import { judgedBy, judgedIfThere } from "../second-opinion";
import { exampleProject, EXAMPLES, stackOf, withTenants, type StackJson } from "../stacks/example-projects";
import { engineJudge } from "./scratch-cloud";
import { shown } from "./shown-state";

const path = process.env["PATH"] ?? "";
const nameOf = (file: string): string => file.split("/").at(-1) ?? file;
const phasesOf = ({ phases }: Rehearsal): string[] => phases.map(({ name, ok }) => `${name} ${ok ? "ok" : "failed"}`);

/** A project of a text, through a file, as people have it. */
function projectOf(text: string): Project {
  const folder = mkdtempSync(join(tmpdir(), "databox-text-"));
  try {
    const file = join(folder, "project.yaml");
    writeFileSync(file, text);
    return exampleProject(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Verdicts by channel, and where something was found. */
function judged(json: object, sources?: StackJson): string[] {
  const report = verify({
    target: "x",
    json: json as Record<string, unknown>,
    ...(sources === undefined ? {} : { sources }),
  });
  return report.channels.flatMap(({ id, verdict, findings }) => [
    `${id} ${verdict}`,
    ...findings.map((one) => `${id} ${one.verdict} ${one.address}`),
  ]);
}

/** Phases of a rehearsal without a drill. */
const LIFE = ["init", "validate", "plan", "show", "apply", "second plan", "protection", "destroy"];

const small = (): Project => withTenants(exampleProject(EXAMPLES[0] ?? ""), ["alpha", "beta"], projectOf);

judgedBy("a rehearsal", engineJudge(), (engine) => {
  it.each(EXAMPLES.map((file) => [nameOf(file), file]))(
    "of %s goes through its whole life: the second plan is empty, and nothing is left",
    async (_, file) => {
      const text = readFileSync(file, "utf8");
      const stack = stackOf(exampleProject(file));
      const drill = projectChanges(text).map(({ name, text: changed, leaves }): DrillStep => ({
        name,
        stack: JSON.stringify(stackOf(projectOf(changed))),
        ...(leaves === undefined ? {} : { mayGo: (address) => address.includes(leaves) }),
      }));
      let state = "";
      const rehearsal = await rehearse({
        stack: JSON.stringify(stack),
        engine: engine(),
        path,
        drill,
        keep: (kept) => {
          ({ state } = kept);
          return Promise.resolve(false);
        },
      });
      expect(rehearsal.phases.flatMap(({ diagnostics, notes, ok }) => (ok ? [] : [...diagnostics, ...notes]))).toEqual(
        [],
      );
      expect(phasesOf(rehearsal)).toEqual(
        [
          "init",
          "validate",
          "plan",
          "show",
          "apply",
          "second plan",
          ...drill.map(({ name }) => `drill: ${name}`),
          "protection",
          // AWS protects databases by itself.
          ...("aws_rds_cluster" in stack.resource ? ["unprotect"] : []),
          "destroy",
        ].map((name) => `${name} ok`),
      );
      const count = Object.values(stack.resource).reduce((sum, byName) => sum + Object.keys(byName).length, 0);
      expect(rehearsal.resources).toBe(count);
      const changes = (phase: string): object | undefined =>
        rehearsal.phases.find(({ name }) => name.startsWith(phase))?.changes;
      expect(changes("apply")).toEqual({ create: count, update: 0, replace: 0, delete: 0 });
      expect(changes("second plan")).toEqual({ create: 0, update: 0, replace: 0, delete: 0 });
      // What has been made of it is judged as it is itself.
      expect(judged(shown(state), stack)).toEqual(judged(stack));
      // A newcomer changes nobody's machines, a rotation nothing but keys, a larger machine only templates.
      expect(changes("drill: a tenant comes")).toMatchObject({ replace: 0, delete: 0 });
      // Only keys that AWS made are rotated by Terraform.
      const rotates = drill.some(({ name }) => name.startsWith("keys rotate"));
      expect(rotates).toBe(exampleProject(file).dataBox.custody.material.kind === "kms");
      if (rotates) expect(changes("drill: keys rotate")).toMatchObject({ create: 0, replace: 0, delete: 0 });
      // The plan that was rehearsed is judged as the configuration is.
      const judge = (json: unknown): string[] =>
        verify({ target: "x", json: json as StackJson }).channels.map(({ id, verdict }) => `${id} ${verdict}`);
      expect(judge(JSON.parse(rehearsal.plan ?? ""))).toEqual(judge(stack));
    },
    900_000,
  );

  it("fails where a change would replace a store or destroy a key", async () => {
    const stack = stackOf(small());
    const worse = structuredClone(stack);
    const [bucket] = Object.values(worse.resource["aws_s3_bucket"] ?? {});
    if (bucket === undefined) throw new Error("no bucket");
    delete bucket["lifecycle"];
    bucket["bucket"] = "databox-renamed-111111111111";
    const rehearsal = await rehearse({
      stack: JSON.stringify(stack),
      engine: engine(),
      path,
      drill: [{ name: "a bucket gets another name", stack: JSON.stringify(worse) }],
    });
    expect(rehearsal.ok).toBe(false);
    const drill = rehearsal.phases.find(({ name }) => name === "drill: a bucket gets another name");
    expect(drill?.ok).toBe(false);
    expect(drill?.notes).toEqual([expect.stringMatching(/^would replace aws_s3_bucket\./)]);
  });

  it("stops at a configuration that AWS would refuse, and says why", async () => {
    const stack = stackOf(small());
    for (const subnet of Object.values(stack.resource["aws_subnet"] ?? {})) subnet["cidr_block"] = "10.0.0.0/28";
    const rehearsal = await rehearse({ stack: JSON.stringify(stack), engine: engine(), path });
    expect(rehearsal.ok).toBe(false);
    expect(phasesOf(rehearsal).at(-1)).toBe("apply failed");
    expect(rehearsal.phases.at(-1)?.diagnostics[0]?.summary).toContain("InvalidSubnet.Range");
  });

  it.each([1, 2, 3])("goes through to its end whatever goes wrong on the way (seed %i)", async (seed) => {
    const happened: Happened[] = [];
    const rehearsal = await rehearse({
      stack: JSON.stringify(stackOf(small())),
      engine: engine(),
      path,
      faults: (kill) =>
        new SeededFaults({ seed, calls: 250, count: 10, kill, onFault: (fault) => happened.push(fault) }),
    });
    expect(phasesOf(rehearsal)).toEqual(LIFE.map((name) => `${name} ok`));
    expect(rehearsal.ok).toBe(true);
    expect(new Set(happened.map(({ kind }) => kind)).size).toBeGreaterThanOrEqual(4);
  });
});

judgedIfThere("a rehearsal with OpenTofu", engineJudge("tofu"), (engine) => {
  it("goes through the whole life of a project, and its plan is judged as the configuration is", async () => {
    const stack = stackOf(small());
    const rehearsal = await rehearse({ stack: JSON.stringify(stack), engine: engine(), path });
    expect(rehearsal.phases.flatMap(({ diagnostics, notes, ok }) => (ok ? [] : [...diagnostics, ...notes]))).toEqual(
      [],
    );
    expect(phasesOf(rehearsal)).toEqual(LIFE.map((name) => `${name} ok`));
    expect(rehearsal).toMatchObject({ ok: true, engine: "tofu" });
    const judge = (json: unknown): string[] =>
      verify({ target: "x", json: json as StackJson }).channels.map(({ id, verdict }) => `${id} ${verdict}`);
    expect(judge(JSON.parse(rehearsal.plan ?? ""))).toEqual(judge(stack));
  }, 900_000);

  it("goes through to its end whatever goes wrong on the way", async () => {
    const rehearsal = await rehearse({
      stack: JSON.stringify(stackOf(small())),
      engine: engine(),
      path,
      faults: (kill) => new SeededFaults({ seed: 1, calls: 250, count: 10, kill }),
    });
    expect(phasesOf(rehearsal)).toEqual(LIFE.map((name) => `${name} ok`));
  }, 900_000);
});

describe("the drill", () => {
  it.each(EXAMPLES.map((file) => [nameOf(file), file]))("changes %s to projects that load", (_, file) => {
    const before = exampleProject(file);
    const changes = new Map(
      projectChanges(readFileSync(file, "utf8")).map(({ name, text }) => [name.replace(/ .*/, ""), projectOf(text)]),
    );
    const names = [...changes.keys()];
    expect(changes.get("a")?.researchBoxes.map(({ tenant }) => tenant)).toContain(NEWCOMER);
    const leaves = changes.get("the");
    expect(leaves?.researchBoxes.length).toBe(
      before.researchBoxes.length > 1 ? before.researchBoxes.length - 1 : undefined,
    );
    expect(leaves?.departed.length).toBe(before.researchBoxes.length > 1 ? 1 : undefined);
    expect(names.includes("keys")).toBe(before.dataBox.custody.material.kind === "kms");
    expect(changes.get("keys")?.dataBox.custody.material).not.toEqual(before.dataBox.custody.material);
    expect(names.length).toBeGreaterThan(0);
    for (const changed of changes.values()) expect(changed).not.toEqual(before);
    expect(before).toEqual(exampleProject(file));
  });

  it("refuses a departed tenant who still has a box", () => {
    const folder = mkdtempSync(join(tmpdir(), "databox-departed-"));
    try {
      const file = join(folder, "project.yaml");
      writeFileSync(
        file,
        `${readFileSync(EXAMPLES[0] ?? "", "utf8")}\ndeparted:\n  - { tenant: heart-ct, account: "333333333333" }\n`,
      );
      const result = loadProject(file);
      expect(result.ok ? [] : result.problems.map(({ message }) => message)).toEqual([
        "heart-ct still has a box; take it out of researchBoxes, or keep the box",
      ]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
