import { type Statement } from "../policy/document";
import { type Case } from "./principals";
import { ACTION, readStatement, RESOURCE, speaksOf, type Reading } from "./statements";
import { BudgetExceeded } from "./strings";
import { holds, negate, satisfy, type KeyValue, type Literal } from "./tests";
import { type Texts } from "./texts";

/** Policies that are asked together: one of them at least has to allow, where an Allow is needed at all. */
export interface Layer {
  /** For people: which policies these are. */
  readonly name: string;
  readonly statements: readonly Statement[];
  /** Whether a request needs an Allow of this layer; otherwise its denials only are asked. */
  readonly needsAllow: boolean;
}

/** A set of requests, and the layers that each has to pass. */
export interface Question {
  /** @default - any action that an Allow speaks of, as a text like any other */
  readonly actions?: readonly string[];
  readonly principals: readonly Case[];
  /** What every request of the set says beside its principal. */
  readonly region: readonly Literal[];
  readonly layers: readonly Layer[];
}

/** A request that passes. */
export interface Request {
  readonly principal: Case;
  readonly action: string;
  /** The resource's ARN and the condition keys, as far as they matter; keys that have to be absent are undefined. */
  readonly says: ReadonlyMap<string, KeyValue>;
  /** The Allow of each layer that needs one. */
  readonly allowedBy: readonly Statement[];
}

export type Answer =
  /** No request of the set passes; these denials are what stops those that an Allow lets pass. */
  | { readonly kind: "none"; readonly because: readonly Statement[] }
  | { readonly kind: "found"; readonly request: Request }
  /** A request may pass by something that is not modelled, or the search had no end. */
  | { readonly kind: "undecided"; readonly why: string };

/** Stands for all actions at once. */
const ANY_ACTION = "";

/** Cells of one question; what takes more is not decided. */
const CELLS = 20_000;

/**
 * Decides for all requests of a set whether one passes every layer: matched by an Allow where one is needed, and by no Deny
 * of any. Exact for what is modelled. What is not is over-approximated first: if then none passes, none does. If one does,
 * it counts only if it also passes without whatever is not modelled; otherwise nothing is decided.
 */
export function decide(question: Question, texts: Texts): Answer {
  try {
    const generous = search(question, texts, true);
    if (generous.found === undefined) return { kind: "none", because: generous.because };
    const strict = generous.unmodelled.length === 0 ? generous : search(question, texts, false);
    if (strict.found !== undefined && isConfirmed(strict.found, question, texts))
      return { kind: "found", request: strict.found };
    return {
      kind: "undecided",
      why: `what is not modelled may let a request pass: ${[...new Set(generous.unmodelled)].join(", ") || "the request found was not confirmed"}`,
    };
  } catch (error) {
    if (error instanceof BudgetExceeded) return { kind: "undecided", why: error.message };
    throw error;
  }
}

interface Found {
  readonly found: Request | undefined;
  readonly because: readonly Statement[];
  readonly unmodelled: readonly string[];
}

function search(question: Question, texts: Texts, generous: boolean): Found {
  const { principals, region, layers } = question;
  const actions = question.actions ?? [ANY_ACTION];
  const because = new Set<Statement>();
  const unmodelled: string[] = [];
  const asked = new Set<string>();
  for (const principal of principals)
    for (const action of actions) {
      const spoken = layers.map(({ statements }) =>
        statements.filter((one) => action === ANY_ACTION || speaksOf(one, action)),
      );
      // Actions of which the same statements speak are decided alike.
      const signature = `${principal.name} ${spoken.map((list, index) => list.map((one) => layers[index]?.statements.indexOf(one)).join(",")).join(";")}`;
      if (asked.has(signature)) continue;
      asked.add(signature);
      const read = (effect: Statement["effect"], index: number, kind: boolean): Reading[] =>
        (spoken[index] ?? []).flatMap((one) => {
          if (one.effect !== effect) return [];
          const reading = readStatement(one, principal, texts, { generous: kind, withActions: action === ANY_ACTION });
          // A denial that is not understood denies nothing in a generous search; it denies whatever it may in a strict one.
          if (reading !== undefined) unmodelled.push(...(generous ? reading.unmodelled : []));
          return reading ?? [];
        });
      const denials = layers.flatMap((_, index) =>
        read("Deny", index, true).filter((reading) => !generous || reading.unmodelled.length === 0),
      );
      const allows = layers.flatMap(({ needsAllow }, index) => (needsAllow ? [read("Allow", index, generous)] : []));
      for (const chosen of combinations(allows)) {
        const cell = Cell.of([...principal.literals, ...region, ...chosen.flatMap(({ literals }) => literals)]);
        if (cell === undefined) continue;
        const left = without([cell], denials, because);
        if (left !== undefined)
          return {
            found: {
              principal,
              action: action === ANY_ACTION ? (left.values().get(ACTION)?.[0] ?? "") : action,
              says: left.values(),
              allowedBy: chosen.map(({ statement }) => statement),
            },
            because: [...because],
            unmodelled: generous ? unmodelled : [],
          };
      }
    }
  return { found: undefined, because: [...because], unmodelled };
}

/** One cell that is left when all denials are taken away, or nothing. */
function without(cells: readonly Cell[], denials: readonly Reading[], because: Set<Statement>): Cell | undefined {
  let left = [...cells];
  let count = left.length;
  for (const { literals, statement } of denials) {
    const next: Cell[] = [];
    for (const cell of left) {
      if (cell.and(literals) === undefined) {
        next.push(cell);
        continue;
      }
      because.add(statement);
      // What is left fails one literal of the denial, and holds those before it: the parts do not overlap.
      let rest: Cell | undefined = cell;
      for (const literal of literals) {
        const part: Cell | undefined = rest?.and([negate(literal)]);
        if (part !== undefined) next.push(part);
        rest = rest?.and([literal]);
      }
    }
    left = next;
    count += left.length;
    if (count > CELLS) throw new BudgetExceeded(`more than ${CELLS} kinds of requests would have to be told apart`);
    if (left.length === 0) return undefined;
  }
  return left[0];
}

/** A set of requests: for each key what has to hold of it. */
class Cell {
  private constructor(
    private readonly literals: ReadonlyMap<string, readonly Literal[]>,
    private readonly found: ReadonlyMap<string, KeyValue>,
  ) {}

  /** The cell in which all literals hold, or nothing where no request is in it. */
  public static of(literals: readonly Literal[]): Cell | undefined {
    return new Cell(new Map(), new Map()).and(literals);
  }

  public and(more: readonly Literal[]): Cell | undefined {
    const literals = new Map(this.literals);
    const found = new Map(this.found);
    const touched = new Set<string>();
    for (const literal of more) {
      literals.set(literal.key, [...(literals.get(literal.key) ?? []), literal]);
      touched.add(literal.key);
    }
    // What contradicts itself mostly does so in a key of few values: these are asked first.
    const keys = [...touched].sort((a, b) => effort(literals.get(a)) - effort(literals.get(b)));
    for (const key of keys) {
      const all = literals.get(key) ?? [];
      // What was found before may do for the new literals too.
      if (found.has(key) && all.every(({ test, holds: held }) => holds(test, found.get(key)) === held)) continue;
      const solved = key === RESOURCE || key === ACTION ? satisfyPresent(key, all) : satisfy(all);
      if (solved === undefined) return undefined;
      found.set(key, solved.value);
    }
    return new Cell(literals, found);
  }

  public values(): ReadonlyMap<string, KeyValue> {
    return this.found;
  }
}

/** How many patterns would have to be followed at once. */
function effort(literals: readonly Literal[] = []): number {
  return literals.reduce(
    (sum, { test: { present } }) => sum + (present.kind === "text" ? present.patterns.length : 0),
    0,
  );
}

/** Every request names a resource and an action. */
function satisfyPresent(key: string, literals: readonly Literal[]): { readonly value: KeyValue } | undefined {
  return satisfy([
    ...literals,
    { key, test: { absent: false, present: { kind: "always", holds: true } }, holds: true },
  ]);
}

function* combinations(lists: readonly (readonly Reading[])[]): Generator<readonly Reading[]> {
  const [first, ...rest] = lists;
  if (first === undefined) yield [];
  else for (const one of first) for (const others of combinations(rest)) yield [one, ...others];
}

/**
 * Asks every statement again, one after the other, for the one request that was found: the search has to be right about
 * what it says leaks.
 */
function isConfirmed(request: Request, { region, layers }: Question, texts: Texts): boolean {
  const meets = (literals: readonly Literal[]): boolean =>
    literals.every(({ key, test, holds: held }) => holds(test, request.says.get(key)) === held);
  const applies = (one: Statement): boolean => {
    if (!speaksOf(one, request.action)) return false;
    const generous = one.effect === "Deny";
    const reading = readStatement(one, request.principal, texts, { generous, withActions: false });
    return reading !== undefined && meets(reading.literals);
  };
  return (
    meets([...request.principal.literals, ...region]) &&
    layers.every(
      ({ statements, needsAllow }) =>
        !statements.some((one) => one.effect === "Deny" && applies(one)) &&
        (!needsAllow || statements.some((one) => one.effect === "Allow" && applies(one))),
    )
  );
}
