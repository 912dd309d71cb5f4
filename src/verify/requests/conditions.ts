import { parseRange } from "../network/ipv4";
import { type Condition } from "../policy/document";
import { dateOf, type Literal, type NumberRange, type PresentTest, type Test } from "./tests";
import { isKnownKey } from "./condition-keys";
import { pattern, type PatternOptions } from "./strings";
import { type Text, type Texts } from "./texts";

/**
 * A condition as literals of one key. `certain` is false where an operator, a key or a value is not modelled: then the
 * literal says what the condition could at most let pass (in an Allow) or hold back (in a Deny).
 */
export interface ReadCondition {
  readonly literal: Literal;
  readonly certain: boolean;
  /** What is not modelled, for people. */
  readonly unmodelled: readonly string[];
}

const ANYTHING: Test = { absent: true, present: { kind: "always", holds: true } };

/**
 * Operators, as the reference of policy elements lists them; each with how a value is read.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
const TEXT_OPERATORS: Readonly<Record<string, PatternOptions & { readonly negated: boolean }>> = {
  stringequals: { wildcards: false, negated: false },
  stringnotequals: { wildcards: false, negated: true },
  stringequalsignorecase: { wildcards: false, ignoreCase: true, negated: false },
  stringnotequalsignorecase: { wildcards: false, ignoreCase: true, negated: true },
  stringlike: { negated: false },
  stringnotlike: { negated: true },
  arnequals: { arn: true, negated: false },
  arnlike: { arn: true, negated: false },
  arnnotequals: { arn: true, negated: true },
  arnnotlike: { arn: true, negated: true },
  binaryequals: { wildcards: false, negated: false },
  bool: { wildcards: false, ignoreCase: true, negated: false },
};

const NUMBER_OPERATOR = /^(numeric|date)(equals|notequals|lessthan|lessthanequals|greaterthan|greaterthanequals)$/;

/** Reads a condition; what is not modelled is a literal that holds whatever a request says. */
export function readCondition({ operator, key, values }: Condition, texts: Texts): ReadCondition {
  const [, quantifierText, base = "", ifExists] =
    /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/i.exec(operator) ?? [];
  const name = base.toLowerCase();
  const unknown = (what: string): ReadCondition => ({
    literal: { key, test: ANYTHING, holds: true },
    certain: false,
    unmodelled: [what],
  });
  const read = values.map((value) => texts.read(value));
  const quantifier =
    quantifierText === undefined ? undefined : quantifierText.toLowerCase() === "forallvalues" ? "all" : "any";
  if (name === "null") return readNull(key, values) ?? unknown(`Null with ${values.join(", ")}`);
  const present = presentTest(name, read);
  if (present === undefined) return unknown(`${operator} ${values.join(", ")}`);
  const negated = present.kind !== "always" && present.negated;
  const test: Test = {
    // A negated operator holds where the key is absent; so does one of all values, which are none.
    absent: ifExists !== undefined || (quantifier === undefined ? negated : quantifier === "all"),
    ...(quantifier === undefined ? {} : { quantifier }),
    present,
  };
  const unmodelled = [
    ...(isKnownKey(key) ? [] : [`the condition key ${key}`]),
    ...read.filter(({ known }) => !known).map(({ shown }) => `the value ${shown}`),
  ];
  if (unmodelled.length > 0) return { ...unknown(""), unmodelled };
  return { literal: { key, test, holds: true }, certain: true, unmodelled: [] };
}

function readNull(key: string, values: readonly string[]): ReadCondition | undefined {
  const [value] = values;
  if (values.length !== 1 || (value !== "true" && value !== "false")) return undefined;
  const absent = value === "true";
  return {
    literal: { key, test: { absent, present: { kind: "always", holds: !absent } }, holds: true },
    certain: isKnownKey(key),
    unmodelled: isKnownKey(key) ? [] : [`the condition key ${key}`],
  };
}

function presentTest(name: string, values: readonly Text[]): PresentTest | undefined {
  const text = TEXT_OPERATORS[name];
  if (text !== undefined) {
    const { negated, ...options } = text;
    return { kind: "text", patterns: values.map((value) => pattern(value.text, options)), negated };
  }
  if (name === "ipaddress" || name === "notipaddress") {
    return inNetworks(
      values.map(({ text: network }) => network),
      name === "notipaddress",
    );
  }
  const [, kind, relation = ""] = NUMBER_OPERATOR.exec(name) ?? [];
  if (kind === undefined) return undefined;
  const numbers = values.map(({ text: value }) =>
    kind === "date" ? dateOf(value) : /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : undefined,
  );
  if (numbers.some((number) => number === undefined)) return undefined;
  return {
    kind: "range",
    ranges: numbers.flatMap((number) => (number === undefined ? [] : rangeOf(relation, number))),
    negated: relation === "notequals",
    form: kind === "date" ? "date" : "number",
  };
}

function inNetworks(networks: readonly string[], negated: boolean): PresentTest | undefined {
  const ranges = networks.map((network) => parseRange(network.includes("/") ? network : `${network}/32`));
  if (ranges.some((range) => range === undefined)) return undefined;
  return { kind: "range", ranges: ranges.flatMap((range) => range ?? []), negated, form: "ip" };
}

/** The request comes from none of these networks, or does not say from where; nothing where one of them is no network. */
export function notFrom(networks: readonly string[]): Literal | undefined {
  const present = inNetworks(networks, true);
  return present === undefined ? undefined : { key: "aws:sourceip", test: { absent: true, present }, holds: true };
}

function rangeOf(relation: string, number: number): NumberRange {
  switch (relation) {
    case "lessthan":
      return { from: -Infinity, to: number, openTo: true };
    case "lessthanequals":
      return { from: -Infinity, to: number };
    case "greaterthan":
      return { from: number, to: Infinity, openFrom: true };
    case "greaterthanequals":
      return { from: number, to: Infinity };
    default:
      return { from: number, to: number };
  }
}
