import { readFileSync } from "node:fs";
import { relative, resolve } from "node:path";
import { countChannels, renderRehearsal, renderText, summarizeRehearsal } from "../../report";
import { ENGINES, findEngine, type Engine, type EngineName } from "../../engine";
import { type Rehearsal } from "../../rehearse";
import { applyExceptions, verifyPath, type TargetReport } from "../../verify";
import { doorsOf } from "../doors";
import { withOrigins } from "../origin";
import { findProjectFiles, PROJECT_FILES, loadProjects, type LoadedProject } from "../projects";
import { engineOf } from "../engine-of";
import { rehearseProject } from "../rehearse-project";
import { type Command } from "../run";
import { EXIT, type ExitCode, type Terminal } from "../terminal";
import { writeStacks } from "../write-stacks";

const REHEARSE = ["always", "available", "never"] as const;

interface CheckOptions {
  readonly projects: readonly string[];
  readonly output: string;
  /** Whether to rehearse: where there is an engine, or else never or by all means. */
  readonly rehearse: (typeof REHEARSE)[number];
  readonly engine?: EngineName;
}

/** `databox check`: all that can be known of a project without an account, in one summary. */
export const checkCommand: Command = (terminal, done) => ({
  command: "check [projects..]",
  describe: "synthesize, verify and rehearse, with one summary",
  builder: (args) =>
    args
      .positional("projects", PROJECT_FILES)
      .option("output", { alias: "o", describe: "folder for the stacks", type: "string", default: "cdktf.out" })
      .option("rehearse", {
        describe: "whether to rehearse: where there is an engine, always, or never",
        choices: REHEARSE,
        default: "available",
      })
      .option("engine", { describe: "terraform or tofu", choices: ENGINES, defaultDescription: "whichever is there" })
      .example("$0 check projects/dr-answer.yaml", "what a pull request has to pass"),
  handler: async (args) => {
    done(
      await check(
        {
          projects: (args["projects"] as string[] | undefined) ?? [],
          output: args["output"] as string,
          rehearse: args["rehearse"] as CheckOptions["rehearse"],
          ...(args["engine"] === undefined ? {} : { engine: args["engine"] as EngineName }),
        },
        terminal,
      ),
    );
  },
});

interface Checked {
  readonly name: string;
  readonly lines: readonly (readonly [string, string])[];
  /** What has to be read at length: findings, and phases that failed. */
  readonly details: readonly string[];
  readonly verdicts: readonly TargetReport["verdict"][];
  readonly ok: boolean;
}

/** Checks every project and answers with the worst of what was found. */
export async function check(options: CheckOptions, terminal: Terminal): Promise<ExitCode> {
  const engine = engineFor(options, terminal);
  const files = options.projects.length > 0 ? options.projects : findProjectFiles(terminal.cwd);
  const loaded = loadProjects(files, terminal);
  const outdir = resolve(terminal.cwd, options.output);
  const stacks = await writeStacks(
    loaded.map(({ project }) => project),
    outdir,
  );
  const results: Checked[] = [];
  for (const [index, one] of loaded.entries()) {
    const stack = stacks.find(({ name }) => name === one.project.name)?.file ?? "";
    results.push(await checkProject(one, files[index] ?? "", stack, engine, terminal));
  }
  for (const { details } of results) for (const text of details) terminal.out(`${text}\n`);
  terminal.out(results.map(summary).join("\n"));
  if (results.some(({ ok }) => !ok)) return EXIT.error;
  const verdicts = results.flatMap((result) => result.verdicts);
  if (verdicts.includes("leaks")) return EXIT.leaks;
  return verdicts.includes("unproven") ? EXIT.unproven : EXIT.done;
}

/** The engine to rehearse with, or why there is no rehearsal. */
function engineFor({ rehearse, engine: name }: CheckOptions, terminal: Terminal): Engine | string {
  if (rehearse === "never") return "not asked for";
  if (rehearse === "always" || name !== undefined) return engineOf(terminal, name);
  return (
    findEngine(terminal.env["PATH"] ?? "") ??
    "there is no terraform or tofu on the search path; install Terraform 1.11 or newer to have it rehearsed"
  );
}

async function checkProject(
  loaded: LoadedProject,
  file: string,
  stack: string,
  engine: Engine | string,
  terminal: Terminal,
): Promise<Checked> {
  const { name, researchBoxes } = loaded.project;
  const doors = doorsOf(loaded, file);
  const reports = verifyPath(stack).map((report) => applyExceptions(withOrigins(report, loaded, file), doors));
  const details = reports.some(({ verdict }) => verdict !== "confined")
    ? [renderText(reports, { color: terminal.color })]
    : [];
  const resources = resourcesOf(stack);
  const tenants = researchBoxes.length === 1 ? "1 tenant" : `${researchBoxes.length} tenants`;
  const lines: [string, string][] = [
    ["synthesized", `${relative(terminal.cwd, stack) || stack}: ${resources} resources, ${tenants}`],
    ...reports.map((report): [string, string] => ["judged", countChannels(report)]),
  ];
  const verdicts = reports.map(({ verdict }) => verdict);
  if (typeof engine === "string")
    return { name, lines: [...lines, ["rehearsed", `no: ${engine}`]], details, verdicts, ok: true };
  terminal.err(`${name}: rehearsed with ${engine.name}, on the embedded cloud\n`);
  const path = resolve(terminal.cwd, file);
  const options = { drill: true, progress: true };
  const { rehearsal, verdict: judged } = await rehearseProject(loaded, path, engine, options, terminal, doors);
  lines.push(["rehearsed", summarizeRehearsal(rehearsal)]);
  if (judged !== undefined) lines.push(["the plan", countChannels(judged)]);
  return {
    name,
    lines,
    details: [...details, ...failed(name, rehearsal, judged)],
    verdicts: [...verdicts, ...(judged === undefined ? [] : [judged.verdict])],
    ok: rehearsal.ok,
  };
}

function failed(name: string, rehearsal: Rehearsal, judged: TargetReport | undefined): string[] {
  return rehearsal.ok ? [] : [renderRehearsal(name, rehearsal, judged)];
}

function resourcesOf(stack: string): number {
  const { resource = {} } = JSON.parse(readFileSync(stack, "utf8")) as { resource?: Record<string, object> };
  return Object.values(resource).reduce((sum, byName) => sum + Object.keys(byName).length, 0);
}

function summary({ name, lines }: Checked): string {
  const width = Math.max(...lines.map(([word]) => word.length));
  return [name, ...lines.map(([word, text]) => `  ${word.padEnd(width)}  ${text}`), ""].join("\n");
}
