import { type Channel } from "../verify";
import { familyOf, familyTitle } from "./families";
import { wrapped } from "./wrapped";

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
