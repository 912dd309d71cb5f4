/** What an attribute holds, as far as it can be known before anything exists. */
export type Value =
  | { readonly kind: "absent" }
  /** A value that stands in the file: text, number, truth value, list or map. */
  | { readonly kind: "known"; readonly value: unknown }
  /** An attribute of another resource. */
  | { readonly kind: "reference"; readonly address: string; readonly attribute: string }
  /** An expression that is not followed. */
  | { readonly kind: "unknown"; readonly expression: string };

const KEY = String.raw`\[(?:\d+|"(?:[^"\\]|\\.)*")\]`;

/** The absolute address of a managed resource, as a regular expression. */
export const ADDRESS = String.raw`(?:module\.[\w-]+(?:${KEY})?\.)*[a-z][a-z0-9_]*\.[A-Za-z_][\w-]*(?:${KEY})?`;

const REFERENCE = new RegExp(String.raw`^\$\{(${ADDRESS})\.([\w.[\]]+)\}$`);
const NOT_RESOURCES = new Set([
  "data",
  "var",
  "local",
  "module",
  "each",
  "count",
  "path",
  "terraform",
  "self",
  "provider",
]);

/** Reads an attribute of Terraform's JSON syntax. */
export function readValue(raw: unknown): Value {
  if (raw === undefined || raw === null) return { kind: "absent" };
  if (typeof raw !== "string") return { kind: "known", value: raw };
  const match = REFERENCE.exec(raw);
  const type = /([a-z][a-z0-9_]*)\.[\w-]+(?:\[[^\]]*\])?$/.exec(match?.[1] ?? "")?.[1] ?? "";
  if (match?.[1] !== undefined && match[2] !== undefined && !NOT_RESOURCES.has(type))
    return { kind: "reference", address: match[1], attribute: match[2] };
  if (hasExpression(raw)) return { kind: "unknown", expression: raw };
  return { kind: "known", value: raw.replaceAll("$${", "${").replaceAll("%%{", "%{") };
}

/** Whether a text holds anything that Terraform evaluates. */
export function hasExpression(text: string): boolean {
  return /(?<!\$)(\$\$)*\$\{|(?<!%)(%%)*%\{/.test(text);
}

/** How a plan's values are read of which nobody wrote anything: the provider will say them. */
export const NOT_WRITTEN = "${(known after apply: )}";

/** How a report shows a value. */
export function showValue(value: Value): string {
  switch (value.kind) {
    case "absent":
      return "nothing";
    case "known":
      return typeof value.value === "string" ? value.value : JSON.stringify(value.value);
    case "reference":
      return `${value.address}.${value.attribute}`;
    case "unknown":
      return value.expression;
  }
}
