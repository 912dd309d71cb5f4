import { type ResourceEntry } from "../load/configuration";
import { readValue, type Value } from "./value";

/** Attributes as they stand in the file. */
export type Attributes = Readonly<Record<string, unknown>>;

/** A block or an element of a list of objects. */
export class Block {
  public constructor(public readonly attributes: Attributes) {}

  public value(name: string): Value {
    return readValue(this.attributes[name]);
  }

  /** Each element of a list attribute. A list that is an expression as a whole is one unknown element. */
  public list(name: string): Value[] {
    const raw = this.attributes[name];
    if (raw === undefined || raw === null) return [];
    return (Array.isArray(raw) ? raw : [raw]).map(readValue);
  }

  /** The blocks of a name, however JSON nests them: one object, or a list of objects. */
  public blocks(name: string): Block[] {
    return this.list(name).flatMap((value) => (isBlock(value) ? [new Block(value.value as Attributes)] : []));
  }

  /** Whether blocks of a name are generated or given by an expression, so that {@link blocks} does not show them all. */
  public hasHiddenBlocks(name: string): boolean {
    const dynamic = this.attributes["dynamic"];
    const generated = dynamic !== undefined && JSON.stringify(dynamic).includes(`"${name}"`);
    return generated || this.list(name).some((value) => value.kind !== "absent" && !isBlock(value));
  }

  /** Whether an attribute is true, false, or neither can be told. */
  public truth(name: string): boolean | undefined {
    const value = this.value(name);
    if (value.kind === "absent") return false;
    if (value.kind !== "known") return undefined;
    if (value.value === true || value.value === "true") return true;
    return value.value === false || value.value === "false" ? false : undefined;
  }

  /** The text of an attribute, where it stands in the file. */
  public text(name: string): string | undefined {
    const value = this.value(name);
    return value.kind === "known" && (typeof value.value === "string" || typeof value.value === "number")
      ? String(value.value)
      : undefined;
  }
}

function isBlock(value: Value): value is { readonly kind: "known"; readonly value: unknown } {
  return value.kind === "known" && typeof value.value === "object" && !Array.isArray(value.value);
}

/** A resource of the configuration. */
export class Resource extends Block {
  public readonly address: string;
  public readonly mode: "managed" | "data";
  public readonly type: string;
  public readonly name: string;
  /** Construct path, where the file was synthesized by cdktf. */
  public readonly path: string | null;

  public constructor(
    { address, mode, type, name, attributes }: ResourceEntry,
    /** The configuration of the provider that makes it; nothing where that cannot be told. */
    public readonly provider: Block | undefined,
  ) {
    super(attributes);
    this.address = address;
    this.mode = mode;
    this.type = type;
    this.name = name;
    const metadata = (attributes["//"] as { metadata?: { path?: unknown } } | undefined)?.metadata;
    this.path = typeof metadata?.path === "string" ? metadata.path : null;
  }

  /** The region that it is made in, where it or its provider says it. */
  public get region(): string | undefined {
    return this.text("region") ?? this.provider?.text("region");
  }
}
