import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Project } from "../project";
import { UserError } from "./terminal";

/** A stack on disk. */
export interface WrittenStack {
  readonly name: string;
  /** Path of its `cdk.tf.json`. */
  readonly file: string;
}

/**
 * Synthesizes projects into a folder. The stacks are first written beside it and then moved in file by file: where
 * synthesis fails nothing changes, and what Terraform keeps in a stack's folder (state, lock file, plugins) stays.
 *
 * @param on day of the deployment, ISO 8601. @default - a day on which all are admitted
 */
export async function writeStacks(projects: readonly Project[], outdir: string, on?: string): Promise<WrittenStack[]> {
  // Loaded here, since the verifier's commands start without cdktf.
  const { synthesize } = await import("../../stacks/synthesize");
  const scratch = onDisk(outdir, () => {
    mkdirSync(dirname(outdir), { recursive: true });
    return mkdtempSync(join(dirname(outdir), ".databox-synth-"));
  });
  try {
    const names = synthesize(projects, scratch, on);
    onDisk(outdir, () => moveFiles(scratch, outdir));
    return names.map((name) => ({ name, file: join(outdir, "stacks", name, "cdk.tf.json") }));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function moveFiles(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) moveFiles(source, target);
    else renameSync(source, target);
  }
}

/** What the disk refuses is the user's to mend. */
function onDisk<T>(outdir: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    throw new UserError(`the stacks cannot be written to ${outdir}: ${(error as Error).message}`);
  }
}
