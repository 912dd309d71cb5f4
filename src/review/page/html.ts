import { printable } from "../../report/untrusted-text";

/** Markup that may stand in a page as it is. */
export class Html {
  public constructor(public readonly markup: string) {}
}

export type Content = Html | string | number | undefined | readonly Content[];

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** A text as markup that means nothing but this text, in an element or in a quoted attribute. */
export function escaped(text: string): string {
  return printable(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/**
 * Markup with contents in it. Whatever is no {@link Html} is text: names and sentences of a configuration cannot become
 * markup, and control characters are shown as their codes.
 */
export function html(strings: TemplateStringsArray, ...contents: readonly Content[]): Html {
  return new Html(strings.reduce((all, string, index) => `${all}${markupOf(contents[index - 1])}${string}`));
}

function markupOf(content: Content): string {
  if (content === undefined) return "";
  if (content instanceof Html) return content.markup;
  if (typeof content === "string") return escaped(content);
  return typeof content === "number" ? String(content) : content.map(markupOf).join("");
}
