import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { destructionRecord, EvidenceError, readEvidence, retirementSteps, type Evidence } from "../../retirement";
import { renderRetirement } from "../../report";
import { calendarDate } from "../calendar-date";
import { readProjects } from "../projects";
import { type Command } from "../run";
import { EXIT, UserError, type ExitCode, type Terminal } from "../terminal";
import { writeFile } from "../write-file";

interface RetireOptions {
  readonly project: string;
  readonly evidence: string;
  readonly format: "text" | "json";
  readonly on: string;
  readonly output?: string;
}

/** `databox retire`: the steps of a project's end, checked by their evidence, and the record of the destruction. */
export const retireCommand: Command = (terminal, done) => ({
  command: "retire <project>",
  describe: "say what a project's end still lacks, and write the record of its destruction",
  builder: (args) =>
    args
      .positional("project", { describe: "project file", type: "string", demandOption: true })
      .option("evidence", { describe: "folder of what Terraform and the AWS CLI printed", default: "retirement" })
      .option("format", { alias: "f", describe: "how to report", choices: ["text", "json"] as const, default: "text" })
      .option("output", { alias: "o", describe: "file for the record, once every step is done", type: "string" })
      .option("on", { describe: "day of the record (2027-06-30)", type: "string", defaultDescription: "today, in UTC" })
      .example("$0 retire projects/x.yaml", "the steps, and the commands of the next one")
      .example("$0 retire projects/x.yaml -o destroyed.json", "the record"),
  handler: (args) => {
    const output = args["output"] as string | undefined;
    done(
      retire(
        {
          project: args["project"] as string,
          evidence: args["evidence"] as string,
          format: args["format"] as RetireOptions["format"],
          on:
            args["on"] === undefined
              ? new Date().toISOString().slice(0, 10)
              : calendarDate("--on", args["on"] as string),
          ...(output === undefined ? {} : { output }),
        },
        terminal,
      ),
    );
  },
});

function retire(options: RetireOptions, terminal: Terminal): ExitCode {
  const { project: file, evidence: folder, format, on, output } = options;
  const [project] = readProjects([file], terminal);
  if (project === undefined) return EXIT.error;
  const evidence = evidenceIn(resolve(terminal.cwd, folder), folder);
  const steps = retirementSteps(project, evidence, folder);
  const open = steps.filter((step) => step.open.length > 0);
  if (output === undefined || open.length > 0)
    terminal.out(
      format === "json"
        ? `${JSON.stringify({ version: 1, project: project.name, complete: open.length === 0, steps }, null, 2)}\n`
        : renderRetirement(project.name, steps),
    );
  if (output === undefined) return EXIT.done;
  if (open.length > 0)
    throw new UserError(
      `no record was written: ${open.length} of ${steps.length} steps are open, the first is "${open[0]?.title ?? ""}"`,
    );
  const projectDigest = createHash("sha256")
    .update(readFileSync(resolve(terminal.cwd, file)))
    .digest("hex");
  const record = destructionRecord(project, evidence, { on, projectDigest });
  writeFile(resolve(terminal.cwd, output), `${JSON.stringify(record, null, 2)}\n`);
  terminal.out(
    `${output}: ${record.destroyed.length} resources destroyed, ${record.keys.length} keys to be deleted, ${record.kept.length} resources of the audit trail${record.vaults.length > 0 ? " and the vault" : ""} kept\n`,
  );
  return EXIT.done;
}

function evidenceIn(path: string, folder: string): Evidence {
  try {
    return readEvidence(path);
  } catch (error) {
    if (error instanceof EvidenceError) throw new UserError(`${folder}/${error.message}`);
    throw new UserError(`${folder}: cannot be read: ${(error as Error).message}`);
  }
}
