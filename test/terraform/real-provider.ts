import { execFile } from "node:child_process";
import { existsSync, readdirSync, type Dirent } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";

/** The real provider, in a filesystem mirror, and the Terraform that runs it. */
export interface RealProvider {
  /** Folder that holds `registry.terraform.io/hashicorp/aws/<version>/<os>_<arch>`. */
  readonly mirror: string;
  readonly version: string;
}

const IN_MIRROR = join("registry.terraform.io", "hashicorp", "aws");

/**
 * Finds a filesystem mirror with the real `hashicorp/aws`: where `DATABOX_TF_MIRROR` says, where Terraform itself looks,
 * or below the folders in which machines keep such things. No place of a machine is written down here.
 */
export function findRealProvider(): RealProvider | undefined {
  const named = process.env["DATABOX_TF_MIRROR"];
  const usual = ["/opt", "/usr/local", "/usr/share", "/srv", "/var/lib", homedir()];
  const candidates = named === undefined ? [...usual.filter((folder) => existsSync(folder))] : [named];
  for (const folder of candidates) {
    const mirror = mirrorBelow(folder, named === undefined ? 4 : 1);
    if (mirror !== undefined) return mirror;
  }
  return undefined;
}

function mirrorBelow(folder: string, depth: number): RealProvider | undefined {
  const aws = join(folder, IN_MIRROR);
  const [version] = existsSync(aws)
    ? readdirSync(aws)
        .filter((name) => /^\d+\.\d+\.\d+$/.test(name))
        .sort((a, b) => b.localeCompare(a, "en", { numeric: true }))
    : [];
  if (version !== undefined) return { mirror: folder, version };
  if (depth === 0) return undefined;
  for (const entry of foldersIn(folder)) {
    const found = mirrorBelow(join(folder, entry.name), depth - 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

function foldersIn(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).filter(
      (entry) => entry.isDirectory() && entry.name !== "node_modules",
    );
  } catch {
    return [];
  }
}

/** Whether there is a `terraform` on the search path. */
export function hasTerraform(): boolean {
  return (process.env["PATH"] ?? "").split(delimiter).some((folder) => existsSync(join(folder, "terraform")));
}

/** Runs Terraform in a folder, without credentials, a home or a network to ask; answers with its standard output. */
export function terraform(cwd: string, args: readonly string[]): Promise<string> {
  const env = {
    PATH: process.env["PATH"],
    HOME: cwd,
    TF_CLI_CONFIG_FILE: join(cwd, "terraform.rc"),
    CHECKPOINT_DISABLE: "1",
    TF_IN_AUTOMATION: "1",
    AWS_EC2_METADATA_DISABLED: "true",
  };
  return new Promise((resolve, reject) => {
    execFile("terraform", [...args], { cwd, env, maxBuffer: 256 * 1024 * 1024 }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(`terraform ${args.join(" ")}: ${stderr}${stdout.slice(0, 4000)}`));
    });
  });
}
