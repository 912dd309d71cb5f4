interface SavedState {
  readonly resources: readonly {
    readonly mode: string;
    readonly type: string;
    readonly name: string;
    readonly instances: readonly { readonly index_key?: string | number; readonly attributes: object }[];
  }[];
}

/** What `terraform show -json` says of a saved state of one module, as far as it says what is live. */
export function shown(state: string): {
  format_version: string;
  values: { root_module: { resources: ShownResource[] } };
} {
  const { resources } = JSON.parse(state) as SavedState;
  return {
    format_version: "1.0",
    values: {
      root_module: {
        resources: resources.flatMap(({ mode, type, name, instances }) =>
          instances.map(({ index_key: key, attributes }) => ({
            address: `${mode === "data" ? "data." : ""}${type}.${name}${key === undefined ? "" : `[${JSON.stringify(key)}]`}`,
            mode,
            type,
            name,
            values: attributes as Record<string, unknown>,
          })),
        ),
      },
    },
  };
}

export interface ShownResource {
  readonly address: string;
  readonly mode: string;
  readonly type: string;
  readonly name: string;
  readonly values: Record<string, unknown>;
}
