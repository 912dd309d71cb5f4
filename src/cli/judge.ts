import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { loadTarget, TargetError, verify, type Exception, type LoadedTarget, type TargetReport } from "../verify";
import { doorsOf } from "./doors";
import { withOrigins } from "./origin";
import { loadProjects } from "./projects";
import { UserError, type Terminal } from "./terminal";
import { writeStacks } from "./write-stacks";

/** A target that was judged. */
export interface Judged {
  readonly report: TargetReport;
  /** Doors that the project file declares; none are applied yet. */
  readonly doors: readonly Exception[];
  /** What was read. */
  readonly loaded: LoadedTarget;
}

/**
 * Judges a target of the command line. A project file is judged by what it synthesizes to, written to a scratch folder.
 *
 * @param sources the configuration that a plan or a state was made of
 * @throws UserError where there is nothing that could be judged
 */
export async function judge(target: string, sources: string | undefined, terminal: Terminal): Promise<Judged[]> {
  if (!/\.ya?ml$/.test(target)) {
    const from = sources === undefined ? undefined : resolve(terminal.cwd, sources);
    return load(resolve(terminal.cwd, target), from).map((loaded) => ({
      report: relabel(verify(loaded), target, terminal),
      doors: [],
      loaded,
    }));
  }
  if (sources !== undefined)
    throw new UserError(`${target}: --sources is for the JSON of a plan or a state, not for a project file`);
  const [project] = loadProjects([target], terminal);
  if (project === undefined) return [];
  const doors = doorsOf(project, target);
  const scratch = mkdtempSync(join(tmpdir(), "databox-verify-"));
  try {
    const stacks = await writeStacks([project.project], scratch);
    return stacks
      .filter(({ name }) => name === project.project.name)
      .flatMap(({ file }) => load(file))
      .map((loaded) => ({ report: withOrigins({ ...verify(loaded), target }, project, target), doors, loaded }));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function load(path: string, sources?: string): LoadedTarget[] {
  try {
    return loadTarget(path, sources);
  } catch (error) {
    if (error instanceof TargetError) throw new UserError(error.message);
    throw error;
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
