/** What was changed of a resource behind Terraform's back. */
export interface DriftedResource {
  readonly address: string;
  readonly type: string;
  /** Whether it is there no more. */
  readonly gone: boolean;
  readonly changes: readonly AttributeChange[];
  /** What AWS knows it by: its id, ARN and name. */
  readonly identities: readonly string[];
}

/** An attribute as Terraform left it and as it is; of lists and policies only what differs. */
export interface AttributeChange {
  readonly attribute: string;
  /** In JSON, or that it is secret. */
  readonly was: string;
  readonly is: string;
}

const SECRET = "(secret, and not shown)";
const NOTHING = "nothing";
/** Longest value that is shown. */
const SHOWN = 400;

type Values = Readonly<Record<string, unknown>>;

/**
 * What a plan that only refreshes has found changed. Values that the provider or the configuration calls sensitive are not
 * shown, nor what of a machine's user data changed, which holds whatever somebody put there.
 *
 * @param plan `terraform show -json` of the plan
 * https://developer.hashicorp.com/terraform/internals/json-format#plan-representation
 */
export function driftedResources(plan: Values): DriftedResource[] {
  return listOf(plan["resource_drift"]).flatMap((raw) => {
    const resource = objectOf(raw);
    const change = objectOf(resource["change"]);
    const gone = listOf(change["actions"]).includes("delete");
    const before = objectOf(change["before"]);
    const changes = gone ? [] : changesOf(change);
    if (resource["mode"] === "data" || (!gone && changes.length === 0)) return [];
    return [
      {
        address: String(resource["address"]),
        type: String(resource["type"]),
        gone,
        changes,
        identities: identitiesOf(before),
      },
    ];
  });
}

function identitiesOf(values: Values): string[] {
  const named = ["id", "arn", "name", "bucket"].map((name) => values[name]);
  return [...new Set(named.filter((one): one is string => typeof one === "string" && one !== ""))];
}

function changesOf(change: Values): AttributeChange[] {
  const [before, after] = [objectOf(change["before"]), objectOf(change["after"])];
  const secret = [objectOf(change["before_sensitive"]), objectOf(change["after_sensitive"])];
  const changed = [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .sort()
    .filter((name) => !isSame(before[name], after[name]));
  return (
    changed
      // What a provider adds to the tags of all its resources is no change of its own.
      .filter((name) => name !== "tags_all" || !changed.includes("tags"))
      .map((attribute) => {
        if (/^user_data/.test(attribute) || secret.some((tree) => holdsTrue(tree[attribute])))
          return { attribute, was: SECRET, is: SECRET };
        const [was, is] = narrowed(readable(before[attribute]), readable(after[attribute]));
        return { attribute, was: shown(was), is: shown(is) };
      })
  );
}

/** A policy's text as what it says. */
function readable(value: unknown): unknown {
  if (typeof value !== "string" || !value.startsWith("{")) return value;
  try {
    const read: unknown = JSON.parse(value);
    const statements = objectOf(read)["Statement"];
    return statements === undefined ? read : listOf(statements);
  } catch {
    return value;
  }
}

/** Of two lists what only one of them has. */
function narrowed(was: unknown, is: unknown): [unknown, unknown] {
  if (!Array.isArray(was) || !Array.isArray(is)) return [was, is];
  const only = (some: readonly unknown[], others: readonly unknown[]): unknown[] =>
    some.filter((one) => !others.some((other) => isSame(one, other)));
  return [only(was, is), only(is, was)];
}

function shown(value: unknown): string {
  const text = isNothing(value) ? NOTHING : JSON.stringify(withoutNothing(value));
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}… (${text.length} characters)` : text;
}

/** Blocks without what is not set in them. */
function withoutNothing(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNothing);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, one]) => (isNothing(one) ? [] : [[name, withoutNothing(one)]])),
  );
}

/** Providers say in several ways that there is nothing, and a refresh may go from one to another. */
function isNothing(value: unknown): boolean {
  if (value === undefined || value === null || value === "") return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}

function isSame(one: unknown, other: unknown): boolean {
  if (isNothing(one) || isNothing(other)) return isNothing(one) && isNothing(other);
  return JSON.stringify(withoutNothing(one)) === JSON.stringify(withoutNothing(other));
}

function holdsTrue(tree: unknown): boolean {
  if (tree === true) return true;
  return tree !== null && typeof tree === "object" && Object.values(tree).some(holdsTrue);
}

function objectOf(raw: unknown): Values {
  return raw !== null && typeof raw === "object" && !Array.isArray(raw) ? (raw as Values) : {};
}

function listOf(raw: unknown): readonly unknown[] {
  if (raw === undefined || raw === null) return [];
  return Array.isArray(raw) ? raw : [raw];
}
