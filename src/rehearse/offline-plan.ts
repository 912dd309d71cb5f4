import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CloudInstance } from "./cloud/instance";
import { Store } from "./cloud/store";
import { providerSchema } from "./schema";
import { type Engine, type EngineDiagnostic } from "../engine";
import { Workspace } from "./terraform/workspace";

export interface OfflinePlanProps {
  /** Folder of a root module, in Terraform's own syntax or in JSON. Nothing is written to it. */
  readonly folder: string;
  readonly engine: Engine;
  readonly path: string;
  /** Arguments of the plan, such as `-var-file=…`. @default - none */
  readonly arguments?: readonly string[];
}

/** The plan as `terraform show -json` prints it, or why there is none. */
export type OfflinePlan =
  | { readonly ok: true; readonly plan: string; readonly diagnostics: readonly EngineDiagnostic[] }
  | {
      readonly ok: false;
      readonly step: "init" | "plan";
      readonly diagnostics: readonly EngineDiagnostic[];
      readonly output: string;
    };

/**
 * Plans anybody's configuration for AWS without an account: on the embedded cloud, which is empty. What data sources would
 * read there is made up, and says so in its ids (`offline-…`).
 */
export async function planOffline({
  folder,
  engine,
  path,
  arguments: more = [],
}: OfflinePlanProps): Promise<OfflinePlan> {
  const schema = providerSchema(typesNamedBelow(folder));
  const store = new Store();
  const workspace = await Workspace.open({
    engine,
    schema,
    path,
    instance: () => new CloudInstance({ schema, store }),
  });
  try {
    const linked = workspace.link(folder);
    const init = await workspace.run(["init", "-input=false", "-no-color"], { folder: linked });
    if (init.code !== 0) return { ok: false, step: "init", diagnostics: [], output: `${init.stdout}${init.stderr}` };
    const plan = await workspace.run(["plan", "-json", "-input=false", "-out=offline.tfplan", ...more], {
      folder: linked,
    });
    if (plan.code !== 0) return { ok: false, step: "plan", diagnostics: plan.diagnostics, output: plan.stderr };
    const shown = await workspace.run(["show", "-json", "offline.tfplan"], { folder: linked });
    return { ok: true, plan: shown.stdout, diagnostics: plan.diagnostics };
  } finally {
    await workspace.close();
  }
}

const NAMED = /\b(data\s*"?\s*"?|data\.)?"?\b(aws_[a-z0-9_]+)\b/g;

/**
 * Types that any file below names, and below the folders beside it that modules are taken from. A type that no file names
 * cannot be used: Terraform has no way to compute one.
 */
function typesNamedBelow(folder: string): Set<string> {
  const found = new Set<string>();
  const read = (place: string, depth: number): void => {
    for (const entry of readdirSync(place, { withFileTypes: true })) {
      const path = join(place, entry.name);
      if (entry.isDirectory() && depth < 8 && !/^(\.git|\.terraform|node_modules)$/.test(entry.name))
        read(path, depth + 1);
      else if (entry.isFile() && /\.tf(\.json)?$/.test(entry.name))
        for (const [, , type = ""] of readFileSync(path, "utf8").matchAll(NAMED)) found.add(type).add(`data.${type}`);
    }
  };
  read(folder, 0);
  for (const outside of modulesOutside(folder)) read(outside, 0);
  return found;
}

/** Folders outside that the files of a folder take modules from, and that those do in turn. */
function modulesOutside(folder: string): Set<string> {
  const outside = new Set<string>();
  const visit = (place: string): void => {
    for (const entry of readdirSync(place, { withFileTypes: true, recursive: true })) {
      if (!entry.isFile() || !/\.tf(\.json)?$/.test(entry.name)) continue;
      for (const [, source = ""] of readFileSync(join(entry.parentPath, entry.name), "utf8").matchAll(
        /"?source"?\s*[=:]\s*"(\.\.?\/[^"]*)"/g,
      )) {
        const target = join(entry.parentPath, source);
        if (outside.has(target) || !isFolder(target)) continue;
        outside.add(target);
        visit(target);
      }
    }
  };
  visit(folder);
  return outside;
}

function isFolder(path: string): boolean {
  try {
    readdirSync(path);
    return true;
  } catch {
    return false;
  }
}
