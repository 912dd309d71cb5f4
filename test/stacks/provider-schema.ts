import { readFileSync } from "node:fs";

/** What may be written into a block: attribute names, and the blocks below. */
export type Block = ReadonlyMap<string, Block | "attribute">;

const blocks = new Map<string, Block>();

/**
 * The block of a resource type (or of the provider itself: `provider`), nested blocks included, read from the source of
 * the bindings, which is generated from the schema of the provider. Knows what can be set, not what is only computed.
 */
export function blockOf(type: string): Block {
  const known = blocks.get(type);
  if (known !== undefined) return known;
  const module = type === "provider" ? type : type.slice("aws_".length).replaceAll("_", "-");
  const source = readFileSync(require.resolve(`@cdktf/provider-aws/lib/${module}/index.js`), "utf8");
  const block = readBlock(source, /\n {4}synthesizeAttributes\(\) \{([\s\S]*?)\n {4}\}/, type);
  blocks.set(type, block);
  return block;
}

/** Reads `name: mapper(...)` lines; a mapper of the bindings' own stands for a block. */
function readBlock(source: string, body: RegExp, title: string): Block {
  const [, text] = body.exec(source) ?? [];
  if (text === undefined) throw new Error(`the bindings have no block ${title} where it was looked for`);
  return new Map(
    [...text.matchAll(/^ +(\w+): (?:cdktf\.listMapper\()?(\w+)/gm)].map(([, name = "", mapper = ""]) => [
      name,
      mapper.endsWith("ToTerraform")
        ? readBlock(source, new RegExp(`\\nfunction ${mapper}\\(struct\\) \\{([\\s\\S]*?)\\n\\}`), mapper)
        : ("attribute" as const),
    ]),
  );
}

/** Where in a written value stands a name that the block does not take; list items carry their number. */
export function unknownNames(value: unknown, block: Block, path: string): string[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => unknownNames(item, block, `${path}[${index}]`));
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([name, child]) => {
    const below = block.get(name);
    if (below === undefined) return [`${path}.${name}`];
    return below === "attribute" ? [] : unknownNames(child, below, `${path}.${name}`);
  });
}
