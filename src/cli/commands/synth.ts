import { relative, resolve } from "node:path";
import { type Command } from "../run";
import { findProjectFiles, PROJECT_FILES, readProjects } from "../projects";
import { calendarDate } from "../calendar-date";
import { EXIT, type ExitCode, type Terminal } from "../terminal";
import { writeStacks } from "../write-stacks";

interface SynthOptions {
  readonly projects: readonly string[];
  readonly output: string;
  /** Day of the deployment. */
  readonly on?: string;
}

/** `databox synth`: project files in, stacks out. */
export const synthCommand: Command = (terminal, done) => ({
  command: "synth [projects..]",
  describe: "write the Terraform stacks of project files, as `cdktf synth` does",
  builder: (args) =>
    args
      .positional("projects", PROJECT_FILES)
      .option("output", { alias: "o", describe: "folder to write to", type: "string", default: "cdktf.out" })
      .option("on", {
        describe: "day of the deployment (2027-06-30): boxes whose last day was before admit nobody",
        type: "string",
      })
      .example("$0 synth projects/dr-answer.yaml", "one stack, into cdktf.out/stacks/dr-answer"),
  handler: async (args) => {
    done(
      await synth(
        {
          projects: (args["projects"] as string[] | undefined) ?? [],
          output: args["output"] as string,
          ...(args["on"] === undefined ? {} : { on: calendarDate("--on", args["on"] as string) }),
        },
        terminal,
      ),
    );
  },
});

/** Synthesizes, or throws and leaves the disk as it was. */
export async function synth(options: SynthOptions, terminal: Terminal): Promise<ExitCode> {
  const files = options.projects.length > 0 ? options.projects : findProjectFiles(terminal.cwd);
  const projects = readProjects(files, terminal);
  const outdir = resolve(terminal.cwd, options.output);
  for (const { name, file } of await writeStacks(projects, outdir, options.on))
    terminal.out(`${name}: ${relative(terminal.cwd, file) || file}\n`);
  return EXIT.done;
}
