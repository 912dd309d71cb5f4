import { readdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { formatProblem, isCalendarDate, loadProject, type Project } from "../src/project";
import { synthesize } from "./synthesize";

/**
 * The cdktf app: what `cdktf synth`, `plan` and `deploy` run. Reads the project files of `projects/`, or those that the
 * environment variable `DATABOX_PROJECTS` lists (separated like `PATH`). `DATABOX_ON` is the day of the deployment, as
 * `databox synth --on` takes it.
 */
const files =
  process.env["DATABOX_PROJECTS"]?.split(delimiter) ??
  readdirSync("projects")
    .filter((name) => /\.ya?ml$/.test(name))
    .sort()
    .map((name) => join("projects", name));

const projects: Project[] = [];
for (const file of files) {
  const result = loadProject(file);
  for (const problem of result.ok ? result.warnings : result.problems)
    process.stderr.write(`${formatProblem(problem)}\n`);
  if (result.ok) projects.push(result.project);
  else process.exitCode = 1;
}
const on = process.env["DATABOX_ON"];
if (on !== undefined && !isCalendarDate(on)) {
  process.stderr.write(`DATABOX_ON: "${on}" is no calendar date; write it like 2027-06-30\n`);
  process.exitCode = 1;
}
if (process.exitCode === undefined) synthesize(projects, undefined, on);
