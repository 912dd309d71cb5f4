import { join, resolve } from "node:path";
import { doorsOf } from "../../../src/cli/doors";
import { loadProject } from "../../../src/project";
import { applyExceptions, verify, type TargetReport } from "../../../src/verify";
import { ROOT, stackOf, type StackJson } from "../../stacks/example-projects";
import { AIRLOCK_BREAKS, AIRLOCK_HARMLESS } from "./airlock-breaks";
import { type Edit } from "./edits";

const FILE = join(ROOT, "projects", "stroke-registry.yaml");

describe("an opened airlock", () => {
  const loaded = loadProject(resolve(FILE));
  if (!loaded.ok) throw new Error("the example does not load");
  const doors = doorsOf(loaded, FILE);
  const [box] = loaded.project.researchBoxes;
  if (box === undefined) throw new Error("the example has no box");
  // The other boxes of the example have no airlock.
  const text = JSON.stringify(stackOf({ ...loaded.project, researchBoxes: [{ ...box, desktops: undefined }] }));
  const after = (edit: Edit): TargetReport => {
    const json = JSON.parse(text) as StackJson;
    edit(json);
    return applyExceptions(verify({ target: "drill", json }), doors);
  };

  it("is four doors beside the link's, and everything else is closed", () => {
    const report = applyExceptions(verify({ target: "example", json: stackOf(loaded.project) }), doors);
    expect(report.verdict).toBe("confined");
    expect(report.channels.flatMap(({ findings }) => findings)).toEqual([]);
    expect(report.channels.flatMap(({ doors: open, id }) => open.map(({ path }) => [id, path]))).toEqual([
      ["net.security-groups", "stroke-registry/data-box/link-endpoints/from-hospital-0"],
      ["net.security-groups", "stroke-registry/data-box/link-endpoints/from-hospital-1"],
      ["net.site-to-site", "stroke-registry/hospital-link/connection"],
      ["net.site-to-site-flows", "stroke-registry/data-box/link-endpoints/s3"],
      ["net.site-to-site-flows", "stroke-registry/data-box/link-endpoints/s3"],
      ["store.reads-outside", "stroke-registry/airlock-neuro-ai/import/quarantine/policy"],
      ["store.reads-outside", "stroke-registry/airlock-neuro-ai/export/released/policy"],
    ]);
  });

  it.each(AIRLOCK_BREAKS)("is broken by $name: $channel", ({ channel, edits }) => {
    const places = edits(JSON.parse(text) as StackJson);
    expect(places.length).toBeGreaterThan(0);
    for (const edit of places) {
      const report = after(edit);
      const found = report.channels.find(({ id }) => id === channel);
      expect(report.verdict).not.toBe("confined");
      expect(["open", "unproven"]).toContain(found?.verdict);
      for (const { verdict, witness, mend } of found?.findings ?? []) {
        expect(mend).toBeTruthy();
        if (verdict === "open") expect(witness?.through.length).toBeGreaterThan(0);
      }
    }
  });

  it.each(AIRLOCK_HARMLESS)("stays confined with $name", ({ edits }) => {
    const places = edits(JSON.parse(text) as StackJson);
    expect(places.length).toBeGreaterThan(0);
    for (const edit of places) expect(after(edit).channels.flatMap(({ findings }) => findings)).toEqual([]);
  });
});
