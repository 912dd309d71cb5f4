import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { exampleProject, EXAMPLES, stackOf, type StackJson } from "../stacks/example-projects";
import ONLY_IN_6 from "./only-in-6.json";
import { findRealProvider, hasTerraform, terraform, type RealProvider } from "./real-provider";

const provider = hasTerraform() ? findRealProvider() : undefined;
const missing = "no terraform, or no filesystem mirror with hashicorp/aws (DATABOX_TF_MIRROR names one)";

if (provider === undefined && process.env["CI"] === undefined)
  process.stderr.write(`SKIPPED: stacks are not judged by the real provider: ${missing}\n`);

/** Takes an attribute out of every resource of a type; answers how many it was in. */
function strip(stack: StackJson, type: string, attribute: readonly string[]): number {
  const take = (holder: unknown, path: readonly string[]): number => {
    const [name, ...rest] = path;
    if (name === undefined || holder === null || typeof holder !== "object") return 0;
    if (Array.isArray(holder)) return holder.reduce<number>((sum, one) => sum + take(one, path), 0);
    const fields = holder as Record<string, unknown>;
    if (rest.length > 0) return take(fields[name], rest);
    if (!(name in fields)) return 0;
    delete fields[name];
    return 1;
  };
  return Object.values(stack.resource[type] ?? {}).reduce((sum, resource) => sum + take(resource, attribute), 0);
}

/** A scratch folder with the stack as the real provider can judge it: its version, no backend, no account to ask. */
function prepare(stack: StackJson, { mirror, version }: RealProvider): string {
  const folder = mkdtempSync(join(tmpdir(), "databox-terraform-"));
  for (const aws of stack.provider.aws) {
    delete aws["assume_role"];
    delete aws["allowed_account_ids"];
    Object.assign(aws, {
      access_key: "mock",
      secret_key: "mock",
      skip_credentials_validation: true,
      skip_metadata_api_check: true,
      skip_requesting_account_id: true,
    });
  }
  writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify(stack));
  writeFileSync(
    join(folder, "databox_override.tf.json"),
    JSON.stringify({
      terraform: { backend: { local: {} }, required_providers: { aws: { source: "hashicorp/aws", version } } },
    }),
  );
  writeFileSync(
    join(folder, "terraform.rc"),
    `provider_installation {\n  filesystem_mirror {\n    path = "${mirror}"\n  }\n}\n`,
  );
  mkdirSync(join(folder, "tmp"));
  return folder;
}

interface Plan {
  resource_changes: { type: string; address: string; change: { actions: string[]; after: Record<string, unknown> } }[];
}

it("finds a real provider, where CI asks for one", () => {
  if (process.env["CI"] !== undefined && provider === undefined) throw new Error(missing);
});

(provider === undefined ? describe.skip : describe)("the real provider", () => {
  const real = provider ?? { mirror: "", version: "" };
  const stripped = new Map<string, number>();

  it.each(EXAMPLES.map((file) => basename(file)))(
    "validates and plans %s",
    async (name) => {
      const file = EXAMPLES.find((example) => basename(example) === name) ?? "";
      const stack = stackOf(exampleProject(file));
      for (const { type, attribute } of ONLY_IN_6)
        stripped.set(type, (stripped.get(type) ?? 0) + strip(stack, type, attribute));
      const folder = prepare(stack, real);
      try {
        await terraform(folder, ["init", "-input=false", "-no-color"]);
        const validation = JSON.parse(await terraform(folder, ["validate", "-json"])) as { diagnostics: unknown[] };
        expect(validation.diagnostics).toEqual([]);
        await terraform(folder, ["plan", "-input=false", "-no-color", "-out=plan", "-parallelism=4"]);
        const plan = JSON.parse(await terraform(folder, ["show", "-json", "plan"])) as Plan;
        const declared = Object.values(stack.resource).reduce((sum, named) => sum + Object.keys(named).length, 0);
        expect(plan.resource_changes).toHaveLength(declared);
        expect(plan.resource_changes.filter(({ change }) => change.actions.join() !== "create")).toEqual([]);
        expectTags(stack, plan);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
    300_000,
  );

  it("needs every entry of the list of what only provider 6 knows", () => {
    expect([...stripped].filter(([, count]) => count === 0)).toEqual([]);
    expect(stripped.size).toBe(new Set(ONLY_IN_6.map(({ type }) => type)).size);
  });
});

/** Everything that can be tagged says which project and box it belongs to, and a tenant's things which tenant. */
function expectTags(stack: StackJson, plan: Plan): void {
  const untagged = plan.resource_changes.flatMap(({ type, address, change }) => {
    const tags = change.after["tags_all"] as Record<string, string> | undefined;
    if (tags === undefined || tags === null) return [];
    const name = address.slice(type.length + 1);
    const alias = String(stack.resource[type]?.[name]?.["provider"] ?? "");
    const tenant = alias.startsWith("aws.research-") ? alias.slice("aws.research-".length) : undefined;
    const wanted = {
      "databox:box": tenant ?? alias.slice("aws.".length),
      ...(tenant ? { "databox:tenant": tenant } : {}),
    };
    const right =
      tags["databox:project"] !== undefined && Object.entries(wanted).every(([key, value]) => tags[key] === value);
    return right ? [] : [`${address}: ${JSON.stringify(tags)}`];
  });
  expect(untagged).toEqual([]);
}
