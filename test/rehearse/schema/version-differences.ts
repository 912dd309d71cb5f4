import { bindingsVersion } from "../../../src/rehearse/schema/bindings";
import {
  type AttributeSchema,
  type BlockSchema,
  type NestedBlockSchema,
  type ProviderSchema,
  type ValueType,
} from "../../../src/rehearse/schema";
import { type RealAttribute, type RealBlock, type RealNestedBlock, type RealSchema } from "./real-schema";

/** How the schema that is derived from the bindings differs from that of a real provider of another version. */
export interface VersionDifferences {
  /** Version of the real provider. */
  readonly was: string;
  /** Version of the bindings. */
  readonly is: string;
  /** Types, attributes and blocks that only the real provider has. */
  readonly gone: readonly string[];
  /** What both have, and not alike. */
  readonly changed: readonly string[];
  /** What the bindings are too large to give types to: `any`, and lists of it for sets. */
  readonly untyped: readonly string[];
  /** Types, attributes and blocks that only the bindings have, but for `region`, which almost all types got. */
  readonly added: readonly string[];
}

export function versionDifferences(real: RealSchema, ours: ProviderSchema, was: string): VersionDifferences {
  const found = new Differences();
  for (const [all, blocks, prefix] of [
    [real.resource_schemas, ours.resources, ""],
    [real.data_source_schemas, ours.dataSources, "data."],
  ] as const)
    found.members(all, Object.fromEntries(blocks), prefix, (at, { block }, own) => {
      found.block(at, block, own);
    });
  return {
    was,
    is: bindingsVersion(),
    gone: found.gone.sort(),
    changed: found.changed.sort(),
    untyped: found.untyped.sort(),
    added: found.added.filter((path) => !path.endsWith(".region")).sort(),
  };
}

/** What the bindings leave out, as the real provider says it of what the bindings have. */
export function beyondBindings(real: RealSchema, ours: ProviderSchema): object {
  const sensitive: string[] = [];
  const maxItems: Record<string, number> = {};
  const read = (path: string, block: RealBlock, own: BlockSchema | undefined): void => {
    if (own === undefined) return;
    for (const [name, attribute] of Object.entries(block.attributes ?? {}))
      if (attribute.sensitive === true && own.attributes[name] !== undefined) sensitive.push(`${path}.${name}`);
    for (const [name, { max_items: most = 0, block: inner }] of Object.entries(block.block_types ?? {})) {
      const nested = own.blocks[name];
      if (nested === undefined) continue;
      if (most > 1) maxItems[`${path}.${name}`] = most;
      read(`${path}.${name}`, inner, nested.block);
    }
  };
  for (const [type, { block }] of Object.entries(real.resource_schemas)) read(type, block, ours.resources.get(type));
  for (const [type, { block }] of Object.entries(real.data_source_schemas))
    read(`data.${type}`, block, ours.dataSources.get(type));
  return {
    sensitive: sensitive.sort(),
    maxItems: Object.fromEntries(Object.entries(maxItems).sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

class Differences {
  public readonly gone: string[] = [];
  public readonly changed: string[] = [];
  public readonly untyped: string[] = [];
  public readonly added: string[] = [];

  /** Members by name: those of both are compared, the others are gone or added. */
  public members<A, B>(
    theirs: Readonly<Record<string, A>>,
    own: Readonly<Record<string, B>>,
    prefix: string,
    compare: (at: string, theirs: A, own: B) => void,
  ): void {
    for (const [name, one] of Object.entries(theirs)) {
      const other = own[name];
      if (other === undefined) this.gone.push(`${prefix}${name}`);
      else compare(`${prefix}${name}`, one, other);
    }
    this.added.push(...Object.keys(own).flatMap((name) => (name in theirs ? [] : [`${prefix}${name}`])));
  }

  public block(path: string, real: RealBlock, ours: BlockSchema): void {
    this.members(
      { ...real.attributes, ...real.block_types },
      { ...ours.attributes, ...ours.blocks },
      `${path}.`,
      (at, theirs, own) => {
        const isUntyped = "type" in own && JSON.stringify(own.type).includes('"dynamic"');
        if (isUntyped && !("type" in theirs && JSON.stringify(theirs.type).includes('"dynamic"'))) this.untyped.push(at);
        else if ("block" in theirs && "block" in own) this.nested(at, theirs, own);
        else if (!("block" in theirs) && !("block" in own)) this.attribute(at, theirs, own);
        else this.differs(at, "block" in theirs ? "a block" : "an attribute", "block" in own ? "a block" : "an attribute");
      },
    );
  }

  private attribute(at: string, theirs: RealAttribute, own: AttributeSchema): void {
    if (theirs.type === undefined) throw new Error(`${at} has no type`);
    this.differs(at, uses(theirs), uses(own));
    this.type(at, theirs.type, own.type);
  }

  private nested(at: string, theirs: RealNestedBlock, own: NestedBlockSchema): void {
    const isUntyped = theirs.nesting_mode === "set" && own.nesting === "list" && hasUntyped(own.block);
    if (isUntyped) this.untyped.push(at);
    else this.differs(at, theirs.nesting_mode, own.nesting);
    this.differs(at, atLeast(theirs.min_items), atLeast(own.minItems));
    if (theirs.nesting_mode !== "single" || own.nesting === "single")
      this.differs(at, `at most ${String(theirs.max_items ?? 0)}`, `at most ${String(own.maxItems)}`);
    this.block(at, theirs.block, own.block);
  }

  private type(at: string, theirs: ValueType, own: ValueType): void {
    if (typeof theirs === "string" || typeof own === "string" || theirs[0] !== own[0])
      this.differs(at, JSON.stringify(theirs), JSON.stringify(own));
    else if (theirs[0] === "object" && own[0] === "object")
      this.members(theirs[1], own[1], `${at}.`, (inner, a, b) => {
        this.type(inner, a, b);
      });
    else this.type(at, theirs[1] as ValueType, own[1] as ValueType);
  }

  private differs(at: string, was: string, is: string): void {
    if (was !== is) this.changed.push(`${at}: was ${was}, is ${is}`);
  }
}

function uses({ required, optional, computed, sensitive }: RealAttribute): string {
  return Object.entries({ required, optional, computed, sensitive })
    .flatMap(([word, is]) => (is === true ? [word] : []))
    .join(" and ");
}

function atLeast(items: number | undefined): string {
  return (items ?? 0) > 0 ? "required" : "optional";
}

function hasUntyped({ attributes, blocks }: BlockSchema): boolean {
  return (
    Object.values(attributes).some(({ type }) => JSON.stringify(type).includes('"dynamic"')) ||
    Object.values(blocks).some(({ block }) => hasUntyped(block))
  );
}
