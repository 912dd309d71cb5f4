import { join } from "node:path";
import { doorsOf } from "../../../src/cli/doors";
import { loadProject } from "../../../src/project";
import { applyExceptions, verify, type Exception, type TargetReport } from "../../../src/verify";
import { exampleProject, ROOT, stackOf, type StackJson } from "../../stacks/example-projects";
import { spread, type Edits } from "./edits";
import { MIRROR_BREAKS, REACHED_DESKTOP_BREAKS, WORKBENCH_BREAKS, WORKBENCH_HARMLESS } from "./workbench-breaks";

/** An example, how it is judged with the doors of its file, and each place where a change can be made. */
function example(name: string) {
  const file = join(ROOT, "projects", name);
  const stack = stackOf(exampleProject(file));
  const loaded = loadProject(file);
  const doors: Exception[] = loaded.ok ? doorsOf(loaded, file) : [];
  const judge = (json: StackJson): TargetReport => applyExceptions(verify({ target: "drill", json }), doors);
  const changed = (edits: Edits): TargetReport[] =>
    spread(edits(stack), 2).map((edit) => {
      const copy = JSON.parse(JSON.stringify(stack)) as StackJson;
      edit(copy);
      return judge(JSON.parse(JSON.stringify(copy)) as StackJson);
    });
  return { report: judge(stack), changed };
}

/** Expects a break to be caught by its channel, with a whole witness. */
function expectCaught(reports: readonly TargetReport[], channel: string): void {
  expect(reports.length).toBeGreaterThan(0);
  for (const report of reports) {
    const found = report.channels.find(({ id }) => id === channel);
    expect(report.verdict).not.toBe("confined");
    expect(found?.findings.length).toBeGreaterThan(0);
    for (const { verdict, witness, mend } of found?.findings ?? []) {
      expect(mend).toBeTruthy();
      if (verdict === "open") expect(witness?.through.length).toBeGreaterThan(0);
    }
  }
}

const VARIANTS = example("open-variants.yaml");

describe("a project with Windows desktops, spot machines, notebooks and a Spark cluster", () => {
  const { changed } = VARIANTS;

  it.each(WORKBENCH_BREAKS)("is broken by $name: $channel", ({ channel, edits }) => {
    expectCaught(changed(edits), channel);
  });

  it.each(WORKBENCH_HARMLESS)("stays confined with $name", ({ edits }) => {
    const reports = changed(edits);
    expect(reports.length).toBeGreaterThan(0);
    for (const one of reports) expect(one.channels.flatMap(({ findings }) => findings)).toEqual([]);
  });
});

describe("a project whose desktops people reach", () => {
  const { changed } = example("dr-answer.yaml");

  it.each(REACHED_DESKTOP_BREAKS)("is broken by $name: $channel", ({ channel, edits }) => {
    expectCaught(changed(edits), channel);
  });
});

describe("a project with a package mirror", () => {
  const { report, changed } = VARIANTS;

  it("is confined but for the mirror, which is a door with its bandwidth and reason", () => {
    expect(report.verdict).toBe("confined");
    const doors = report.channels.flatMap(({ id, doors: found }) => found.map(({ path, why }) => ({ id, path, why })));
    expect(doors.map(({ id, path }) => `${id} ${path ?? ""}`)).toEqual([
      "share.registries open-variants/research-box-genome-lab/workbenches/packages/pypi",
      "share.registries open-variants/research-box-genome-lab/workbenches/packages/npm",
    ]);
    for (const { why } of doors) {
      expect(why).toContain("at most 1.2 Mbit/s: 800 requests a second");
      expect(why).toContain("variant callers are installed");
    }
  });

  it("leaks where no door is declared", () => {
    const json = stackOf(exampleProject(join(ROOT, "projects", "open-variants.yaml")));
    const open = verify({ target: "drill", json }).channels.filter(({ verdict }) => verdict !== "closed");
    expect(open.map(({ id, verdict }) => `${id} ${verdict}`)).toEqual(["share.registries open"]);
  });

  it.each(MIRROR_BREAKS)("is broken by $name: $channel", ({ channel, edits }) => {
    expectCaught(changed(edits), channel);
  });
});
