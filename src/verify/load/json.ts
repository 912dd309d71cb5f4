import { type Attributes } from "../model/resource";

/** The object that is there, or an empty one: a malformed part is judged as missing, and missing is never safe. */
export function objectOf(raw: unknown): Attributes {
  return raw !== null && typeof raw === "object" && !Array.isArray(raw) ? (raw as Attributes) : {};
}

export function listOf(raw: unknown): readonly unknown[] {
  if (raw === undefined || raw === null) return [];
  return Array.isArray(raw) ? raw : [raw];
}

/** The first of a list, or what is no list. */
export function firstOf(raw: unknown): unknown {
  return Array.isArray(raw) ? (raw as unknown[])[0] : raw;
}

/** The bodies of a section of Terraform's JSON syntax by name: an object, or a list of objects that count together. */
export function entriesOf(raw: unknown): readonly (readonly [string, unknown])[] {
  return listOf(raw).flatMap((one) => Object.entries(objectOf(one)));
}

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]/g;

/**
 * A name that an object of a valid JSON text has twice; nothing where none has. `JSON.parse` keeps the last, Terraform and
 * AWS may keep another one, or both.
 */
export function duplicateName(text: string): string | undefined {
  const open: (Set<string> | undefined)[] = [];
  let isName = false;
  for (const [token] of text.matchAll(TOKEN)) {
    const names = open.at(-1);
    if (token === "{") open.push(new Set());
    else if (token === "[") open.push(undefined);
    else if (token === "}" || token === "]") open.pop();
    else if (isName && names !== undefined && token.startsWith('"')) {
      const name = JSON.parse(token) as string;
      if (names.has(name)) return name;
      names.add(name);
    }
    isName = token === "{" || token === ",";
  }
  return undefined;
}
