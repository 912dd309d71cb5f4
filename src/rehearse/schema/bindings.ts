import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import beyond from "./beyond-bindings.json";
import { type AttributeSchema, type BlockSchema, type NestedBlockSchema, type ValueType } from "./schema";

/**
 * The provider's schema, read from its bindings: each module of `@cdktf/provider-aws` carries the TypeScript that it was
 * compiled from, and that was generated from the schema. The bindings do not carry schema versions, and five resources in
 * them are too large to be typed.
 */
const resolve = createRequire(__filename).resolve;
const LIBRARY = dirname(dirname(resolve("@cdktf/provider-aws/lib/vpc")));

/** A member of the bindings that is not as expected: the schema would be wrong from here on. */
export class BindingsError extends Error {
  public constructor(where: string, what: string) {
    super(`the bindings of hashicorp/aws are not as expected: ${where}: ${what}`);
    this.name = "BindingsError";
  }
}

/**
 * What the bindings leave out, as hashicorp/aws 5.100.0 says of itself (`terraform providers schema -json`; a test
 * compares): which attributes are sensitive, and how many blocks there may be where it is more than one and not any number.
 */
const SENSITIVE: ReadonlySet<string> = new Set(beyond.sensitive);
const MAX_ITEMS: Readonly<Record<string, number>> = beyond.maxItems;

/** The version of hashicorp/aws that the bindings were generated from. */
export function bindingsVersion(): string {
  const manifest = JSON.parse(readFileSync(join(LIBRARY, "..", "package.json"), "utf8")) as {
    cdktf: { provider: { version: string } };
  };
  return manifest.cdktf.provider.version;
}

/** Folders of the bindings by what they are of: resource types, and data sources. */
export function bindingsModules(): ReadonlyMap<string, string> {
  return (modules ??= new Map(
    readdirSync(LIBRARY, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && entry.name !== "provider")
      .map(({ name }) => [name, join(LIBRARY, name)]),
  ));
}

let modules: ReadonlyMap<string, string> | undefined;

/** The schema of the provider's own block: it has no accessors, and is told by how it is written. */
export function readProviderBlock(): BlockSchema {
  const source = sourceOf("provider", join(LIBRARY, "provider", "index.js"));
  return readWritten(source, "  protected synthesizeHclAttributes()", "provider");
}

const WRITTEN_MEMBER =
  /^ +(\w+): \{\n +value: .*\n +isBlock: (true|false),\n +type: "(\w+)",\n +storageClassType: "(\w+)",\n/gm;
const WRITTEN_TYPES: Readonly<Record<string, "string" | "number" | "bool">> = {
  boolean: "bool",
  booleanMap: "bool",
  number: "number",
  numberList: "number",
  string: "string",
  stringList: "string",
  stringMap: "string",
};

function readWritten(source: string, start: string, path: string): BlockSchema {
  const from = source.indexOf(start);
  if (from < 0) throw new BindingsError(path, `there is no ${start.trim()}`);
  const attributes: Record<string, AttributeSchema> = {};
  const blocks: Record<string, NestedBlockSchema> = {};
  const body = source.slice(from, source.indexOf("// remove undefined attributes", from));
  for (const [, name = "", block, kind = "", storage = ""] of body.matchAll(WRITTEN_MEMBER)) {
    const at = `${path}.${name}`;
    if (kind !== "simple" && kind !== "list" && kind !== "set" && kind !== "map") throw new BindingsError(at, kind);
    if (block === "true" && kind !== "map" && kind !== "simple") {
      const struct = storage.replace(/List$/, "");
      const inner = `export function ${struct.charAt(0).toLowerCase()}${struct.slice(1)}ToHclTerraform(`;
      blocks[name] = { nesting: kind, minItems: 0, maxItems: 0, block: readWritten(source, inner, at) };
      continue;
    }
    const element = WRITTEN_TYPES[storage];
    if (block === "true" || element === undefined) throw new BindingsError(at, storage);
    const type: ValueType = kind === "simple" ? element : [kind, element];
    attributes[name] = { type, required: false, optional: true, computed: false, sensitive: false };
  }
  return { attributes, blocks };
}

/**
 * The schema of a module of the bindings.
 *
 * @param name folder, such as `vpc-endpoint` or `data-aws-region`
 * @param folder where the module is. @default - among the bindings
 * @throws BindingsError on a member that is not understood
 */
export function readModule(
  name: string,
  folder: string | undefined = bindingsModules().get(name),
): { readonly type: string; readonly block: BlockSchema } {
  if (folder === undefined) throw new BindingsError(name, "there is no such module");
  const read = new BindingsModule(name, folder);
  const isData = name.startsWith("data-aws-");
  const block = isData ? read.block("TerraformDataSource", `data.${read.type}`) : read.block("TerraformResource", read.type);
  return { type: read.type, block };
}

/** One class of the generated source. */
interface BindingsClass {
  readonly name: string;
  readonly base: string;
  readonly body: string;
  /** Source of the file that it stands in, which has its interface. */
  readonly source: string;
}

const CLASS = /^export class (\w+) extends cdktf\.(\w+) \{$/gm;
const MEMBER = /^ {2}\/\/ (\w+) - computed: (true|false), optional: (true|false), required: (true|false)\n((?:(?! {2}\/\/ ).*\n){1,6})/gm;

class BindingsModule {
  public readonly type: string;
  private readonly classes = new Map<string, BindingsClass>();
  private readonly blocks = new Map<string, BlockSchema>();

  public constructor(
    private readonly name: string,
    folder: string,
  ) {
    const structs = join(folder, "index-structs");
    const files = [
      join(folder, "index.js"),
      ...(existsSync(structs)
        ? readdirSync(structs)
            .filter((file) => /^structs.*\.js$/.test(file))
            .map((file) => join(structs, file))
        : []),
    ];
    let type: string | undefined;
    for (const file of files) {
      const source = sourceOf(name, file);
      type ??= /tfResourceType = "(\w+)"/.exec(source)?.[1];
      const found = [...source.matchAll(CLASS)];
      found.forEach((match, index) => {
        const [, className = "", base = ""] = match;
        const body = source.slice(match.index, found[index + 1]?.index);
        this.classes.set(className, { name: className, base, body, source });
      });
    }
    if (type === undefined) throw new BindingsError(name, "it names no type");
    this.type = type;
  }

  public block(base: string, type: string): BlockSchema {
    const main = [...this.classes.values()].find((one) => one.base === base);
    if (main === undefined) throw new BindingsError(this.name, `it has no ${base}`);
    return this.read(main, type);
  }

  private read(one: BindingsClass, path: string): BlockSchema {
    const done = this.blocks.get(one.name);
    if (done !== undefined) return done;
    const attributes: Record<string, AttributeSchema> = {};
    const blocks: Record<string, NestedBlockSchema> = {};
    this.blocks.set(one.name, { attributes, blocks });
    for (const [, name = "", computed, optional, required, code = ""] of one.body.matchAll(MEMBER)) {
      const [, complex, third] = new RegExp(`= new (\\w+(?:\\.\\w+)?)\\(this, "${name}"(?:, (true|false))?\\)`).exec(code) ?? [];
      const at = `${path}.${name}`;
      const flags = { required: required === "true", optional: optional === "true", computed: computed === "true" };
      if (complex === undefined || complex.startsWith("cdktf.")) {
        const type = complex === undefined ? simpleType(code) : COLLECTIONS[complex];
        if (type === undefined) throw new BindingsError(at, code.trim());
        attributes[name] = { ...flags, type, sensitive: SENSITIVE.has(at) };
        continue;
      }
      const inner = this.classes.get(complex);
      if (inner === undefined) throw new BindingsError(at, `there is no ${complex}`);
      const nested = this.nested(inner, third === "true", at);
      // What is only read back, or is written as an object, is an attribute; of blocks the documentation says so.
      if (!isBlock(one, name)) {
        attributes[name] = { ...flags, type: typeOf(nested), sensitive: SENSITIVE.has(at) };
        continue;
      }
      blocks[name] = { ...nested, minItems: flags.required ? 1 : 0, maxItems: MAX_ITEMS[at] ?? nested.maxItems };
    }
    return { attributes, blocks };
  }

  private nested(inner: BindingsClass, isSet: boolean, path: string): NestedBlockSchema {
    const { base, name, body } = inner;
    if (base === "ComplexObject") {
      const [, index] = /super\(terraformResource, terraformAttribute, false(, 0)?\);/.exec(body) ?? [];
      const isList = index !== undefined;
      return {
        nesting: isList ? "list" : "single",
        minItems: 0,
        maxItems: isList ? 1 : 0,
        block: this.read(inner, path),
      };
    }
    const element = this.classes.get(name.replace(/(List|Map)$/, "OutputReference"));
    if (element === undefined) throw new BindingsError(path, `${name} has no elements`);
    const block = this.read(element, path);
    if (base === "ComplexMap") return { nesting: "map", minItems: 0, maxItems: 0, block };
    if (base !== "ComplexList") throw new BindingsError(path, `${name} is a ${base}`);
    // Terraform has no sets of what may be of any type, as which the bindings give the statements of web ACLs.
    return { nesting: isSet && !hasAnyType(block) ? "set" : "list", minItems: 0, maxItems: 0, block };
  }
}

function hasAnyType({ attributes, blocks }: BlockSchema): boolean {
  return (
    Object.values(attributes).some(({ type }) => JSON.stringify(type).includes('"dynamic"')) ||
    Object.values(blocks).some(({ block }) => hasAnyType(block))
  );
}

const SOURCE_MAP = "//# sourceMappingURL=data:application/json;base64,";

function sourceOf(name: string, file: string): string {
  const text = readFileSync(file, "utf8");
  const at = text.lastIndexOf(SOURCE_MAP);
  if (at < 0) throw new BindingsError(name, "a module carries no source");
  const map = JSON.parse(Buffer.from(text.slice(at + SOURCE_MAP.length).trim(), "base64").toString("utf8")) as {
    sourcesContent?: readonly string[];
  };
  const [source] = map.sourcesContent ?? [];
  if (source === undefined) throw new BindingsError(name, "a module carries no source");
  return source;
}

/** Whether the documentation of the class's interface calls a member a block. */
function isBlock({ name, base, source }: BindingsClass, member: string): boolean {
  // A resource's own may be named otherwise, where the bindings have another of its name.
  const start = base.startsWith("Terraform")
    ? source.search(/^export interface \w+ extends cdktf\.TerraformMetaArguments \{$/m)
    : source.indexOf(`export interface ${name.replace(/(OutputReference|List|Map)$/, "")} `);
  if (start < 0) throw new BindingsError(name, `no interface has ${member}`);
  const end = source.indexOf("\n}\n", start);
  return source.slice(start, end).includes(`  * ${member} block\n`);
}

/** What cdktf returns for collections that have no accessor. */
const COLLECTIONS: Readonly<Record<string, ValueType>> = {
  "cdktf.BooleanMap": ["map", "bool"],
  "cdktf.NumberMap": ["map", "number"],
  "cdktf.StringMap": ["map", "string"],
  "cdktf.StringListMap": ["map", ["list", "string"]],
  "cdktf.StringMapList": ["list", ["map", "string"]],
  "cdktf.AnyMap": ["map", "dynamic"],
};

/** Accessors of cdktf and the types that they are for; sets are turned to lists when they are read. */
const ACCESSORS: readonly (readonly [RegExp, ValueType])[] = [
  [/return this\.getStringAttribute\(/, "string"],
  [/return this\.getNumberAttribute\(/, "number"],
  [/return this\.getBooleanAttribute\(/, "bool"],
  [/return cdktf\.Fn\.tolist\(this\.getListAttribute\(/, ["set", "string"]],
  [/return this\.getListAttribute\(/, ["list", "string"]],
  [/return cdktf\.Token\.asNumberList\(cdktf\.Fn\.tolist\(this\.getNumberListAttribute\(/, ["set", "number"]],
  [/return this\.getNumberListAttribute\(/, ["list", "number"]],
  [/return this\.getStringMapAttribute\(/, ["map", "string"]],
  [/return this\.getNumberMapAttribute\(/, ["map", "number"]],
  [/return this\.getBooleanMapAttribute\(/, ["map", "bool"]],
];

/** Types that are read back as expressions are told by how they are written. */
const WRITTEN: readonly (readonly [RegExp, ValueType])[] = [
  [/\?: \{ \[key: string\]: string\[\] \}/, ["map", ["list", "string"]]],
  [/\?: \{ \[key: string\]: string \}\[\]/, ["list", ["map", "string"]]],
  [/\?: \{ \[key: string\]: \{ \[key: string\]: string \} \}/, ["map", ["map", "string"]]],
  [/\?: \{ \[key: string\]: any \}/, "dynamic"],
  [/\?: string\[\]\[\]/, ["list", ["list", "string"]]],
  [/\?: any/, "dynamic"],
  // Only read back, and too large for the bindings to say.
  [/^ {2}public get/, "dynamic"],
];

function simpleType(code: string): ValueType | undefined {
  const accessor = ACCESSORS.find(([pattern]) => pattern.test(code));
  if (accessor !== undefined) return accessor[1];
  const [, asSet] =
    /return (?:cdktf\.Token\.asAny\()?(cdktf\.Fn\.tolist\()?this\.interpolationForAttribute\(/.exec(code) ?? [undefined, ""];
  if (asSet === "") return undefined;
  const written = WRITTEN.find(([pattern]) => pattern.test(code))?.[1];
  if (asSet === undefined || !Array.isArray(written) || written[0] !== "list") return written;
  // Of the elements of a set the bindings say that they are lists, and not that they are sets as well.
  const element = written[1] as ValueType;
  return ["set", Array.isArray(element) && element[0] === "list" ? ["set", element[1] as ValueType] : element];
}

/** A block that is an attribute is an object of its attributes, or a collection of such. */
function typeOf({ nesting, block }: NestedBlockSchema): ValueType {
  const members = [
    ...Object.entries(block.attributes).map(([name, { type }]) => [name, type] as const),
    ...Object.entries(block.blocks).map(([name, inner]) => [name, typeOf(inner)] as const),
  ];
  const object: ValueType = ["object", Object.fromEntries(members)];
  return nesting === "single" ? object : [nesting, object];
}
