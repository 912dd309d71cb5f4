import { readdirSync } from "node:fs";
import { resolve } from "node:path";
import { formatProblem, loadProject, type LoadResult, type Project } from "../project";
import { UserError, type Terminal } from "./terminal";

/** The argument of commands that work on project files. */
export const PROJECT_FILES = {
  describe: "project files",
  defaultDescription: "projects/*.yaml",
  type: "string",
  array: true,
} as const;

/** A project file that was read, with where its parts stand. */
export type LoadedProject = LoadResult & { readonly ok: true };

/**
 * Reads project files, with warnings on standard error.
 *
 * @throws UserError with every problem of every file, and where two files name the same project
 */
export function readProjects(files: readonly string[], terminal: Terminal): Project[] {
  return loadProjects(files, terminal).map(({ project }) => project);
}

/** As {@link readProjects}, with the positions of each file. */
export function loadProjects(files: readonly string[], terminal: Terminal): LoadedProject[] {
  const problems: string[] = [];
  const loaded: LoadedProject[] = [];
  const seen = new Map<string, string>();
  for (const file of files) {
    const result = loadProject(resolve(terminal.cwd, file));
    if (!result.ok) {
      problems.push(...result.problems.map((problem) => formatProblem({ ...problem, file })));
      continue;
    }
    for (const warning of result.warnings) terminal.err(`warning: ${formatProblem({ ...warning, file })}\n`);
    const other = seen.get(result.project.name);
    if (other !== undefined)
      problems.push(
        `${file}: project ${result.project.name} is also the project of ${other}; give each file a project of its own`,
      );
    seen.set(result.project.name, file);
    loaded.push(result);
  }
  if (problems.length > 0) throw new UserError(problems.join("\n"));
  return loaded;
}

/**
 * The project files of a folder: what its `projects/` holds.
 *
 * @throws UserError where there is none
 */
export function findProjectFiles(cwd: string): string[] {
  let names: string[];
  try {
    names = readdirSync(resolve(cwd, "projects"));
  } catch {
    names = [];
  }
  const files = names.filter((name) => /\.ya?ml$/.test(name)).sort();
  if (files.length === 0)
    throw new UserError("no project file: there is none in projects/; name one, e.g. databox synth my-project.yaml");
  return files.map((name) => `projects/${name}`);
}
