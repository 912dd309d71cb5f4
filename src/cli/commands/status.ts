import { daysBetween } from "../../project";
import { renderStandings, type Standing } from "../../report";
import { calendarDate } from "../calendar-date";
import { findProjectFiles, PROJECT_FILES, readProjects } from "../projects";
import { type Command } from "../run";
import { EXIT, type ExitCode, type Terminal } from "../terminal";

interface StatusOptions {
  readonly projects: readonly string[];
  readonly format: "text" | "json";
  readonly on: string;
}

/** Days before the end of a tenant's access at which it is said: a month, a week, and the last two days. */
const SOON = 30;
const THIS_WEEK = 7;
const LAST_DAYS = 1;

/** `databox status`: whose access ends, and when. */
export const statusCommand: Command = (terminal, done) => ({
  command: "status [projects..]",
  describe: "say whose access ends, 30, 7 and 1 days before",
  builder: (args) =>
    args
      .positional("projects", PROJECT_FILES)
      .option("format", { alias: "f", describe: "how to report", choices: ["text", "json"] as const, default: "text" })
      .option("on", { describe: "day to say it of (2027-06-30)", type: "string", defaultDescription: "today, in UTC" })
      .example("$0 status --format json", "for a nightly job"),
  handler: (args) => {
    done(
      status(
        {
          projects: (args["projects"] as string[] | undefined) ?? [],
          format: args["format"] as StatusOptions["format"],
          on:
            args["on"] === undefined
              ? new Date().toISOString().slice(0, 10)
              : calendarDate("--on", args["on"] as string),
        },
        terminal,
      ),
    );
  },
});

export function status({ projects, format, on }: StatusOptions, terminal: Terminal): ExitCode {
  const files = projects.length > 0 ? projects : findProjectFiles(terminal.cwd);
  const standings = readProjects(files, terminal)
    .flatMap(({ name: project, researchBoxes }) =>
      researchBoxes.map(({ tenant, until }): Standing => {
        const daysLeft = until === undefined ? undefined : daysBetween(on, until);
        return { project, tenant, until, daysLeft, standing: standingOf(daysLeft) };
      }),
    )
    .sort((a, b) => (a.daysLeft ?? Infinity) - (b.daysLeft ?? Infinity));
  terminal.out(
    format === "json"
      ? `${JSON.stringify({ version: 1, on, boxes: standings.map(({ until = null, daysLeft = null, ...rest }) => ({ ...rest, until, daysLeft })) }, null, 2)}\n`
      : renderStandings(standings, on),
  );
  return EXIT.done;
}

function standingOf(daysLeft: number | undefined): Standing["standing"] {
  if (daysLeft === undefined) return "no end";
  if (daysLeft < 0) return "over";
  if (daysLeft <= LAST_DAYS) return "last day";
  if (daysLeft <= THIS_WEEK) return "ends this week";
  return daysLeft <= SOON ? "ends soon" : "running";
}
