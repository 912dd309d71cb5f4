import { readdirSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { join, parse } from "node:path";
import { onPath, type Judge } from "../second-opinion";

/** A filesystem mirror of Terraform providers that holds `hashicorp/aws` for this machine. */
export interface ProviderMirror {
  /** Folder for `filesystem_mirror`. */
  readonly folder: string;
  /** The newest version of the provider in it. */
  readonly version: string;
}

/** The real Terraform with a real provider. */
export interface TerraformTools {
  /** Path of the `terraform` executable. */
  readonly terraform: string;
  readonly mirror: ProviderMirror;
}

const PROVIDER = ["registry.terraform.io", "hashicorp", "aws"];
/** Bounds of the search: where mirrors are kept by hand is shallow, and a search must not outlast the tests. */
const MAX_DEPTH = 5;
const MAX_FOLDERS = 40_000;
/** Kernel file systems, and folders that hold many files and never a mirror. */
const NEVER_SEARCHED = new Set(["proc", "sys", "dev", "node_modules", ".git", ".npm", ".cache"]);

let tools: Judge<TerraformTools> | undefined;

/**
 * Terraform from the search path and a mirror: that of `DATABOX_TF_MIRROR`, else of the places where Terraform itself
 * looks, else the first that a bounded walk of the local file systems meets. Looked for once per run.
 */
export function findTerraformTools(): Judge<TerraformTools> {
  return (tools ??= lookForTools());
}

function lookForTools(): Judge<TerraformTools> {
  const terraform = onPath("terraform");
  if (terraform === undefined)
    return { found: false, missing: "no terraform on the search path", mend: "install Terraform 1.11 or later" };
  const given = process.env["DATABOX_TF_MIRROR"];
  for (const folder of given === undefined ? candidates() : [given]) {
    const version = newestVersion(folder);
    if (version !== undefined) return { found: true, judge: { terraform, mirror: { folder, version } } };
  }
  return {
    found: false,
    missing: `no mirror with provider hashicorp/aws for ${platform()} ${given === undefined ? "on this machine" : "in DATABOX_TF_MIRROR"}`,
    mend: "make one with `terraform providers mirror`, and name its folder in DATABOX_TF_MIRROR",
  };
}

function* candidates(): Generator<string> {
  // https://developer.hashicorp.com/terraform/cli/config/config-file#implied-local-mirror-directories
  yield join(homedir(), ".terraform.d", "plugins");
  yield join(process.env["XDG_DATA_HOME"] ?? join(homedir(), ".local", "share"), "terraform", "plugins");
  yield* ["/usr/local/share", "/usr/share"].map((folder) => join(folder, "terraform", "plugins"));
  yield* walk(parse(process.cwd()).root);
}

/** Folders with a mirror's layout, breadth first. */
function* walk(root: string): Generator<string> {
  let level = [root];
  let seen = 0;
  for (let depth = 0; depth < MAX_DEPTH && level.length > 0; depth += 1) {
    const next: string[] = [];
    for (const folder of level) {
      if ((seen += 1) > MAX_FOLDERS) return;
      const children = folders(folder);
      if (children.includes(String(PROVIDER[0]))) yield folder;
      next.push(...children.filter((name) => !NEVER_SEARCHED.has(name)).map((name) => join(folder, name)));
    }
    level = next;
  }
}

function folders(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .sort();
  } catch {
    return []; // Not ours to read.
  }
}

/** In the unpacked layout: `<host>/<namespace>/<type>/<version>/<os>_<arch>/terraform-provider-aws*`. */
function newestVersion(mirror: string): string | undefined {
  const provider = join(mirror, ...PROVIDER);
  return folders(provider)
    .filter((version) => holdsProvider(join(provider, version, platform())))
    .sort(compareVersions)
    .at(-1);
}

function holdsProvider(folder: string): boolean {
  try {
    return (
      statSync(folder).isDirectory() && readdirSync(folder).some((name) => name.startsWith("terraform-provider-aws"))
    );
  } catch {
    return false;
  }
}

/** The platform in Terraform's words. */
function platform(): string {
  return `${process.platform === "win32" ? "windows" : process.platform}_${process.arch === "x64" ? "amd64" : process.arch}`;
}

/** Compares dotted numbers, such as `5.100.0` and `6.25.0`. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split(".").map(Number));
  for (let index = 0; index < 3; index += 1) {
    const difference = (left?.[index] ?? 0) - (right?.[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
