import { createHash } from "node:crypto";
import { objectOf } from "./json";

export function isComposite(value: unknown): value is object {
  return value !== null && typeof value === "object";
}

/** How providers say that there is nothing. */
export function isNothing(value: unknown): boolean {
  if (value === undefined || value === null || value === "") return true;
  return Array.isArray(value) ? value.length === 0 : typeof value === "object" && Object.keys(value).length === 0;
}

/** Whether what is live is what the sources come to, in whatever form a provider keeps it. */
export function isSame(live: unknown, written: unknown): boolean {
  if (written === undefined || ((live === null || live === undefined) && written !== live)) return false;
  if (isComposite(live) || isComposite(written)) return canonical(live) === canonical(written);
  if (typeof live !== "string" || typeof written !== "string") return textOf(live) === textOf(written);
  if (live === written) return true;
  // hashicorp/aws keeps the SHA-1 of a machine's user data up to 5.x.
  if (/^[0-9a-f]{40}$/.test(live)) return createHash("sha1").update(written).digest("hex") === live;
  if (!live.startsWith("{") || !written.startsWith("{")) return false;
  const [one, other] = [jsonOf(live), jsonOf(written)];
  return one !== undefined && other !== undefined && canonical(one) === canonical(other);
}

/** Numbers and truths as texts: which of both a value is depends on who wrote it. */
function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** One text for every form of a value. Of policies AWS writes a list of one as that one, and lists of names in any order. */
function canonical(value: unknown): string {
  return JSON.stringify(ordered(value, Object.hasOwn(objectOf(value), "Statement")));
}

function ordered(value: unknown, isPolicy: boolean): unknown {
  if (Array.isArray(value)) {
    const items = value.map((one: unknown) => ordered(one, isPolicy));
    if (!isPolicy || items.some(isComposite)) return items;
    return items.length === 1 ? items[0] : items.map(String).sort();
  }
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, one]) => [name, ordered(one, isPolicy)]),
  );
}
