import { createHash } from "node:crypto";
import { hasExpression } from "../model/value";
import { cidrFunctions } from "./cidr-functions";
import { escaped, isKnown, plain, type Known } from "./evaluate";

/** What a function comes to; nothing where that cannot be known. https://developer.hashicorp.com/terraform/language/functions */
type Implementation = (...values: Known[]) => Known;

const isText = (value: Known): value is string => typeof value === "string" && !hasExpression(value);
const isList = (value: Known): value is Known[] => Array.isArray(value);
const isMap = (value: Known): value is Record<string, Known> =>
  value !== null && typeof value === "object" && !Array.isArray(value);
const isNumber = (value: Known): value is number => typeof value === "number";
/** The text of a scalar, unknown parts included. */
const scalar = (value: Known): string | undefined =>
  typeof value === "string"
    ? value
    : typeof value === "number" || typeof value === "boolean"
      ? String(value)
      : undefined;

/** A function of known texts. */
const ofTexts =
  (implement: (...texts: string[]) => Known): Implementation =>
  (...values) => {
    if (!values.every(isText)) return undefined;
    const result = implement(...values.map(plain));
    return typeof result === "string"
      ? escaped(result)
      : isList(result)
        ? result.map((one) => (typeof one === "string" ? escaped(one) : one))
        : result;
  };

/** A function of lists, whose elements need not be known. */
const ofLists =
  (implement: (...lists: Known[][]) => Known): Implementation =>
  (...values) =>
    values.every(isList) ? implement(...values) : undefined;

const same = (a: Known, b: Known): boolean => JSON.stringify(a) === JSON.stringify(b);
const distinct = (list: Known[]): Known[] =>
  list.filter((item, index) => list.findIndex((one) => same(one, item)) === index);
/** Texts in Terraform's order: by code point. */
const sorted = (texts: string[]): string[] => [...texts].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
const hash = (algorithm: string): Implementation =>
  ofTexts((text = "") => createHash(algorithm).update(text).digest("hex"));

const FUNCTIONS: Readonly<Record<string, Implementation>> = {
  ...cidrFunctions,
  abs: (value) => (isNumber(value) ? Math.abs(value) : undefined),
  base64decode: ofTexts((text = "") => Buffer.from(text, "base64").toString("utf8")),
  base64encode: ofTexts((text = "") => Buffer.from(text, "utf8").toString("base64")),
  ceil: (value) => (isNumber(value) ? Math.ceil(value) : undefined),
  coalesce: (...values) => {
    // The first that is not null and not empty: what is not known may be either.
    for (const value of values) {
      if (value === null || value === "") continue;
      return isKnown(value) ? value : undefined;
    }
    return undefined;
  },
  coalescelist: ofLists((...lists) => lists.find((list) => list.length > 0)),
  compact: ofLists((list = []) => (list.every(isKnown) ? list.filter((one) => one !== null && one !== "") : undefined)),
  concat: ofLists((...lists) => lists.flat()),
  contains: (list, item) =>
    isList(list) && isKnown(list) && isKnown(item) ? list.some((one) => same(one, item)) : undefined,
  distinct: ofLists((list = []) => (isKnown(list) ? distinct(list) : undefined)),
  element: (list, index) =>
    isList(list) && isNumber(index) && list.length > 0 && index >= 0 ? list[index % list.length] : undefined,
  endswith: ofTexts((text = "", end = "") => text.endsWith(end)),
  flatten: (list) =>
    isList(list) && list.every((one) => isList(one) || isKnown(one) || typeof one === "string")
      ? flatten(list)
      : undefined,
  floor: (value) => (isNumber(value) ? Math.floor(value) : undefined),
  format: (...values) => format(values),
  formatlist: (...values) => {
    const lists = values.filter(isList);
    const [length] = lists.map((list) => list.length);
    if (length === undefined || lists.some((list) => list.length !== length)) return undefined;
    const texts = Array.from({ length }, (_, index) =>
      format(values.map((value) => (isList(value) ? value[index] : value))),
    );
    return texts.includes(undefined) ? undefined : texts;
  },
  join: (separator, list) => {
    if (!isText(separator) || !isList(list)) return undefined;
    const texts = list.map(scalar);
    return texts.includes(undefined) ? undefined : texts.join(separator);
  },
  jsondecode: ofTexts((text = "") => escapedTree(JSON.parse(text) as unknown)),
  jsonencode: (value) => encode(value),
  keys: (map) => (isMap(map) ? sorted(Object.keys(map)).map(escaped) : undefined),
  length: (value) =>
    isText(value)
      ? [...plain(value)].length
      : isList(value)
        ? value.length
        : isMap(value)
          ? Object.keys(value).length
          : undefined,
  lookup: (map, key, otherwise) => {
    if (!isMap(map) || !isText(key)) return undefined;
    return Object.hasOwn(map, plain(key)) ? map[plain(key)] : otherwise;
  },
  lower: ofTexts((text = "") => text.toLowerCase()),
  max: (...values) => (values.every(isNumber) ? Math.max(...values) : undefined),
  md5: hash("md5"),
  merge: (...maps) =>
    maps.every((map) => isMap(map) || map === null) ? (Object.assign({}, ...maps) as Known) : undefined,
  min: (...values) => (values.every(isNumber) ? Math.min(...values) : undefined),
  nonsensitive: (value) => value,
  one: ofLists((list = []) => (list.length === 0 ? null : list.length === 1 ? list[0] : undefined)),
  range: (...values) => {
    if (!values.every(isNumber)) return undefined;
    const [from, to, by] =
      values.length === 1 ? [0, values[0] ?? 0, 1] : [values[0] ?? 0, values[1] ?? 0, values[2] ?? 1];
    if (by <= 0 || to - from > 10_000) return undefined;
    return Array.from({ length: Math.max(0, Math.ceil((to - from) / by)) }, (_, index) => from + index * by);
  },
  // A pattern between slashes is a regular expression of another dialect: not followed.
  replace: ofTexts((text = "", what = "", by = "") =>
    /^\/.*\/$/s.test(what) ? undefined : text.replaceAll(what, () => by),
  ),
  reverse: ofLists((list = []) => [...list].reverse()),
  sensitive: (value) => value,
  setintersection: ofLists((first = [], ...lists) =>
    known([first, ...lists], () =>
      distinct(first).filter((item) => lists.every((list) => list.some((one) => same(one, item)))),
    ),
  ),
  setproduct: ofLists((...lists) =>
    lists.reduce<Known[][]>((product, list) => product.flatMap((head) => list.map((item) => [...head, item])), [[]]),
  ),
  setsubtract: ofLists((first = [], second = []) =>
    known([first, second], () => distinct(first).filter((item) => !second.some((one) => same(one, item)))),
  ),
  setunion: ofLists((...lists) => known(lists, () => distinct(lists.flat()))),
  sha1: hash("sha1"),
  sha256: hash("sha256"),
  sha512: hash("sha512"),
  slice: (list, from, to) =>
    isList(list) && isNumber(from) && isNumber(to) && to <= list.length ? list.slice(from, to) : undefined,
  sort: (list) => (isList(list) && list.every(isText) ? sorted(list) : undefined),
  split: ofTexts((separator = "", text = "") => text.split(separator)),
  startswith: ofTexts((text = "", start = "") => text.startsWith(start)),
  substr: (text, offset, length) => {
    if (!isText(text) || !isNumber(offset) || !isNumber(length) || offset < 0) return undefined;
    const characters = [...plain(text)];
    return escaped(characters.slice(offset, length < 0 ? undefined : offset + length).join(""));
  },
  sum: (list) => (isList(list) && list.every(isNumber) ? list.reduce((sum, one) => sum + one, 0) : undefined),
  title: ofTexts((text = "") => text.replace(/\b\p{L}/gu, (letter) => letter.toUpperCase())),
  tobool: (value) =>
    value === true || value === "true" ? true : value === false || value === "false" ? false : undefined,
  tolist: (value) => (isList(value) ? value : undefined),
  tomap: (value) => (isMap(value) ? value : undefined),
  tonumber: (value) =>
    isNumber(value) ? value : isText(value) && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : undefined,
  // A set has no order of its own; Terraform gives texts sorted.
  toset: (list) => (isList(list) && list.every(isText) ? sorted(distinct(list) as string[]) : undefined),
  tostring: (value) => scalar(value),
  trim: ofTexts((text = "", characters = "") => trimmed(text, characters)),
  trimprefix: ofTexts((text = "", prefix = "") => (text.startsWith(prefix) ? text.slice(prefix.length) : text)),
  trimspace: ofTexts((text = "") => text.trim()),
  trimsuffix: ofTexts((text = "", suffix = "") =>
    suffix !== "" && text.endsWith(suffix) ? text.slice(0, -suffix.length) : text,
  ),
  upper: ofTexts((text = "") => text.toUpperCase()),
  values: (map) => (isMap(map) ? sorted(Object.keys(map)).map((key) => map[key]) : undefined),
  zipmap: (keys, values) =>
    isList(keys) && keys.every(isText) && isList(values) && keys.length === values.length
      ? Object.fromEntries(keys.map((key, index) => [plain(key), values[index]]))
      : undefined,
};

/** What a call of a function comes to, or nothing where the function or one of its values is not known. */
export function callFunction(name: string, values: readonly Known[]): Known {
  const implement = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  try {
    return implement?.(...values);
  } catch {
    // Terraform would refuse it; a plan that is refused is none.
    return undefined;
  }
}

function known(lists: readonly Known[][], make: () => Known): Known {
  return lists.every(isKnown) ? make() : undefined;
}

function flatten(list: readonly Known[]): Known[] {
  return list.flatMap((item) => (isList(item) ? flatten(item) : [item]));
}

function trimmed(text: string, characters: string): string {
  const set = new Set(characters);
  const list = [...text];
  while (list.length > 0 && set.has(list[0] ?? "")) list.shift();
  while (list.length > 0 && set.has(list.at(-1) ?? "")) list.pop();
  return list.join("");
}

/** `%s`, `%d`, `%q`, `%v` and `%%`; anything else is not followed. */
function format([pattern, ...values]: readonly Known[]): string | undefined {
  if (!isText(pattern)) return undefined;
  let index = 0;
  let followed = true;
  const text = pattern.replace(/%(0\d+d|.)/gs, (_, verb: string) => {
    if (verb === "%") return "%";
    const value = scalar(values[index++]);
    const width = /^0(\d+)d$/.exec(verb)?.[1];
    if (value === undefined || !(width !== undefined || ["s", "d", "v", "q"].includes(verb))) followed = false;
    if (width !== undefined) {
      if (hasExpression(value ?? "")) followed = false;
      return (value ?? "").padStart(Number(width), "0");
    }
    return verb === "q" ? JSON.stringify(value ?? "") : (value ?? "");
  });
  return followed && index === values.length ? text : undefined;
}

/** Texts of a decoded value as templates. */
function escapedTree(value: unknown): Known {
  if (typeof value === "string") return escaped(value);
  if (isList(value)) return value.map(escapedTree);
  if (isMap(value)) return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, escapedTree(one)]));
  return value;
}

/**
 * JSON with keys in order, as Terraform writes it. References within texts stay, so that a policy can be read before its
 * resources exist; something else that is not known, in the place of a list or a number, makes all of it unknown.
 */
function encode(value: Known): string | undefined {
  if (typeof value === "string")
    return JSON.stringify(value).replace(/[<>&]/g, (one) => `\\u00${one.charCodeAt(0).toString(16)}`);
  if (value === null || typeof value === "number" || typeof value === "boolean") return JSON.stringify(value);
  if (isList(value)) {
    const items = value.map(encode);
    return items.includes(undefined) ? undefined : `[${items.join(",")}]`;
  }
  if (!isMap(value)) return undefined;
  const entries = sorted(Object.keys(value)).map((key) => {
    const one = encode(value[key]);
    return one === undefined ? undefined : `${JSON.stringify(escaped(key))}:${one}`;
  });
  return entries.includes(undefined) ? undefined : `{${entries.join(",")}}`;
}
