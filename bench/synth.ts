import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generatedProject } from "./generated-project";
import { type Command, medians, requestedRuns } from "./measured-run";
import { mebibytes, printTable, seconds, times } from "./table";

/**
 * What `databox synth` costs by the number of ResearchBoxes, and against `cdktf synth` on the same project.
 * Medians of `--runs=` runs (default 5) after one to warm up; ratios, since seconds are of the machine.
 */
const ROOT = join(__dirname, "..");
const runs = requestedRuns();
const SIZES = [1, 10, 50];

async function main(): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), "databox-bench-"));
  try {
    const synth = (tenants: number): Command => ({
      program: process.execPath,
      words: [join(ROOT, "bin", "databox.mjs"), "synth", generatedProject(scratch, tenants), "-o", outOf(tenants)],
    });
    const outOf = (tenants: number): string => join(scratch, `out-${tenants}`);
    const bare: Command = { program: process.execPath, words: ["--eval", "0"] };

    const [start, ...bySize] = await medians([bare, ...SIZES.map(synth)], runs);
    const [smallest] = bySize;
    if (start === undefined || smallest === undefined) throw new Error("nothing was measured");
    printTable(
      `databox synth, medians of ${runs} (bare node start ${seconds(start.milliseconds)})`,
      ["ResearchBoxes", "resources", "wall", "to one box", "peak memory", "to one box"],
      bySize.map(({ milliseconds, peakMiB }, index) => [
        String(SIZES[index]),
        String(resourcesIn(join(outOf(Number(SIZES[index])), "stacks", `bench-${SIZES[index]}`, "cdk.tf.json"))),
        seconds(milliseconds),
        times(milliseconds, smallest.milliseconds),
        mebibytes(peakMiB),
        peakMiB === undefined || smallest.peakMiB === undefined ? "-" : times(peakMiB, smallest.peakMiB),
      ]),
    );

    for (const tenants of SIZES) await compare(scratch, tenants, synth(tenants));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** The same app by the cdktf command line, which starts it as a process of its own. */
async function compare(scratch: string, tenants: number, synth: Command): Promise<void> {
  const cdktf: Command = {
    program: join(ROOT, "node_modules", ".bin", "cdktf"),
    words: ["synth", "--output", join(scratch, `cdktf-${tenants}`)],
    cwd: ROOT,
    env: {
      DATABOX_PROJECTS: join(scratch, `bench-${tenants}.yaml`),
      // Its own home, since it keeps a configuration there; no call for newer versions.
      HOME: scratch,
      CHECKPOINT_DISABLE: "1",
      CI: "1",
    },
  };
  const [ours, theirs] = await medians([synth, cdktf], runs);
  if (ours === undefined || theirs === undefined) throw new Error("nothing was measured");
  printTable(
    `the same project, ${tenants} ResearchBoxes`,
    ["command", "wall", "to databox", "peak memory", "to databox"],
    [
      ["databox synth", seconds(ours.milliseconds), times(1, 1), mebibytes(ours.peakMiB), times(1, 1)],
      [
        "cdktf synth",
        seconds(theirs.milliseconds),
        times(theirs.milliseconds, ours.milliseconds),
        mebibytes(theirs.peakMiB),
        times(theirs.peakMiB ?? NaN, ours.peakMiB ?? NaN),
      ],
    ],
  );
}

function resourcesIn(file: string): number {
  const { resource } = JSON.parse(readFileSync(file, "utf8")) as { resource: Record<string, object> };
  return Object.values(resource).reduce((sum, byName) => sum + Object.keys(byName).length, 0);
}

void main();
