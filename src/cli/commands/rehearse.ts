import { resolve } from "node:path";
import { renderRehearsal } from "../../report";
import { ENGINES, type EngineName } from "../../engine";
import { FAULT_KINDS, type Rehearsal } from "../../rehearse";
import { type TargetReport } from "../../verify";
import { doorsOf } from "../doors";
import { findProjectFiles, PROJECT_FILES, loadProjects } from "../projects";
import { engineOf } from "../engine-of";
import { rehearseProject, type RehearsalOptions } from "../rehearse-project";
import { type Command } from "../run";
import { EXIT, UserError, type ExitCode, type Terminal } from "../terminal";

export interface RehearseOptions extends Omit<RehearsalOptions, "progress"> {
  readonly projects: readonly string[];
  readonly format: "text" | "json";
  readonly engine?: EngineName;
}

/** `databox rehearse`: the whole life of a project with the real Terraform, on the embedded cloud. */
export const rehearseCommand: Command = (terminal, done) => ({
  command: "rehearse [projects..]",
  describe: "run a project's whole life with the real Terraform, without a cloud account",
  builder: (args) =>
    args
      .positional("projects", PROJECT_FILES)
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
    const { rehearsal, verdict } = await rehearseProject(
      loaded,
      resolve(terminal.cwd, file),
      engine,
      { ...options, progress: options.format === "text" },
      terminal,
      doorsOf(loaded, file),
    );
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
