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
