import { type Diagnostic } from "../plugin/provider";
import { isList, isObject, isSame, Unknown, type DataValue, type ObjectValue } from "../plugin/values";
import { type BlockSchema, type NestedBlockSchema, type ValueType } from "../schema";
import { PROVIDER_BEHAVIOUR } from "./provider-behaviour";

/** Attributes that only the provider sets must not be configured: Terraform itself does not look. */
export function unconfigurable({ attributes }: BlockSchema, config: ObjectValue): Diagnostic[] {
  return Object.entries(attributes).flatMap(([name, { optional, required }]) =>
    optional || required || (config[name] ?? null) === null
      ? []
      : [
          {
            severity: "error" as const,
            summary: "Value for unconfigurable attribute",
            detail: `Can't configure a value for "${name}": its value will be decided automatically based on the result of applying this configuration.`,
            path: [name],
          },
        ],
  );
}

/**
 * What the provider plans: what is proposed, its defaults, and unknown where it will say itself.
 * `prior` is what the resource was; what the provider once said stays.
 */
export function fillPlan(
  type: string,
  block: BlockSchema,
  proposed: ObjectValue,
  config: ObjectValue,
  prior: ObjectValue | null,
  path = "",
): ObjectValue {
  const planned: ObjectValue = {};
  const defaults = PROVIDER_BEHAVIOUR[type]?.defaults ?? {};
  for (const [name, { computed, type: shape }] of Object.entries(block.attributes)) {
    const value = proposed[name] ?? null;
    const at = path === "" ? name : `${path}.${name}`;
    if (value !== null) planned[name] = withDefaults(collapsed(value, shape), at, defaults);
    else if (at in defaults) planned[name] = defaults[at] as DataValue;
    else
      planned[name] =
        computed && (config[name] ?? null) === null && (prior === null || prior[name] === undefined)
          ? Unknown.value
          : value;
  }
  const computedBlocks = PROVIDER_BEHAVIOUR[type]?.computedBlocks ?? [];
  for (const [name, nested] of Object.entries(block.blocks)) {
    const at = path === "" ? name : `${path}.${name}`;
    const value = proposed[name] ?? null;
    const isLeftOut = isList(value) && value.length === 0;
    // What nobody wrote is what AWS says of it, and stays what it said.
    planned[name] =
      isLeftOut && computedBlocks.includes(at)
        ? prior === null
          ? Unknown.value
          : (prior[name] ?? value)
        : fillNested(type, nested, value, config[name] ?? null, at);
  }
  return planned;
}

/** A set or map of which one element is not known is not known to the provider's SDK. */
function collapsed(value: DataValue, shape: ValueType): DataValue {
  if (typeof shape === "string" || !(isList(value) || isObject(value))) return value;
  const [kind, inner] = shape as readonly [string, ValueType | Readonly<Record<string, ValueType>>];
  if (isList(value)) {
    if (kind === "set" && value.some((one) => one instanceof Unknown)) return Unknown.value;
    return value.map((one) => collapsed(one, inner as ValueType));
  }
  if (kind === "map") return Object.values(value).some((one) => one instanceof Unknown) ? Unknown.value : value;
  if (kind !== "object") return value;
  const members = inner as Readonly<Record<string, ValueType>>;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, collapsed(one, members[name] ?? "dynamic")]),
  );
}

/** Members of objects that are attributes have defaults too. */
function withDefaults(value: DataValue, path: string, defaults: Readonly<Record<string, DataValue>>): DataValue {
  if (isList(value)) return value.map((one) => withDefaults(one, path, defaults));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, one ?? defaults[`${path}.${name}`] ?? null]),
  );
}

function fillNested(
  type: string,
  { nesting, block }: NestedBlockSchema,
  proposed: DataValue,
  config: DataValue,
  path: string,
): DataValue {
  const fill = (one: DataValue, written: DataValue | undefined): DataValue =>
    isObject(one) ? fillPlan(type, block, one, isObject(written) ? written : one, null, path) : one;
  if (nesting === "single") return fill(proposed, config);
  if (nesting === "map")
    return isObject(proposed)
      ? Object.fromEntries(
          Object.entries(proposed).map(([key, one]) => [key, fill(one, isObject(config) ? config[key] : undefined)]),
        )
      : proposed;
  return isList(proposed)
    ? proposed.map((one, index) => fill(one, isList(config) ? config[index] : undefined))
    : proposed;
}

/** Attributes that the provider knows to change with others. */
export function markChanging(
  type: string,
  block: BlockSchema,
  prior: ObjectValue,
  planned: ObjectValue,
  config: ObjectValue,
): void {
  for (const [name, because] of Object.entries(PROVIDER_BEHAVIOUR[type]?.changesWith ?? {}))
    if (
      block.attributes[name]?.computed === true &&
      (config[name] ?? null) === null &&
      because.some((other) => !isSame(prior[other], planned[other]))
    )
      planned[name] = Unknown.value;
}
