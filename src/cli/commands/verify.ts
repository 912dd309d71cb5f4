import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { renderJson, renderText } from "../../report";
import { TargetError, verifyPath, type TargetReport } from "../../verify";
import { findProjectFiles, readProjects } from "../projects";
import { type Command } from "../run";
import { EXIT, UserError, type ExitCode, type Terminal } from "../terminal";
import { writeStacks } from "../write-stacks";

export interface VerifyOptions {
  readonly targets: readonly string[];
  readonly format: "text" | "json";
  /** File for the report; standard output where it is left out. */
  readonly output?: string;
  readonly evidence: boolean;
}

/** `databox verify`: the verdict on project files, stacks and Terraform JSON. */
export const verifyCommand: Command = (terminal, done) => ({
  command: "verify [targets..]",
  describe: "prove, channel by channel, that no data can leave, or show the way out",
  builder: (args) =>
    args
      .positional("targets", {
        describe: "project files, stack folders, cdktf.out, or Terraform JSON",
        defaultDescription: "projects/*.yaml",
        type: "string",
        array: true,
      })
      .option("format", { alias: "f", describe: "how to report", choices: ["text", "json"] as const, default: "text" })
      .option("output", { alias: "o", describe: "file for the report [default: standard output]", type: "string" })
      .option("evidence", { describe: "print each piece of evidence", type: "boolean", default: false })
      .example("$0 verify cdktf.out/stacks/dr-answer", "the verdict on a synthesized stack")
      .example("$0 verify projects/dr-answer.yaml -f json", "the verdict on a project file, for a pipeline"),
  handler: async (args) => {
    const options = {
      targets: (args["targets"] as string[] | undefined) ?? [],
      format: args["format"] as "text" | "json",
      evidence: args["evidence"] as boolean,
    };
    done(
      await verify(
        { ...options, ...(args["output"] === undefined ? {} : { output: args["output"] as string }) },
        terminal,
      ),
    );
  },
});

/** Judges every target and answers with the worst verdict's exit code. */
export async function verify(options: VerifyOptions, terminal: Terminal): Promise<ExitCode> {
  const targets = options.targets.length > 0 ? options.targets : findProjectFiles(terminal.cwd);
  const reports: TargetReport[] = [];
  for (const target of targets) reports.push(...(await judge(target, terminal)));
  const toFile = options.output !== undefined;
  const text =
    options.format === "json"
      ? renderJson(reports)
      : renderText(reports, { color: terminal.color && !toFile, evidence: options.evidence });
  if (options.output === undefined) terminal.out(text);
  else writeReport(resolve(terminal.cwd, options.output), text);
  if (reports.some(({ verdict }) => verdict === "leaks")) return EXIT.leaks;
  return reports.some(({ verdict }) => verdict === "unproven") ? EXIT.unproven : EXIT.done;
}

/** A project file is judged by what it synthesizes to, written to a scratch folder. */
async function judge(target: string, terminal: Terminal): Promise<TargetReport[]> {
  try {
    if (!/\.ya?ml$/.test(target))
      return verifyPath(resolve(terminal.cwd, target)).map((report) => relabel(report, target, terminal));
  } catch (error) {
    if (error instanceof TargetError) throw new UserError(error.message);
    throw error;
  }
  const projects = readProjects([target], terminal);
  const scratch = mkdtempSync(join(tmpdir(), "databox-verify-"));
  try {
    const stacks = await writeStacks(projects, scratch);
    return stacks.flatMap(({ name, file }) =>
      projects.some((project) => project.name === name)
        ? verifyPath(file).map((report) => ({ ...report, target }))
        : [],
    );
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Paths as they were given, so that a report does not depend on where it was made. */
function relabel(report: TargetReport, target: string, terminal: Terminal): TargetReport {
  const base = resolve(terminal.cwd, target);
  return {
    ...report,
    target: report.target.startsWith(base) ? target + report.target.slice(base.length) : report.target,
  };
}

function writeReport(file: string, text: string): void {
  const scratch = join(dirname(file), `.${process.pid}.databox-report`);
  try {
    writeFileSync(scratch, text);
    renameSync(scratch, file);
  } catch (error) {
    rmSync(scratch, { force: true });
    throw new UserError(`the report cannot be written to ${file}: ${(error as Error).message}`);
  }
}
