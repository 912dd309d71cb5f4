import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadProject, type Project } from "../../src/project";
import { synthesize } from "../../stacks/synthesize";

export const ROOT = join(__dirname, "..", "..");

/** The example project files of the repository. */
export const EXAMPLES: readonly string[] = readdirSync(join(ROOT, "projects")).map((name) =>
  join(ROOT, "projects", name),
);

/** A stack as it was written. */
export interface StackJson {
  provider: { aws: Record<string, unknown>[] };
  resource: Record<string, Record<string, Record<string, unknown>>>;
  terraform: Record<string, unknown>;
  output?: Record<string, unknown>;
  [section: string]: unknown;
}

/** Loads a project file that has to be right. */
export function exampleProject(file: string): Project {
  const result = loadProject(file);
  if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join("\n"));
  return result.project;
}

/** Synthesizes projects into a folder of their own and gives what was written, by file. */
export function synthesizedFiles(projects: readonly Project[]): Map<string, string> {
  const folder = mkdtempSync(join(tmpdir(), "databox-stacks-"));
  try {
    synthesize(projects, folder);
    return filesIn(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Every file below a folder, with its content. */
export function filesIn(folder: string): Map<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    entries
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((file) => [file.slice(folder.length + 1), readFileSync(file, "utf8")]),
  );
}

/** The stack of one project. */
export function stackOf(project: Project): StackJson {
  const text = synthesizedFiles([project]).get(join("stacks", project.name, "cdk.tf.json"));
  if (text === undefined) throw new Error(`no stack was written for ${project.name}`);
  return JSON.parse(text) as StackJson;
}

/** A project like another one, with so many tenants of its first tenant's kind. */
export function withTenants(project: Project, tenants: readonly string[], load: (yaml: string) => Project): Project {
  const boxes = tenants.map(
    (tenant, index) =>
      `  - { tenant: ${tenant}, account: "${String(300_000_000_000 + index)}", desktops: { count: 1 } }`,
  );
  return load(
    [
      "apiVersion: databox/v1",
      `project: ${project.name}`,
      `region: ${project.region}`,
      `dataBox: { hospital: ${project.dataBox.hospital}, account: "${project.dataBox.account}" }`,
      "researchBoxes:",
      ...boxes,
    ].join("\n"),
  );
}
