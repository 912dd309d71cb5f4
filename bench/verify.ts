import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
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
const SIZES = [1, 10, 50];
/** Confined, leaking and unproven are verdicts all. */
const VERDICTS = [0, 2, 3];

async function main(): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), "databox-bench-"));
  try {
    const files = SIZES.map((tenants) => {
      const out = join(scratch, `out-${tenants}`);
      const project = generatedProject(scratch, tenants);
      execFileSync(process.execPath, [join(ROOT, "bin", "databox.mjs"), "synth", project, "-o", out], {
        stdio: "ignore",
      });
      return join(out, "stacks", `bench-${tenants}`, "cdk.tf.json");
    });
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
      ["ResearchBoxes", "bare node", "parse only", "verify", "to bare node", "to parse only", "peak memory"],
      SIZES.map((tenants, index) => {
        const [parsing, verifying] = [costs[2 * index], costs[2 * index + 1]];
        if (parsing === undefined || verifying === undefined) throw new Error("nothing was measured");
        return [
          String(tenants),
          seconds(start.milliseconds),
          seconds(parsing.milliseconds),
          seconds(verifying.milliseconds),
          times(verifying.milliseconds, start.milliseconds),
          times(verifying.milliseconds, parsing.milliseconds),
          mebibytes(verifying.peakMiB),
        ];
      }),
    );
    printTable(
      `the deciding alone, in one process, medians of ${runs}`,
      ["ResearchBoxes", "file", "JSON.parse", "verify", "to JSON.parse"],
      SIZES.map((tenants, index) => decidingRow(tenants, String(files[index]))),
    );
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function decidingRow(tenants: number, file: string): string[] {
  const text = readFileSync(file, "utf8");
  const [target] = loadTarget(file);
  if (target === undefined) throw new Error(`nothing to verify in ${file}`);
  const parsing = inProcess(() => JSON.parse(text));
  const verifying = inProcess(() => verify(target));
  return [
    String(tenants),
    `${(text.length / 2 ** 20).toFixed(2)} MiB`,
    `${parsing.toFixed(1)} ms`,
    `${verifying.toFixed(1)} ms`,
    times(verifying, parsing),
  ];
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
