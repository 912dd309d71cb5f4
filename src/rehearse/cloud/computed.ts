import { type DataValue } from "../plugin/values";
import { type ValueType } from "../schema";
import { type Call, type ResourceType } from "./resource-type";

/** The id that AWS gives to a new resource. */
export function idOf(type: string, { id }: ResourceType, call: Call): string {
  if (typeof id === "function") return id(call);
  return fill(id ?? `${type.replace(/^aws_/, "").replaceAll("_", "-")}-{hex17}`, call);
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
export function arnOf(type: string, { arn }: ResourceType, call: Call, id: string): string {
  const [service = "", ...rest] = type.replace(/^aws_/, "").split("_");
  return `arn:${partitionOf(call.region)}:${fill(arn ?? `${service}:{region}:{account}:${rest.join("-")}/{id}`, call, id)}`;
}

export function partitionOf(region: string): string {
  return region.startsWith("cn-") ? "aws-cn" : region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

/** https://docs.aws.amazon.com/general/latest/gr/rande.html */
export function dnsSuffixOf(region: string): string {
  return region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
}

/** Writes a pattern out: `{region}`, `{account}`, `{id}`, `{hexN}`, `{uuid}`, or a value's name. */
export function fill(pattern: string, call: Call, id = ""): string {
  return pattern.replace(/\{(\w+)\}/g, (_, name: string) => {
    if (name === "region" || name === "account") return call[name];
    if (name === "id") return id;
    if (name === "uuid") {
      const digits = call.digits(32);
      return [
        digits.slice(0, 8),
        digits.slice(8, 12),
        digits.slice(12, 16),
        digits.slice(16, 20),
        digits.slice(20),
      ].join("-");
    }
    const [, count] = /^hex(\d+)$/.exec(name) ?? [];
    if (count !== undefined) return call.digits(Number(count));
    const value = call.values[name];
    return typeof value === "string" || typeof value === "number" ? String(value) : "";
  });
}

/** A value of the right type for what nobody says: it names its resource, and is nothing that AWS would give. */
export function computedValue(name: string, type: ValueType, call: Call, id: string): DataValue {
  if (type === "number") return 0;
  if (type === "bool") return false;
  if (type === "dynamic") return null;
  if (Array.isArray(type)) {
    const [kind, inner] = type as readonly [string, unknown];
    if (kind === "list" || kind === "set") return [];
    if (kind === "map") return {};
    return Object.fromEntries(
      Object.entries(inner as Readonly<Record<string, ValueType>>).map(([key, one]) => [
        key,
        computedValue(key, one, call, id),
      ]),
    );
  }
  if (name === "region") return call.region;
  if (/(^|_)(owner|account|owner_id|account_id)$/.test(name)) return call.account;
  if (name === "name") return `terraform-${call.digits(26)}`;
  if (/(description|policy|document|password|token|secret|key_material|value|message|prefix)$/.test(name)) return "";
  return `${id}-${name.replaceAll("_", "-")}`;
}
