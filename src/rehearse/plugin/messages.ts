import { Root, type Type } from "protobufjs/light";

/**
 * The messages of Terraform's plugin protocol 5 that a provider needs, by name, field and number.
 * https://developer.hashicorp.com/terraform/plugin/terraform-plugin-protocol
 */
type Fields = Readonly<Record<string, readonly [type: string, number: number, rule?: "repeated" | "map"]>>;

const MESSAGES: Readonly<Record<string, Fields>> = {
  Empty: {},
  DynamicValue: { msgpack: ["bytes", 1], json: ["bytes", 2] },
  Step: { attribute_name: ["string", 1], element_key_string: ["string", 2], element_key_int: ["int64", 3] },
  AttributePath: { steps: ["Step", 1, "repeated"] },
  Diagnostic: {
    severity: ["int32", 1],
    summary: ["string", 2],
    detail: ["string", 3],
    attribute: ["AttributePath", 4],
  },
  RawState: { json: ["bytes", 1] },
  SchemaAttribute: {
    name: ["string", 1],
    type: ["bytes", 2],
    required: ["bool", 4],
    optional: ["bool", 5],
    computed: ["bool", 6],
    sensitive: ["bool", 7],
  },
  SchemaNestedBlock: {
    type_name: ["string", 1],
    block: ["SchemaBlock", 2],
    nesting: ["int32", 3],
    min_items: ["int64", 4],
    max_items: ["int64", 5],
  },
  SchemaBlock: {
    version: ["int64", 1],
    attributes: ["SchemaAttribute", 2, "repeated"],
    block_types: ["SchemaNestedBlock", 3, "repeated"],
  },
  Schema: { version: ["int64", 1], block: ["SchemaBlock", 2] },
  ServerCapabilities: { plan_destroy: ["bool", 1], get_provider_schema_optional: ["bool", 2] },

  "GetSchema.Response": {
    provider: ["Schema", 1],
    resource_schemas: ["Schema", 2, "map"],
    data_source_schemas: ["Schema", 3, "map"],
    diagnostics: ["Diagnostic", 4, "repeated"],
    server_capabilities: ["ServerCapabilities", 6],
  },
  "PrepareProviderConfig.Request": { config: ["DynamicValue", 1] },
  "PrepareProviderConfig.Response": {
    prepared_config: ["DynamicValue", 1],
    diagnostics: ["Diagnostic", 2, "repeated"],
  },
  "ValidateResourceTypeConfig.Request": { type_name: ["string", 1], config: ["DynamicValue", 2] },
  "ValidateResourceTypeConfig.Response": { diagnostics: ["Diagnostic", 1, "repeated"] },
  "ValidateDataSourceConfig.Request": { type_name: ["string", 1], config: ["DynamicValue", 2] },
  "ValidateDataSourceConfig.Response": { diagnostics: ["Diagnostic", 1, "repeated"] },
  "UpgradeResourceState.Request": { type_name: ["string", 1], version: ["int64", 2], raw_state: ["RawState", 3] },
  "UpgradeResourceState.Response": { upgraded_state: ["DynamicValue", 1], diagnostics: ["Diagnostic", 2, "repeated"] },
  "Configure.Request": { terraform_version: ["string", 1], config: ["DynamicValue", 2] },
  "Configure.Response": { diagnostics: ["Diagnostic", 1, "repeated"] },
  "ReadResource.Request": { type_name: ["string", 1], current_state: ["DynamicValue", 2], private: ["bytes", 3] },
  "ReadResource.Response": {
    new_state: ["DynamicValue", 1],
    diagnostics: ["Diagnostic", 2, "repeated"],
    private: ["bytes", 3],
  },
  "PlanResourceChange.Request": {
    type_name: ["string", 1],
    prior_state: ["DynamicValue", 2],
    proposed_new_state: ["DynamicValue", 3],
    config: ["DynamicValue", 4],
    prior_private: ["bytes", 5],
  },
  "PlanResourceChange.Response": {
    planned_state: ["DynamicValue", 1],
    requires_replace: ["AttributePath", 2, "repeated"],
    planned_private: ["bytes", 3],
    diagnostics: ["Diagnostic", 4, "repeated"],
    legacy_type_system: ["bool", 5],
  },
  "ApplyResourceChange.Request": {
    type_name: ["string", 1],
    prior_state: ["DynamicValue", 2],
    planned_state: ["DynamicValue", 3],
    config: ["DynamicValue", 4],
    planned_private: ["bytes", 5],
  },
  "ApplyResourceChange.Response": {
    new_state: ["DynamicValue", 1],
    private: ["bytes", 2],
    diagnostics: ["Diagnostic", 3, "repeated"],
    legacy_type_system: ["bool", 4],
  },
  "ImportResourceState.Request": { type_name: ["string", 1], id: ["string", 2] },
  ImportedResource: { type_name: ["string", 1], state: ["DynamicValue", 2], private: ["bytes", 3] },
  "ImportResourceState.Response": {
    imported_resources: ["ImportedResource", 1, "repeated"],
    diagnostics: ["Diagnostic", 2, "repeated"],
  },
  "ReadDataSource.Request": { type_name: ["string", 1], config: ["DynamicValue", 2] },
  "ReadDataSource.Response": { state: ["DynamicValue", 1], diagnostics: ["Diagnostic", 2, "repeated"] },
  "Stop.Response": { Error: ["string", 1] },
};

const root = Root.fromJSON({
  nested: Object.fromEntries(
    Object.entries(MESSAGES).map(([name, fields]) => [
      flat(name),
      {
        fields: Object.fromEntries(
          Object.entries(fields).map(([field, [type, id, rule]]) => [
            field,
            rule === "map"
              ? { keyType: "string", type: flat(type), id }
              : { type: flat(type), id, ...(rule && { rule }) },
          ]),
        ),
      },
    ]),
  ),
});

function flat(name: string): string {
  return name.replace(".", "");
}

/** A message as plain data; bytes are buffers, numbers are numbers. */
export type Message = Readonly<Record<string, unknown>>;

const types = new Map<string, Type>();

function typeOf(name: string): Type {
  let type = types.get(name);
  if (type === undefined) types.set(name, (type = root.lookupType(flat(name in MESSAGES ? name : "Empty"))));
  return type;
}

/** Whether the protocol has a message of this name; what has none is empty. */
export function decodeMessage(name: string, bytes: Uint8Array): Message {
  return typeOf(name).toObject(typeOf(name).decode(bytes), {
    longs: Number,
    bytes: Buffer,
    defaults: false,
  });
}

export function encodeMessage(name: string, message: Message): Uint8Array {
  const type = typeOf(name);
  return type.encode(type.fromObject(message)).finish();
}
