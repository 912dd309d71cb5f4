import table from "./provider-types.json";

/** What the AWS provider has, of the version whose attributes the channels were written for. */
export const PROVIDER: {
  readonly version: string;
  /** Every resource type; those of the closed world with the names of their attributes and blocks. */
  readonly types: ReadonlyMap<string, string>;
} = { version: table.version, types: new Map(Object.entries(table.types)) };
