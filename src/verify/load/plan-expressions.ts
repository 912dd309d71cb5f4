import { unknown } from "../expression/evaluate";
import { objectOf } from "./json";
import { escapedTree } from "./plan-values";

/** Of a configuration in JSON a plan tells the text itself, beside its references; names in it are the module's own. */
export function template(expression: unknown, isRoot: boolean): unknown {
  const { constant_value: constant, references } = objectOf(expression);
  return Array.isArray(references) && isRoot ? constant : undefined;
}

/**
 * The texts that a plan tells of expressions; of what one refers to and the plan has no text of, each reference, which stands
 * for the value only where it comes to it.
 */
export function textsOf(expression: unknown, isRoot: boolean): unknown {
  if (Array.isArray(expression)) return expression.map((one) => textsOf(one, isRoot));
  const read = objectOf(expression);
  const { constant_value: constant, references } = read;
  if (Object.hasOwn(read, "constant_value") && !Array.isArray(references)) return escapedTree(constant);
  if (Object.hasOwn(read, "constant_value")) return isRoot ? constant : unknown("");
  if (Array.isArray(references)) return unknown(isRoot ? String(references[0]) : "");
  return Object.fromEntries(Object.entries(read).map(([name, inner]) => [name, textsOf(inner, isRoot)]));
}

/** Whether an attribute by its name takes the id of a resource of a reference's type: `nat_gateway_id`, `aws_nat_gateway.x`. */
export function fits(attribute: string, reference: string): boolean {
  const [type = ""] = reference.split(".");
  const kind = attribute.replace(/(_(id|arn|ids|arns)|s)$/, "");
  return (
    ["var", "local", "module", "each", "count"].includes(type) || type.endsWith(`_${kind}`) || type === `aws_${kind}`
  );
}
