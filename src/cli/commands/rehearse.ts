import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { renderRehearsal } from "../../report/rehearsal";
import {
  ENGINES,
  FAULT_KINDS,
  findEngine,
  projectChanges,
  rehearse,
  SeededFaults,
  type DrillStep,
  type Engine,
  type EngineName,
  type Phase,
  type Rehearsal,
} from "../../rehearse";
import { applyExceptions, verify, type Exception, type TargetReport } from "../../verify";
import { saveCloud } from "../cloud-folder";
import { doorsOf } from "../doors";
import { findProjectFiles, loadProjects, type LoadedProject } from "../projects";
import { type Command } from "../run";
import { EXIT, UserError, type ExitCode, type Terminal } from "../terminal";
import { writeStacks } from "../write-stacks";

export interface RehearseOptions {
  readonly projects: readonly string[];
  readonly format: "text" | "json";
  readonly engine?: EngineName;
  readonly drill: boolean;
  /** Seed of the faults; none where it is left out. */
  readonly faults?: number;
  /** Folder in which what was rehearsed stays. */
  readonly keep?: string;
}

/** `databox rehearse`: the whole life of a project with the real Terraform, on the embedded cloud. */
export const rehearseCommand: Command = (terminal, done) => ({
  command: "rehearse [projects..]",
  describe: "run a project's whole life with the real Terraform, without a cloud account",
  builder: (args) =>
    args
      .positional("projects", {
        describe: "project files",
        defaultDescription: "projects/*.yaml",
        type: "string",
        array: true,
      })
      .option("format", { alias: "f", describe: "how to report", choices: ["text", "json"] as const, default: "text" })
      .option("engine", { describe: "terraform or tofu", choices: ENGINES, defaultDescription: "whichever is there" })
      .option("drill", {
        describe: "try what happens in a project's life (--no-drill: do not)",
        type: "boolean",
        default: true,
      })
      .option("faults", {
        describe: `let things go wrong, at points that a seed chooses (${FAULT_KINDS.join(", ")})`,
        type: "number",
      })
      .option("keep", { describe: "leave what was rehearsed up, in this folder", type: "string" })
      .example(
        "$0 rehearse projects/dr-answer.yaml",
        "init, validate, plan, apply, an empty second plan, drill, destroy",
      )
      .example("$0 rehearse projects/dr-answer.yaml --keep cloud", "for drills by hand (databox cloud)"),
  handler: async (args) => {
    done(
      await rehearseProjects(
        {
          projects: (args["projects"] as string[] | undefined) ?? [],
          format: args["format"] as RehearseOptions["format"],
          drill: args["drill"] as boolean,
          ...(args["engine"] === undefined ? {} : { engine: args["engine"] as EngineName }),
          ...(args["faults"] === undefined ? {} : { faults: args["faults"] as number }),
          ...(args["keep"] === undefined ? {} : { keep: args["keep"] as string }),
        },
        terminal,
      ),
    );
  },
});

/** @throws UserError where there is no engine */
export function engineOf(terminal: Terminal, name?: EngineName): Engine {
  const engine = findEngine(terminal.env["PATH"] ?? "", name === undefined ? ENGINES : [name]);
  if (engine === undefined)
    throw new UserError(
      `there is no ${name ?? "terraform or tofu"} on the search path; install Terraform 1.11 or newer (https://developer.hashicorp.com/terraform/install)`,
    );
  return engine;
}

/** Rehearses every project and answers with the worst of what was found. */
export async function rehearseProjects(options: RehearseOptions, terminal: Terminal): Promise<ExitCode> {
  const engine = engineOf(terminal, options.engine);
  if (options.faults !== undefined && !Number.isInteger(options.faults))
    throw new UserError("--faults: give a whole number, the seed; the same seed gives the same faults");
  const files = options.projects.length > 0 ? options.projects : findProjectFiles(terminal.cwd);
  if (options.keep !== undefined && files.length > 1)
    throw new UserError("--keep: a folder holds one project; name one project file");
  const results: {
    readonly name: string;
    readonly rehearsal: Rehearsal;
    readonly verdict: TargetReport | undefined;
  }[] = [];
  for (const loaded of loadProjects(files, terminal)) {
    const file = files[results.length] ?? "";
    const { name } = loaded.project;
    if (options.format === "text") terminal.err(`${name}: rehearsed with ${engine.name}, on the embedded cloud\n`);
    const rehearsal = await rehearseProject(loaded, resolve(terminal.cwd, file), engine, options, terminal);
    const verdict = rehearsal.plan === undefined ? undefined : judge(rehearsal.plan, name, doorsOf(loaded, file));
    results.push({ name, rehearsal, verdict });
    if (options.format === "text") terminal.out(renderRehearsal(name, rehearsal, verdict));
  }
  if (options.format === "json")
    terminal.out(
      `${JSON.stringify({ version: 1, rehearsals: results.map(({ name, rehearsal: { plan: _, ...rest }, verdict }) => ({ project: name, ...rest, verdict: verdict?.verdict ?? null })) }, null, 2)}\n`,
    );
  if (results.some(({ rehearsal }) => !rehearsal.ok)) return EXIT.error;
  if (results.some(({ verdict }) => verdict?.verdict === "leaks")) return EXIT.leaks;
  return results.some(({ verdict }) => verdict?.verdict === "unproven") ? EXIT.unproven : EXIT.done;
}

function judge(plan: string, name: string, doors: readonly Exception[]): TargetReport {
  return applyExceptions(
    verify({ target: `the rehearsed plan of ${name}`, json: JSON.parse(plan) as Record<string, unknown> }),
    doors,
  );
}

async function rehearseProject(
  { project }: LoadedProject,
  file: string,
  engine: Engine,
  options: RehearseOptions,
  terminal: Terminal,
): Promise<Rehearsal> {
  const scratch = mkdtempSync(join(tmpdir(), "databox-rehearse-"));
  try {
    const stack = await stackTextOf([project], scratch, project.name);
    const drill = options.drill ? await drillOf(readFileSync(file, "utf8"), scratch, project.name, terminal) : [];
    const show = progress(terminal, options.format === "text");
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
    return rehearsal;
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
