import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** A Terraform configuration in JSON, and where it came from. */
export interface LoadedTarget {
  /** The target as a report names it. */
  readonly target: string;
  readonly json: Readonly<Record<string, unknown>>;
}

/** A target that cannot be judged; it gets an error, never a verdict. */
export class TargetError extends Error {}

/** Far beyond the largest project; what is larger is not a Terraform configuration. */
const MAX_BYTES = 256 * 1024 * 1024;

const SYNTHESIZED = "cdk.tf.json";

/**
 * Reads a target: a Terraform JSON configuration, a stack's folder, or a folder of synthesized stacks (`cdktf.out`).
 *
 * @throws TargetError that says what is wrong, and the mend
 */
export function loadTarget(target: string): LoadedTarget[] {
  const stat = statSync(target, { throwIfNoEntry: false });
  if (stat === undefined)
    throw new TargetError(`${target}: there is no such file or folder; synthesize first, with databox synth`);
  if (stat.isDirectory()) return loadFolder(target);
  return [{ target, json: readConfiguration(target) }];
}

function loadFolder(folder: string): LoadedTarget[] {
  const file = join(folder, SYNTHESIZED);
  if (existsSync(file)) return [{ target: file, json: readConfiguration(file) }];
  if (existsSync(join(folder, "cdk.tf")))
    throw new TargetError(
      `${folder}: it holds HCL (cdk.tf) in place of JSON (${SYNTHESIZED}); synthesize without SYNTH_HCL_OUTPUT`,
    );
  const manifest = join(folder, "manifest.json");
  if (!existsSync(manifest))
    throw new TargetError(
      `${folder}: there is neither ${SYNTHESIZED} nor manifest.json; name a stack's folder or cdktf.out`,
    );
  const stacks = (readJson(manifest) as { stacks?: unknown }).stacks;
  if (stacks === null || typeof stacks !== "object") throw new TargetError(`${manifest}: it lists no stacks`);
  return Object.keys(stacks).flatMap((name) => {
    const stack = join(folder, "stacks", name);
    // A stack that the manifest names and the disk lacks must not be passed over.
    if (!existsSync(stack)) throw new TargetError(`${stack}: the manifest names this stack, and it is not there`);
    return loadFolder(stack);
  });
}

function readConfiguration(file: string): Readonly<Record<string, unknown>> {
  const json = readJson(file);
  if (json === null || typeof json !== "object" || Array.isArray(json))
    throw new TargetError(`${file}: a Terraform configuration is a JSON object; this is something else`);
  const content = json as Record<string, unknown>;
  if ("format_version" in content || "planned_values" in content)
    throw new TargetError(
      `${file}: this is the JSON of a plan or a state; name the configuration it was made of (${SYNTHESIZED})`,
    );
  const { resource } = content;
  if (
    resource === null ||
    typeof resource !== "object" ||
    Array.isArray(resource) ||
    Object.keys(resource).length === 0
  )
    throw new TargetError(`${file}: it declares no resource; there is nothing to judge`);
  return content;
}

function readJson(file: string): unknown {
  const { size } = statSync(file);
  if (size > MAX_BYTES) throw new TargetError(`${file}: it has ${size} bytes, at most ${MAX_BYTES} are read`);
  const text = readFileSync(file, "utf8");
  if (text.trim() === "") throw new TargetError(`${file}: the file is empty`);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new TargetError(`${file}: this is not JSON (${(error as Error).message})`);
  }
}
