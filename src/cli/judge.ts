import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { loadTarget, TargetError, verify, type Exception, type LoadedTarget, type TargetReport } from "../verify";
import { doorsOf } from "./doors";
import { withOrigins } from "./origin";
import { loadProjects, type LoadedProject } from "./projects";
import { EXIT, UserError, type ExitCode, type Terminal } from "./terminal";
import { writeStacks } from "./write-stacks";

/** A target that was judged, and what its verdict rests on. */
export interface Judged {
  readonly report: TargetReport;
  /** Doors that the project file declares. */
  readonly doors: readonly Exception[];
  /** What was judged, under the name that it was given. */
  readonly loaded: LoadedTarget;
  /** @default - no project file was judged */
  readonly project?: LoadedProject;
}

/**
 * Judges a target: a project file by what it synthesizes to, written to a scratch folder.
 *
 * @throws UserError where there is nothing that could be judged
 */
export async function judge(target: string, sources: string | undefined, terminal: Terminal): Promise<Judged[]> {
  try {
    if (!/\.ya?ml$/.test(target)) {
      const from = sources === undefined ? undefined : resolve(terminal.cwd, sources);
      return loadTarget(resolve(terminal.cwd, target), from).map((loaded) => relabelled(loaded, target, terminal));
    }
  } catch (error) {
    if (error instanceof TargetError) throw new UserError(error.message);
    throw error;
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
      .flatMap(({ file }) => loadTarget(file))
      .map((loaded) => {
        const report = withOrigins({ ...verify(loaded), target }, project, target);
        return { report, doors, loaded: { ...loaded, target, ...filesNamed(loaded, scratch, "") }, project };
      });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** The exit code of the worst verdict. */
export function exitCodeOf(judged: readonly Judged[]): ExitCode {
  if (judged.some(({ report }) => report.verdict === "leaks")) return EXIT.leaks;
  return judged.some(({ report }) => report.verdict === "unproven") ? EXIT.unproven : EXIT.done;
}

/** Paths as they were given, so that a report does not depend on where it was made. */
function relabelled(loaded: LoadedTarget, target: string, terminal: Terminal): Judged {
  const base = resolve(terminal.cwd, target);
  const report = verify(loaded);
  const name = report.target.startsWith(base) ? target + report.target.slice(base.length) : report.target;
  return {
    report: { ...report, target: name },
    doors: [],
    loaded: { ...loaded, target: name, ...filesNamed(loaded, base, target) },
  };
}

function filesNamed({ files }: LoadedTarget, base: string, name: string): Pick<LoadedTarget, "files"> {
  if (files === undefined) return {};
  const named = (file: string): string => {
    if (!file.startsWith(base)) return file;
    const rest = file.slice(base.length);
    return name === "" ? rest.replace(/^\//, "") : name + rest;
  };
  return { files: files.map((file) => ({ ...file, name: named(file.name) })) };
}
