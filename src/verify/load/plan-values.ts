import { createHash } from "node:crypto";
import { escaped } from "../expression/evaluate";
import { type Attributes } from "../model/resource";
import { listOf, objectOf } from "./json";

/** Literal texts of a plan as templates that stand for them. */
export function escapedTree(value: unknown): unknown {
  if (typeof value === "string") return value.includes("{") ? escaped(value) : value;
  if (Array.isArray(value)) return value.map(escapedTree);
  if (value !== null && typeof value === "object")
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, escapedTree(one)]));
  return value;
}

/** Whether a plan does nothing but read what is live (`terraform plan -refresh-only`): it has that, and plans nothing. */
export function isRefresh(json: Attributes): boolean {
  return !("resource_changes" in json) && Object.keys(rootOf(json["prior_state"])).length > 0;
}

/** The root module of a state. */
export function rootOf(state: unknown): Attributes {
  return objectOf(objectOf(objectOf(state)["values"])["root_module"]);
}

/** The resources of a module as `terraform show -json` has them, and of those that it calls. */
export function resourcesIn(module: Attributes): Attributes[] {
  return [
    ...listOf(module["resources"]).map(objectOf),
    ...listOf(module["child_modules"]).flatMap((child) => resourcesIn(objectOf(child))),
  ];
}

/**
 * A value with what the plan does not know taken from the sources: where what the plan does know is the same, and the text
 * refers to nothing but what the plan says.
 */
export function fromSources(
  filled: unknown,
  planned: unknown,
  hidden: unknown,
  source: unknown,
  referred: readonly string[],
): unknown {
  if (hidden === true) {
    const inText = referencesIn(source);
    return inText.length > 0 && inText.every((one) => referred.includes(one)) ? source : filled;
  }
  if (isNothing(hidden)) return filled;
  if (Array.isArray(hidden)) {
    const sources = listOf(source);
    if (sources.length !== hidden.length) return filled;
    const left = [...sources];
    // Sets have no order: each is paired with the one that agrees in all that is known.
    return listOf(filled).map((one, index) => {
      const at = left.findIndex((other) => agrees(listOf(planned)[index], hidden[index], other));
      if (at < 0) return one;
      const [other] = left.splice(at, 1);
      return fromSources(one, listOf(planned)[index], hidden[index], other, referred);
    });
  }
  const block: Record<string, unknown> = { ...objectOf(filled) };
  for (const [name, inner] of Object.entries(objectOf(hidden)))
    block[name] = fromSources(block[name], objectOf(planned)[name], inner, objectOf(source)[name], referred);
  return block;
}

/** What the texts of a value refer to. */
function referencesIn(source: unknown): string[] {
  if (typeof source === "string")
    return [...source.matchAll(/(?<!\$)\$\{([^{}]+)\}/g)].map(([, reference = ""]) => reference);
  return source !== null && typeof source === "object" ? Object.values(source).flatMap(referencesIn) : [];
}

/** Whether what a plan knows of a value is what the sources say. */
function agrees(planned: unknown, hidden: unknown, source: unknown): boolean {
  if (hidden === true) return referencesIn(source).length > 0;
  if (planned === null || typeof planned !== "object" || source === null || typeof source !== "object")
    return scalar(planned) === scalar(source);
  return Object.entries(objectOf(source)).every(([name, value]) => {
    const inner = objectOf(hidden)[name];
    return inner === true || value === null || agrees(objectOf(planned)[name], inner ?? false, value);
  });
}

/** A number and the text of it are one in Terraform. */
function scalar(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value ?? null);
}

/**
 * The text that a plan has the digest of: hashicorp/aws plans the SHA-1 of a machine's user data up to 5.x. Only the text
 * of the configuration that has this digest is taken for it.
 */
export function digestedText(planned: unknown, expression: unknown): string | undefined {
  const { constant_value: text } = objectOf(expression);
  if (typeof planned !== "string" || !/^[0-9a-f]{40}$/.test(planned) || typeof text !== "string") return undefined;
  return createHash("sha1").update(text).digest("hex") === planned ? text : undefined;
}

/** Whether nothing in a tree of `after_unknown` is hidden. */
export function isNothing(hidden: unknown): boolean {
  if (hidden === true) return false;
  if (Array.isArray(hidden)) return hidden.every(isNothing);
  return hidden === null || typeof hidden !== "object" || Object.values(hidden).every(isNothing);
}
