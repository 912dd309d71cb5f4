import { CloudInstance } from "../../../src/rehearse/cloud/instance";
import { Store } from "../../../src/rehearse/cloud/store";
import { providerSchema } from "../../../src/rehearse/schema";
import { findEngine } from "../../../src/engine";
import { Workspace } from "../../../src/rehearse/terraform/workspace";
import { exampleProject, EXAMPLES, stackOf } from "../../stacks/example-projects";
import { withEarlierNames } from "../real-plan";
import { type Json, type JsonObject } from "../../terraform/judged-copy";

/** A resource of an example, every reference written out, as the embedded cloud made it. */
export interface Sample {
  readonly type: string;
  /** Arguments, as the example gives them. */
  readonly config: JsonObject;
  /** Everything that the embedded cloud says of it. */
  readonly state: JsonObject;
}

export const ALIASES = /^(provider|depends_on|lifecycle|\/\/|count|for_each)$/;

export async function sampleResources(): Promise<Sample[]> {
  const samples: Sample[] = [];
  for (const file of EXAMPLES) {
    const project = exampleProject(file);
    // Three of the pilot's nine tenants have all that the others have.
    const stack = stackOf({ ...project, researchBoxes: project.researchBoxes.slice(0, 3) });
    const schema = providerSchema(Object.keys(stack.resource));
    const store = new Store();
    const path = process.env["PATH"] ?? "";
    const engine = findEngine(path, ["terraform"]);
    if (engine === undefined) throw new Error("there is no terraform on the search path");
    const workspace = await Workspace.open({
      engine,
      schema,
      path,
      instance: () => new CloudInstance({ schema, store }),
    });
    try {
      workspace.write(JSON.stringify(stack));
      await workspace.run(["init", "-input=false"]);
      const { diagnostics } = await workspace.run(["apply", "-auto-approve", "-json"]);
      if (diagnostics.length > 0) throw new Error(JSON.stringify(diagnostics));
      const state = JSON.parse(workspace.state ?? "") as {
        resources: { type: string; name: string; instances: { attributes: JsonObject }[] }[];
      };
      for (const { type, name, instances } of state.resources) {
        const [instance] = instances;
        const written = stack.resource[type]?.[name] as JsonObject | undefined;
        if (instance !== undefined && written !== undefined)
          samples.push({ type, config: resolved(written, instance.attributes), state: instance.attributes });
      }
    } finally {
      await workspace.close();
    }
  }
  const all = samples.map((sample) => ({ ...sample, config: withEarlierNames(sample.type, sample.config) }));
  // Those that give the same arguments teach the same.
  return [...new Map(all.map((sample) => [`${sample.type} ${shapeOf(sample.config)}`, sample])).values()];
}

/** Names of the arguments that are given, at every depth. */
function shapeOf(value: Json): string {
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(shapeOf).join()}]`;
  if (value === null || typeof value !== "object") return "";
  return `{${Object.entries(value)
    .map(([name, one]) => `${name}${shapeOf(one)}`)
    .join()}}`;
}

/** The arguments of a configuration with the values that a state has. */
function resolved(config: JsonObject, state: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(config)
      .filter(([name]) => !ALIASES.test(name))
      .map(([name, value]) => [name, resolvedValue(value, state[name] ?? null)]),
  );
}

function resolvedValue(value: Json, state: Json): Json {
  if (typeof value === "string") return value.includes("${") ? state : value;
  if (Array.isArray(value)) {
    const items = value as readonly Json[];
    const others = Array.isArray(state) ? (state as readonly Json[]) : [state];
    return items.some((item) => typeof item === "string" && item.includes("${"))
      ? others
      : items.map((item, index) => resolvedValue(item, others[index] ?? null));
  }
  if (value === null || typeof value !== "object") return value;
  const other = Array.isArray(state) ? ((state as readonly Json[])[0] ?? {}) : (state ?? {});
  return resolved(value as JsonObject, other as JsonObject);
}

/** One sample of each type: that with the most arguments. */
export function richest(samples: readonly Sample[]): Sample[] {
  const best = new Map<string, Sample>();
  for (const sample of samples) {
    const other = best.get(sample.type);
    if (other === undefined || JSON.stringify(sample.config).length > JSON.stringify(other.config).length)
      best.set(sample.type, sample);
  }
  return [...best.values()];
}
