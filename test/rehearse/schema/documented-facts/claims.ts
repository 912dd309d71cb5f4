import { type AttributeSchema, type BlockSchema, type NestedBlockSchema, type ValueType } from "../../../../src/rehearse/schema";
import { CLAIMS, type Claim, type DocumentedFacts } from "./facts";

/** What a schema has at a path: an attribute, a block, or a member of an object, of which there is but the type. */
interface Found {
  readonly attribute?: AttributeSchema;
  readonly nested?: NestedBlockSchema;
  readonly type?: ValueType;
}

/** The claims of a page that a schema does not keep, as `claim path`. */
export function brokenClaims(block: BlockSchema, facts: DocumentedFacts): string[] {
  return CLAIMS.flatMap((claim) =>
    (facts[claim] ?? [])
      .filter((path) => !holds(claim, path, find(block, path.split("."))))
      .map((path) => `${claim} ${path}`),
  );
}

function holds(claim: Claim, path: string, { attribute, nested, type = attribute?.type }: Found): boolean {
  switch (claim) {
    case "required":
      return attribute?.required === true || (nested?.minItems ?? 0) > 0;
    case "optional":
      return attribute?.optional === true || nested?.minItems === 0;
    case "exported":
      // What identifies a resource and all of its tags are optional too in the schemas of older resources, and nowhere arguments.
      return attribute?.computed === true && (!attribute.optional || path === "id" || path === "tags_all");
    case "members":
      return type !== undefined && attribute === undefined;
    case "blocks":
      return nested !== undefined || objectIn(type) !== undefined;
    case "sensitive":
      return attribute?.sensitive === true;
    case "sets":
      return nested?.nesting === "set" || type?.[0] === "set";
    case "maps":
      return nested?.nesting === "map" || type?.[0] === "map";
    case "atMostOne":
      return nested?.maxItems === 1 || nested?.nesting === "single";
  }
}

function find(block: BlockSchema, [name = "", ...rest]: readonly string[]): Found {
  const nested = block.blocks[name];
  if (nested !== undefined) return rest.length === 0 ? { nested } : find(nested.block, rest);
  const attribute = block.attributes[name];
  if (attribute === undefined || rest.length === 0) return attribute === undefined ? {} : { attribute };
  const type = rest.reduce<ValueType | undefined>((outer, inner) => objectIn(outer)?.[inner], attribute.type);
  return type === undefined ? {} : { type };
}

/** Members of an object, or of the objects of a collection. */
function objectIn(type: ValueType | undefined): Readonly<Record<string, ValueType>> | undefined {
  if (type === undefined || typeof type === "string") return undefined;
  return type[0] === "object" ? type[1] : objectIn(type[1]);
}
