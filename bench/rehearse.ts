import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findEngine } from "../src/engine";
import { rehearse } from "../src/rehearse";
import { exampleProject, stackOf } from "../test/stacks/example-projects";
import { generatedProject } from "./generated-project";
import { median } from "./measured-run";
import { printTable, seconds, times } from "./table";

/**
 * What a rehearsal costs by the number of ResearchBoxes: the whole life without the drill, from init to destroy, and whose
 * time it is. `--runs=` runs (default 1) of each size; ratios, since seconds are of the machine.
 */
const SIZES = [1, 3, 10, 50];
const runs = Number(process.argv.find((word) => word.startsWith("--runs="))?.slice("--runs=".length) ?? 1);

interface Life {
  readonly resources: number;
  readonly wall: number;
  readonly provider: number;
  readonly phases: ReadonlyMap<string, number>;
}

async function life(file: string): Promise<Life> {
  const path = process.env["PATH"] ?? "";
  const engine = findEngine(path, ["terraform", "tofu"]);
  if (engine === undefined) throw new Error("there is no terraform or tofu on the search path");
  const rehearsal = await rehearse({ stack: JSON.stringify(stackOf(exampleProject(file))), engine, path });
  const failed = rehearsal.phases.find(({ ok }) => !ok);
  if (failed !== undefined) throw new Error(`${file}: ${failed.name} failed: ${JSON.stringify(failed.diagnostics)}`);
  return {
    resources: rehearsal.resources,
    wall: 1_000 * rehearsal.seconds,
    provider: 1_000 * rehearsal.providerSeconds,
    phases: new Map(rehearsal.phases.map(({ name, seconds: took }) => [name, 1_000 * took])),
  };
}

async function main(): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), "databox-bench-"));
  try {
    const rows: string[][] = [];
    let one: number | undefined;
    for (const size of SIZES) {
      const file = generatedProject(scratch, size);
      const lives: Life[] = [];
      for (let run = 0; run < runs; run += 1) lives.push(await life(file));
      const of = (pick: (life: Life) => number): number => median(lives.map(pick));
      const wall = of((each) => each.wall);
      const share = of((each) => each.provider / each.wall);
      const phase = (name: string): string => seconds(of((each) => each.phases.get(name) ?? 0));
      one ??= wall;
      rows.push([
        String(size),
        String(lives[0]?.resources),
        seconds(wall),
        times(wall, one),
        `${(100 * share).toFixed(0)}%`,
        `${(100 * (1 - share)).toFixed(0)}%`,
        ...["plan", "apply", "second plan", "destroy"].map(phase),
      ]);
    }
    printTable(
      `databox rehearse --no-drill, medians of ${runs}`,
      [
        "ResearchBoxes",
        "resources",
        "wall",
        "to one box",
        "provider",
        "core",
        "plan",
        "apply",
        "second plan",
        "destroy",
      ],
      rows,
    );
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

void main();
