import { resolve } from "node:path";
import { assess, FRAMEWORK_IDS, frameworks, type Assessment, type FrameworkId } from "../../compliance";
import { renderComplianceCsv, renderComplianceJson, renderComplianceText } from "../../report";
import { applyExceptions } from "../../verify";
import { judge } from "../judge";
import { findProjectFiles } from "../projects";
import { type Command } from "../run";
import { EXIT, type ExitCode, type Terminal } from "../terminal";
import { writeFile } from "../write-file";

const FORMATS = ["text", "csv", "json"] as const;

interface ComplianceOptions {
  readonly targets: readonly string[];
  readonly format: (typeof FORMATS)[number];
  /** File for the report; standard output where it is left out. */
  readonly output?: string;
  /** Frameworks to report on; all where it is empty. */
  readonly frameworks: readonly FrameworkId[];
  /** The configuration that a plan or a state was made of. */
  readonly sources?: string;
}

/** `databox compliance`: which control of a framework stands in which resource, and which does not or cannot. */
export const complianceCommand: Command = (terminal, done) => ({
  command: "compliance [targets..]",
  describe: "evidence for audits: which control of SATRE, ISO 27001, HIPAA and ISMS-P stands in which resource",
  builder: (args) =>
    args
      .positional("targets", {
        describe: "project files, stack folders, cdktf.out, Terraform JSON, or terraform show -json of a plan or state",
        defaultDescription: "projects/*.yaml",
        type: "string",
        array: true,
      })
      .option("framework", {
        describe: "frameworks to report on",
        choices: FRAMEWORK_IDS,
        array: true,
        default: [],
        defaultDescription: "all",
      })
      .option("format", { alias: "f", describe: "how to report", choices: FORMATS, default: "text" })
      .option("output", { alias: "o", describe: "file for the report [default: standard output]", type: "string" })
      .option("sources", { describe: "configuration that a plan or a state was made of", type: "string" })
      .example("$0 compliance projects/dr-answer.yaml --framework isms-p", "one framework, for readers")
      .example("$0 compliance plan.json -f csv -o evidence.csv", "a row for each piece of evidence"),
  handler: async (args) => {
    const text = (name: string): Record<string, string> =>
      args[name] === undefined ? {} : { [name]: args[name] as string };
    done(
      await compliance(
        {
          targets: (args["targets"] as string[] | undefined) ?? [],
          format: args["format"] as ComplianceOptions["format"],
          frameworks: args["framework"] as FrameworkId[],
          ...text("output"),
          ...text("sources"),
        },
        terminal,
      ),
    );
  },
});

/** Assesses every target and answers with the exit code of its verdict, as `databox verify` does. */
async function compliance(options: ComplianceOptions, terminal: Terminal): Promise<ExitCode> {
  const wanted = frameworks().filter(
    ({ id }) => options.frameworks.length === 0 || options.frameworks.some((one) => one === id),
  );
  const targets = options.targets.length > 0 ? options.targets : findProjectFiles(terminal.cwd);
  const assessments: Assessment[] = [];
  for (const target of targets)
    for (const { report, doors, loaded } of await judge(target, options.sources, terminal))
      assessments.push(assess(applyExceptions(report, doors), loaded, wanted));
  const text = render(assessments, options, terminal);
  if (options.output === undefined) terminal.out(text);
  else writeFile(resolve(terminal.cwd, options.output), text);
  if (assessments.some(({ verdict }) => verdict === "leaks")) return EXIT.leaks;
  return assessments.some(({ verdict }) => verdict === "unproven") ? EXIT.unproven : EXIT.done;
}

function render(assessments: readonly Assessment[], options: ComplianceOptions, terminal: Terminal): string {
  switch (options.format) {
    case "csv":
      return renderComplianceCsv(assessments);
    case "json":
      return renderComplianceJson(assessments);
    case "text":
      return renderComplianceText(assessments, { color: terminal.color && options.output === undefined });
  }
}
