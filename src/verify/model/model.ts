import { Block, Resource, type Attributes } from "./resource";
import { type Value } from "./value";

/** What an attribute leads to: a resource of the same configuration, a value, or nothing that is understood. */
export type Target =
  | { readonly kind: "absent" }
  | { readonly kind: "resource"; readonly resource: Resource; readonly attribute: string }
  | { readonly kind: "known"; readonly value: unknown }
  | { readonly kind: "unknown"; readonly expression: string };

/** A place in the configuration that is no resource, for findings. */
export interface Place {
  readonly address: string;
  readonly path: string | null;
}

/** A configuration as a graph of resources: every resource by address and by type, and what refers to what. */
export class Model {
  public readonly resources: readonly Resource[];
  /** Provider configurations, of whatever provider, with the provider's name. */
  public readonly providers: readonly { readonly name: string; readonly block: Block }[];
  private readonly byAddress = new Map<string, Resource>();
  private readonly byType = new Map<string, Resource[]>();
  private readonly referrers = new Map<string, Resource[]>();
  private accountSet: ReadonlySet<string> | undefined;

  public constructor(public readonly json: Readonly<Record<string, unknown>>) {
    this.resources = Object.entries(objectOf(json["resource"])).flatMap(([type, named]) =>
      Object.entries(objectOf(named)).flatMap(([name, body]) =>
        // One name may hold a list of bodies (Terraform's JSON syntax); only one of them can be valid.
        (Array.isArray(body) ? body : [body]).map((one) => new Resource(type, name, objectOf(one))),
      ),
    );
    for (const resource of this.resources) {
      this.byAddress.set(resource.address, resource);
      push(this.byType, resource.type, resource);
      for (const address of referencesIn(resource.attributes)) push(this.referrers, address, resource);
    }
    this.providers = Object.entries(objectOf(json["provider"])).flatMap(([name, blocks]) =>
      (Array.isArray(blocks) ? blocks : [blocks]).map((block) => ({ name, block: new Block(objectOf(block)) })),
    );
  }

  /** All resources of the given types, in the order of the file. */
  public ofType(...types: readonly string[]): Resource[] {
    return types.flatMap((type) => this.byType.get(type) ?? []);
  }

  /** Resources that mention another one anywhere. */
  public referring(to: Resource): readonly Resource[] {
    return this.referrers.get(to.address) ?? [];
  }

  /** What a value leads to. */
  public follow(value: Value): Target {
    if (value.kind !== "reference") return value;
    const resource = this.byAddress.get(value.address);
    return resource === undefined
      ? { kind: "unknown", expression: `${value.address}.${value.attribute} (not in this configuration)` }
      : { kind: "resource", resource, attribute: value.attribute };
  }

  /** The resource that an attribute refers to, if it is one of the given type. */
  public referred(block: Block, attribute: string, type: string): Resource | undefined {
    const target = this.follow(block.value(attribute));
    return target.kind === "resource" && target.resource.type === type ? target.resource : undefined;
  }

  /**
   * Accounts that the configuration says it works in: those that its providers are confined to, or take a role of. They
   * are the project's own; every other account is foreign.
   */
  public get accounts(): ReadonlySet<string> {
    return (this.accountSet ??= new Set(this.awsProviders.flatMap(accountsOfProvider)));
  }

  public get awsProviders(): Block[] {
    return this.providers.filter(({ name }) => name === "aws").map(({ block }) => block);
  }
}

function accountsOfProvider(provider: Block): string[] {
  const allowed = provider
    .list("allowed_account_ids")
    .flatMap((value) => (value.kind === "known" ? [String(value.value)] : []));
  const assumed = provider
    .blocks("assume_role")
    .flatMap((role) => /^arn:[^:]*:iam::(\d{12}):/.exec(role.text("role_arn") ?? "")?.[1] ?? []);
  return [...allowed, ...assumed].filter((account) => /^\d{12}$/.test(account));
}

const REFERENCE_IN_TEXT = /\b([a-z][a-z0-9_]*\.[A-Za-z_][\w-]*)/g;

/** Addresses that an attribute tree mentions inside of expressions. */
function referencesIn(raw: unknown, found: Set<string> = new Set()): Set<string> {
  if (typeof raw === "string") {
    if (raw.includes("${"))
      for (const expression of raw.matchAll(/\$\{([^}]*)\}/g))
        for (const reference of (expression[1] ?? "").matchAll(REFERENCE_IN_TEXT))
          if (reference[1]) found.add(reference[1]);
  } else if (Array.isArray(raw)) for (const item of raw) referencesIn(item, found);
  else if (raw !== null && typeof raw === "object")
    for (const [key, item] of Object.entries(raw)) if (key !== "//") referencesIn(item, found);
  return found;
}

/** The object that is there, or an empty one: a malformed part is judged as missing, and missing is never safe. */
export function objectOf(raw: unknown): Attributes {
  return raw !== null && typeof raw === "object" && !Array.isArray(raw) ? (raw as Attributes) : {};
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
