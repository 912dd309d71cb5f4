import { execFileSync, spawnSync } from "node:child_process";
import { join } from "node:path";
import { ROOT } from "../stacks/example-projects";

/** What GitHub's own parser says of workflows, which runs only as a module of its own. */
const PARSER = `
import { readFileSync } from "node:fs";
import { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } from "@actions/workflow-parser";
const found = {};
for (const file of process.argv.slice(1)) {
  const { context, value } = parseWorkflow({ name: file, content: readFileSync(file, "utf8") }, new NoOperationTraceWriter());
  const { jobs } = await convertWorkflowTemplate(context, value, undefined, {});
  found[file] = { errors: context.errors.getErrors().map(({ message }) => message), jobs: (jobs ?? []).map(({ id }) => id.value) };
}
console.log(JSON.stringify(found));
`;

export interface Parsed {
  readonly errors: readonly string[];
  readonly jobs: readonly string[];
}

/** Workflows as GitHub's own parser reads them, by file. */
export function parsedWorkflows(files: readonly string[]): Record<string, Parsed> {
  const words = ["--import", "tsx", "--input-type=module", "--eval", PARSER, ...files];
  return JSON.parse(execFileSync(process.execPath, words, { cwd: ROOT, encoding: "utf8" })) as Record<string, Parsed>;
}

export interface GitlabJobs {
  /** What the schema that GitLab publishes, or the pipeline itself, has against it; empty where nothing. */
  readonly error: string;
  /** Names of the jobs that run. */
  readonly jobs: readonly string[];
}

/**
 * The jobs of a pipeline that run in a repository with these variables; the pipeline is held against the schema that GitLab
 * publishes.
 */
export function gitlabJobs(repository: string, variables: Readonly<Record<string, string>>): GitlabJobs {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      join(ROOT, "node_modules", "gitlab-ci-local", "src", "index.js"),
      "--file=.gitlab/databox.yml",
      "--list-json",
      ...Object.entries(variables).map(([name, value]) => `--variable=${name}=${value}`),
    ],
    { cwd: repository, encoding: "utf8", env: { PATH: process.env["PATH"], HOME: repository, NO_COLOR: "1" } },
  );
  if (status !== 0) return { error: stderr, jobs: [] };
  // It warns of variables that GitLab sets by itself, which are set here by hand.
  const jobs = JSON.parse(stdout.slice(stdout.indexOf("[\n"))) as { readonly name: string; readonly when: string }[];
  return { error: "", jobs: jobs.filter(({ when }) => when !== "never").map(({ name }) => name) };
}
