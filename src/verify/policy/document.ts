import { duplicateName } from "../load/json";
import { hasExpression } from "../model/value";

/** A principal of a statement. */
export type Principal =
  | { readonly kind: "everyone" }
  | { readonly kind: "account"; readonly account: string; readonly arn: string }
  | { readonly kind: "service"; readonly name: string }
  /** Federated or canonical users, unique ids, expressions: not followed. */
  | { readonly kind: "other"; readonly text: string };

/** One operator, key and its values, e.g. `StringEquals`, `aws:sourcevpce`. */
export interface Condition {
  readonly operator: string;
  /** Key in lower case, as keys are compared. */
  readonly key: string;
  readonly values: readonly string[];
}

export interface Statement {
  readonly sid: string;
  readonly effect: "Allow" | "Deny";
  readonly principals: readonly Principal[];
  /** Whether the statement speaks of everybody but its principals. */
  readonly notPrincipal: boolean;
  readonly actions: readonly string[];
  readonly notAction: boolean;
  readonly resources: readonly string[];
  readonly notResource: boolean;
  readonly conditions: readonly Condition[];
}

/** The statements of a policy, or why it cannot be read. */
export type PolicyReading = { readonly statements: readonly Statement[] } | { readonly unread: string };

/** Reads a policy's JSON text, strictly: what does not follow the grammar is not read at all. */
export function readPolicy(text: string): PolicyReading {
  let reading = readings.get(text);
  if (reading === undefined) {
    // Several channels ask for the same policy; a few thousand of them are kept.
    if (readings.size > 5_000) readings.clear();
    readings.set(text, (reading = parse(text)));
  }
  return reading;
}

const readings = new Map<string, PolicyReading>();

function parse(text: string): PolicyReading {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { unread: hasExpression(text) ? "it is an expression, not plain JSON" : "it is not JSON" };
  }
  // AWS refuses it, or takes one of the two.
  const twice = duplicateName(text);
  if (twice !== undefined) return { unread: `${twice} stands twice in one object of it` };
  const statements = (json as { Statement?: unknown } | null)?.Statement;
  if (statements === undefined || statements === null) return { unread: "it has no Statement" };
  const read: Statement[] = [];
  for (const raw of Array.isArray(statements) ? statements : [statements]) {
    const statement = readStatement(raw);
    if (statement === undefined) return { unread: "one of its statements does not follow the grammar" };
    read.push(statement);
  }
  return { statements: read };
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html */
const MEMBERS = new Set([
  "Action",
  "Condition",
  "Effect",
  "NotAction",
  "NotPrincipal",
  "NotResource",
  "Principal",
  "Resource",
  "Sid",
]);

function readStatement(raw: unknown): Statement | undefined {
  if (raw === null || typeof raw !== "object") return undefined;
  const fields = raw as Record<string, unknown>;
  if (Object.keys(fields).some((name) => !MEMBERS.has(name))) return undefined;
  // Of each pair AWS takes one; which one would count is not to be guessed.
  for (const name of ["Action", "Resource", "Principal"])
    if (name in fields && `Not${name}` in fields) return undefined;
  const effect = fields["Effect"];
  if (effect !== "Allow" && effect !== "Deny") return undefined;
  const actions = texts(fields["Action"] ?? fields["NotAction"]);
  const resources = texts(fields["Resource"] ?? fields["NotResource"] ?? []);
  const conditions = readConditions(fields["Condition"]);
  const principals = readPrincipals(fields["Principal"] ?? fields["NotPrincipal"]);
  if (actions === undefined || resources === undefined || conditions === undefined || principals === undefined)
    return undefined;
  return {
    sid: typeof fields["Sid"] === "string" ? fields["Sid"] : "",
    effect,
    principals,
    notPrincipal: "NotPrincipal" in fields,
    actions,
    notAction: "NotAction" in fields,
    resources,
    notResource: "NotResource" in fields,
    conditions,
  };
}

function readPrincipals(raw: unknown): Principal[] | undefined {
  if (raw === undefined) return [];
  if (raw === "*") return [{ kind: "everyone" }];
  if (raw === null || typeof raw !== "object" || Array.isArray(raw)) return undefined;
  const read: Principal[] = [];
  for (const [kind, values] of Object.entries(raw)) {
    const names = texts(values);
    if (names === undefined) return undefined;
    read.push(...names.map((name) => principalOf(kind, name)));
  }
  return read;
}

/** A principal by its kind and name, as `AWS` and an ARN. */
export function principalOf(kind: string, name: string): Principal {
  if (kind === "Service") return { kind: "service", name };
  if (kind !== "AWS") return { kind: "other", text: `${kind} ${name}` };
  if (name === "*") return { kind: "everyone" };
  const account = /^(?:arn:[^:]*:(?:iam|sts)::)?(\d{12})(?::|$)/.exec(name)?.[1];
  return account === undefined ? { kind: "other", text: name } : { kind: "account", account, arn: name };
}

function readConditions(raw: unknown): Condition[] | undefined {
  if (raw === undefined) return [];
  if (raw === null || typeof raw !== "object" || Array.isArray(raw)) return undefined;
  const read: Condition[] = [];
  for (const [operator, keys] of Object.entries(raw as Record<string, unknown>)) {
    if (keys === null || typeof keys !== "object" || Array.isArray(keys)) return undefined;
    for (const [key, values] of Object.entries(keys)) {
      const list = texts(values);
      if (list === undefined) return undefined;
      read.push({ operator, key: key.toLowerCase(), values: list });
    }
  }
  return read;
}

function texts(raw: unknown): string[] | undefined {
  if (raw === undefined) return undefined;
  const list: unknown[] = Array.isArray(raw) ? raw : [raw];
  return list.every((item) => ["string", "boolean", "number"].includes(typeof item)) ? list.map(String) : undefined;
}
