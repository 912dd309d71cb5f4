import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadTarget, verify } from "../src/verify";
import { generatedProject } from "./generated-project";
import { type Command, median, medians, requestedRuns } from "./measured-run";
import { mebibytes, printTable, seconds, times } from "./table";

/**
 * What a verdict costs: the deciding alone against `JSON.parse` of the same text, and the whole command against a bare
 * start of node. Medians of `--runs=` runs (default 5) after one to warm up.
 */
const ROOT = join(__dirname, "..");
const runs = requestedRuns();
/** About so many resources: one box, the pilot's nine, three hundred, three thousand and thirty thousand resources. */
const TENANTS = [1, 2, 9, 26, 264];
/** A project has fifty boxes at most; what is larger is several projects in one file. */
const MOST = 50;
/** Confined, leaking and unproven are verdicts all. */
const VERDICTS = [0, 2, 3];

interface Stack {
  readonly resource: Record<string, Record<string, unknown>>;
  readonly [section: string]: unknown;
}

async function main(): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), "databox-bench-"));
  try {
    const files = TENANTS.map((tenants) => stackFile(scratch, tenants));
    const sizes = files.map((file) => resourcesOf(JSON.parse(readFileSync(file, "utf8")) as Stack));
    const bare: Command = { program: process.execPath, words: ["--eval", "0"] };
    const parse = (file: string): Command => ({
      program: process.execPath,
      words: ["--eval", `JSON.parse(require("fs").readFileSync(${JSON.stringify(file)}, "utf8"))`],
    });
    const command = (file: string): Command => ({
      program: process.execPath,
      words: [join(ROOT, "bin", "databox.mjs"), "verify", file],
      done: VERDICTS,
    });
    const [start, ...costs] = await medians([bare, ...files.flatMap((file) => [parse(file), command(file)])], runs);
    if (start === undefined) throw new Error("nothing was measured");

    printTable(
      `databox verify, the command, medians of ${runs}`,
      [
        "ResearchBoxes",
        "resources",
        "bare node",
        "parse only",
        "verify",
        "to bare node",
        "to parse only",
        "peak memory",
      ],
      TENANTS.map((tenants, index) => {
        const [parsing, verifying] = [costs[2 * index], costs[2 * index + 1]];
        if (parsing === undefined || verifying === undefined) throw new Error("nothing was measured");
        return [
          String(tenants),
          String(sizes[index]),
          seconds(start.milliseconds),
          seconds(parsing.milliseconds),
          seconds(verifying.milliseconds),
          times(verifying.milliseconds, start.milliseconds),
          times(verifying.milliseconds, parsing.milliseconds),
          mebibytes(verifying.peakMiB),
        ];
      }),
    );
    const decided = files.map(deciding);
    printTable(
      `the deciding alone, in one process, medians of ${runs}`,
      ["ResearchBoxes", "resources", "JSON.parse", "verify", "to JSON.parse", "growth"],
      TENANTS.map((tenants, index) => {
        const { parsing, verifying } = decided[index] ?? { parsing: NaN, verifying: NaN };
        return [
          String(tenants),
          String(sizes[index]),
          `${parsing.toFixed(1)} ms`,
          `${verifying.toFixed(1)} ms`,
          times(verifying, parsing),
          exponent(decided, sizes, index),
        ];
      }),
    );
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** A synthesized stack of so many boxes; beyond one project's, several projects under names of their own. */
function stackFile(scratch: string, tenants: number): string {
  const out = join(scratch, `out-${tenants}`);
  const project = generatedProject(scratch, Math.min(tenants, MOST));
  execFileSync(process.execPath, [join(ROOT, "bin", "databox.mjs"), "synth", project, "-o", out], { stdio: "ignore" });
  const file = join(out, "stacks", `bench-${Math.min(tenants, MOST)}`, "cdk.tf.json");
  if (tenants <= MOST) return file;
  const text = readFileSync(file, "utf8");
  const stack = JSON.parse(text) as Stack;
  for (let copy = 1; copy < tenants / MOST; copy += 1) {
    // Each resource's name ends in a hash of its path, wherever it is referred to.
    const other = JSON.parse(text.replace(/_[0-9A-F]{8}(?=["._}])/g, `$&_${copy}`)) as Stack;
    for (const [type, named] of Object.entries(other.resource)) Object.assign(stack.resource[type] ?? {}, named);
  }
  writeFileSync(file, JSON.stringify(stack));
  return file;
}

function resourcesOf({ resource }: Stack): number {
  return Object.values(resource).reduce((sum, named) => sum + Object.keys(named).length, 0);
}

function deciding(file: string): { readonly parsing: number; readonly verifying: number } {
  const text = readFileSync(file, "utf8");
  const [target] = loadTarget(file);
  if (target === undefined) throw new Error(`nothing to verify in ${file}`);
  return { parsing: inProcess(() => JSON.parse(text)), verifying: inProcess(() => verify(target)) };
}

/** By which power of the resources the time grows, from the size before. */
function exponent(decided: readonly { readonly verifying: number }[], sizes: readonly number[], index: number): string {
  const [before, now] = [decided[index - 1], decided[index]];
  const [fewer, more] = [sizes[index - 1], sizes[index]];
  if (before === undefined || now === undefined || fewer === undefined || more === undefined) return "";
  return `n^${(Math.log(now.verifying / before.verifying) / Math.log(more / fewer)).toFixed(2)}`;
}

/** Median milliseconds of a call, after one to warm up. */
function inProcess(call: () => unknown): number {
  call();
  return median(
    Array.from({ length: runs }, () => {
      const start = performance.now();
      call();
      return performance.now() - start;
    }),
  );
}

void main();
