import { Block, Resource } from "./resource";
import { type Configuration } from "../load/configuration";
import { identitiesOf, type Identified } from "./identities";
import { ADDRESS, type Value } from "./value";

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
  /** Managed resources, every instance. */
  public readonly resources: readonly Resource[];
  /** Data sources. */
  public readonly data: readonly Resource[];
  /** Provider configurations, of whatever provider, with the provider's name. */
  public readonly providers: readonly { readonly name: string; readonly block: Block }[];
  private readonly byAddress = new Map<string, Resource>();
  private readonly byType = new Map<string, Resource[]>();
  private readonly referrers = new Map<string, Resource[]>();
  private readonly byIdentity: ReadonlyMap<string, Identified>;
  private accountSet: ReadonlySet<string> | undefined;

  public constructor(public readonly configuration: Configuration) {
    const providers = new Map(configuration.providers.map(({ key, attributes }) => [key, new Block(attributes)]));
    const all = configuration.resources.map(
      (entry) => new Resource(entry, entry.provider === undefined ? undefined : providers.get(entry.provider)),
    );
    this.resources = all.filter(({ mode }) => mode === "managed");
    this.data = all.filter(({ mode }) => mode === "data");
    this.providers = configuration.providers.map(({ key, name, attributes }) => ({
      name,
      block: providers.get(key) ?? new Block(attributes),
    }));
    for (const resource of this.resources) {
      this.byAddress.set(resource.address, resource);
      push(this.byType, resource.type, resource);
    }
    this.byIdentity = identitiesOf(configuration.form === "configuration" ? [] : this.resources);
    for (const resource of this.resources)
      for (const address of this.mentioned(resource)) push(this.referrers, address, resource);
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
    if (value.kind === "known" && typeof value.value === "string") {
      const own = this.byIdentity.get(value.value);
      return own ? { kind: "resource", ...own } : value;
    }
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

  /** Resources of a type that a value leads to: the one that it refers to, or those whose name is written there. */
  public named(value: Value, type: string): Resource[] {
    const target = this.follow(value);
    if (target.kind === "resource") return target.resource.type === type ? [target.resource] : [];
    return target.kind === "known" ? this.ofType(type).filter((one) => one.text("name") === target.value) : [];
  }

  /**
   * Accounts that the configuration works in: those of whose roles its providers make something, or that they are confined
   * to where they take on no role. They are the project's own; every other account is foreign.
   */
  public get accounts(): ReadonlySet<string> {
    return (this.accountSet ??= new Set(this.workingProviders.flatMap(accountsOfProvider)));
  }

  public get awsProviders(): Block[] {
    return this.providers.filter(({ name }) => name === "aws").map(({ block }) => block);
  }

  /** Providers that make something, or may; one that makes nothing says nothing of whose accounts are whose. */
  private get workingProviders(): Block[] {
    const made = this.resources.filter(({ type }) => type.startsWith("aws_"));
    const makers = new Set(made.map(({ provider }) => provider?.attributes));
    return makers.has(undefined)
      ? this.awsProviders
      : this.awsProviders.filter(({ attributes }) => makers.has(attributes));
  }

  /** Addresses that a resource mentions anywhere: in references, or by ids that AWS gave. */
  private mentioned({ attributes, address: own }: Resource): Set<string> {
    const found = referencesIn(attributes);
    if (this.byIdentity.size > 0) this.identitiesIn(attributes, found);
    found.delete(own);
    return found;
  }

  private identitiesIn(raw: unknown, found: Set<string>): void {
    if (typeof raw === "string") {
      const own = this.byIdentity.get(raw);
      if (own) found.add(own.resource.address);
    } else if (Array.isArray(raw)) for (const item of raw) this.identitiesIn(item, found);
    else if (raw !== null && typeof raw === "object")
      for (const item of Object.values(raw)) this.identitiesIn(item, found);
  }
}

/** ARNs of the roles that a provider takes on, one by the other; its work is done as the last. */
export function rolesOfProvider(provider: Block): string[] {
  return [...provider.blocks("assume_role_with_web_identity"), ...provider.blocks("assume_role")].flatMap(
    (role) => role.text("role_arn") ?? [],
  );
}

/** The account of the role that a provider works as; those that it is confined to, where it takes on none. */
export function accountsOfProvider(provider: Block): string[] {
  const assumed = /^arn:[^:]*:iam::(\d{12}):/.exec(rolesOfProvider(provider).at(-1) ?? "")?.[1];
  if (assumed !== undefined) return [assumed];
  return provider
    .list("allowed_account_ids")
    .flatMap((value) => (value.kind === "known" ? [String(value.value)] : []))
    .filter((account) => /^\d{12}$/.test(account));
}

const REFERENCE_IN_TEXT = new RegExp(`(?<![\\w.])(${ADDRESS})`, "g");

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

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
