import { unknown } from "../expression/evaluate";
import { type Attributes } from "../model/resource";
import { moduleOf, modulePrefix, withoutKeys } from "./addresses";
import { type Configuration, type OpaquePart, type ProviderEntry, type ResourceEntry } from "./configuration";
import { listOf, objectOf } from "./json";
import { LiveValues } from "./live-values";
import { fits, template, textsOf } from "./plan-expressions";
import { digestedText, escapedTree, fromSources, isNothing, isRefresh, resourcesIn, rootOf } from "./plan-values";

/** A module's part of the plan's `configuration`, with the way to it. */
interface ConfiguredModule {
  readonly json: Attributes;
  readonly parent: ConfiguredModule | undefined;
  /** The call by which the parent has it. */
  readonly call: Attributes;
}

/** A resource that a reference leads to, before its instance is known. */
interface Reference {
  /** Address without keys of instances: `module.net.aws_vpc.this`. */
  readonly base: string;
  readonly key: string;
  readonly attribute: string;
}

/**
 * Reads the JSON of a plan (`terraform show -json`, format 1): the planned values; and for what is only known after apply
 * the resource that the configuration refers to, where it is exactly one. What functions make of a reference a plan does
 * not show.
 *
 * @param sources the configuration that the plan was made of: its texts are taken for values that the plan does not know,
 * where the plan says that they refer to the same resources
 * https://developer.hashicorp.com/terraform/internals/json-format
 */
export function readPlan(json: Attributes, sources?: Configuration): Configuration {
  return new PlanReader(json, sources).read();
}

class PlanReader {
  private readonly opaque: OpaquePart[] = [];
  private readonly root: ConfiguredModule;
  private readonly unknowns: ReadonlyMap<string, unknown>;
  private readonly planned: readonly { readonly resource: Attributes; readonly address: string }[];
  /** Addresses of the instances of a resource. */
  private readonly instances = new Map<string, string[]>();
  private readonly written: ReadonlyMap<string, ResourceEntry>;
  /** What was there before. */
  private readonly live: LiveValues;

  public constructor(
    private readonly json: Attributes,
    private readonly sources: Configuration | undefined,
  ) {
    const configuration = objectOf(json["configuration"]);
    this.root = { json: objectOf(configuration["root_module"]), parent: undefined, call: {} };
    this.unknowns = new Map(
      listOf(json["resource_changes"]).map((raw) => {
        const change = objectOf(raw);
        return [String(change["address"]), objectOf(change["change"])["after_unknown"]] as const;
      }),
    );
    const read = rootOf(json["prior_state"]);
    const values = isRefresh(json) ? read : objectOf(objectOf(json["planned_values"])["root_module"]);
    this.planned = [
      ...resourcesIn(values).filter(({ mode }) => mode !== "data" || values !== read),
      ...resourcesIn(read).filter(({ mode }) => mode === "data"),
    ].map((resource) => ({ resource, address: String(resource["address"]) }));
    this.live = new LiveValues(resourcesIn(read));
    for (const { address } of this.planned) {
      const base = withoutKeys(address);
      this.instances.set(base, [...(this.instances.get(base) ?? []), address]);
    }
    this.written = new Map((sources?.resources ?? []).map((entry) => [entry.address, entry]));
  }

  public read(): Configuration {
    if (this.json["complete"] === false)
      this.opaque.push({
        address: "(plan)",
        why: "it puts off a part of what there is to do",
        mend: "judge a complete plan",
      });
    const resources = this.planned.map(({ resource, address }) => this.resource(resource, address));
    return {
      form: "plan",
      stack: this.sources?.stack ?? null,
      resources,
      providers: this.providers(),
      outputs: objectOf(objectOf(this.root.json)["outputs"]),
      terraform: this.sources?.terraform ?? {},
      inputs: { variables: this.json["variables"], variable: this.root.json["variables"], ...this.sources?.inputs },
      opaque: [...this.opaque, ...(this.sources?.opaque ?? [])],
    };
  }

  private resource(resource: Attributes, address: string): ResourceEntry {
    const [type, name] = [String(resource["type"]), String(resource["name"])];
    const found = this.configured(address, resource["mode"] === "data" ? "data" : "managed", type, name);
    const expressions = objectOf(found?.resource["expressions"]);
    const unknowns = objectOf(this.unknowns.get(address));
    const values = escapedTree(objectOf(resource["values"])) as Record<string, unknown>;
    const attributes = this.live.has(address)
      ? { ...this.live.asWritten(resource, this.sourceOf(address, expressions, found?.module)) }
      : values;
    for (const [attribute, hidden] of Object.entries(unknowns)) {
      if (hidden === false) continue;
      // What AWS computes by itself is in no expression; it stands for itself.
      if (!Object.hasOwn(expressions, attribute)) {
        if (hidden === true) delete attributes[attribute];
        continue;
      }
      const filled = this.fill(values[attribute], hidden, expressions[attribute], found?.module, address);
      const source =
        this.written.get(address)?.attributes[attribute] ??
        template(expressions[attribute], found?.module.parent === undefined);
      const referred = this.referredBy(expressions[attribute], found?.module, address);
      attributes[attribute] =
        source === undefined ? filled : fromSources(filled, values[attribute], hidden, source, referred);
    }
    const userData = digestedText(attributes["user_data"], expressions["user_data"]);
    if (userData !== undefined) attributes["user_data"] = escapedTree(userData);
    // Plans name the region of every resource: it is its own only where the configuration gives it.
    if (found !== undefined && !Object.hasOwn(expressions, "region")) delete attributes["region"];
    const provisioners = listOf(found?.resource["provisioners"]);
    if (provisioners.length > 0) attributes["provisioner"] = provisioners;
    const metadata = this.written.get(address)?.attributes["//"];
    if (metadata !== undefined) attributes["//"] = metadata;
    const provider = this.providerOf(found);
    return {
      address,
      mode: resource["mode"] === "data" ? "data" : "managed",
      type,
      name,
      attributes,
      ...(provider === undefined ? {} : { provider }),
    };
  }

  /** What the sources, or else the plan itself, say was written of a resource. */
  private sourceOf(address: string, expressions: Attributes, module: ConfiguredModule | undefined): Attributes {
    const own = this.written.get(address)?.attributes;
    if (own !== undefined) return own;
    return objectOf(textsOf(expressions, module?.parent === undefined));
  }

  /** The value of an attribute with what is not known written in as a reference, or as an expression that says so. */
  private fill(
    value: unknown,
    hidden: unknown,
    expression: unknown,
    module: ConfiguredModule | undefined,
    address: string,
  ): unknown {
    const { references, constant_value: constant } = objectOf(expression);
    // What the configuration writes out without a reference, AWS may still complete.
    if (hidden === true && constant !== undefined && references === undefined) return escapedTree(constant);
    if (hidden === true) {
      const found = Array.isArray(references) ? this.resolve(references, module, address) : undefined;
      if (found === undefined) return unknown(`(known after apply: ${listOf(references).map(String).join(", ")})`);
      const [only, ...more] = found;
      return more.length === 0 && only !== undefined
        ? unknown(only)
        : unknown(`(known after apply: ${found.join(", ")})`);
    }
    if (Array.isArray(hidden)) {
      const items = listOf(value);
      // Elements of a list that all are references: each to one.
      const open = hidden.filter((one) => one === true).length;
      if (open > 0 && Array.isArray(references)) {
        const found = this.resolve(references, module, address);
        if (found?.length !== open) return unknown(`(known after apply: ${references.map(String).join(", ")})`);
        let next = 0;
        return hidden.map((one, index) => (one === true ? unknown(found[next++] ?? "") : items[index]));
      }
      const blocks = Array.isArray(references) ? hidden.map(() => expression) : listOf(expression);
      if (open === 0 && blocks.length === hidden.length)
        return hidden.map((one, index) => this.fillBlock(items[index], one, blocks[index], module, address));
      return open === 0 && hidden.every((one) => isNothing(one)) ? value : unknown("(known after apply)");
    }
    if (hidden !== null && typeof hidden === "object")
      return this.fillBlock(value, hidden, expression, module, address);
    return value;
  }

  private fillBlock(
    value: unknown,
    hidden: unknown,
    expression: unknown,
    module: ConfiguredModule | undefined,
    address: string,
  ): unknown {
    if (isNothing(hidden)) return value;
    const block: Record<string, unknown> = { ...objectOf(value) };
    const { references } = objectOf(expression);
    for (const [name, inner] of Object.entries(objectOf(hidden))) {
      if (isNothing(inner)) continue;
      // An expression for the whole list tells of all its references; one of a type that fits is the one.
      const own = Array.isArray(references)
        ? { references: references.filter((one) => !/^[a-z]\w*\./.test(String(one)) || fits(name, String(one))) }
        : objectOf(expression)[name];
      block[name] = this.fill(block[name], inner, own, module, address);
    }
    return block;
  }

  /** Every resource that an expression, or one in a block of it, refers to. */
  private referredBy(expression: unknown, module: ConfiguredModule | undefined, address: string): readonly string[] {
    if (Array.isArray(expression)) return expression.flatMap((one) => this.referredBy(one, module, address));
    const { references, ...inner } = objectOf(expression);
    if (Array.isArray(references)) return this.resolve(references, module, address) ?? [];
    return Object.values(inner).flatMap((one) => this.referredBy(one, module, address));
  }

  /** The resources that references lead to, through variables and outputs; nothing where one cannot be followed. */
  private resolve(
    references: readonly unknown[],
    module: ConfiguredModule | undefined,
    address: string,
    depth = 0,
  ): string[] | undefined {
    if (module === undefined || depth > 20) return undefined;
    const texts = references.map(String);
    // Terraform names a reference and each of its prefixes.
    const longest = texts.filter(
      (text) =>
        !texts.some((other) => other !== text && (other.startsWith(`${text}.`) || other.startsWith(`${text}[`))),
    );
    const found = new Set<string>();
    for (const text of longest) {
      const [first = "", second = "", third = ""] = text.split(".");
      if (first === "each" && second === "value") {
        const one = this.eachValue(address, third);
        if (one === undefined) return undefined;
        found.add(one);
        continue;
      }
      if (first === "each" || first === "count") continue;
      if (first === "var") {
        if (module.parent === undefined) return undefined;
        const given = objectOf(objectOf(module.call["expressions"])[second]);
        if (Object.hasOwn(given, "constant_value")) return undefined;
        const up = this.resolve(listOf(given["references"]), module.parent, moduleOf(address), depth + 1);
        if (up === undefined) return undefined;
        for (const one of up) found.add(one);
      } else if (first === "module") {
        const called = calledModule(module, second.replace(/\[.*\]$/, ""));
        const output = objectOf(objectOf(called?.json["outputs"])[third]);
        const down = this.resolve(
          listOf(objectOf(output["expression"])["references"]),
          called,
          `${modulePrefix(address)}module.${second}.`,
          depth + 1,
        );
        if (down === undefined) return undefined;
        for (const one of down) found.add(one);
      } else if (["local", "data", "path", "terraform", "self"].includes(first)) return undefined;
      else {
        const one = this.instanceOf(text, address);
        if (one === undefined) return undefined;
        found.add(one);
      }
    }
    return [...found];
  }

  /** An attribute of `each.value` where `for_each` goes over the instances of a resource: of the one with the same key. */
  private eachValue(address: string, attribute: string): string | undefined {
    const [, type = "", name = ""] = /([a-z]\w*)\.([\w-]+)\[[^\]]*\]$/.exec(address) ?? [];
    const over = objectOf(this.configured(address, "managed", type, name)?.resource["for_each_expression"]);
    const [only, ...more] = listOf(over["references"]).map(String);
    const key = /(\[[^\]]*\])$/.exec(address)?.[1] ?? "";
    if (attribute === "" || only === undefined || more.length > 0 || !/^[a-z]\w*\.[\w-]+$/.test(only)) return undefined;
    const one = `${modulePrefix(address)}${only}${key}`;
    return this.instances.get(withoutKeys(one))?.includes(one) === true ? `${one}.${attribute}` : undefined;
  }

  private instanceOf(reference: string, address: string): string | undefined {
    const [, type = "", name = "", key = "", attribute = ""] =
      /^([a-z]\w*)\.([\w-]+)(\[[^\]]*\])?\.?(.*)$/.exec(reference) ?? [];
    const read: Reference = { base: `${modulePrefix(address)}${type}.${name}`, key, attribute };
    const all = this.instances.get(withoutKeys(read.base))?.filter((one) => one.startsWith(modulePrefix(address)));
    if (all === undefined || all.length === 0 || read.attribute === "") return undefined;
    const own = /(\[[^\]]*\])$/.exec(address)?.[1] ?? "";
    const [only] =
      all.length === 1 ? all : all.filter((one) => one.endsWith(read.key === "" ? own || "\u0000" : read.key));
    return only === undefined ? undefined : `${only}.${read.attribute}`;
  }

  private configured(
    address: string,
    mode: string,
    type: string,
    name: string,
  ): { readonly resource: Attributes; readonly module: ConfiguredModule } | undefined {
    let module: ConfiguredModule | undefined = this.root;
    for (const [, call = ""] of modulePrefix(address).matchAll(/module\.([\w-]+)/g))
      module = module === undefined ? undefined : calledModule(module, call);
    const resource = listOf(module?.json["resources"])
      .map(objectOf)
      .find((one) => one["mode"] === mode && one["type"] === type && one["name"] === name);
    return resource === undefined || module === undefined ? undefined : { resource, module };
  }

  /** A module's own key for a provider leads to the caller's, by the plan's list of providers. */
  private providerOf(found: { readonly resource: Attributes } | undefined): string | undefined {
    const key = found?.resource["provider_config_key"];
    if (typeof key !== "string") return undefined;
    const configured = objectOf(objectOf(this.json["configuration"])["provider_config"]);
    if (Object.hasOwn(configured, key)) return key;
    const plain = key.replace(/^.*:/, "");
    return Object.hasOwn(configured, plain) ? plain : key;
  }

  private providers(): ProviderEntry[] {
    const configured = objectOf(objectOf(this.json["configuration"])["provider_config"]);
    return Object.entries(configured).map(([key, raw]) => {
      const { name, expressions, alias } = objectOf(raw);
      const attributes = Object.fromEntries(
        Object.entries(objectOf(expressions)).map(([attribute, expression]) => [attribute, this.constant(expression)]),
      );
      return {
        key,
        name: String(name),
        attributes: { ...attributes, ...(alias === undefined ? {} : { alias }) },
      };
    });
  }

  /** A provider's argument: written out, or a variable whose value the plan tells. */
  private constant(expression: unknown): unknown {
    if (Array.isArray(expression)) return expression.map((one) => this.constant(one));
    const read = objectOf(expression);
    if (Object.hasOwn(read, "constant_value")) return escapedTree(read["constant_value"]);
    const references = listOf(read["references"]).map(String);
    if (references.length > 0) {
      const [only] = references;
      const variable = objectOf(objectOf(this.json["variables"])[only?.replace(/^var\./, "") ?? ""]);
      return references.length === 1 && Object.hasOwn(variable, "value")
        ? escapedTree(variable["value"])
        : unknown(references.join(" "));
    }
    return Object.fromEntries(Object.entries(read).map(([name, inner]) => [name, this.constant(inner)]));
  }
}

function calledModule(module: ConfiguredModule, name: string): ConfiguredModule | undefined {
  const call = objectOf(objectOf(module.json["module_calls"])[name]);
  const { module: json } = call;
  return json === undefined ? undefined : { json: objectOf(json), parent: module, call };
}
