import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/** What one run of a command cost. */
export interface Cost {
  /** Wall-clock time from start to exit, milliseconds. */
  readonly milliseconds: number;
  /** Greatest resident memory of the process and all below it at one moment, MiB; undefined where there is no /proc. */
  readonly peakMiB: number | undefined;
}

/** A command to measure. */
export interface Command {
  readonly program: string;
  readonly words: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Exit codes that count as done. @default [0] */
  readonly done?: readonly number[];
}

const SAMPLE_MILLISECONDS = 20;

/** Runs a command to its end; fails when it fails. */
export function measuredRun({ program, words, cwd, env, done = [0] }: Command): Promise<Cost> {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(program, words, { cwd, env: { ...process.env, ...env }, stdio: ["ignore", "ignore", "pipe"] });
    let peak = 0;
    const sampling = setInterval(() => {
      peak = Math.max(peak, residentMiB(child.pid));
    }, SAMPLE_MILLISECONDS);
    let errors = "";
    child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));
    child.on("error", reject);
    child.on("close", (code) => {
      clearInterval(sampling);
      const milliseconds = performance.now() - start;
      if (code === null || !done.includes(code))
        reject(new Error(`${program} ${words.join(" ")} ended with ${code}:\n${errors}`));
      else resolve({ milliseconds, peakMiB: peak === 0 ? undefined : peak });
    });
  });
}

/**
 * Measures commands in turns (first, second, first, second …), so that a busy moment of the machine hits all alike, and
 * gives the median of each, in their order. The first turn only warms the caches.
 */
export async function medians(commands: readonly Command[], runs: number): Promise<Cost[]> {
  const costs: Cost[][] = commands.map(() => []);
  for (let run = 0; run <= runs; run += 1)
    for (const [index, command] of commands.entries()) {
      const cost = await measuredRun(command);
      if (run > 0) costs[index]?.push(cost);
    }
  return costs.map((all) => {
    const peaks = all.flatMap(({ peakMiB }) => (peakMiB === undefined ? [] : [peakMiB]));
    return {
      milliseconds: median(all.map(({ milliseconds }) => milliseconds)),
      peakMiB: peaks.length === 0 ? undefined : median(peaks),
    };
  });
}

/** Runs to take the median of: `--runs=` on the command line, or 5. */
export function requestedRuns(): number {
  return Number(process.argv.find((word) => word.startsWith("--runs="))?.slice("--runs=".length) ?? 5);
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.slice(Math.floor((sorted.length - 1) / 2), Math.floor(sorted.length / 2) + 1);
  return middle.reduce((sum, value) => sum + value, 0) / middle.length;
}

/** Resident memory of a process and its descendants; 0 where there is no /proc. */
function residentMiB(pid: number | undefined): number {
  const statuses = processStatuses();
  const family = new Set([pid]);
  // Children come after their parents often but not always: until nothing is added.
  for (let size = 0; size !== family.size;) {
    size = family.size;
    for (const status of statuses) if (family.has(status.parent)) family.add(status.pid);
  }
  return statuses.reduce((sum, status) => sum + (family.has(status.pid) ? status.residentKiB : 0), 0) / 1024;
}

function processStatuses(): { pid: number; parent: number; residentKiB: number }[] {
  try {
    return readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => {
        try {
          const status = readFileSync(`/proc/${name}/status`, "utf8");
          const field = (key: string): number => Number(new RegExp(`^${key}:\\s+(\\d+)`, "m").exec(status)?.[1] ?? 0);
          return [{ pid: Number(name), parent: field("PPid"), residentKiB: field("VmRSS") }];
        } catch {
          return []; // Ended in between.
        }
      });
  } catch {
    return [];
  }
}
