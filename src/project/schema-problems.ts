import { distance } from "fastest-levenshtein";
import { type z } from "zod";
import { type SourceDocument } from "./document";
import { formatPath, type Problem } from "./problem";

type Issue = z.core.$ZodIssue;

/** What a schema found, as problems with their places in the file. */
export function schemaProblems(source: SourceDocument, schema: z.ZodType, issues: readonly Issue[]): Problem[] {
  return issues.flatMap((issue) => {
    if (issue.code === "unrecognized_keys")
      return issue.keys.map((key) => ({
        file: source.file,
        ...source.keyPosition(issue.path, key),
        path: formatPath([...issue.path, key]),
        message: unknownKey(key, knownKeys(schema, issue.path, source.data)),
      }));
    return [source.problem(issue.path, describe(issue, valueAt(source.data, issue.path)))];
  });
}

function unknownKey(key: string, known: readonly string[]): string {
  const [nearest] = known.map((name) => ({ name, off: distance(name, key) })).sort((a, b) => a.off - b.off);
  const close = nearest !== undefined && nearest.off <= Math.max(2, key.length / 3);
  return close
    ? `there is no field "${key}" here; did you mean "${nearest.name}"?`
    : `there is no field "${key}" here; there are ${known.join(", ")}`;
}

function describe(issue: Issue, value: unknown): string {
  const got = `got ${show(value)}`;
  switch (issue.code) {
    case "invalid_type":
      if (value === undefined) return "this field is missing";
      // A message of the schema's own says more than the type.
      return issue.message.startsWith("Invalid input")
        ? `expected ${article(issue.expected)}, ${got}`
        : `${issue.message}; ${got}`;
    case "invalid_value":
      if (value === undefined) return `this field is missing; it takes ${alternatives(issue.values)}`;
      // A message of the schema's own says more than the values.
      return issue.message.startsWith("Invalid")
        ? `expected ${suggest(issue.values, value)}, ${got}`
        : `${issue.message}, ${got}`;
    case "too_small":
    case "too_big":
      return issue.message.startsWith("Too") ? `${bounds(issue)}, ${got}` : `${issue.message}, ${got}`;
    case "invalid_format":
      return `${issue.message}, ${got}`;
    default:
      return issue.message;
  }
}

function bounds(issue: Extract<Issue, { code: "too_small" | "too_big" }>): string {
  const [word, limit] = issue.code === "too_small" ? ["least", issue.minimum] : ["most", issue.maximum];
  const unit = issue.origin === "array" ? " entries" : issue.origin === "string" ? " characters" : "";
  return `expected at ${word} ${String(limit)}${unit}`;
}

function alternatives(values: readonly unknown[]): string {
  return values.length > 6 ? "one of many values" : values.map((value) => JSON.stringify(value)).join(" or ");
}

function suggest(values: readonly unknown[], value: unknown): string {
  if (values.length <= 6) return alternatives(values);
  const [nearest] = values.map(String).sort((a, b) => distance(a, String(value)) - distance(b, String(value)));
  return `a known value (did you mean "${nearest ?? ""}"?)`;
}

function article(type: string): string {
  const names: Record<string, string> = {
    array: "a list",
    object: "a group of fields",
    record: "a group of fields",
    string: "text",
    int: "a whole number",
    number: "a number",
  };
  return names[type] ?? `a ${type}`;
}

function show(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (value !== null && typeof value === "object") return "a group of fields";
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function valueAt(data: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      value !== null && typeof value === "object" ? (value as Record<PropertyKey, unknown>)[key] : undefined,
    data,
  );
}

/** The fields that the schema knows at a path; of alternatives those of the one that the file chose there. */
function knownKeys(schema: z.ZodType, path: readonly PropertyKey[], data: unknown): string[] {
  const at = path.reduce<SchemaShape[]>(
    (shapes, key) =>
      shapes.flatMap((shape) =>
        typeof key === "number"
          ? elementOf(shape)
          : objectsIn(shape).flatMap((object) => object.shape?.[String(key)] ?? []),
      ),
    [schema as unknown as SchemaShape],
  );
  const value = valueAt(data, path);
  const objects = at.flatMap(objectsIn);
  const chosen = objects.filter((object) =>
    Object.entries(object.shape ?? {}).every(([name, field]) => {
      const given = valueAt(value, [name]);
      const values = literalsOf(field);
      return given === undefined || values === undefined || values.includes(given);
    }),
  );
  return [...new Set((chosen.length > 0 ? chosen : objects).flatMap((object) => Object.keys(object.shape ?? {})))];
}

/** The part of zod's definitions that leads from a schema to the ones inside it. */
interface SchemaShape {
  readonly shape?: Readonly<Record<string, SchemaShape>>;
  readonly def: {
    readonly innerType?: SchemaShape;
    readonly element?: SchemaShape;
    readonly options?: readonly SchemaShape[];
    /** Of a literal: the values that it takes. */
    readonly values?: readonly unknown[];
  };
}

/** The values that a literal takes, also one that may be left out. */
function literalsOf({ def }: SchemaShape): readonly unknown[] | undefined {
  return def.values ?? (def.innerType === undefined ? undefined : literalsOf(def.innerType));
}

function objectsIn(schema: SchemaShape): SchemaShape[] {
  if (schema.shape !== undefined) return [schema];
  return [...(schema.def.innerType ? [schema.def.innerType] : []), ...(schema.def.options ?? [])].flatMap(objectsIn);
}

function elementOf(schema: SchemaShape): SchemaShape[] {
  if (schema.def.element !== undefined) return [schema.def.element];
  return schema.def.innerType === undefined ? [] : elementOf(schema.def.innerType);
}
