import { isIPv6 } from "node:net";
import { BudgetExceeded, findText, isLiteral, matches, type Pattern } from "./strings";

/**
 * What a condition asks of one key: what it says where the key is absent, and of the values that it may have. Every test
 * can be turned round, so that a denial can be taken out of a set of requests.
 */
export interface Test {
  /** Whether it holds where the key is absent. */
  readonly absent: boolean;
  /** Of a key with several values: whether one that fits is enough, or all have to. @default - the key has one value */
  readonly quantifier?: "any" | "all";
  readonly present: PresentTest;
}

/** What is asked of a value. */
export type PresentTest =
  | { readonly kind: "always"; readonly holds: boolean }
  /** Matches one of the patterns, or, negated, none of them. */
  | { readonly kind: "text"; readonly patterns: readonly Pattern[]; readonly negated: boolean }
  /** Lies in one of the ranges, or outside of all. */
  | { readonly kind: "range"; readonly ranges: readonly NumberRange[]; readonly negated: boolean; readonly form: Form };

/** Numbers from one to another; which ends belong to it. */
export interface NumberRange {
  readonly from: number;
  readonly to: number;
  readonly openFrom?: boolean;
  readonly openTo?: boolean;
}

/** How a number is written: as a number, a date, or an address. Every IPv6 address is the one number beyond IPv4. */
export type Form = "number" | "date" | "ip";

/** A test of one key that holds, or does not. */
export interface Literal {
  /** Key in lower case; `resource` is the resource's ARN. */
  readonly key: string;
  readonly test: Test;
  readonly holds: boolean;
}

/** What a request says of a key: nothing, or its values. */
export type KeyValue = readonly string[] | undefined;

export function negate(literal: Literal): Literal {
  return { ...literal, holds: !literal.holds };
}

/** Whether a test holds for what a request says. */
export function holds({ absent, quantifier, present }: Test, value: KeyValue): boolean {
  if (value === undefined) return absent;
  if (quantifier === "all") return value.every((one) => holdsFor(present, one));
  return value.some((one) => holdsFor(present, one));
}

function holdsFor(present: PresentTest, value: string): boolean {
  switch (present.kind) {
    case "always":
      return present.holds;
    case "text":
      return present.patterns.some((one) => matches(one, value)) !== present.negated;
    case "range": {
      const number = numberOf(value, present.form);
      // What is no number at all is neither in a range nor shown to be outside: AWS does not match it.
      return number !== undefined && present.ranges.some((range) => isIn(range, number)) !== present.negated;
    }
  }
}

/**
 * What a request has to say of a key so that all literals hold, or nothing where they contradict each other.
 *
 * @throws BudgetExceeded where that cannot be found out in reasonable time
 */
export function satisfy(literals: readonly Literal[]): { readonly value: KeyValue } | undefined {
  if (literals.every((literal) => literal.test.absent === literal.holds)) return { value: undefined };
  if (literals.some(({ test }) => test.quantifier !== undefined)) {
    const values = severalValues(literals);
    return values === undefined ? undefined : { value: values };
  }
  const value = oneValue(literals.map((literal) => wanted(literal.test.present, literal.holds)));
  return value === undefined ? undefined : { value: [value] };
}

const IPV6 = 2 ** 32;

/** A value that every test takes. */
function oneValue(tests: readonly PresentTest[]): string | undefined {
  if (tests.some((test) => test.kind === "always" && !test.holds)) return undefined;
  const ranges = tests.filter((test) => test.kind === "range");
  const texts = tests.filter((test) => test.kind === "text");
  const [form] = ranges.map((test) => test.form);
  if (form !== undefined) {
    const patterns = texts.flatMap((test) => test.patterns);
    const literals = patterns.filter(isLiteral).map(({ steps }) => steps.join(""));
    const found = [...candidates(ranges, form), ...literals].find((value) =>
      tests.every((test) => holdsFor(test, value)),
    );
    // Numbers that have to match a pattern as texts too are not searched for.
    if (found === undefined && literals.length < patterns.length)
      throw new BudgetExceeded("a key is asked for as a number and as a text");
    return found;
  }
  return findText(
    texts.filter(({ negated }) => !negated).map(({ patterns }) => patterns),
    texts.filter(({ negated }) => negated).flatMap(({ patterns }) => patterns),
  );
}

/**
 * Values of which some fit each test that asks for one, and all fit each test that asks for all. A test that is not held
 * for any is one that all fail, and the other way round.
 */
function severalValues(literals: readonly Literal[]): readonly string[] | undefined {
  const forAll: PresentTest[] = [];
  const forOne: PresentTest[] = [];
  for (const { test, holds: held } of literals)
    (((test.quantifier ?? "any") === "all") === held ? forAll : forOne).push(wanted(test.present, held));
  const values: string[] = [];
  for (const one of forOne.length === 0 ? [ANY_VALUE] : forOne) {
    const value = oneValue([one, ...forAll]);
    if (value === undefined) return undefined;
    values.push(value);
  }
  return values;
}

const ANY_VALUE: PresentTest = { kind: "always", holds: true };

function wanted(test: PresentTest, held: boolean): PresentTest {
  if (held) return test;
  return test.kind === "always" ? { kind: "always", holds: !test.holds } : { ...test, negated: !test.negated };
}

/** Ranges tell apart the numbers at their ends, and those just beside: one of each is enough to try. */
function candidates(tests: readonly (PresentTest & { readonly kind: "range" })[], form: Form): string[] {
  const ends = [...new Set(tests.flatMap(({ ranges }) => ranges.flatMap(({ from, to }) => [from, to])))]
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  const step = form === "number" ? 0 : 1;
  const beside = ends.flatMap((end, index) => {
    const next = ends[index + 1];
    return [
      end - (step || 1),
      end,
      ...(next === undefined ? [end + (step || 1)] : [step ? end + step : (end + next) / 2]),
    ];
  });
  return [...beside, 0, ...(form === "ip" ? [IPV6] : [])]
    .filter((number) => form !== "ip" || (number >= 0 && number <= IPV6))
    .map((number) => textOf(number, form));
}

function isIn({ from, to, openFrom, openTo }: NumberRange, number: number): boolean {
  return (openFrom ? number > from : number >= from) && (openTo ? number < to : number <= to);
}

function numberOf(value: string, form: Form): number | undefined {
  switch (form) {
    case "number":
      return /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : undefined;
    case "date":
      return dateOf(value);
    case "ip":
      return isIPv6(value) ? IPV6 : addressOf(value);
  }
}

function textOf(number: number, form: Form): string {
  switch (form) {
    case "number":
      return String(number);
    case "date":
      return new Date(number * 1000).toISOString().replace(".000Z", "Z");
    case "ip":
      if (number === IPV6) return "2001:db8::1";
      return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join(".");
  }
}

/** Seconds since 1970 of an ISO 8601 date or a number of seconds. */
export function dateOf(text: string): number | undefined {
  if (/^\d+$/.test(text)) return Number(text);
  if (!/^\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?)?)?$/.test(text)) return undefined;
  const milliseconds = Date.parse(text);
  return Number.isNaN(milliseconds) ? undefined : Math.floor(milliseconds / 1000);
}

/** An IPv4 address as a number. */
export function addressOf(text: string): number | undefined {
  const octets = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1).map(Number);
  if (octets?.some((octet) => octet > 255) !== false) return undefined;
  return octets.reduce((sum, octet) => sum * 256 + octet, 0);
}
