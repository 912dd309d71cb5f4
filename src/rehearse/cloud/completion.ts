import { isList, isObject, Unknown, type DataValue, type ObjectValue } from "../plugin/values";
import { type NestedBlockSchema, type ValueType } from "../schema";
import { computedValue } from "./computed";
import { type Call } from "./resource-type";

/** The values of a call: what is unknown is not asked for. */
export function known(value: ObjectValue): ObjectValue {
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, knownValue(one)]));
}

function knownValue(value: DataValue): DataValue {
  if (value instanceof Unknown) return null;
  if (isList(value)) return value.map(knownValue);
  return isObject(value) ? known(value) : value;
}

export function completeNested(
  value: DataValue,
  shape: ValueType | NestedBlockSchema | undefined,
  said: DataValue | undefined,
  call: Call,
  id: string,
  name = "",
): DataValue {
  if (value instanceof Unknown && shape !== undefined && !isType(shape))
    return said ?? (shape.nesting === "single" ? null : shape.nesting === "map" ? {} : []);
  if (value instanceof Unknown) return said ?? computedValue(name, isType(shape) ? shape : "string", call, id);
  if (isList(value))
    return value.map((one, index) =>
      completeNested(one, elementOf(shape), isList(said) ? said[index] : undefined, call, id, name),
    );
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [
      key,
      completeNested(one, memberOf(shape, key), isObject(said) ? said[key] : undefined, call, id, key),
    ]),
  );
}

function isType(shape: ValueType | NestedBlockSchema | undefined): shape is ValueType {
  return typeof shape === "string" || Array.isArray(shape);
}

function elementOf(shape: ValueType | NestedBlockSchema | undefined): ValueType | NestedBlockSchema | undefined {
  if (!isType(shape)) return shape;
  return Array.isArray(shape) && shape[0] !== "object" ? (shape[1] as ValueType) : shape;
}

function memberOf(
  shape: ValueType | NestedBlockSchema | undefined,
  key: string,
): ValueType | NestedBlockSchema | undefined {
  if (shape === undefined || typeof shape === "string") return undefined;
  if (!isType(shape)) return shape.block.attributes[key]?.type ?? shape.block.blocks[key];
  const [kind, inner] = shape as readonly [string, ValueType | Readonly<Record<string, ValueType>>];
  return kind === "object" ? (inner as Readonly<Record<string, ValueType>>)[key] : (inner as ValueType);
}
