/** A resource of a stack, with where it is made and for which box. */
export interface StackResource {
  /** Terraform address. */
  readonly address: string;
  readonly type: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly region: string;
  /** Value of the tag `databox:box` that its provider sets. */
  readonly box: string;
}

interface ProviderJson {
  readonly alias?: string;
  readonly region?: string;
  readonly default_tags?: readonly { readonly tags?: Readonly<Record<string, string>> }[];
}

/** A synthesized stack (`cdk.tf.json`), as far as its costs go. */
export class Stack {
  public readonly resources: readonly StackResource[];
  private readonly byAddress: ReadonlyMap<string, StackResource>;

  /** @param json a stack as `databox synth` writes it */
  public constructor(json: unknown) {
    const { provider, resource } = json as {
      readonly provider?: { readonly aws?: readonly ProviderJson[] };
      readonly resource?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
    };
    const providers = new Map((provider?.aws ?? []).map((one) => [`aws.${one.alias ?? ""}`, one]));
    this.resources = Object.entries(resource ?? {}).flatMap(([type, byName]) =>
      Object.entries(byName).map(([name, attributes]) => {
        const made = providers.get(String(attributes["provider"]));
        return {
          address: `${type}.${name}`,
          type,
          attributes,
          region: made?.region ?? "unknown",
          box: made?.default_tags?.[0]?.tags?.["databox:box"] ?? "unknown",
        };
      }),
    );
    this.byAddress = new Map(this.resources.map((one) => [one.address, one]));
  }

  /** The resource that a field of a block of a resource refers to. */
  public referred({ attributes }: StackResource, block: string, field: string): StackResource | undefined {
    const inner = [attributes[block]].flat()[0] as Readonly<Record<string, unknown>> | undefined;
    const [, address = ""] = /^\$\{(\w+\.[\w-]+)\.\w+\}$/.exec(String(inner?.[field])) ?? [];
    return this.byAddress.get(address);
  }
}
