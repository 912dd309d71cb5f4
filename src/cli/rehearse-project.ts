import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type Engine } from "../engine";
import { projectChanges, rehearse, SeededFaults, type DrillStep, type Phase, type Rehearsal } from "../rehearse";
import { type Exception, type TargetReport } from "../verify";
import { saveCloud } from "./cloud-folder";
import { judgePlan } from "./judge-plan";
import { loadProjects, type LoadedProject } from "./projects";
import { UserError, type Terminal } from "./terminal";
import { writeStacks } from "./write-stacks";

export interface RehearsalOptions {
  /** Whether to try what happens in the life of every project. */
  readonly drill: boolean;
  /** Seed of the faults; none where it is left out. */
  readonly faults?: number;
  /** Folder in which what was rehearsed stays. */
  readonly keep?: string;
  /** Whether to tell on standard error how far it is. */
  readonly progress: boolean;
}

/** A project that was rehearsed, and the verdict on its plan where it came to one. */
export interface RehearsedProject {
  readonly rehearsal: Rehearsal;
  readonly verdict: TargetReport | undefined;
}

/** Rehearses one project, with progress on standard error, and judges its plan. */
export async function rehearseProject(
  { project }: LoadedProject,
  file: string,
  engine: Engine,
  options: RehearsalOptions,
  terminal: Terminal,
  doors: readonly Exception[],
): Promise<RehearsedProject> {
  if (project.retired !== undefined)
    throw new UserError(
      `${file}: ${project.name} is over (retired), and its stack destroys it: there is no life to rehearse; databox retire has the steps`,
    );
  const scratch = mkdtempSync(join(tmpdir(), "databox-rehearse-"));
  try {
    const stack = await stackTextOf([project], scratch, project.name);
    const drill = options.drill ? await drillOf(readFileSync(file, "utf8"), scratch, project.name, terminal) : [];
    const show = progress(terminal, options.progress);
    const { keep, faults: seed } = options;
    const happened: string[] = [];
    const rehearsal = await rehearse({
      stack,
      engine,
      drill,
      path: terminal.env["PATH"] ?? "",
      onPhase: show.phase,
      onProgress: show.count,
      ...(keep === undefined
        ? {}
        : {
            keep: async (kept) => {
              for (const line of await saveCloud(resolve(terminal.cwd, keep), project.name, stack, kept))
                terminal.err(`${line}\n`);
              return true;
            },
          }),
      ...(seed === undefined
        ? {}
        : {
            faults: (kill) => {
              const calls = (JSON.stringify(stack).match(/"lifecycle"|_[0-9A-F]{8}/g) ?? []).length;
              return new SeededFaults({
                seed,
                calls: Math.max(20, Math.min(calls, 400)),
                kill,
                onFault: ({ kind, operation, type }) => happened.push(`${kind} on ${operation} of ${type}`),
              });
            },
          }),
    });
    for (const line of happened) terminal.err(`  fault: ${line}\n`);
    const { plan } = rehearsal;
    return {
      rehearsal,
      verdict: plan === undefined ? undefined : judgePlan(`the rehearsed plan of ${project.name}`, plan, stack, doors),
    };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function stackTextOf(projects: Parameters<typeof writeStacks>[0], folder: string, name: string): Promise<string> {
  const stacks = await writeStacks(projects, join(folder, "stacks"));
  const found = stacks.find((stack) => stack.name === name);
  if (found === undefined) throw new Error(`no stack was written for ${name}`);
  return readFileSync(found.file, "utf8");
}

/** The stacks of the changed projects. What goes with a tenant is what only her box had. */
async function drillOf(text: string, scratch: string, name: string, terminal: Terminal): Promise<DrillStep[]> {
  const steps: DrillStep[] = [];
  for (const change of projectChanges(text)) {
    const file = join(scratch, "changed.yaml");
    writeFileSync(file, change.text);
    const [loaded] = loadProjects([file], { ...terminal, err: () => undefined });
    if (loaded === undefined) continue;
    const stack = await stackTextOf([loaded.project], scratch, name);
    const { leaves } = change;
    steps.push({
      name: change.name,
      stack,
      ...(leaves === undefined ? {} : { mayGo: (address) => address.includes(leaves) }),
    });
  }
  return steps;
}

/** One line a phase on standard error; on a terminal the running one counts. */
function progress(
  terminal: Terminal,
  wanted: boolean,
): { readonly phase: (phase: Phase) => void; readonly count: (name: string, done: number) => void } {
  const live = wanted && terminal.color;
  return {
    phase: ({ name, ok, seconds }) => {
      if (wanted)
        terminal.err(`${live ? "\r\u001b[K" : ""}  ${ok ? "done  " : "FAILED"} ${name} (${seconds.toFixed(1)} s)\n`);
    },
    count: (name, done) => {
      if (live && done % 10 === 0) terminal.err(`\r\u001b[K  ...    ${name}: ${done} resources`);
    },
  };
}
