import { Document, isMap, isScalar, visit, type YAMLMap } from "yaml";

/**
 * A file of a pipeline in YAML. Beside what is pinned by a digest stands what it is, for people and for what renews pins.
 *
 * @param nameOf the name of what a `uses` pins
 */
export function yamlText(content: unknown, heading: string, nameOf: (uses: string) => string | undefined): string {
  const document = new Document(content, { aliasDuplicateObjects: false });
  document.commentBefore = heading;
  if (isMap(document.contents)) apart(document.contents);
  visit(document, {
    Pair(_, { key, value }) {
      if (isScalar(key) && key.value === "uses" && isScalar(value)) {
        const name = nameOf(String(value.value));
        if (name !== undefined) value.comment = ` ${name}`;
      }
      if (isMap(value) && isScalar(key) && key.value === "jobs") apart(value);
    },
  });
  return document.toString({ lineWidth: 0 });
}

/** A blank line before each part but the first. */
function apart({ items }: YAMLMap): void {
  for (const { key } of items.slice(1)) if (isScalar(key)) key.spaceBefore = true;
}
