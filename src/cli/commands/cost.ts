import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { estimate, MONTH_HOURS, renderEstimate, renderEstimatesJson, type Estimate } from "../../cost";
import { findProjectFiles, PROJECT_FILES, readProjects } from "../projects";
import { type Command } from "../run";
import { EXIT, UserError, type ExitCode, type Terminal } from "../terminal";
import { writeStacks } from "../write-stacks";

const FORMATS = ["text", "json"] as const;

interface CostOptions {
  readonly projects: readonly string[];
  readonly hours: number;
  readonly format: (typeof FORMATS)[number];
}

/** `databox cost`: what a month of a project is likely to cost, by box and component. */
export const costCommand: Command = (terminal, done) => ({
  command: "cost [projects..]",
  describe: "estimate a month of project files, from the dated price table",
  builder: (args) =>
    args
      .positional("projects", PROJECT_FILES)
      .option("hours", {
        describe: "hours a month for which desktops and compute machines run",
        type: "number",
        default: MONTH_HOURS,
      })
      .option("format", { alias: "f", describe: "how to report", choices: FORMATS, default: "text" })
      .example("$0 cost projects/dr-answer.yaml --hours 160", "machines that run in working hours"),
  handler: async (args) => {
    done(
      await cost(
        {
          projects: (args["projects"] as string[] | undefined) ?? [],
          hours: args["hours"] as number,
          format: args["format"] as CostOptions["format"],
        },
        terminal,
      ),
    );
  },
});

async function cost({ projects, hours, format }: CostOptions, terminal: Terminal): Promise<ExitCode> {
  if (!(hours >= 0 && hours <= MONTH_HOURS))
    throw new UserError(`--hours ${hours}: a month has ${MONTH_HOURS} hours; give a number from 0 to ${MONTH_HOURS}`);
  const loaded = readProjects(projects.length > 0 ? projects : findProjectFiles(terminal.cwd), terminal);
  const scratch = mkdtempSync(join(tmpdir(), "databox-cost-"));
  try {
    const names = new Set(loaded.map(({ name }) => name));
    const estimates: Estimate[] = (await writeStacks(loaded, scratch))
      .filter(({ name }) => names.has(name))
      .map(({ name, file }) => estimate(name, JSON.parse(readFileSync(file, "utf8")), { machineHours: hours }));
    terminal.out(format === "json" ? renderEstimatesJson(estimates) : estimates.map(renderEstimate).join("\n"));
    return EXIT.done;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
