import { SyntaxProblem } from "./syntax";

export type Token =
  | { readonly kind: "number"; readonly text: string; readonly at: number; readonly end: number }
  | { readonly kind: "name"; readonly text: string; readonly at: number; readonly end: number }
  | { readonly kind: "symbol"; readonly text: string; readonly at: number; readonly end: number }
  /** A quoted template; `text` is what stands between the quotes, escapes included. */
  | { readonly kind: "quoted"; readonly text: string; readonly at: number; readonly end: number }
  | { readonly kind: "end"; readonly text: ""; readonly at: number; readonly end: number };

const SPACE = /[ \t\r\n]+/y;
const NUMBER = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const NAME = /[A-Za-z_][\w-]*/y;
const SYMBOL = /\.\.\.|=>|==|!=|<=|>=|&&|\|\||[-+*/%<>!?:,.()[\]{}=]/y;

/** Reads the tokens of an expression. @throws SyntaxProblem */
export function lex(source: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(source)?.[0];
  };
  while (at < source.length) {
    const space = take(SPACE);
    if (space !== undefined) {
      at += space.length;
      continue;
    }
    if (source[at] === '"') {
      const end = endOfQuoted(source, at + 1);
      tokens.push({ kind: "quoted", text: source.slice(at + 1, end), at, end: end + 1 });
      at = end + 1;
      continue;
    }
    const found = (
      [
        ["number", take(NUMBER)],
        ["name", take(NAME)],
        ["symbol", take(SYMBOL)],
      ] as const
    ).find(([, text]) => text !== undefined);
    if (found?.[1] === undefined) throw new SyntaxProblem(`unexpected ${source.slice(at, at + 10)}`);
    const [kind, text] = found;
    tokens.push({ kind, text, at, end: at + text.length });
    at += text.length;
  }
  tokens.push({ kind: "end", text: "", at, end: at });
  return tokens;
}

/** Where a quoted template ends: at the first quote that is not escaped and not within an interpolation. */
function endOfQuoted(source: string, from: number): number {
  for (let at = from; at < source.length; at++) {
    const character = source[at];
    if (character === "\\") at += 1;
    else if (character === '"') return at;
    else if ((character === "$" || character === "%") && source[at + 1] === "{" && !isEscaped(source, at, from))
      at = endOfInterpolation(source, at + 2);
  }
  throw new SyntaxProblem("a text has no end");
}

/** Whether the sign before a brace is doubled, and so stands for itself. */
export function isEscaped(text: string, at: number, from = 0): boolean {
  let signs = 0;
  while (at - 1 - signs >= from && text[at - 1 - signs] === text[at]) signs += 1;
  return signs % 2 === 1;
}

/** Where an interpolation ends: at the brace that closes it. */
export function endOfInterpolation(source: string, from: number): number {
  let depth = 0;
  for (let at = from; at < source.length; at++) {
    const character = source[at];
    if (character === '"') at = endOfQuoted(source, at + 1);
    else if (character === "{") depth += 1;
    else if (character === "}") {
      if (depth === 0) return at;
      depth -= 1;
    }
  }
  throw new SyntaxProblem("an interpolation has no end");
}
