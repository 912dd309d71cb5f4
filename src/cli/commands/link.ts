import { resolve } from "node:path";
import { readLinkOutputs } from "../link/outputs";
import { linkParameters } from "../link/parameters";
import { swanctlConfiguration } from "../link/strongswan";
import { parameterTable } from "../link/table";
import { readProjects } from "../projects";
import { type Command } from "../run";
import { EXIT, UserError, type ExitCode, type Terminal } from "../terminal";
import { writeFile } from "../write-file";

interface ShowOptions {
  readonly project: string;
  readonly format: "strongswan" | "table";
  readonly outputs?: string;
  readonly output?: string;
}

/** `databox link`: what the hospital sets its own end of the link up from. */
export const linkCommand: Command = (terminal, done) => ({
  command: "link",
  describe: "the link to the hospital's own firewall: show",
  builder: (args) =>
    args.command(
      "show <project>",
      "write the configuration of the hospital's end, without secrets",
      (sub) =>
        sub
          .positional("project", { describe: "project file", type: "string", demandOption: true })
          .option("format", {
            alias: "f",
            describe: "for strongSwan (swanctl), or a table for firewalls of any make",
            choices: ["strongswan", "table"] as const,
            default: "table" as const,
          })
          .option("outputs", {
            describe: "what terraform output -json printed, or a state file: what AWS chose",
            type: "string",
          })
          .option("output", { alias: "o", describe: "file to write to", type: "string" })
          .example(
            "$0 link show projects/x.yaml -f strongswan --outputs outputs.json",
            "ready for /etc/swanctl/conf.d",
          ),
      ({ project, format, outputs, output }) =>
        done(
          show(
            {
              project,
              format,
              ...(outputs === undefined ? {} : { outputs }),
              ...(output === undefined ? {} : { output }),
            },
            terminal,
          ),
        ),
    ),
  handler: () => {
    throw new UserError("say what to do: show <project>; see databox link --help");
  },
});

function show(options: ShowOptions, terminal: Terminal): ExitCode {
  const [project] = readProjects([options.project], terminal);
  if (project === undefined) return EXIT.error;
  const outputs = options.outputs === undefined ? undefined : readLinkOutputs(resolve(terminal.cwd, options.outputs));
  const parameters = linkParameters(project, outputs);
  const text = options.format === "strongswan" ? swanctlConfiguration(parameters) : parameterTable(parameters);
  if (options.output === undefined) terminal.out(text);
  else writeFile(resolve(terminal.cwd, options.output), text);
  if (!parameters.complete)
    terminal.err("not complete: AWS chooses addresses when the project is applied; then give --outputs\n");
  return EXIT.done;
}
