import { type Statement } from "../policy/document";
import { readCondition } from "./conditions";
import { type Case } from "./principals";
import { matches, pattern, type Pattern } from "./strings";
import { type Literal, type PresentTest } from "./tests";
import { type Texts } from "./texts";

/** A statement as it bears on one kind of principal and one action: literals that all have to hold. */
export interface Reading {
  readonly statement: Statement;
  readonly literals: readonly Literal[];
  /** What of it is not modelled, for people; nothing where all of it is. */
  readonly unmodelled: readonly string[];
}

/** The resource's ARN, as a dimension of requests beside the condition keys. */
export const RESOURCE = "resource";

/** The action in lower case, as a dimension, where a question is about any action. */
export const ACTION = "action";

/** Whether a statement speaks of an action. Actions are compared without regard to case. */
export function speaksOf({ actions, notAction }: Statement, action: string): boolean {
  const name = action.toLowerCase();
  return actions.some((glob) => matches(pattern(glob.toLowerCase()), name)) !== notAction;
}

/**
 * Reads a statement for a kind of principal. Nothing where it cannot apply to it. What is not modelled is over-approximated
 * where `generous`, so that the statement applies whatever a request says; otherwise the statement is taken not to apply.
 */
export function readStatement(
  statement: Statement,
  one: Case,
  texts: Texts,
  { generous, withActions }: { readonly generous: boolean; readonly withActions: boolean },
): Reading | undefined {
  const read = texts.compiled(statement, () => compile(statement, texts));
  const unmodelled = [...read.unmodelled];
  const principals = principalLiteral(statement, one, texts, unmodelled);
  if (principals === false || (unmodelled.length > 0 && !generous)) return undefined;
  const literals = [
    ...(principals === true ? [] : [principals]),
    ...(withActions ? [read.action] : []),
    ...read.literals,
  ];
  return { statement, literals, unmodelled };
}

/** What a statement says of the resource and the keys, whoever asks. */
export interface CompiledStatement {
  readonly action: Literal;
  readonly literals: readonly Literal[];
  readonly unmodelled: readonly string[];
}

function compile(statement: Statement, texts: Texts): CompiledStatement {
  const unmodelled: string[] = [];
  const literals: Literal[] = [];
  const resources = statement.resources.map((resource) => texts.read(resource));
  for (const { known, shown } of resources) if (!known) unmodelled.push(`the resource ${shown}`);
  if (statement.resources.length > 0 && resources.every(({ known }) => known))
    literals.push(
      text(
        RESOURCE,
        resources.map((resource) => pattern(resource.text)),
        statement.notResource,
      ),
    );
  for (const condition of statement.conditions) {
    const read = readCondition(condition, texts);
    if (read.certain) literals.push(read.literal);
    else unmodelled.push(...read.unmodelled);
  }
  const globs = statement.actions.map((glob) => pattern(glob.toLowerCase()));
  return { action: text(ACTION, globs, statement.notAction), literals, unmodelled };
}

const IDENTITY = /^arn:[^:]*:(iam|sts)::\d{12}:/;

/** Whether a statement's principals take in a kind of principal: all of it, none of it, or those of an ARN. */
function principalLiteral(
  { principals, notPrincipal }: Statement,
  one: Case,
  texts: Texts,
  unmodelled: string[],
): Literal | boolean {
  // A policy of an identity names no principal: it speaks of whoever it is attached to.
  if (principals.length === 0 && !notPrincipal) return true;
  const patterns: Pattern[] = [];
  let all = false;
  let mayBe = false;
  for (const principal of principals)
    switch (principal.kind) {
      case "everyone":
        all = true;
        break;
      case "service":
        if (one.kind === "service" && (one.service === undefined || one.service === principal.name)) all = true;
        break;
      case "account": {
        const root = /^(\d{12}|arn:[^:]*:iam::\d{12}:root)$/.test(principal.arn);
        if (one.kind !== "identity" || one.account !== principal.account) break;
        if (root) all = true;
        else patterns.push(pattern(roleOf(principal.arn), { wildcards: false }));
        break;
      }
      case "other": {
        const read = texts.read(principal.text);
        const [kind, name = ""] = read.text.split(" ");
        if (kind === "Federated") {
          if (one.kind === "federated" && (one.provider === undefined || one.provider === name)) all = true;
        } else if (read.known && IDENTITY.test(read.text)) {
          if (one.kind === "identity" && one.account === read.text.split(":")[4])
            patterns.push(pattern(roleOf(read.text), { wildcards: false }));
        } else if (one.kind === "identity" || !read.known) {
          // A unique id, a canonical user, CloudFront's own user: whose they are cannot be told.
          unmodelled.push(`the principal ${read.shown}`);
          mayBe = true;
        }
      }
    }
  if (all) return !notPrincipal;
  if (mayBe) return true;
  if (patterns.length === 0) return notPrincipal;
  return text("aws:principalarn", patterns, notPrincipal);
}

/** A session is known by the role that it is of. */
function roleOf(arn: string): string {
  return arn.replace(/^(arn:[^:]*:)sts(::\d{12}:)assumed-role\/([^/]+)\/.*$/, "$1iam$2role/$3");
}

function text(key: string, patterns: readonly Pattern[], negated: boolean): Literal {
  const present: PresentTest = { kind: "text", patterns, negated };
  return { key, test: { absent: negated, present }, holds: true };
}
