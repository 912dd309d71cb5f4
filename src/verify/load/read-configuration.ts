import { evaluateText, isKnown, type Instances, type Known, plain, type Scope, unknown } from "../expression/evaluate";
import { type Attributes } from "../model/resource";
import { type Configuration, type OpaquePart, type ProviderEntry, type ResourceEntry } from "./configuration";
import { expandDynamic, iteratorInstances } from "./dynamic-blocks";
import { firstOf, listOf, objectOf } from "./json";
import { policyDocument } from "./policy-document";

/** Reads the JSON of a local module's folder; nothing where it has none. */
export type ReadModule = (source: string) => { readonly json: Attributes; readonly readModule: ReadModule } | undefined;

/** Reads a configuration in Terraform's JSON syntax: locals, variables with defaults, local modules, count and for_each are expanded. */
export function readConfiguration(json: Attributes, readModule: ReadModule = () => undefined): Configuration {
  const opaque: OpaquePart[] = [];
  const root = new Module(json, "", new Map(), readModule, opaque, new Map());
  const metadata = objectOf(objectOf(json["//"])["metadata"]);
  for (const section of Object.keys(json))
    if (!SECTIONS.has(section) && hasContent(json[section]))
      opaque.push({
        address: section,
        why: `what a section ${section} does is not understood`,
        mend: `remove ${section} from the configuration`,
      });
  for (const [section, why] of [
    ["ephemeral", "an ephemeral resource runs what is not in the file"],
    ["import", "an import takes over what is not in the file"],
    ["removed", "a removed block lets a resource go on unseen"],
    ["moved", "a moved block renames what the state holds"],
  ] as const)
    if (hasContent(json[section]))
      opaque.push({ address: section, why, mend: `remove ${section} from the configuration` });
  return {
    form: "configuration",
    stack: typeof metadata["stackName"] === "string" ? metadata["stackName"] : null,
    resources: root.resources(),
    providers: root.providers(),
    outputs: root.outputs(),
    terraform: mergedBlocks(json["terraform"]),
    opaque,
  };
}

/** The sections that are read, and those that are told of by themselves. */
const SECTIONS = new Set([
  "//",
  "data",
  "ephemeral",
  "import",
  "locals",
  "module",
  "moved",
  "output",
  "provider",
  "removed",
  "resource",
  "terraform",
  "variable",
]);

const PLAIN_REFERENCE = /(?<!\$)\$\{([a-z][a-z0-9_]*)\.([\w-]+)\.(?:id|arn)\}/g;

/** Deeper nesting of modules than anybody has. */
const DEPTH = 20;

class Module {
  private readonly sets = new Map<string, Expanded>();
  private readonly calls = new Map<string, Map<string, Module>>();
  private readonly localValues = new Map<string, Known>();
  private readonly texts = new Map<string, Known>();
  private readonly scope: Scope;
  private readonly locals: Attributes;
  private readonly variables: Attributes;

  public constructor(
    private readonly json: Attributes,
    private readonly prefix: string,
    private readonly inputs: ReadonlyMap<string, Known>,
    private readonly readModule: ReadModule,
    private readonly opaque: OpaquePart[],
    /** The caller's provider for each name that the module uses. */
    private readonly passed: ReadonlyMap<string, string>,
  ) {
    this.locals = mergedBlocks(json["locals"]);
    this.variables = objectOf(json["variable"]);
    this.scope = {
      variable: (name) => this.variable(name),
      local: (name) => this.local(name),
      output: (module, key, name) => this.output(module, key, name),
      instances: (mode, type, name) => this.instances(mode, type, name),
    };
    for (const mode of ["managed", "data"] as const)
      for (const [type, named] of Object.entries(objectOf(json[mode === "managed" ? "resource" : "data"])))
        for (const [name, body] of Object.entries(objectOf(named))) this.declare(mode, type, name, body);
    for (const [name, body] of Object.entries(objectOf(json["module"]))) this.call(name, objectOf(firstOf(body)));
  }

  public resources(): ResourceEntry[] {
    const own = [...this.sets.values()].flatMap(({ mode, type, name, instances }) =>
      instances.map(({ address, body, scope }): ResourceEntry => {
        const attributes = this.attributes(body, scope);
        const provider = this.providerOf(type, body["provider"]);
        return { address, mode, type, name, attributes, ...(provider === undefined ? {} : { provider }) };
      }),
    );
    return [
      ...own,
      ...[...this.calls.values()].flatMap((modules) => [...modules.values()].flatMap((one) => one.resources())),
    ];
  }

  public providers(): ProviderEntry[] {
    const own = Object.entries(objectOf(this.json["provider"])).flatMap(([name, blocks]) =>
      listOf(blocks).map((block) => {
        const attributes = this.attributes(objectOf(block), this.scope);
        const { alias } = attributes;
        return { key: typeof alias === "string" ? `${name}.${alias}` : name, name, attributes };
      }),
    );
    return [
      ...own,
      ...[...this.calls.values()].flatMap((modules) => [...modules.values()].flatMap((one) => one.providers())),
    ];
  }

  public outputs(): Attributes {
    return Object.fromEntries(
      Object.entries(objectOf(this.json["output"])).map(([name, body]) => [
        name,
        this.attributes(objectOf(firstOf(body)), this.scope),
      ]),
    );
  }

  private declare(mode: "managed" | "data", type: string, name: string, body: unknown): void {
    const address = `${this.prefix}${mode === "data" ? "data." : ""}${type}.${name}`;
    // One name may hold a list of bodies (Terraform's JSON syntax); only one of them can be valid.
    const instances = listOf(body).flatMap((one) => this.expand(address, objectOf(one)));
    this.sets.set(`${mode} ${type} ${name}`, { mode, type, name, instances });
  }

  /** The instances of a block with count or for_each; one where there is neither, or where it cannot be told how many. */
  private expand(address: string, body: Attributes): Instance[] {
    const { count, for_each: forEach } = body;
    const single = { address, body, scope: this.scope, key: undefined };
    if (count === undefined && forEach === undefined) return [single];
    const many = this.value(count ?? forEach, this.scope);
    if (count !== undefined && typeof many === "number" && many >= 0 && many <= 10_000)
      return Array.from({ length: many }, (_, index) => ({
        address: `${address}[${index}]`,
        body,
        scope: { ...this.scope, index },
        key: index,
      }));
    const entries =
      Array.isArray(many) && many.every((one) => typeof one === "string" && isKnown(one))
        ? many.map((one: unknown) => [plain(String(one)), one] as const)
        : many !== null && typeof many === "object" && !Array.isArray(many)
          ? Object.entries(many as Attributes)
          : undefined;
    if (count === undefined && entries !== undefined)
      return entries.map(([key, value]: readonly [string, unknown]) => ({
        address: `${address}[${JSON.stringify(key)}]`,
        body,
        scope: { ...this.scope, each: { key, value } },
        key,
      }));
    this.opaque.push({
      address,
      why: `how many of it there are is ${JSON.stringify(count ?? forEach)}, which cannot be told`,
      mend: `give ${address} a known ${count === undefined ? "for_each" : "count"}`,
    });
    return [single];
  }

  private call(name: string, body: Attributes): void {
    const address = `${this.prefix}module.${name}`;
    const { source } = body;
    const found =
      typeof source === "string" && /^\.{1,2}\//.test(source) && this.prefix.split("module.").length < DEPTH
        ? this.readModule(source)
        : undefined;
    if (found === undefined) {
      this.opaque.push({
        address,
        why: `its resources are not in the configuration: its source is ${JSON.stringify(source ?? null)}`,
        mend: `write out what ${address} stands for, or judge the plan`,
      });
      return;
    }
    const instances = this.expand(address, body);
    const modules = new Map<string, Module>();
    for (const instance of instances) {
      const inputs = new Map(
        Object.entries(body)
          .filter(([key]) => !["source", "version", "providers", "count", "for_each", "depends_on", "//"].includes(key))
          .map(([key, value]) => [key, this.value(value, instance.scope)] as const),
      );
      const passed = new Map(
        Object.entries(objectOf(body["providers"])).map(([inner, outer]) => [
          inner,
          this.passed.get(String(outer)) ?? String(outer),
        ]),
      );
      modules.set(
        String(instance.key ?? ""),
        new Module(found.json, `${instance.address}.`, inputs, found.readModule, this.opaque, passed),
      );
    }
    this.calls.set(name, modules);
  }

  private providerOf(type: string, raw: unknown): string | undefined {
    if (raw === undefined || raw === null) {
      const [name = ""] = type.split("_");
      return this.passed.get(name) ?? name;
    }
    if (typeof raw !== "string" || raw.includes("${")) return undefined;
    return this.passed.get(raw) ?? raw;
  }

  private variable(name: string): Known {
    if (this.inputs.has(name)) return this.inputs.get(name);
    const { default: value } = objectOf(firstOf(this.variables[name]));
    // Of the root module: whoever runs it may give another value than the default, which is not in the configuration.
    return this.prefix === "" || value === undefined ? unknown(`var.${name}`) : value;
  }

  private local(name: string): Known {
    if (this.localValues.has(name)) return this.localValues.get(name);
    if (!Object.hasOwn(this.locals, name)) return unknown(`local.${name}`);
    // A local that leads back to itself is refused by Terraform.
    this.localValues.set(name, unknown(`local.${name}`));
    const value = this.value(this.locals[name], this.scope);
    this.localValues.set(name, value);
    return value;
  }

  private output(module: string, key: string | number | undefined, name: string): Known {
    const called = this.calls.get(module)?.get(String(key ?? ""));
    if (called === undefined) return undefined;
    const body = objectOf(firstOf(objectOf(called.json["output"])[name]));
    return Object.hasOwn(body, "value") ? called.value(body["value"], called.scope) : undefined;
  }

  private instances(mode: "managed" | "data", type: string, name: string): Instances | undefined {
    const set = this.sets.get(`${mode} ${type} ${name}`);
    if (set === undefined) return undefined;
    const { instances } = set;
    const [first] = instances;
    const byAddress = new Map(instances.map((one) => [one.address, one]));
    const addresses =
      first?.key === undefined && instances.length === 1
        ? (first?.address ?? "")
        : typeof first?.key === "string"
          ? new Map(instances.map((one) => [String(one.key), one.address]))
          : instances.map(({ address }) => address);
    return {
      addresses,
      attribute: (address, attribute) => {
        const one = byAddress.get(address);
        if (one === undefined) return undefined;
        if (mode === "data") return this.dataAttribute(type, one, attribute);
        const raw = one.body[attribute];
        // An ARN or id that is written out is none; a block is not followed into.
        if (raw === undefined || raw === null || attribute === "id" || attribute === "arn") return undefined;
        if (typeof raw === "string" && raw.includes("${")) {
          const value = this.value(raw, one.scope);
          return isKnown(value) ? value : undefined;
        }
        return typeof raw === "object" ? undefined : raw;
      },
    };
  }

  /** What a data source comes to without asking AWS. */
  private dataAttribute(type: string, { body, scope }: Instance, attribute: string): Known {
    if (type === "aws_iam_policy_document" && attribute === "json") return policyDocument(this.attributes(body, scope));
    if (type === "aws_partition" && attribute === "partition") return "aws";
    if (type === "aws_partition" && attribute === "dns_suffix") return "amazonaws.com";
    return undefined;
  }

  private attributes(body: Attributes, scope: Scope): Attributes {
    const evaluated: Record<string, unknown> = {};
    for (const [key, value] of Object.entries(body)) {
      if (key === "count" || key === "for_each") continue;
      evaluated[key] = key === "//" ? value : this.value(value, scope);
    }
    return expandDynamic(evaluated, body, (value, iterator, each) =>
      this.value(value, {
        ...scope,
        instances: (mode, type, name) =>
          iteratorInstances(iterator, each, mode, type, name) ?? scope.instances(mode, type, name),
      }),
    );
  }

  /** Whether a text refers to nothing but ids and ARNs of single resources of the root module: most texts do. */
  private standsForItself(text: string): boolean {
    const rest = text.replace(PLAIN_REFERENCE, (whole, type: string, name: string) => {
      const set = this.sets.get(`managed ${type} ${name}`);
      return set?.instances.length === 1 && set.instances[0]?.key === undefined ? "" : whole;
    });
    return !rest.includes("${") && !rest.includes("%{");
  }

  private value(raw: unknown, scope: Scope): Known {
    if (typeof raw === "string") {
      if (!raw.includes("${") && !raw.includes("%{")) return raw;
      if (this.prefix === "" && this.standsForItself(raw)) return raw;
      // Most texts are the same for every instance of the module.
      if (scope !== this.scope) return evaluateText(raw, scope);
      if (!this.texts.has(raw)) this.texts.set(raw, evaluateText(raw, scope));
      return this.texts.get(raw);
    }
    if (Array.isArray(raw)) return raw.map((item: unknown) => this.value(item, scope));
    if (raw !== null && typeof raw === "object")
      return Object.fromEntries(Object.entries(raw).map(([key, item]) => [key, this.value(item, scope)]));
    return raw;
  }
}

interface Instance {
  readonly address: string;
  readonly body: Attributes;
  readonly scope: Scope;
  readonly key: string | number | undefined;
}

interface Expanded {
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly instances: readonly Instance[];
}

/** Blocks that may come several times, as one. */
function mergedBlocks(raw: unknown): Attributes {
  return Object.assign({}, ...listOf(raw).map(objectOf)) as Attributes;
}

function hasContent(raw: unknown): boolean {
  return Array.isArray(raw) ? raw.length > 0 : Object.keys(objectOf(raw)).length > 0;
}
