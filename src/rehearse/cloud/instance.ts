import { type Diagnostic, type Path, type ProviderInstance } from "../plugin/provider";
import { isList, isObject, isSame, isWhollyKnown, Unknown, type DataValue, type ObjectValue } from "../plugin/values";
import { type BlockSchema, type ProviderSchema } from "../schema";
import { AwsError } from "./aws-error";
import { completeNested, known } from "./completion";
import { fillPlan, markChanging, unconfigurable } from "./planning";
import { arnOf, computedValue, idOf } from "./computed";
import { generatedNames } from "./generated-names";
import { readDataSource } from "./data-sources";
import { type Faults } from "./faults";
import { accountOfProvider, callerOf } from "./accounts";
import { checkAgainstBehaviour, forcesReplacement, PROVIDER_BEHAVIOUR } from "./provider-behaviour";
import { checkPolicy } from "./policy-grammar";
import { checkQuota } from "./quotas";
import { type Call, type ResourceType } from "./resource-type";
import { type Place, type Store, type StoredResource } from "./store";
import { typeOf } from "./types";

/** What instances share. */
export interface Cloud {
  readonly schema: ProviderSchema;
  readonly store: Store;
  /** Does something to the store while no other process does. @default - there is no other */
  readonly exclusively?: <T>(work: () => T) => T;
  /** Brings the store up to date with what other processes did. @default - there is no other */
  readonly refresh?: () => void;
  readonly faults?: Faults;
  /** Whether the provider has not been killed; one that has does nothing more. @default - it has not */
  readonly isAlive?: () => boolean;
}

const error = (summary: string, path?: Path): Diagnostic => ({
  severity: "error",
  summary,
  ...(path === undefined ? {} : { path }),
});

/** One provider configuration of the embedded cloud: a region, and the account that its role is of. */
export class CloudInstance implements ProviderInstance {
  private place: Place = { account: "000000000000", region: "us-east-1" };
  private defaultTags: ObjectValue = {};
  private caller = "";

  public constructor(private readonly cloud: Cloud) {}

  public validateResource(type: string, config: ObjectValue): readonly Diagnostic[] {
    const block = this.cloud.schema.resources.get(type);
    if (block === undefined) return [error(`hashicorp/aws ${this.cloud.schema.version} has no ${type}`)];
    return [
      ...unconfigurable(block, config),
      ...checkAgainstBehaviour(type, config),
      ...(typeOf(type).validate?.(config) ?? []),
    ];
  }

  public validateDataSource(type: string, config: ObjectValue): readonly Diagnostic[] {
    const block = this.cloud.schema.dataSources.get(type);
    return block === undefined ? [error(`hashicorp/aws has no data source ${type}`)] : unconfigurable(block, config);
  }

  public configure(config: ObjectValue): readonly Diagnostic[] {
    const region = typeof config["region"] === "string" ? config["region"] : (process.env["AWS_REGION"] ?? "us-east-1");
    this.place = { account: accountOfProvider(config), region };
    this.caller = callerOf(config, this.place.account);
    const [tags] = isList(config["default_tags"]) ? config["default_tags"] : [];
    this.defaultTags = isObject(tags) && isObject(tags["tags"]) ? tags["tags"] : {};
    return [];
  }

  public async read(type: string, state: ObjectValue): Promise<ObjectValue | null> {
    await this.cloud.faults?.before("read", type);
    this.cloud.refresh?.();
    const stored = this.find(type, state);
    return stored === undefined ? null : this.shaped(type, { ...stored.values });
  }

  public plan(
    type: string,
    prior: ObjectValue | null,
    proposed: ObjectValue,
    config: ObjectValue,
  ): { planned: ObjectValue; replace: readonly Path[]; diagnostics: readonly Diagnostic[] } {
    const block = this.schemaOf(type);
    const planned = fillPlan(type, block, proposed, config, prior);
    if ("region" in block.attributes && config["region"] === null)
      planned["region"] = prior?.["region"] ?? this.place.region;
    // Without tags the provider waits for what AWS says.
    if ("tags_all" in block.attributes) {
      const tags = this.tagsOf(planned["tags"]);
      const none = isObject(tags) && Object.keys(tags).length === 0;
      const waits = none && prior === null && PROVIDER_BEHAVIOUR[type]?.defaults?.["tags_all"] === undefined;
      planned["tags_all"] = waits ? Unknown.value : tags;
    }
    Object.assign(planned, typeOf(type).plan?.(planned, prior) ?? {});
    const replace = prior === null ? [] : forcesReplacement(type, prior, planned);
    if (prior !== null && replace.length === 0 && !isSame(prior, planned))
      markChanging(type, block, prior, planned, config);
    return { planned, replace, diagnostics: [] };
  }

  public async apply(
    type: string,
    prior: ObjectValue | null,
    planned: ObjectValue | null,
    config: ObjectValue,
  ): Promise<{ state: ObjectValue | null; diagnostics: readonly Diagnostic[] }> {
    const rules = typeOf(type);
    const exclusively = <T>(work: () => T): T => {
      if (this.cloud.isAlive?.() === false) throw new Error("the provider was killed");
      return this.cloud.exclusively === undefined ? work() : this.cloud.exclusively(work);
    };
    try {
      if (planned === null) {
        await this.cloud.faults?.before("delete", type);
        exclusively(() => {
          const existing = prior === null ? undefined : this.find(type, prior);
          if (existing !== undefined) this.delete(type, rules, existing);
        });
        return { state: null, diagnostics: [] };
      }
      await this.cloud.faults?.before(prior === null ? "create" : "update", type);
      for (const [attribute, kind] of Object.entries(rules.policies ?? {})) await checkPolicy(kind, planned[attribute]);
      const state = exclusively(() => {
        const existing = prior === null ? undefined : this.find(type, prior);
        if (existing !== undefined) return this.update(type, rules, planned, existing);
        if (prior === null) return this.create(type, rules, planned);
        throw new AwsError(
          "ResourceNotFoundException",
          `${typeof prior["id"] === "string" ? prior["id"] : type} does not exist`,
        );
      });
      const half = this.cloud.faults?.after(prior === null ? "create" : "update", type);
      return { state, diagnostics: half === undefined ? [] : [error(half)] };
    } catch (thrown) {
      if (!(thrown instanceof AwsError)) throw thrown;
      const doing = planned === null ? "deleting" : prior === null ? "creating" : "updating";
      const name = typeof prior?.["id"] === "string" ? ` (${prior["id"]})` : nameIn(config);
      return {
        state: prior,
        diagnostics: [
          {
            severity: "error",
            summary: `${doing} ${nounOf(type, rules)}${name}: api error ${thrown.code}: ${thrown.message}`,
          },
        ],
      };
    }
  }

  public importState(type: string, id: string): ObjectValue | Diagnostic {
    const stored = this.cloud.store.find(type, id);
    if (stored === undefined) return error(`Cannot import non-existent remote object: ${type} ${id}`);
    return this.shaped(type, { ...stored.values });
  }

  public readData(type: string, config: ObjectValue): { state: ObjectValue } | Diagnostic {
    const block = this.cloud.schema.dataSources.get(type);
    if (block === undefined) return error(`hashicorp/aws has no data source ${type}`);
    try {
      return { state: readDataSource(type, block, config, this.place, this.cloud.store) };
    } catch (thrown) {
      if (!(thrown instanceof AwsError)) throw thrown;
      return error(`reading ${type}: ${thrown.code}: ${thrown.message}`);
    }
  }

  private create(type: string, rules: ResourceType, planned: ObjectValue): ObjectValue {
    const { store } = this.cloud;
    const place = this.placeOf(rules, planned);
    const seed = `${type} ${place.account} ${place.region} ${JSON.stringify(known(planned))}`;
    const digits = (length: number): string => store.digits(seed, length);
    const names = generatedNames(this.schemaOf(type), planned, digits);
    const call: Call = { store, ...place, values: { ...known(planned), ...names }, caller: this.caller, digits };
    checkQuota(type, call);
    rules.create?.(call);
    let id = idOf(type, rules, call);
    // Another process may have given the same digits to a resource that is made of the same.
    for (let tries = 0; tries < 100 && store.find(type, id, place) !== undefined; tries += 1)
      id = idOf(type, rules, call);
    const computed: Record<string, DataValue> = {
      id,
      arn: arnOf(type, rules, call, id),
      owner_id: place.account,
      ...names,
      ...rules.computed?.(call, id),
    };
    const state = this.complete(type, planned, computed, call, id);
    store.put({ type, ...place, id, values: state });
    return state;
  }

  private update(type: string, rules: ResourceType, planned: ObjectValue, prior: StoredResource): ObjectValue {
    const { store } = this.cloud;
    const place = { account: prior.account, region: prior.region };
    const call = {
      store,
      ...place,
      values: known(planned),
      prior,
      caller: this.caller,
      digits: (length: number) => store.digits(prior.id, length),
    };
    rules.update?.(call);
    const computed = { ...prior.values, ...rules.computed?.(call, prior.id), id: prior.values["id"] ?? prior.id };
    const state = this.complete(type, planned, computed, call, prior.id);
    store.put({ ...prior, values: state });
    return state;
  }

  private delete(type: string, rules: ResourceType, prior: StoredResource): void {
    const { store } = this.cloud;
    const call = {
      store,
      account: prior.account,
      region: prior.region,
      values: prior.values,
      prior,
      caller: this.caller,
      digits: () => "",
    };
    rules.delete?.(call);
    for (const [holder, attribute] of Object.entries(rules.heldBy ?? {})) {
      const held = store.ofType(holder).find((one) => mentions(one.values[attribute] ?? null, prior));
      if (held !== undefined)
        throw new AwsError(
          rules.heldCode ?? "DependencyViolation",
          `The ${nounOf(type, rules)} '${prior.id}' has dependencies and cannot be deleted (${holder} ${held.id})`,
        );
    }
    store.remove(prior);
  }

  /** The state after a call: what was planned, and in place of what was unknown what AWS says. */
  private complete(
    type: string,
    planned: ObjectValue,
    computed: Readonly<Record<string, DataValue>>,
    call: Call,
    id: string,
  ): ObjectValue {
    const block = this.schemaOf(type);
    const state: ObjectValue = {};
    for (const [name, value] of Object.entries(planned)) {
      const attribute = block.attributes[name];
      if (isWhollyKnown(value)) state[name] = value;
      else if (attribute !== undefined && value instanceof Unknown)
        state[name] = computed[name] ?? computedValue(name, attribute.type, call, id);
      else state[name] = completeNested(value, attribute?.type ?? block.blocks[name], computed[name], call, id);
    }
    return state;
  }

  private shaped(type: string, values: ObjectValue): ObjectValue {
    const { attributes, blocks } = this.schemaOf(type);
    return Object.fromEntries(
      [...Object.keys(attributes), ...Object.keys(blocks)].map((name) => [name, values[name] ?? null]),
    );
  }

  private find(type: string, state: ObjectValue): StoredResource | undefined {
    const id = typeof state["id"] === "string" ? state["id"] : (state["arn"] ?? state["name"]);
    return this.cloud.store.find(type, id, this.placeOf(typeOf(type), state)) ?? this.byName(type, state);
  }

  /** Types without an id of their own are known by what names them. */
  private byName(type: string, state: ObjectValue): StoredResource | undefined {
    if (typeof state["id"] === "string") return undefined;
    return this.cloud.store
      .ofType(type)
      .find(
        ({ values }) =>
          isSame(values, state) ||
          (values["arn"] !== undefined && values["arn"] !== null && values["arn"] === state["arn"]),
      );
  }

  private placeOf(rules: ResourceType, values: ObjectValue): Place {
    const { account, region } = this.place;
    if (rules.isGlobal === true) return { account, region: "" };
    return { account, region: typeof values["region"] === "string" ? values["region"] : region };
  }

  private tagsOf(tags: DataValue | undefined): DataValue {
    if (tags instanceof Unknown) return Unknown.value;
    const own = isObject(tags) ? tags : {};
    return { ...this.defaultTags, ...own };
  }

  private schemaOf(type: string): BlockSchema {
    const block = this.cloud.schema.resources.get(type);
    if (block === undefined) throw new Error(`hashicorp/aws ${this.cloud.schema.version} has no ${type}`);
    return block;
  }
}

function nounOf(type: string, { noun }: ResourceType): string {
  return noun ?? type.replace(/^aws_/, "").replaceAll("_", " ");
}

function nameIn(config: ObjectValue): string {
  const name = config["name"] ?? config["bucket"];
  return typeof name === "string" ? ` (${name})` : "";
}

/** Whether an attribute names a resource, by id or ARN. */
function mentions(value: DataValue, { id, values }: StoredResource): boolean {
  if (isList(value)) return value.some((one) => mentions(one, { values, id } as StoredResource));
  if (isObject(value)) return Object.values(value).some((one) => mentions(one, { values, id } as StoredResource));
  return typeof value === "string" && (value === id || (typeof values["arn"] === "string" && value === values["arn"]));
}
