import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { connectionsIn, LogError, readLog, remarksOn, type Entrance, type LogEntry } from "../../people";
import { type Project } from "../../project";
import { renderEntrances } from "../../report";
import { filesOf } from "../log-paths";
import { readProjects } from "../projects";
import { type Command } from "../run";
import { EXIT, UserError, type ExitCode, type Terminal } from "../terminal";

interface WhoOptions {
  readonly project: string;
  readonly logs: readonly string[];
  readonly format: "text" | "json";
}

/** `databox who`: who entered which box, by the records of the audit bucket. */
export const whoCommand: Command = (terminal, done) => ({
  command: "who <project> <logs..>",
  describe: "say who entered which box, by connection logs from the audit bucket",
  builder: (args) =>
    args
      .positional("project", { describe: "project file", type: "string", demandOption: true })
      .positional("logs", {
        describe: "files of the audit bucket's vpn/ prefix, or folders of them",
        type: "string",
        array: true,
        demandOption: true,
      })
      .option("format", { alias: "f", describe: "how to report", choices: ["text", "json"] as const, default: "text" })
      .example("$0 who projects/dr-answer.yaml vpn/", "after aws s3 sync s3://<audit bucket>/vpn vpn"),
  handler: (args) => {
    done(
      who(
        {
          project: args["project"] as string,
          logs: args["logs"] as string[],
          format: args["format"] as WhoOptions["format"],
        },
        terminal,
      ),
    );
  },
});

export function who({ project: file, logs, format }: WhoOptions, terminal: Terminal): ExitCode {
  const [project] = readProjects([file], terminal);
  if (project === undefined) return EXIT.error;
  const entries = logs.flatMap((path) => filesOf(path, terminal)).flatMap((path) => entriesOf(path, project, terminal));
  const entrances = connectionsIn(entries).map((one): Entrance => ({
    ...one,
    tenant: tenantOf(one.logGroup, project),
  }));
  const ours = entrances.filter(({ tenant, logGroup }) => tenant !== undefined || logGroup === undefined);
  if (ours.length < entrances.length)
    terminal.err(`${entrances.length - ours.length} connections are of other projects, and left out\n`);
  const remarks = remarksOn(ours, new Map(project.researchBoxes.map(({ tenant, until }) => [tenant, until])));
  terminal.out(
    format === "json"
      ? `${JSON.stringify({ version: 1, project: project.name, connections: ours, remarks }, null, 2)}\n`
      : renderEntrances(project.name, ours, remarks),
  );
  return EXIT.done;
}

/** The entries of a file. Where they name no log group, the path in the audit bucket tells it: `vpn/<name>/…`. */
function entriesOf(path: string, project: Project, terminal: Terminal): LogEntry[] {
  const [, box] = new RegExp(`(?:^|/)databox-${project.name}-([a-z0-9-]+)/`).exec(path) ?? [];
  const group = box === undefined ? undefined : logGroupOf(project, box);
  try {
    return readLog(readFileSync(resolve(terminal.cwd, path))).map(({ entry, logGroup }) => ({
      entry,
      logGroup: logGroup ?? group,
    }));
  } catch (error) {
    if (error instanceof LogError) throw new UserError(`${path}: ${error.message}`);
    throw new UserError(`${path}: cannot be read: ${(error as Error).message}`);
  }
}

/** As the stacks name the log groups of VPNs. */
function logGroupOf(project: Project, box: string): string {
  return `/databox/${project.name}/${box}/vpn`;
}

function tenantOf(logGroup: string | undefined, project: Project): string | undefined {
  const known = [...project.researchBoxes, ...project.departed];
  return known.find(({ tenant }) => logGroupOf(project, tenant) === logGroup)?.tenant;
}
