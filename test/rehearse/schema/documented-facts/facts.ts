/**
 * What a page of the provider's documentation says of a resource type. Names inside of blocks are dotted paths.
 *
 * The facts are read from the pages, not from any schema: two ways to the same thing, so that a mistake of one shows.
 */
export interface DocumentedFacts {
  /**
   * Which page, and the commit at which it was read: `r` is
   * `https://github.com/hashicorp/terraform-provider-aws/blob/<commit>/website/docs/r/<type without aws_>.html.markdown`,
   * `cdktf/python/r` is the same page with its examples in Python. The pages are of versions 5 and 6 of the provider, most
   * of them older than the bindings: what a page leaves out is not asserted, and what the bindings' version does not keep is
   * `contradicted`.
   */
  readonly page: `${"r" | "cdktf/python/r"}@${string}`;
  /** Arguments and blocks that have to be there. */
  readonly required?: readonly string[];
  /** Arguments and blocks that may be there. */
  readonly optional?: readonly string[];
  /** What is exported, and is no argument: it cannot be set. */
  readonly exported?: readonly string[];
  /** Members of objects that are attributes: schemas do not say of these whether they have to be there. */
  readonly members?: readonly string[];
  /** What is written as a block, or as an object with documented members. */
  readonly blocks?: readonly string[];
  /** Values that the page calls secret. */
  readonly sensitive?: readonly string[];
  /** What the page calls a set. */
  readonly sets?: readonly string[];
  /** What the page calls a map. */
  readonly maps?: readonly string[];
  /** Blocks of which the page allows one. */
  readonly atMostOne?: readonly string[];
  /**
   * Claims of the page that the provider does not keep, as `optional insight_selector.insight_type`, each with the reason.
   * In all of them but those of another version the schema of hashicorp/aws 5.100.0 says what the bindings say.
   */
  readonly contradicted?: Readonly<Record<string, string>>;
}

export const CLAIMS = [
  "required",
  "optional",
  "exported",
  "members",
  "blocks",
  "sensitive",
  "sets",
  "maps",
  "atMostOne",
] as const satisfies readonly (keyof DocumentedFacts)[];
export type Claim = (typeof CLAIMS)[number];

/** Names apart by spaces; `block.{one,other}` stands for `block.one` and `block.other`. */
export function names(text: TemplateStringsArray): string[] {
  return text
    .join("")
    .trim()
    .split(/\s+/)
    .flatMap((word) => {
      const [, before, inner] = /^([\w.]*)\{([\w,]+)\}$/.exec(word) ?? [];
      return inner === undefined ? [word] : inner.split(",").map((name) => `${before ?? ""}${name}`);
    });
}
