/** A sentence with holes, and how it is said in another language. */
export interface Pattern {
  /** `{name}` holes; see {@link compile}. */
  readonly english: string;
  readonly korean: string;
}

/** What a hole holds, said in the other language; nothing where it cannot be said. */
type Say = (text: string) => string | undefined;

export interface CompiledPattern {
  readonly english: string;
  /** How much of the sentence stands outside of holes: of two patterns that match, the one that says more is meant. */
  readonly weight: number;
  /** The sentence in the other language, where the pattern matches all of it. */
  readonly say: (sentence: string, say: Say) => string | undefined;
}

interface Hole {
  readonly name: string;
  /** Said in the other language too. */
  readonly isSentence: boolean;
  /** Several, of which what joins them is said in the other language. */
  readonly isList: boolean;
}

/** Holes that hold one name, address or number: a phrase in their place is another sentence. */
const ONE_WORD = new Set(["account", "address", "attribute", "count", "name", "path", "place", "tag", "type"]);
/** Holes that hold what somebody wrote, whatever it is; in others a colon begins another sentence. */
const FREE = new Set(["expression", "line", "message", "reason", "shown", "source", "value", "values", "what"]);
const PRONOUN = /^(?:it|its|a|an|the|what|who|whoever|whatever)$/;
/** What joins several: each by itself, as a phrase may hold another of them, and all together. */
const JOINTS = [/(, )/, /( and )/, /(, no | and | or |, )/];
const JOINTS_IN_KOREAN: Readonly<Record<string, string>> = { ", no ": ", ", " and ": ", ", " or ": " 또는 " };

/**
 * A pattern that can be matched. `{name}` holds what is the same in every language (addresses, ranges, values) and is
 * copied. `{~name}` holds a sentence or a phrase that is said in the other language as well, or one name. `{,name}` holds
 * several of what is copied, `{~,name}` several phrases.
 */
export function compile({ english, korean }: Pattern): CompiledPattern {
  const [first = "", ...rest] = english.split(/(\{[~,]*\w+\})/);
  const holes = rest.filter((_, index) => index % 2 === 0).map(readHole);
  const literals = [first, ...rest.filter((_, index) => index % 2 === 1)];
  const weight = literals.reduce((sum, literal) => sum + literal.length, 0);
  return {
    english,
    weight,
    say: (sentence, say) => {
      if (!sentence.startsWith(first)) return undefined;
      const filled = fill(sentence, first.length, 0, { holes, literals, say });
      return filled && korean.replace(/\{(\w+)\}/g, (_, name: string) => filled.get(name) ?? "");
    },
  };
}

interface Matching {
  readonly holes: readonly Hole[];
  readonly literals: readonly string[];
  readonly say: Say;
}

/** Fills the holes from one on, trying each place at which the text after it stands, the nearest first. */
function fill(text: string, from: number, index: number, matching: Matching): Map<string, string> | undefined {
  const hole = matching.holes[index];
  if (hole === undefined) return from === text.length ? new Map() : undefined;
  const after = matching.literals[index + 1] ?? "";
  const isLast = index === matching.holes.length - 1;
  let end = isLast ? text.length - after.length : text.indexOf(after, from + 1);
  while (end > from && text.startsWith(after, end)) {
    const said = sayHole(hole, text.slice(from, end), matching.say);
    const rest = said === undefined ? undefined : fill(text, end + after.length, index + 1, matching);
    if (said !== undefined && rest !== undefined) return rest.set(hole.name, said);
    if (isLast) return undefined;
    end = text.indexOf(after, end + 1);
  }
  return undefined;
}

function sayHole({ name, isSentence, isList }: Hole, text: string, say: Say): string | undefined {
  if (name === "ranges" && text.includes(";")) return undefined;
  if (name === "addresses" && !/^\S+(?:, \S+)*$/.test(text)) return undefined;
  if (ONE_WORD.has(name) && (/\s/.test(text) || PRONOUN.test(text))) return undefined;
  if (!isSentence && !FREE.has(name) && text.includes(": ")) return undefined;
  const one = (part: string): string | undefined => (isSentence ? (say(part) ?? asItIs(part)) : part);
  if (!isList) return one(text);
  const whole = isSentence ? say(text) : undefined;
  if (whole !== undefined) return whole;
  for (const joint of JOINTS) {
    const parts = text
      .split(joint)
      .map((part, at) => (at % 2 === 1 ? (JOINTS_IN_KOREAN[part] ?? part) : isSentence ? one(part) : asItIs(part)));
    if (parts.every((part) => part !== undefined)) return parts.join("");
  }
  return undefined;
}

/** A name, an address or a value says the same in every language; a pronoun does not. */
function asItIs(text: string): string | undefined {
  return /\s/.test(text) || PRONOUN.test(text) ? undefined : text;
}

function readHole(text: string): Hole {
  const [, marks = "", name = ""] = /^\{([~,]*)(\w+)\}$/.exec(text) ?? [];
  return { name, isSentence: marks.includes("~"), isList: marks.includes(",") };
}
