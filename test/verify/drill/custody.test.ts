import { join } from "node:path";
import { type KeyMaterial, type Project } from "../../../src/project";
import { verify, type TargetReport } from "../../../src/verify";
import { exampleProject, ROOT, stackOf, type StackJson } from "../../stacks/example-projects";
import { type CustodyBreak, EXTERNAL_BREAKS, HARMLESS_CUSTODY, HSM_BREAKS, IMPORTED_BREAKS } from "./custody-breaks";
import { spread, type Edit } from "./edits";

const GENOMES = exampleProject(join(ROOT, "projects", "genome-archive.yaml"));
const { custody } = GENOMES.dataBox;

describe.each<{ material: KeyMaterial; breaks: readonly CustodyBreak[] }>([
  { material: { kind: "imported", warnDays: 45, notify: [] }, breaks: IMPORTED_BREAKS },
  { material: { kind: "hsm", keyStore: "cks-0123456789abcdef0" }, breaks: HSM_BREAKS },
  { material: custody.material, breaks: EXTERNAL_BREAKS },
])("custody of kind $material.kind", ({ material, breaks }) => {
  const project: Project = { ...GENOMES, dataBox: { ...GENOMES.dataBox, custody: { ...custody, material } } };
  const stack = stackOf(project);
  const after = (edit: Edit): TargetReport => {
    const copy: StackJson = structuredClone(stack);
    edit(copy);
    return verify({ target: "drill", json: copy });
  };

  it("is confined before anything is broken", () => {
    const report = verify({ target: "drill", json: stack });
    expect(report.channels.flatMap(({ findings }) => findings)).toEqual([]);
    expect(report.verdict).toBe("confined");
  });

  it.each(breaks)("is broken by $name: $channel", ({ channel, edits }) => {
    const places = spread(edits(stack), 2);
    expect(places.length).toBeGreaterThan(0);
    for (const edit of places) {
      const found = after(edit).channels.find(({ id }) => id === channel);
      expect(found?.verdict).toBe(channel === "supply.opaque-parts" ? "unproven" : "open");
      for (const { verdict, witness, mend } of found?.findings ?? [])
        if (verdict === "open") {
          expect(witness?.through.length).toBeGreaterThan(0);
          expect(mend).toMatch(/\w/);
        }
    }
  });

  it.each(HARMLESS_CUSTODY)("stays confined with $name", ({ edits }) => {
    const places = spread(edits(stack), 2);
    expect(places.length).toBeGreaterThan(0);
    for (const edit of places) expect(after(edit).channels.flatMap(({ findings }) => findings)).toEqual([]);
  });
});
