import { Unknown, type ObjectValue } from "../plugin/values";
import { type BlockSchema } from "../schema";

/** Digits that the provider's SDK appends: a time and a counter. */
const SUFFIX = 26;

/**
 * Names that the provider itself makes where the configuration gives none, or the start of one: `name` and `name_prefix`,
 * `bucket` and `bucket_prefix`, and their like. A name that was given has no prefix, unless it ends as a generated one does.
 */
export function generatedNames(
  { attributes }: BlockSchema,
  planned: ObjectValue,
  digits: (length: number) => string,
): Record<string, string> {
  const names: Record<string, string> = {};
  for (const [prefixed, attribute] of Object.entries(attributes)) {
    const name = prefixed.replace(/_prefix$/, "");
    if (name === prefixed || !attribute.computed || !attribute.optional || attributes[name] === undefined) continue;
    const given = planned[name];
    const start = planned[prefixed];
    if (given instanceof Unknown) names[name] = `${typeof start === "string" ? start : "terraform-"}${digits(SUFFIX)}`;
    if (start instanceof Unknown) {
      const [, found] = /^(.*)[0-9a-f]{26}$/.exec(names[name] ?? (typeof given === "string" ? given : "")) ?? [];
      names[prefixed] = found ?? "";
    }
  }
  return names;
}
