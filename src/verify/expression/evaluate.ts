import { hasExpression } from "../model/value";
import { callFunction } from "./functions";
import { parseTemplate } from "./parse";
import { ELEMENT, type Expression, SyntaxProblem } from "./syntax";

/**
 * What an expression comes to, as far as it can be known before anything exists. Texts are in the form of Terraform's JSON
 * syntax: what is not known stands in them as `${...}`, with the absolute address of the resource that it is an attribute of
 * where it is one; a literal `${` is `$${`.
 */
export type Known = unknown;

/** The resources that a name stands for, by key where there are several. */
export interface Instances {
  readonly addresses: string | readonly string[] | ReadonlyMap<string, string>;
  /** The value of an attribute that the configuration writes out. */
  readonly attribute: (address: string, name: string) => Known;
}

/** What the names of an expression stand for. Nothing where that is not known. */
export interface Scope {
  readonly variable: (name: string) => Known;
  readonly local: (name: string) => Known;
  readonly output: (module: string, key: string | number | undefined, name: string) => Known;
  readonly instances: (mode: "managed" | "data", type: string, name: string) => Instances | undefined;
  readonly each?: { readonly key: string; readonly value: Known };
  readonly index?: number;
}

/** A value that is not known, as the text of its expression. */
export function unknown(source: string): string {
  return `\${${source}}`;
}

/** Whether a value, at whatever depth, holds something that is not known. */
export function isKnown(value: Known): boolean {
  if (value === undefined) return false;
  if (typeof value === "string") return !hasExpression(value);
  if (Array.isArray(value)) return value.every(isKnown);
  return value === null || typeof value !== "object" || Object.values(value).every(isKnown);
}

/** A known text as it is, without the escapes of templates. */
export function plain(text: string): string {
  return text.replaceAll("$${", "${").replaceAll("%%{", "%{");
}

/** A text as a template that stands for it. */
export function escaped(text: string): string {
  // By functions: in a replacement text `$$` stands for one sign.
  return text.replaceAll("${", () => "$${").replaceAll("%{", () => "%%{");
}

/** Evaluates a text of Terraform's JSON syntax; what cannot be read stays as it is. */
export function evaluateText(text: string, scope: Scope): Known {
  if (!text.includes("${") && !text.includes("%{")) return text;
  try {
    return new Evaluation(scope).value(parseTemplate(text));
  } catch (error) {
    if (error instanceof SyntaxProblem || error instanceof RangeError) return text;
    throw error;
  }
}

class Evaluation {
  public constructor(
    private readonly scope: Scope,
    private readonly names: ReadonlyMap<string, Known> = new Map(),
  ) {}

  public value(expression: Expression): Known {
    switch (expression.kind) {
      case "literal":
        return typeof expression.value === "string" ? escaped(expression.value) : expression.value;
      case "template":
        return expression.parts.map((part) => textOf(this.value(part), part.source)).join("");
      case "name":
      case "attribute":
      case "index":
        return this.traversal(expression);
      case "splat":
        return this.splat(expression);
      case "call":
        return this.call(expression);
      case "unary":
        return this.unary(expression);
      case "binary":
        return this.binary(expression);
      case "conditional": {
        const test = truth(this.value(expression.test));
        return test === undefined ? unknown(expression.source) : this.value(test ? expression.yes : expression.no);
      }
      case "tuple":
        return expression.items.map((item) => this.value(item));
      case "object": {
        const entries = expression.entries.map(([key, item]) => [this.value(key), this.value(item)] as const);
        if (entries.some(([key]) => typeof key !== "string" || hasExpression(key))) return unknown(expression.source);
        return Object.fromEntries(entries.map(([key, item]) => [plain(String(key)), item]));
      }
      case "for":
        return this.comprehension(expression);
    }
  }

  private traversal(expression: Expression): Known {
    const steps: (string | number)[] = [];
    let at = expression;
    while (at.kind === "attribute" || at.kind === "index") {
      if (at.kind === "attribute") steps.unshift(at.name);
      else {
        const key = this.value(at.key);
        if (typeof key === "number") steps.unshift(key);
        else if (typeof key === "string" && !hasExpression(key)) steps.unshift(plain(key));
        else return unknown(expression.source);
      }
      at = at.of;
    }
    if (at.kind !== "name") return step(this.value(at), steps, expression.source);
    const { name } = at;
    if (this.names.has(name)) return step(this.names.get(name), steps, expression.source);
    return this.named(name, steps, expression.source);
  }

  private named(root: string, steps: readonly (string | number)[], source: string): Known {
    const [first, ...rest] = steps;
    switch (root) {
      case "var":
        return step(this.scope.variable(String(first)), rest, source);
      case "local":
        return step(this.scope.local(String(first)), rest, source);
      case "each":
        if (this.scope.each === undefined) return unknown(source);
        return step(first === "key" ? escaped(this.scope.each.key) : this.scope.each.value, rest, source);
      case "count":
        return this.scope.index ?? unknown(source);
      case "module": {
        const [second, third, ...more] = rest;
        // `module.name.output`, or `module.name[key].output`.
        const output = this.scope.output(String(first), undefined, String(second));
        if (output !== undefined) return step(output, rest.slice(1), source);
        return third === undefined
          ? unknown(source)
          : step(this.scope.output(String(first), second, String(third)), more, source);
      }
      case "data":
        return this.instances("data", steps.slice(0, 2), steps.slice(2), source);
      case "path":
      case "terraform":
      case "self":
        return unknown(source);
      default:
        return this.instances("managed", [root, ...steps.slice(0, 1)], steps.slice(1), source);
    }
  }

  /** An attribute of a resource: its value where it is written out, else a reference to it. */
  private instances(
    mode: "managed" | "data",
    [type, name]: readonly (string | number)[],
    steps: readonly (string | number)[],
    source: string,
  ): Known {
    const found = this.scope.instances(mode, String(type), String(name));
    if (found === undefined) return unknown(source);
    const { addresses, attribute } = found;
    const [key, ...rest] = steps;
    if (typeof addresses === "string") {
      if (key === undefined) return unknown(source);
      const written = attribute(addresses, String(key));
      if (written !== undefined) return step(written, rest, source);
      return unknown(
        [addresses, String(key)].join(".") +
          rest.map((one) => (typeof one === "number" ? `[${one}]` : `.${one}`)).join(""),
      );
    }
    const address = Array.isArray(addresses)
      ? (addresses as readonly string[])[Number(key)]
      : (addresses as ReadonlyMap<string, string>).get(String(key));
    if (address === undefined || rest[0] === undefined) return unknown(source);
    const written = attribute(address, String(rest[0]));
    return written !== undefined
      ? step(written, rest.slice(1), source)
      : unknown([address, ...rest.map(String)].join("."));
  }

  private splat({ of, each, source }: Expression & { readonly kind: "splat" }): Known {
    const items = this.elements(of) ?? this.value(of);
    if (items === null) return [];
    if (typeof items === "string" && hasExpression(items)) return unknown(source);
    return (Array.isArray(items) ? items : [items]).map((item: Known) => this.with([[ELEMENT, item]]).value(each));
  }

  /** All instances of a resource, each as an object whose attributes are looked up when they are asked for. */
  private elements(of: Expression): Known[] | undefined {
    if (of.kind !== "attribute" || of.of.kind !== "name" || this.names.has(of.of.name)) return undefined;
    const found = this.scope.instances("managed", of.of.name, of.name);
    if (found === undefined) return undefined;
    const { addresses, attribute } = found;
    const list =
      typeof addresses === "string"
        ? [addresses]
        : Array.isArray(addresses)
          ? (addresses as readonly string[])
          : [...(addresses as ReadonlyMap<string, string>).values()];
    return list.map((address) => new Element(address, attribute));
  }

  private with(names: readonly (readonly [string, Known])[]): Evaluation {
    return new Evaluation(this.scope, new Map([...this.names, ...names]));
  }

  private call({ name, args, spread, source }: Expression & { readonly kind: "call" }): Known {
    if (name === "try" || name === "can") {
      const [first] = args.map((argument) => this.value(argument));
      // Whether the first one fails can be told only where all of it is known.
      if (first !== undefined && isKnown(first)) return name === "can" ? true : first;
      return name === "try" && args.length === 1 ? first : unknown(source);
    }
    const values = args.map((argument) => this.value(argument));
    if (spread) {
      const last = values.pop();
      if (!Array.isArray(last)) return unknown(source);
      values.push(...(last as Known[]));
    }
    if (values.some((value) => value instanceof Element)) return unknown(source);
    const result = callFunction(name, values);
    return result === undefined ? unknown(source) : result;
  }

  private unary({ operator, of, source }: Expression & { readonly kind: "unary" }): Known {
    const value = this.value(of);
    if (operator === "!") {
      const held = truth(value);
      return held === undefined ? unknown(source) : !held;
    }
    return typeof value === "number" ? -value : unknown(source);
  }

  private binary({ operator, left, right, source }: Expression & { readonly kind: "binary" }): Known {
    const [a, b] = [this.value(left), this.value(right)];
    if (operator === "&&" || operator === "||") {
      const [x, y] = [truth(a), truth(b)];
      const decisive = operator === "||";
      if (x === decisive || y === decisive) return decisive;
      return x === undefined || y === undefined ? unknown(source) : !decisive;
    }
    if (operator === "==" || operator === "!=") {
      if (!isKnown(a) || !isKnown(b)) return unknown(source);
      return (JSON.stringify(a) === JSON.stringify(b)) === (operator === "==");
    }
    const [x, y] = [numberOf(a), numberOf(b)];
    if (x === undefined || y === undefined) return unknown(source);
    switch (operator) {
      case "+":
        return x + y;
      case "-":
        return x - y;
      case "*":
        return x * y;
      case "/":
        return y === 0 ? unknown(source) : x / y;
      case "%":
        return y === 0 ? unknown(source) : x % y;
      case "<":
        return x < y;
      case ">":
        return x > y;
      case "<=":
        return x <= y;
      default:
        return x >= y;
    }
  }

  private comprehension(expression: Expression & { readonly kind: "for" }): Known {
    const { names, over, key, value, test, grouped, source } = expression;
    const items = this.value(over);
    if (items === null || typeof items !== "object" || items instanceof Element) return unknown(source);
    const entries: (readonly [Known, Known])[] = Array.isArray(items)
      ? items.map((item, index) => [index, item])
      : Object.entries(items).map(([name, item]) => [escaped(name), item]);
    const [first = "", second] = names;
    const list: Known[] = [];
    const map: Record<string, Known> = {};
    for (const [index, item] of entries) {
      const inner = this.with(
        second === undefined
          ? [[first, item]]
          : [
              [first, index],
              [second, item],
            ],
      );
      const wanted = test === undefined ? true : truth(inner.value(test));
      if (wanted === undefined) return unknown(source);
      if (!wanted) continue;
      if (key === undefined) list.push(inner.value(value));
      else {
        const name = inner.value(key);
        if (typeof name !== "string" || hasExpression(name)) return unknown(source);
        const one = inner.value(value);
        if (grouped) map[plain(name)] = [...((map[plain(name)] as Known[] | undefined) ?? []), one];
        else map[plain(name)] = one;
      }
    }
    return key === undefined ? list : map;
  }
}

/** A resource as an element of a list. */
class Element {
  public constructor(
    private readonly address: string,
    private readonly attribute: (address: string, name: string) => Known,
  ) {}

  public get(name: string): Known {
    return this.attribute(this.address, name) ?? unknown(`${this.address}.${name}`);
  }
}

function step(value: Known, steps: readonly (string | number)[], source: string): Known {
  let at = value;
  for (const one of steps) {
    if (at instanceof Element) at = at.get(String(one));
    else if (Array.isArray(at)) at = (at as Known[])[Number(one)];
    else if (at !== null && typeof at === "object" && Object.hasOwn(at, one)) at = (at as Record<string, Known>)[one];
    else return unknown(source);
  }
  return at === undefined ? unknown(source) : at;
}

function truth(value: Known): boolean | undefined {
  if (value === true || value === "true") return true;
  return value === false || value === "false" ? false : undefined;
}

function numberOf(value: Known): number | undefined {
  if (typeof value === "number") return value;
  return typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : undefined;
}

/** A value within a text. */
function textOf(value: Known, source: string): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return unknown(source);
}
