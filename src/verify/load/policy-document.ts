import { type Attributes } from "../model/resource";
import { isKnown, type Known } from "../expression/evaluate";

/** Blocks and attributes of the data source, and what they are in the document. */
const MEMBERS = [
  ["actions", "Action"],
  ["not_actions", "NotAction"],
  ["resources", "Resource"],
  ["not_resources", "NotResource"],
] as const;

/**
 * The JSON that `data.aws_iam_policy_document` comes to, which needs no answer of AWS's; nothing where a part of it is not
 * known. https://registry.terraform.io/providers/hashicorp/aws/6.25.0/docs/data-sources/iam_policy_document
 */
export function policyDocument(attributes: Attributes): string | undefined {
  const others = ["source_policy_documents", "override_policy_documents", "source_json", "override_json"];
  if (others.some((name) => attributes[name] !== undefined && attributes[name] !== null)) return undefined;
  const statements = blocks(attributes["statement"]);
  if (statements === undefined || attributes["dynamic"] !== undefined) return undefined;
  const read = statements.map(statement);
  if (read.includes(undefined)) return undefined;
  const version = typeof attributes["version"] === "string" ? attributes["version"] : "2012-10-17";
  return JSON.stringify({ Version: version, Statement: read });
}

function statement(block: Attributes): Record<string, Known> | undefined {
  const document: Record<string, Known> = { Effect: block["effect"] ?? "Allow" };
  if (typeof block["sid"] === "string" && block["sid"] !== "") document["Sid"] = block["sid"];
  for (const [name, member] of MEMBERS) {
    const value = block[name];
    if (value === undefined || value === null) continue;
    if (!Array.isArray(value)) return undefined;
    document[member] = value.map(withVariables);
  }
  for (const [name, member] of [
    ["principals", "Principal"],
    ["not_principals", "NotPrincipal"],
  ] as const) {
    const principals = blocks(block[name]);
    if (principals === undefined) return undefined;
    if (principals.length === 0) continue;
    const [only] = principals;
    if (principals.length === 1 && only?.["type"] === "*" && String(only["identifiers"]) === "*") {
      document[member] = "*";
      continue;
    }
    const all: Record<string, Known[]> = {};
    for (const { type, identifiers } of principals) {
      if (typeof type !== "string" || !isKnown(type) || !Array.isArray(identifiers)) return undefined;
      all[type] = [...(all[type] ?? []), ...(identifiers as Known[])];
    }
    document[member] = all;
  }
  const conditions = blocks(block["condition"]);
  if (conditions === undefined || block["dynamic"] !== undefined) return undefined;
  const condition: Record<string, Record<string, Known>> = {};
  for (const { test, variable, values } of conditions) {
    if (typeof test !== "string" || typeof variable !== "string" || !Array.isArray(values)) return undefined;
    // The provider joins the values of one operator and key.
    const keys = (condition[test] ??= {});
    const before = keys[variable];
    keys[variable] = [...(Array.isArray(before) ? (before as Known[]) : []), ...values.map(withVariables)];
  }
  if (conditions.length > 0) document["Condition"] = condition;
  return document;
}

/** The data source writes policy variables as `&{...}`, since `${...}` is Terraform's own. */
function withVariables(value: Known): Known {
  return typeof value === "string" ? value.replaceAll("&{", () => "$${") : value;
}

function blocks(raw: unknown): readonly Attributes[] | undefined {
  if (raw === undefined || raw === null) return [];
  const list: readonly unknown[] = Array.isArray(raw) ? raw : [raw];
  return list.every((one): one is Attributes => one !== null && typeof one === "object" && !Array.isArray(one))
    ? list
    : undefined;
}
