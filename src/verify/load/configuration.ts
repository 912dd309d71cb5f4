import { type Attributes } from "../model/resource";

/**
 * What is judged, whatever it was read from: every resource by itself, under its absolute address, with attributes in
 * Terraform's JSON syntax. A text refers to another resource as `${address.attribute}`; a literal `${` is `$${`.
 */
export interface Configuration {
  readonly form: "configuration" | "plan" | "state";
  /** Name of the synthesized stack, where it is told. */
  readonly stack: string | null;
  readonly resources: readonly ResourceEntry[];
  readonly providers: readonly ProviderEntry[];
  /** Outputs of the root module, by name. */
  readonly outputs: Attributes;
  /** The `terraform` block: backend, required providers. */
  readonly terraform: Attributes;
  /** Locals and variables of the root module as they are written, for what must not stand in them. */
  readonly inputs: Attributes;
  /** What could not be expanded or followed; each is unproven. */
  readonly opaque: readonly OpaquePart[];
}

export interface ResourceEntry {
  /** Absolute, with the key of the instance: `module.net.aws_subnet.private["a"]`. */
  readonly address: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly attributes: Attributes;
  /** The provider's configuration that makes it: `aws`, `aws.alias`; absent where it cannot be told. */
  readonly provider?: string;
}

export interface ProviderEntry {
  /** `aws`, or `aws.alias`. */
  readonly key: string;
  readonly name: string;
  readonly attributes: Attributes;
}

export interface OpaquePart {
  readonly address: string;
  readonly why: string;
  readonly mend: string;
}
