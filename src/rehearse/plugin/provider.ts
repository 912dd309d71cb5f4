import { type BlockSchema, type NestedBlockSchema, type ProviderSchema } from "../schema";
import { type GrpcServerOptions, type UnaryHandler } from "./grpc-server";
import { decodeMessage, encodeMessage, type Message } from "./messages";
import { isList, decodeValue, encodeValue, isObject, type DataValue, type ObjectValue } from "./values";

/** Where in a value something is: names of attributes and blocks, indices of lists. */
export type Path = readonly (string | number)[];

/** What a provider has to say to whoever wrote the configuration. */
export interface Diagnostic {
  readonly severity: "error" | "warning";
  readonly summary: string;
  readonly detail?: string;
  readonly path?: Path;
}

/** One provider configuration: an alias with its region and its account. */
export interface ProviderInstance {
  validateResource(type: string, config: ObjectValue): readonly Diagnostic[];
  validateDataSource(type: string, config: ObjectValue): readonly Diagnostic[];
  configure(config: ObjectValue): readonly Diagnostic[];
  /** Nothing where the resource is gone. */
  read(type: string, state: ObjectValue): Promise<ObjectValue | null>;
  plan(
    type: string,
    prior: ObjectValue | null,
    proposed: ObjectValue,
    config: ObjectValue,
  ): { readonly planned: ObjectValue; readonly replace: readonly Path[]; readonly diagnostics: readonly Diagnostic[] };
  /** Answers the new state, also where not all of it was done; nothing once it is deleted. */
  apply(
    type: string,
    prior: ObjectValue | null,
    planned: ObjectValue | null,
    config: ObjectValue,
  ): Promise<{ readonly state: ObjectValue | null; readonly diagnostics: readonly Diagnostic[] }>;
  importState(type: string, id: string): ObjectValue | Diagnostic;
  readData(type: string, config: ObjectValue): { readonly state: ObjectValue } | Diagnostic;
}

export interface PluginOptions {
  readonly schema: ProviderSchema;
  /** Makes the instance that serves one connection. */
  readonly instance: () => ProviderInstance;
  /** The schema as it is sent, where it has been written before. @default - of `schema` */
  readonly schemaBytes?: Uint8Array;
  /** Called when Terraform asks the process to end. */
  readonly onShutdown?: () => void;
}

/** The provider's side of plugin protocol 5, as methods of a gRPC server. */
export function pluginMethods({
  schema,
  schemaBytes,
  instance,
  onShutdown,
}: PluginOptions): GrpcServerOptions["methods"] {
  const instances = new WeakMap<object, ProviderInstance>();
  const instanceOf = (connection: object): ProviderInstance => {
    let found = instances.get(connection);
    if (found === undefined) instances.set(connection, (found = instance()));
    return found;
  };
  let sent = schemaBytes;
  const methods = new Map<string, UnaryHandler>();
  const method = (
    name: string,
    answer: (request: Message, provider: ProviderInstance) => Promise<Message> | Message,
  ): void => {
    methods.set(`/tfplugin5.Provider/${name}`, async (bytes, connection) =>
      encodeMessage(`${name}.Response`, await answer(decodeMessage(`${name}.Request`, bytes), instanceOf(connection))),
    );
  };

  methods.set("/tfplugin5.Provider/GetSchema", () => Promise.resolve((sent ??= encodeSchema(schema))));
  methods.set("/plugin.GRPCController/Shutdown", () => {
    setImmediate(() => onShutdown?.());
    return Promise.resolve(new Uint8Array());
  });
  method("Stop", () => ({}));
  method("PrepareProviderConfig", ({ config }) => ({ prepared_config: config }));
  method("ValidateResourceTypeConfig", ({ type_name: type, config }, provider) => ({
    diagnostics: provider.validateResource(String(type), objectOf(config) ?? {}).map(diagnosticMessage),
  }));
  method("ValidateDataSourceConfig", ({ type_name: type, config }, provider) => ({
    diagnostics: provider.validateDataSource(String(type), objectOf(config) ?? {}).map(diagnosticMessage),
  }));
  method("Configure", ({ config }, provider) => ({
    diagnostics: provider.configure(objectOf(config) ?? {}).map(diagnosticMessage),
  }));
  // The state's shape is that of the pinned schema: there is nothing to upgrade, and members that it lacks are dropped.
  method("UpgradeResourceState", ({ type_name: type, raw_state: raw }) => {
    const state = decodeValue(raw);
    const block = schema.resources.get(String(type));
    return { upgraded_state: encodeValue(isObject(state) && block !== undefined ? conform(state, block) : state) };
  });
  method("ReadResource", async ({ type_name: type, current_state: current }, provider) => {
    const state = objectOf(current);
    return { new_state: encodeValue(state === null ? null : await provider.read(String(type), state)) };
  });
  method("PlanResourceChange", (request, provider) => {
    const proposed = objectOf(request["proposed_new_state"]);
    // A plan to destroy is taken as it is.
    if (proposed === null) return { planned_state: encodeValue(null) };
    const { planned, replace, diagnostics } = provider.plan(
      String(request["type_name"]),
      objectOf(request["prior_state"]),
      proposed,
      objectOf(request["config"]) ?? {},
    );
    return {
      planned_state: encodeValue(planned),
      requires_replace: replace.map(pathMessage),
      diagnostics: diagnostics.map(diagnosticMessage),
      // Defaults are planned for attributes that are not computed, as the provider's own SDK does.
      legacy_type_system: true,
    };
  });
  method("ApplyResourceChange", async (request, provider) => {
    const { state, diagnostics } = await provider.apply(
      String(request["type_name"]),
      objectOf(request["prior_state"]),
      objectOf(request["planned_state"]),
      objectOf(request["config"]) ?? {},
    );
    return {
      new_state: encodeValue(state),
      diagnostics: diagnostics.map(diagnosticMessage),
      legacy_type_system: true,
    };
  });
  method("ImportResourceState", ({ type_name: type, id }, provider) => {
    const found = provider.importState(String(type), String(id));
    if (isDiagnostic(found)) return { diagnostics: [diagnosticMessage(found)] };
    return { imported_resources: [{ type_name: type, state: encodeValue(found) }] };
  });
  method("ReadDataSource", ({ type_name: type, config }, provider) => {
    const found = provider.readData(String(type), objectOf(config) ?? {});
    if (isDiagnostic(found)) return { diagnostics: [diagnosticMessage(found)] };
    return { state: encodeValue(found.state) };
  });
  return methods;
}

function isDiagnostic(value: object): value is Diagnostic {
  return "severity" in value && "summary" in value;
}

function objectOf(value: unknown): ObjectValue | null {
  const decoded = decodeValue(value);
  return isObject(decoded) ? decoded : null;
}

function diagnosticMessage({ severity, summary, detail = "", path }: Diagnostic): Message {
  return {
    severity: severity === "error" ? 1 : 2,
    summary,
    detail,
    ...(path === undefined ? {} : { attribute: pathMessage(path) }),
  };
}

function pathMessage(path: Path): Message {
  return {
    steps: path.map((step, index) =>
      typeof step === "number"
        ? { element_key_int: step }
        : index === 0 || Number.isNaN(Number(step))
          ? { attribute_name: step }
          : { element_key_string: step },
    ),
  };
}

/** Keeps the members that the schema has, and gives those that are missing as null or empty. */
function conform(state: ObjectValue, block: BlockSchema): ObjectValue {
  const kept: ObjectValue = {};
  for (const name of Object.keys(block.attributes)) kept[name] = state[name] ?? null;
  for (const [name, { nesting, block: inner }] of Object.entries(block.blocks)) {
    const value: DataValue = state[name] ?? null;
    if (nesting === "single") kept[name] = isObject(value) ? conform(value, inner) : null;
    else if (nesting === "map")
      kept[name] = isObject(value)
        ? Object.fromEntries(
            Object.entries(value).map(([key, one]) => [key, isObject(one) ? conform(one, inner) : one]),
          )
        : {};
    else kept[name] = isList(value) ? value.map((one) => (isObject(one) ? conform(one, inner) : one)) : [];
  }
  return kept;
}

/** A schema as providers send it. */
export function encodeSchema(schema: ProviderSchema): Uint8Array {
  return encodeMessage("GetSchema.Response", schemaMessage(schema));
}

const NESTING = { single: 1, list: 2, set: 3, map: 4 } as const;

function schemaMessage({ provider, resources, dataSources }: ProviderSchema): Message {
  const schemas = (all: ReadonlyMap<string, BlockSchema>): Message =>
    Object.fromEntries([...all].map(([type, block]) => [type, { version: 0, block: blockMessage(block) }]));
  return {
    provider: { version: 0, block: blockMessage(provider) },
    resource_schemas: schemas(resources),
    data_source_schemas: schemas(dataSources),
    server_capabilities: { get_provider_schema_optional: true },
  };
}

function blockMessage({ attributes, blocks }: BlockSchema): Message {
  return {
    attributes: Object.entries(attributes).map(([name, { type, ...flags }]) => ({
      name,
      type: Buffer.from(JSON.stringify(type)),
      ...flags,
    })),
    block_types: Object.entries(blocks).map(
      ([name, { nesting, minItems, maxItems, block }]: [string, NestedBlockSchema]) => ({
        type_name: name,
        block: blockMessage(block),
        nesting: NESTING[nesting],
        min_items: nesting === "list" || nesting === "set" ? minItems : 0,
        max_items: maxItems,
      }),
    ),
  };
}
