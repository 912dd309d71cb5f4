import { type Diagnostic, type Path } from "../plugin/provider";
import { isList, isObject, isSame, Unknown, type DataValue, type ObjectValue } from "../plugin/values";
import table from "./provider-behaviour.json";

/** What the provider does with a type beyond its schema. Paths of attributes name blocks without indices: `rule.id`. */
export interface Behaviour {
  /** What it plans where the configuration leaves an attribute out. */
  readonly defaults?: Readonly<Record<string, DataValue>>;
  /** Blocks that the provider fills in itself where the configuration leaves them out. */
  readonly computedBlocks?: readonly string[];
  /** Attributes whose change replaces the resource. */
  readonly forceNew?: readonly string[];
  /** Computed attributes that it plans to change when others do. */
  readonly changesWith?: Readonly<Record<string, readonly string[]>>;
  /** Texts that it takes. */
  readonly oneOf?: Readonly<Record<string, readonly string[]>>;
  /** Numbers that it takes, from and to. */
  readonly range?: Readonly<Record<string, readonly [number | null, number | null]>>;
  /** Lengths of texts that it takes, from and to. */
  readonly length?: Readonly<Record<string, readonly [number, number]>>;
  /** Bits that a CIDR block may have, from and to. */
  readonly cidrBits?: Readonly<Record<string, readonly [number, number]>>;
  /** Arguments that exclude each other. */
  readonly conflicts?: Readonly<Record<string, readonly string[]>>;
  /** Arguments of which one is needed: `ami,launch_template`. */
  readonly oneRequired?: readonly string[];
  /** What a text has to be. */
  readonly form?: Readonly<Record<string, Form>>;
}

export type Form = "arn" | "cidr" | "json" | "ip";

/** Measured on the real provider; written by `npm run provider-behaviour`. */
export const PROVIDER_BEHAVIOUR = table.types as unknown as Readonly<Record<string, Behaviour>>;

/** Refuses values that the provider refuses, in its own words. */
export function checkAgainstBehaviour(type: string, config: ObjectValue): Diagnostic[] {
  const behaviour = PROVIDER_BEHAVIOUR[type];
  if (behaviour === undefined) return [];
  const found: Diagnostic[] = [];
  const refuse = (path: Path, summary: string): void => {
    found.push({ severity: "error", summary, path });
  };
  visit(config, (value, path, at) => {
    const name = String(path.at(-1));
    const allowed = behaviour.oneOf?.[at];
    if (allowed !== undefined && typeof value === "string" && !allowed.includes(value))
      refuse(path, `expected ${name} to be one of [${allowed.map((one) => `"${one}"`).join(" ")}], got ${value}`);
    const [from, to] = behaviour.range?.[at] ?? [null, null];
    if (typeof value === "number" && ((from !== null && value < from) || (to !== null && value > to)))
      refuse(
        path,
        from !== null && to !== null
          ? `expected ${name} to be in the range (${from} - ${to}), got ${value}`
          : `expected ${name} to be at ${from !== null ? `least (${from})` : `most (${String(to)})`}, got ${value}`,
      );
    const length = behaviour.length?.[at];
    if (length !== undefined && typeof value === "string" && (value.length < length[0] || value.length > length[1]))
      refuse(path, `expected length of ${name} to be in the range (${length[0]} - ${length[1]}), got ${value}`);
    const bits = behaviour.cidrBits?.[at];
    const given = typeof value === "string" ? Number(value.split("/")[1]) : NaN;
    if (bits !== undefined && (given < bits[0] || given > bits[1]))
      refuse(
        path,
        `expected "${name}" to contain a network Value with between ${bits[0]} and ${bits[1]} significant bits, got: ${given}`,
      );
    const form = behaviour.form?.[at];
    if (form !== undefined && typeof value === "string" && !FORMS[form].test(value))
      refuse(path, FORMS[form].says(name, value));
  });
  for (const [name, rivals] of Object.entries(behaviour.conflicts ?? {}))
    for (const rival of rivals)
      if (isGiven(config[name]) && isGiven(config[rival])) refuse([name], `"${name}": conflicts with ${rival}`);
  for (const names of behaviour.oneRequired ?? [])
    if (!names.split(",").some((name) => isGiven(config[name])))
      refuse([], `Missing required argument: one of \`${names}\` must be specified`);
  return found;
}

function isGiven(value: DataValue | undefined): boolean {
  return value !== undefined && value !== null && !(isList(value) && value.length === 0);
}

const FORMS: Readonly<
  Record<Form, { test: (value: string) => boolean; says: (name: string, value: string) => string }>
> = {
  arn: {
    test: (value) =>
      value === "" || /^arn:[\w-]+:[\w-]+:[\w-]*:(\d{12}|aws|aws-managed|third-party|cw\d{10})?:.+$/s.test(value),
    says: (name, value) => `"${name}" (${value}) is an invalid ARN: arn: invalid prefix`,
  },
  cidr: {
    test: (value) =>
      /^(\d{1,3}\.){3}\d{1,3}\/\d{1,2}$/.test(value) || /^[0-9a-fA-F:]*:[0-9a-fA-F:]*\/\d{1,3}$/.test(value),
    says: (name, value) => `"${name}" is not a valid CIDR block: invalid CIDR address: ${value}`,
  },
  ip: {
    test: (value) =>
      value === "" || /^(\d{1,3}\.){3}\d{1,3}$/.test(value) || /^[0-9a-fA-F:]*:[0-9a-fA-F:.]*$/.test(value),
    says: (name, value) => `expected ${name} to contain a valid IP, got: ${value}`,
  },
  json: {
    test: isJson,
    says: (name) => `"${name}" contains an invalid JSON`,
  },
};

function isJson(value: string): boolean {
  try {
    JSON.parse(value);
    return true;
  } catch {
    return value === "";
  }
}

/** Every text and number of a configuration, with its path, and with the path that tables name it by. */
function visit(value: ObjectValue, look: (value: DataValue, path: Path, at: string) => void, path: Path = []): void {
  for (const [name, one] of Object.entries(value)) {
    const here = [...path, name];
    const at = here.filter((step) => typeof step === "string").join(".");
    const each = (item: DataValue, itemPath: Path): void => {
      if (isObject(item)) visit(item, look, itemPath);
      else if (typeof item === "string" || typeof item === "number") look(item, itemPath, at);
    };
    if (isList(one)) one.forEach((item, index) => each(item, [...here, index]));
    else each(one, here);
  }
}

/** Arguments that force a replacement only where another one is true. */
const ONLY_WHERE: Readonly<Record<string, string>> = {
  "aws_instance.user_data": "user_data_replace_on_change",
  "aws_instance.user_data_base64": "user_data_replace_on_change",
};

/** Paths of what changes and cannot be changed in place. */
export function forcesReplacement(type: string, prior: ObjectValue, planned: ObjectValue): Path[] {
  const found: Path[] = [];
  for (const name of PROVIDER_BEHAVIOUR[type]?.forceNew ?? []) {
    const condition = ONLY_WHERE[`${type}.${name}`];
    if (condition !== undefined && planned[condition] !== true) continue;
    const path = changed(prior, planned, name.split("."), []);
    if (path !== undefined) found.push(path);
  }
  return found;
}

function changed(
  before: DataValue | undefined,
  after: DataValue | undefined,
  [name, ...rest]: readonly string[],
  path: Path,
): Path | undefined {
  if (name === undefined) return isSame(before, after) ? undefined : path;
  if (isList(before) || isList(after)) {
    const [left, right] = [isList(before) ? before : [], isList(after) ? after : []];
    for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
      const found = changed(left[index], right[index], [name, ...rest], [...path, index]);
      // Elements of sets have no index: the block as a whole is what is replaced.
      if (found !== undefined) return path;
    }
    return undefined;
  }
  const [inner, outer] = [isObject(before) ? before[name] : undefined, isObject(after) ? after[name] : undefined];
  if (outer instanceof Unknown && inner === null) return undefined;
  return rest.length === 0
    ? isSame(inner ?? null, outer ?? null)
      ? undefined
      : [...path, name]
    : changed(inner, outer, rest, [...path, name]);
}
