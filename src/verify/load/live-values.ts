import { escaped, evaluateText, isKnown, plain, type Scope } from "../expression/evaluate";
import { type Attributes } from "../model/resource";
import { ADDRESS, hasExpression } from "../model/value";
import { listOf, objectOf } from "./json";
import { escapedTree } from "./plan-values";
import { repeatedIn, type LiveResource } from "./repeated";
import { isComposite, isNothing, isSame } from "./same-value";

const REFERENCE = new RegExp(String.raw`(?<!\$)\$\{((?:data\.)?${ADDRESS})\.([\w.[\]]+)\}`, "g");

/** Parts of a resource's body that are Terraform's own, and of nothing that is live. */
const TERRAFORMS_OWN = new Set(["//", "connection", "depends_on", "dynamic", "lifecycle", "provider", "provisioner"]);

/** Lists of which an empty one says that there is nothing, where a missing one would say nothing. */
const SAYS_NONE = new Set(["egress", "ingress", "route"]);

/** What has been made, by address: it tells what the texts of a configuration have come to. */
export class LiveValues {
  private readonly scope: Scope;
  private readonly values: ReadonlyMap<string, Attributes>;
  private readonly all: readonly LiveResource[];

  /** @param resources as `terraform show -json` has them */
  public constructor(resources: readonly Attributes[]) {
    const values = new Map(resources.map((one) => [String(one["address"]), objectOf(one["values"])]));
    this.values = values;
    this.all = resources.map((one) => ({ type: String(one["type"]), values: objectOf(one["values"]) }));
    const nothing = (): undefined => undefined;
    this.scope = {
      variable: nothing,
      local: nothing,
      output: nothing,
      instances: (mode, type, name) => ({
        addresses: `${mode === "data" ? "data." : ""}${type}.${name}`,
        attribute: (address, attribute) => {
          const value = values.get(address)?.[attribute];
          return value === null || value === undefined ? undefined : escapedTree(value);
        },
      }),
    };
  }

  /** Whether a resource has been made. */
  public has(address: string): boolean {
    return this.values.has(address);
  }

  /**
   * The attributes of what is live, each as the sources write it where that comes to the very same value, and as AWS says it
   * elsewhere. Left out is what nobody has written and what is empty, or what AWS repeats of another resource that is live.
   */
  public asWritten(resource: Attributes, source: Attributes = {}): Attributes {
    const written = Object.fromEntries(Object.entries(source).filter(([name]) => !TERRAFORMS_OWN.has(name)));
    const values = objectOf(resource["values"]);
    const repeated = repeatedIn({ type: String(resource["type"]), values }, this.all);
    const told = Object.entries(values).filter(([name]) => Object.hasOwn(written, name) || !repeated.includes(name));
    return objectOf(this.merged(Object.fromEntries(told), written));
  }

  private merged(live: unknown, source: unknown): unknown {
    if (!isComposite(source)) return this.agrees(live, source) ? source : escapedTree(live);
    if (Array.isArray(live)) {
      const left = [...listOf(source)];
      // Sets have no order: each is paired with the one that agrees in all that is written.
      return live.map((one: unknown) => {
        const at = left.findIndex((other) => this.agrees(one, other));
        return at < 0 ? escapedTree(one) : this.merged(one, left.splice(at, 1)[0]);
      });
    }
    if (!isComposite(live)) return escapedTree(live);
    const [block] = listOf(source).map(objectOf);
    return Object.fromEntries(
      Object.entries(live).flatMap(([name, value]) => {
        if (block !== undefined && Object.hasOwn(block, name)) return [[name, this.merged(value, block[name])]];
        return isNothing(value) && !SAYS_NONE.has(name) ? [] : [[name, escapedTree(value)]];
      }),
    );
  }

  /** Whether all that the sources write of a value is live. */
  private agrees(live: unknown, source: unknown): boolean {
    if (isNothing(source)) return isNothing(live);
    if (typeof source === "string") return isSame(live, this.valueOf(source));
    if (!isComposite(source)) return isSame(live, source);
    if (Array.isArray(live)) {
      const left = [...listOf(source)];
      return (
        live.length === left.length &&
        live.every((one: unknown) => {
          const at = left.findIndex((other) => this.agrees(one, other));
          if (at >= 0) left.splice(at, 1);
          return at >= 0;
        })
      );
    }
    const [block, ...more] = listOf(source);
    return (
      isComposite(live) &&
      more.length === 0 &&
      Object.entries(objectOf(block)).every(([name, value]) => this.agrees((live as Attributes)[name], value))
    );
  }

  /** What a text of the sources comes to; nothing where a part of that is not known. */
  private valueOf(source: string): unknown {
    const whole = /^\$\{[^{}]*\}$/.test(source);
    const text = source.replace(REFERENCE, (expression: string, address: string, path: string) => {
      const value = valueAt(this.values.get(address), path);
      return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
        ? escaped(String(value))
        : expression;
    });
    if (!hasExpression(text)) return plain(text);
    const value = evaluateText(source, this.scope);
    if (!isKnown(value)) return undefined;
    return whole ? plainTree(value) : typeof value === "string" ? plain(value) : undefined;
  }
}

/** `dns_entry[0].dns_name` of a resource. */
function valueAt(attributes: Attributes | undefined, path: string): unknown {
  return path
    .split(/[.[\]]+/)
    .filter((step) => step !== "")
    .reduce<unknown>(
      (at, step) => (Array.isArray(at) ? (at as unknown[])[Number(step)] : objectOf(at)[step]),
      attributes,
    );
}

function plainTree(value: unknown): unknown {
  if (typeof value === "string") return plain(value);
  if (Array.isArray(value)) return value.map(plainTree);
  if (value !== null && typeof value === "object")
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plainTree(one)]));
  return value;
}
