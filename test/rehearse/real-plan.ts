import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  newerThan,
  withoutAccounts,
  withoutAttributes,
  type Json,
  type JsonObject,
  type TerraformJson,
} from "../terraform/judged-copy";
import { compareVersions, type TerraformTools } from "../terraform/provider-mirror";
import { TerraformFolder } from "../terraform/terraform-folder";
import { plannedResources, type PlannedResource } from "./plans";

/** What a provider says of a configuration before anything is made. */
export interface Planned {
  /** Resources by address. */
  readonly planned: ReadonlyMap<string, PlannedResource>;
  /** What is refused, and why, by address. */
  readonly refused: ReadonlyMap<string, string>;
}

/** What is left of a configuration when what is refused has been taken out, and what that was. */
interface Attempt {
  readonly errors: readonly ErrorAt[];
  readonly plan?: unknown;
}

interface ErrorAt {
  readonly severity: string;
  readonly summary: string;
  readonly detail?: string;
  readonly address?: string;
  readonly snippet?: { readonly context: string | null };
}

/** The real provider's plan of what it does not refuse. */
export async function planOfReal(tools: TerraformTools, json: TerraformJson): Promise<Planned> {
  const scratch = mkdtempSync(join(tmpdir(), "databox-real-"));
  try {
    const folder = new TerraformFolder(tools, scratch);
    folder.write({ ...asRead(json, tools.mirror.version), resource: { terraform_data: { nothing: {} } } });
    await folder.init();
    return await withoutRefused(asRead(json, tools.mirror.version), async (left) => {
      folder.writeByType(left);
      const errors = (await folder.validate()).filter(({ severity }) => severity === "error");
      if (errors.length > 0) return { errors };
      const { plan, diagnostics } = await folder.plan();
      return plan === undefined ? { errors: diagnostics } : { errors: [], plan };
    });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Tries, takes out what is refused, and tries again, until there is a plan. */
export async function withoutRefused(
  json: TerraformJson,
  attempt: (left: TerraformJson) => Promise<Attempt>,
): Promise<Planned> {
  const refused = new Map<string, string>();
  const gone = new Set<string>();
  for (;;) {
    const { errors, plan } = await attempt(without(json, gone));
    if (plan !== undefined) return { planned: plannedResources(plan), refused };
    const before = gone.size;
    for (const { severity, summary, detail, address, snippet } of errors) {
      if (severity !== "error") continue;
      const [, unknown] = /does not support resource type "(\w+)"/.exec(detail ?? "") ?? [];
      if (unknown !== undefined) {
        for (const name of Object.keys(json.resource[unknown] ?? {})) {
          gone.add(`${unknown}.${name}`);
          refused.set(`${unknown}.${name}`, summary);
        }
        continue;
      }
      const at = address ?? /^resource\.([\w-]+\.[\w-]+)/.exec(snippet?.context ?? "")?.[1];
      if (at === undefined) throw new Error(`an error without an address: ${summary} ${detail ?? ""}`);
      gone.add(at);
      // What refers to something refused is not refused itself.
      if (!summary.startsWith("Reference to undeclared"))
        refused.set(at, [refused.get(at) ?? "", `${summary}: ${detail ?? ""}`].join(" ").trim());
    }
    if (gone.size === before) throw new Error(`no plan, and nothing to take out: ${JSON.stringify(errors)}`);
  }
}

function without(json: TerraformJson, addresses: ReadonlySet<string>): TerraformJson {
  const resource = Object.fromEntries(
    Object.entries(json.resource).flatMap(([type, byName]) => {
      const left = Object.entries(byName).filter(([name]) => !addresses.has(`${type}.${name}`));
      return left.length === 0 ? [] : [[type, Object.fromEntries(left)]];
    }),
  );
  return { ...json, resource };
}

/** The configuration as a provider of that version can read it, without credentials. */
export function asRead(json: TerraformJson, version: string): TerraformJson {
  const named = compareVersions(version, "6.0.0") < 0 ? withEarlierNamesIn(json) : json;
  return withoutAttributes(withoutAccounts(named), newerThan(version));
}

function withEarlierNamesIn(json: TerraformJson): TerraformJson {
  const resource = Object.fromEntries(
    Object.entries(json.resource).map(([type, byName]) => [
      type,
      Object.fromEntries(Object.entries(byName).map(([name, body]) => [name, withEarlierNames(type, body)])),
    ]),
  );
  return { ...json, resource };
}

/** What a provider before 6 calls a machine's first interface. */
export function withEarlierNames(type: string, body: JsonObject): JsonObject {
  const first = body["primary_network_interface"];
  const block = (Array.isArray(first) ? (first as readonly Json[])[0] : first) as JsonObject | undefined;
  if (type !== "aws_instance" || block === undefined) return body;
  return {
    ...body,
    network_interface: [{ device_index: 0, network_interface_id: block["network_interface_id"] ?? null }],
  };
}
