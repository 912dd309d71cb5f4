import { type BlockSchema } from "../../../src/rehearse/schema";
import { type Json, type JsonObject } from "../../terraform/judged-copy";

/** An attribute that can be given, at any depth where the sample has blocks. */
export interface Place {
  readonly path: readonly string[];
  readonly kind: "string" | "number" | "bool" | "list" | "map";
}

export function placesOf(block: BlockSchema, config: JsonObject, path: readonly string[] = []): Place[] {
  const own = Object.entries(block.attributes).flatMap(([name, { type, optional, required }]): Place[] => {
    if ((!optional && !required) || /^(id|region|tags|tags_all)$/.test([...path, name].join("."))) return [];
    const kind =
      typeof type === "string" ? type : type[0] === "map" ? "map" : type[0] === "object" ? undefined : "list";
    if (kind === undefined || kind === "dynamic") return [];
    if (kind === "list" && typeof type !== "string" && type[1] !== "string") return [];
    return [{ path: [...path, name], kind }];
  });
  const inner = Object.entries(block.blocks).flatMap(([name, { block: nested }]) => {
    const value = config[name];
    const first = Array.isArray(value) ? (value as readonly Json[])[0] : value;
    return name !== "timeouts" && isPlain(first ?? null) ? placesOf(nested, first as JsonObject, [...path, name]) : [];
  });
  return [...own, ...inner];
}

export function at(value: Json | undefined, [name, ...rest]: readonly string[]): Json | undefined {
  if (name === undefined) return value;
  const object = Array.isArray(value) ? (value as readonly Json[])[0] : value;
  return isPlain(object ?? null) ? at((object as JsonObject)[name], rest) : undefined;
}

export function withValue(object: JsonObject, [name = "", ...rest]: readonly string[], value: Json): JsonObject {
  if (rest.length === 0) return { ...object, [name]: value };
  const inner = object[name];
  if (Array.isArray(inner)) {
    const [first, ...others] = inner as readonly Json[];
    return { ...object, [name]: [withValue((first ?? {}) as JsonObject, rest, value), ...others] };
  }
  return { ...object, [name]: withValue((inner ?? {}) as JsonObject, rest, value) };
}

export const isPlain = (value: Json): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** An attribute that can be given, at any depth where the sample has blocks. */
export interface Place {
  readonly path: readonly string[];
  readonly kind: "string" | "number" | "bool" | "list" | "map";
}

/** An object without what is at a path. */
export function without(object: JsonObject, [name = "", ...rest]: readonly string[]): JsonObject {
  if (rest.length === 0) return Object.fromEntries(Object.entries(object).filter(([one]) => one !== name));
  const inner = object[name];
  if (Array.isArray(inner)) {
    const [first, ...others] = inner as readonly Json[];
    return { ...object, [name]: [without((first ?? {}) as JsonObject, rest), ...others] };
  }
  return { ...object, [name]: without((inner ?? {}) as JsonObject, rest) };
}
