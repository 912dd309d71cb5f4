import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Attributes } from "../model/resource";
import { type Configuration } from "./configuration";
import { duplicateName } from "./json";
import { readConfiguration, type ReadModule } from "./read-configuration";
import { isRefresh } from "./plan-values";
import { readPlan } from "./read-plan";
import { readState } from "./read-state";

/** What is to be judged: the JSON of a configuration, a plan or a state, and where it came from. */
export interface LoadedTarget {
  /** The target as a report names it. */
  readonly target: string;
  readonly json: Attributes;
  /** The configuration that a plan or a state was made of. */
  readonly sources?: Attributes;
  /** Folder from which a configuration's local modules are read. @default - modules are not followed */
  readonly folder?: string;
  /** Files that were read, those of local modules once the configuration was. @default - it was read from no file */
  readonly files?: JudgedFile[];
}

/** A file that was judged. */
export interface JudgedFile {
  readonly name: string;
  /** Digest of its bytes, in hexadecimal digits (FIPS 180-4). */
  readonly sha256: string;
}

/** A target that cannot be judged; it gets an error, never a verdict. */
export class TargetError extends Error {}

/** Far beyond the largest project; what is larger is not a Terraform configuration. */
const MAX_BYTES = 256 * 1024 * 1024;

const SYNTHESIZED = "cdk.tf.json";

/**
 * Reads a target: a Terraform configuration in JSON (a file, or a folder of `*.tf.json`), a stack's folder, a folder of
 * synthesized stacks (`cdktf.out`), or what `terraform show -json` says of a plan or a state.
 *
 * @param sources the configuration that a plan or a state was made of, which tells what these do not
 * @throws TargetError that says what is wrong, and the mend
 */
export function loadTarget(target: string, sources?: string): LoadedTarget[] {
  const stat = statSync(target, { throwIfNoEntry: false });
  if (stat === undefined)
    throw new TargetError(`${target}: there is no such file or folder; synthesize first, with databox synth`);
  const loaded = stat.isDirectory() ? loadFolder(target) : [loadFile(target)];
  if (sources === undefined) return loaded;
  if (loaded.some(({ json }) => formOf(json) === "configuration"))
    throw new TargetError(`${target}: it is a configuration itself; --sources is for the JSON of a plan or a state`);
  const [source, ...more] = loadTarget(sources);
  if (source === undefined || more.length > 0 || formOf(source.json) !== "configuration")
    throw new TargetError(`${sources}: name the one configuration that ${target} was made of (its ${SYNTHESIZED})`);
  return loaded.map((one) => ({ ...one, sources: source.json }));
}

/** What a JSON is the JSON of. */
export function formOf(json: Attributes): Configuration["form"] {
  if ("planned_values" in json || "resource_changes" in json) return "plan";
  return "format_version" in json ? "state" : "configuration";
}

/** Reads what a target says, in one form whatever it is. */
export function configurationOf({ json, sources, folder, files }: LoadedTarget): Configuration {
  const written = sources === undefined ? undefined : readConfiguration(sources);
  switch (formOf(json)) {
    case "plan":
      return readPlan(json, written);
    case "state":
      return readState(json, written);
    case "configuration":
      return readConfiguration(json, folder === undefined ? undefined : moduleReader(folder, files));
  }
}

/** Local modules in JSON, by the source that a call names; one with HCL in it cannot be read. */
function moduleReader(folder: string, read: JudgedFile[] | undefined): ReadModule {
  return (source) => {
    const path = join(folder, source);
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) return undefined;
    const names = readdirSync(path);
    const files = names.filter((name) => name.endsWith(".tf.json"));
    if (files.length === 0 || names.some((name) => name.endsWith(".tf"))) return undefined;
    return {
      json: merged(files.map((name) => readObject(join(path, name), read))),
      readModule: moduleReader(path, read),
    };
  };
}

/** Files of one module, as Terraform reads them: together. */
function merged(files: readonly Attributes[]): Attributes {
  return files.reduce<Attributes>((all, one) => mergeTrees(all, one, 0), {});
}

function mergeTrees(a: Attributes, b: Attributes, depth: number): Attributes {
  const all: Record<string, unknown> = { ...a };
  for (const [key, value] of Object.entries(b)) {
    const there = all[key];
    // Sections, and in them types: below, two of one name are two bodies.
    const both = isObject(there) && isObject(value) && depth < 2;
    all[key] = there === undefined ? value : both ? mergeTrees(there, value, depth + 1) : [there, value].flat();
  }
  return all;
}

function isObject(raw: unknown): raw is Attributes {
  return raw !== null && typeof raw === "object" && !Array.isArray(raw);
}

function loadFolder(folder: string): LoadedTarget[] {
  const file = join(folder, SYNTHESIZED);
  if (existsSync(file)) return [loadFile(file)];
  const names = readdirSync(folder);
  const hcl = names.find((name) => name.endsWith(".tf"));
  if (hcl !== undefined)
    throw new TargetError(
      `${folder}: it holds HCL (${hcl}) in place of JSON; synthesize without SYNTH_HCL_OUTPUT, or judge the plan: terraform show -json <planfile>`,
    );
  const files = names.filter((name) => name.endsWith(".tf.json")).sort();
  if (files.length > 0) {
    const read: JudgedFile[] = [];
    const json = merged(files.map((name) => readObject(join(folder, name), read)));
    return [{ target: folder, json: checked(folder, json), folder, files: read }];
  }
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

function loadFile(file: string): LoadedTarget {
  const files: JudgedFile[] = [];
  return { target: file, json: checked(file, readObject(file, files)), folder: dirname(file), files };
}

/** @param read where the file is noted, once */
function readObject(file: string, read?: JudgedFile[]): Attributes {
  const json = readJson(file, read);
  if (!isObject(json))
    throw new TargetError(`${file}: a Terraform configuration, plan or state is a JSON object; this is something else`);
  return json;
}

/** What holds nothing to judge gets an error, never a verdict. */
function checked(file: string, json: Attributes): Attributes {
  const form = formOf(json);
  if (form === "configuration") {
    const { resource, removed } = json;
    const modules = isObject(json["module"]) ? Object.keys(json["module"]) : [];
    if ((!isObject(resource) || Object.keys(resource).length === 0) && modules.length === 0 && removed === undefined)
      throw new TargetError(`${file}: it declares no resource; there is nothing to judge`);
    return json;
  }
  const { format_version: given } = json;
  const version = typeof given === "string" ? given : "";
  if (!/^[01]\./.test(version))
    throw new TargetError(
      `${file}: it is of format ${version || "(none)"}; formats 0 and 1 of terraform show -json are read`,
    );
  if (json["errored"] === true)
    throw new TargetError(`${file}: the plan ended in an error, and holds a part of what there is; plan again`);
  const planned = isRefresh(json) ? json["prior_state"] : json;
  const values = isObject(planned) ? planned[form === "plan" && planned === json ? "planned_values" : "values"] : {};
  const root = isObject(values) ? values["root_module"] : undefined;
  if (!isObject(root) || (!("resources" in root) && !("child_modules" in root)))
    throw new TargetError(`${file}: the ${form} holds no resource; there is nothing to judge`);
  if (form === "plan" && !isObject(json["configuration"]))
    throw new TargetError(`${file}: the plan lacks its configuration; write it with terraform show -json <planfile>`);
  return json;
}

function readJson(file: string, read?: JudgedFile[]): unknown {
  const { size } = statSync(file);
  if (size > MAX_BYTES) throw new TargetError(`${file}: it has ${size} bytes, at most ${MAX_BYTES} are read`);
  const bytes = readFileSync(file);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  if (read?.some((one) => one.name === file && one.sha256 === sha256) === false) read.push({ name: file, sha256 });
  if (bytes.subarray(0, 4).toString("latin1") === "PK\u0003\u0004")
    throw new TargetError(`${file}: this is a saved plan; judge what it says: terraform show -json ${file}`);
  if (bytes[0] === 0xff || bytes[0] === 0xfe)
    throw new TargetError(`${file}: it is in UTF-16; write it in UTF-8 (in PowerShell: Out-File -Encoding utf8)`);
  const text = bytes.toString("utf8").replace(/^\ufeff/, "");
  if (text.trim() === "") throw new TargetError(`${file}: the file is empty`);
  try {
    const json: unknown = JSON.parse(text);
    const twice = duplicateName(text);
    if (twice !== undefined)
      throw new TargetError(
        `${file}: an object in it has the name ${JSON.stringify(twice)} twice; Terraform may read both: make it one`,
      );
    return json;
  } catch (error) {
    if (error instanceof TargetError) throw error;
    const hint = /^\s*(resource|module|provider|terraform|variable)\s/m.test(text)
      ? "; it looks like HCL: judge the plan"
      : "";
    throw new TargetError(`${file}: this is not JSON (${(error as Error).message})${hint}`);
  }
}
