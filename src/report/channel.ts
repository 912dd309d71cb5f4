import { type Channel } from "../verify";
import { familyOf, familyTitle } from "./families";

/** One channel, for people: what it is, how it is opened and closed, what is looked at, and where that is documented. */
export function renderChannel({ id, title, opens, closes, sources, types = [] }: Channel): string {
  return [
    `${id}: ${title}`,
    "",
    ...wrapped("Opened by", opens),
    ...wrapped("Closed where", closes),
    ...(types.length > 0 ? wrapped("Looks at", types.join(", ")) : []),
    "",
    "Sources",
    ...sources.map((source) => `  ${source}`),
    "",
  ].join("\n");
}

/** Every channel by family. */
export function renderChannelList(channels: readonly Channel[]): string {
  const families = [...new Set(channels.map(({ id }) => familyOf(id)))];
  return families
    .map((family) =>
      [
        familyTitle(family),
        ...channels.filter(({ id }) => familyOf(id) === family).map(({ id, title }) => `  ${id.padEnd(27)} ${title}`),
        "",
      ].join("\n"),
    )
    .join("\n");
}

const WIDTH = 96;

function wrapped(title: string, text: string): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" "))
    if (line !== "" && line.length + word.length + 3 > WIDTH) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  return [title, ...[...lines, line].map((one) => `  ${one}`)];
}
