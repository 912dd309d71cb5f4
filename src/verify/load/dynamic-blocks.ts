import { type Instances, type Known } from "../expression/evaluate";
import { type Attributes } from "../model/resource";
import { firstOf, listOf, objectOf } from "./json";

export type IteratorValue = { readonly key: Known; readonly value: Known };

/** `ingress.value.port` within a dynamic block reads like an attribute of a resource `ingress`. */
export function iteratorInstances(
  iterator: string,
  each: IteratorValue,
  mode: "managed" | "data",
  type: string,
  name: string,
): Instances | undefined {
  if (mode !== "managed" || type !== iterator || (name !== "value" && name !== "key")) return undefined;
  const value = each[name];
  return {
    addresses: `${iterator}.${name}`,
    attribute: (_, attribute) =>
      value !== null && typeof value === "object" ? (value as Record<string, Known>)[attribute] : undefined,
  };
}

/** Dynamic blocks whose list is known, written out; the others stay as they are. */
export function expandDynamic(
  evaluated: Record<string, unknown>,
  body: Attributes,
  evaluate: (value: unknown, iterator: string, each: IteratorValue) => Known,
): Attributes {
  const dynamic = objectOf(body["dynamic"]);
  const left: Record<string, unknown> = {};
  for (const [name, blocks] of Object.entries(dynamic))
    for (const [index, block] of listOf(blocks).entries()) {
      const { for_each: rawEach, iterator, content } = objectOf(block);
      const each = listOf(objectOf(evaluated["dynamic"])[name])[index];
      const items = objectOf(each)["for_each"] ?? rawEach;
      const entries = Array.isArray(items)
        ? items.map((item: unknown, at) => ({ key: at, value: item }))
        : items !== null && typeof items === "object"
          ? Object.entries(items).map(([key, value]) => ({ key, value: value as unknown }))
          : undefined;
      // An element that is a text by itself is asked for as a whole, which reads like a resource without an attribute.
      if (entries === undefined || entries.some(({ value }) => value === null || typeof value !== "object")) {
        left[name] = blocks;
        continue;
      }
      const written = entries.map((entry) =>
        evaluate(firstOf(content), typeof iterator === "string" ? iterator : name, entry),
      );
      evaluated[name] = [...listOf(evaluated[name]), ...written];
    }
  if (Object.keys(dynamic).length > 0) {
    if (Object.keys(left).length > 0) evaluated["dynamic"] = left;
    else delete evaluated["dynamic"];
  }
  return evaluated;
}
