/**
 * Sets of texts given by patterns, decided exactly: is there a text that matches one pattern of each group, and none of
 * the others? The product of the patterns' automata is searched breadth first, so that the text found is a shortest one.
 */

/** One step of a pattern: a character, any one character, any run, or any run without a colon (a part of an ARN). */
type Step = string | typeof ONE | typeof RUN | typeof PART;
const ONE = 1;
const RUN = 2;
const PART = 3;

/** A pattern over texts. */
export interface Pattern {
  readonly steps: readonly Step[];
  readonly ignoreCase: boolean;
  /** The pattern as it was written. */
  readonly text: string;
  /** The same as a regular expression, on texts in lower case where case is ignored. */
  readonly expression: RegExp;
}

export interface PatternOptions {
  /** Whether letters match in either case. @default false */
  readonly ignoreCase?: boolean;
  /** Whether `*` and `?` stand for others. @default true */
  readonly wildcards?: boolean;
  /**
   * Whether the text is an ARN, in whose first five parts a `*` stays within its part.
   * @default false
   */
  readonly arn?: boolean;
}

/** A search that would take too long; what it was to decide is undecided. */
export class BudgetExceeded extends Error {}

const STATES = 40_000;

/** One of these stands for every character that no pattern names. */
const READABLE = "xzqjkvwybfghmpucldrnsiotae0123456789";
const OTHER = "\u{10FFFD}";

/** Patterns as they were read before: a configuration asks the same ones again and again. */
const known = new Map<string, Pattern>();

export function pattern(text: string, options: PatternOptions = {}): Pattern {
  const { ignoreCase = false, wildcards = true, arn = false } = options;
  const key = `${Number(ignoreCase)}${Number(wildcards)}${Number(arn)}${text}`;
  let found = known.get(key);
  if (found === undefined) known.set(key, (found = compile(text, ignoreCase, wildcards, arn)));
  return found;
}

function compile(text: string, ignoreCase: boolean, wildcards: boolean, arn: boolean): Pattern {
  const steps: Step[] = [];
  let colons = 0;
  for (const character of ignoreCase ? text.toLowerCase() : text) {
    if (character === ":") colons += 1;
    const step: Step = !wildcards ? character : character === "?" ? ONE : character === "*" ? RUN : character;
    const bounded = arn && colons < 5 && step === RUN ? PART : step;
    // Two runs in a row are one.
    if (bounded === RUN && steps.at(-1) === RUN) continue;
    steps.push(bounded);
  }
  const source = steps
    .map((step) =>
      step === ONE ? "." : step === RUN ? ".*" : step === PART ? "[^:]*" : step.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"),
    )
    .join("");
  return { steps, ignoreCase, text, expression: new RegExp(`^${source}$`, "su") };
}

/** Whether a pattern has no wildcard, and so is one text. */
export function isLiteral({ steps }: Pattern): boolean {
  return steps.every((step) => typeof step === "string");
}

/** Whether a text matches a pattern. */
export function matches({ expression, ignoreCase }: Pattern, text: string): boolean {
  return expression.test(ignoreCase ? text.toLowerCase() : text);
}

/** What was found before: patterns are the same objects, and the same questions come again and again. */
const answers = new Map<string, string | undefined>();
const numbers = new WeakMap<Pattern, number>();
let count = 0;

function numberOf(one: Pattern): number {
  let number = numbers.get(one);
  if (number === undefined) numbers.set(one, (number = count++));
  return number;
}

/**
 * A text that matches at least one pattern of each group and none of the excluded, or nothing if there is none. Texts are
 * not empty: IAM knows no empty value of a key.
 *
 * @throws BudgetExceeded where too many combinations would have to be searched
 */
export function findText(groups: readonly (readonly Pattern[])[], excluded: readonly Pattern[]): string | undefined {
  const key = `${groups.map((group) => group.map(numberOf).join(",")).join(";")}!${excluded.map(numberOf).join(",")}`;
  if (!answers.has(key)) answers.set(key, find(groups, excluded));
  return answers.get(key);
}

function find(groups: readonly (readonly Pattern[])[], excluded: readonly Pattern[]): string | undefined {
  const fits = (text: string): boolean =>
    text !== "" &&
    groups.every((group) => group.some((one) => matches(one, text))) &&
    !excluded.some((one) => matches(one, text));
  const literal = groups.find((group) => group.every((one) => isLiteral(one) && !one.ignoreCase));
  // One group leaves a handful of texts: try each.
  if (literal !== undefined) return literal.map(({ steps }) => steps.join("")).find(fits);
  // What an excluded pattern takes whole, and what begins otherwise than every pattern of another group, is out at once.
  const open = groups.map((group) =>
    group.filter(
      (one) =>
        !excluded.some((other) => covers(other, one)) &&
        groups.every((others) => others === group || others.some((other) => mayBeginAlike(one, other))),
    ),
  );
  if (open.some((group) => group.length === 0)) return undefined;
  const simple = open
    .flat()
    .flatMap((one) => ["", "x", "xx"].map((filling) => instanceOf(one, filling)))
    .find(fits);
  return simple ?? search(open, excluded);
}

/** A text that a pattern takes. */
function instanceOf({ steps }: Pattern, filling: string): string {
  return steps.map((step) => (step === ONE ? "x" : step === RUN || step === PART ? filling : step)).join("");
}

/** Whether the texts before the first wildcards can be the beginning of one text. */
function mayBeginAlike(one: Pattern, other: Pattern): boolean {
  if (one.ignoreCase || other.ignoreCase) return true;
  for (let at = 0; at < one.steps.length && at < other.steps.length; at++) {
    const [a, b] = [one.steps[at], other.steps[at]];
    if (typeof a !== "string" || typeof b !== "string") return true;
    if (a !== b) return false;
  }
  return true;
}

/** Whether every text of one pattern is a text of another; may say no where it is. */
function covers(outer: Pattern, inner: Pattern): boolean {
  if (outer === inner) return true;
  if (outer.ignoreCase !== inner.ignoreCase) return false;
  let reached = start(outer);
  for (const step of inner.steps) {
    const next = new Set<number>();
    for (const position of reached) {
      const expected = outer.steps[position];
      if (expected === RUN || (expected === PART && (step === PART || (typeof step === "string" && step !== ":"))))
        next.add(position);
      // A run of the inner pattern is taken by a run only; it may also be empty, and then position stays reached.
      else if (step !== RUN && step !== PART && (expected === ONE || expected === step)) next.add(position + 1);
    }
    if (next.size === 0) return false;
    reached = [...new Set([...next].flatMap((position) => closure(outer, [position])))];
  }
  return reached.includes(outer.steps.length);
}

function search(groups: readonly (readonly Pattern[])[], excluded: readonly Pattern[]): string | undefined {
  const patterns = [...groups.flat(), ...excluded];
  const wanted = groups.map((group) => group.map((one) => patterns.indexOf(one)));
  const unwanted = excluded.map((one) => patterns.indexOf(one));
  const alphabet = alphabetOf(patterns);
  interface State {
    readonly positions: readonly (readonly number[])[];
    readonly before: State | undefined;
    readonly character: string;
  }
  const first: State = { positions: patterns.map(start), before: undefined, character: "" };
  // Not the first state: the empty text is none, and a text may lead back to it.
  const seen = new Set<string>();
  let front: State[] = [first];
  while (front.length > 0) {
    const next: State[] = [];
    for (const state of front)
      for (const character of alphabet) {
        const positions = state.positions.map((at, index) => {
          const one = patterns[index];
          return one === undefined ? [] : advance(one, at, one.ignoreCase ? character.toLowerCase() : character);
        });
        // A group whose patterns have all failed cannot match any more.
        if (wanted.some((group) => group.every((index) => positions[index]?.length === 0))) continue;
        const key = keyOf(positions);
        if (seen.has(key)) continue;
        if (seen.size >= STATES) throw new BudgetExceeded("too many combinations of patterns");
        seen.add(key);
        const reached = { positions, before: state, character };
        const accepted = (index: number): boolean => {
          const one = patterns[index];
          return one !== undefined && isAccepted(one, positions[index] ?? []);
        };
        if (wanted.every((group) => group.some(accepted)) && !unwanted.some(accepted)) return textOf(reached);
        next.push(reached);
      }
    front = next;
  }
  return undefined;

  function textOf(state: State): string {
    let text = "";
    for (let at: State | undefined = state; at !== undefined; at = at.before) text = at.character + text;
    return text;
  }
}

/** The characters that patterns tell apart, and one for all the rest: a readable one, where one is left. */
function alphabetOf(patterns: readonly Pattern[]): string[] {
  const characters = new Set<string>();
  for (const { steps, ignoreCase } of patterns)
    for (const step of steps) {
      if (step === PART) characters.add(":");
      if (typeof step !== "string") continue;
      characters.add(step);
      // Upper and lower case are told apart by the patterns that do.
      if (ignoreCase) characters.add(step.toUpperCase());
    }
  return [
    ...characters,
    [...READABLE].find((one) => !characters.has(one) && !characters.has(one.toUpperCase())) ?? OTHER,
  ];
}

function start(one: Pattern): readonly number[] {
  return closure(one, [0]);
}

/** Positions that can be taken without reading: past a run. */
function closure({ steps }: Pattern, positions: readonly number[]): readonly number[] {
  const all = new Set<number>();
  for (let position of positions) {
    all.add(position);
    while (steps[position] === RUN || steps[position] === PART) all.add(++position);
  }
  return [...all].sort((a, b) => a - b);
}

function advance(one: Pattern, positions: readonly number[], character: string): readonly number[] {
  const next: number[] = [];
  for (const position of positions) {
    const step = one.steps[position];
    if (step === undefined) continue;
    if (step === RUN || (step === PART && character !== ":")) next.push(position);
    else if (step === ONE || step === character) next.push(position + 1);
  }
  return next.length === 0 ? next : closure(one, next);
}

function isAccepted({ steps }: Pattern, positions: readonly number[]): boolean {
  return positions.includes(steps.length);
}

function keyOf(positions: readonly (readonly number[])[]): string {
  return positions.map((at) => at.join(",")).join(";");
}
