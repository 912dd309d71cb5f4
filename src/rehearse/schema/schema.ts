/**
 * Type of a value, as Terraform writes types in JSON: `"string"`, `["set", "string"]`, `["object", {...}]`.
 * https://github.com/hashicorp/terraform/blob/main/docs/plugin-protocol/object-wire-format.md
 */
export type ValueType =
  | "string"
  | "number"
  | "bool"
  | "dynamic"
  | readonly ["list" | "set" | "map", ValueType]
  | readonly ["object", Readonly<Record<string, ValueType>>];

/** An argument or an exported attribute. */
export interface AttributeSchema {
  readonly type: ValueType;
  readonly required: boolean;
  readonly optional: boolean;
  /** Whether the provider gives it a value where the configuration does not. */
  readonly computed: boolean;
  readonly sensitive: boolean;
}

/** A block inside of a resource or of another block. */
export interface NestedBlockSchema {
  readonly nesting: "single" | "list" | "set" | "map";
  readonly minItems: number;
  /** 0 for any number. */
  readonly maxItems: number;
  readonly block: BlockSchema;
}

export interface BlockSchema {
  readonly attributes: Readonly<Record<string, AttributeSchema>>;
  readonly blocks: Readonly<Record<string, NestedBlockSchema>>;
}

/** The provider's schema, or as much of it as is asked for. */
export interface ProviderSchema {
  /** Version of hashicorp/aws that the schema is of. */
  readonly version: string;
  readonly provider: BlockSchema;
  readonly resources: ReadonlyMap<string, BlockSchema>;
  readonly dataSources: ReadonlyMap<string, BlockSchema>;
}
