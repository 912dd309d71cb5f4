import { type Diagnostic } from "../plugin/provider";
import { type DataValue, type ObjectValue } from "../plugin/values";
import { type PolicyKind } from "./policy-grammar";
import { type Place, type Store, type StoredResource } from "./store";

/** A call of the API: by whom, where, and on what. */
export interface Call extends Place {
  readonly store: Store;
  /** What the call asks for: the planned values, with what is unknown left out. */
  readonly values: ObjectValue;
  /** The resource before the call; nothing where it is made. */
  readonly prior?: StoredResource;
  /** ARN of who makes the call: the role that the provider takes on. */
  readonly caller: string;
  /** Hexadecimal digits for a new id. */
  readonly digits: (length: number) => string;
}

/** How a type of resource behaves, as far as its users can tell from AWS. What is left out is generic. */
export interface ResourceType {
  /** What the API calls one, in refusals. @default - the type's name */
  readonly noun?: string;
  /** Whether it is in an account and not in a region of it. @default false */
  readonly isGlobal?: boolean;
  /** The id that AWS gives: `vpc-{hex17}`, or made of values: `{bucket}`. @default - from the type's name */
  readonly id?: string | ((call: Call) => string);
  /** ARN, with `{partition}` left out: `ec2:{region}:{account}:vpc/{id}`. @default - from the type's name */
  readonly arn?: string;
  /** Values that only AWS knows. */
  readonly computed?: (call: Call, id: string) => Readonly<Record<string, DataValue>>;
  /** What the provider itself refuses, before it asks AWS; values may be unknown. */
  readonly validate?: (config: ObjectValue) => readonly Diagnostic[];
  /** Values that are known when a plan is made, though the configuration does not say them; and replacements. */
  readonly plan?: (planned: ObjectValue, prior: ObjectValue | null) => Readonly<Record<string, DataValue>>;
  /** Attributes that are policies, and who reads them. */
  readonly policies?: Readonly<Record<string, PolicyKind>>;
  /** What AWS refuses to make. @throws AwsError */
  readonly create?: (call: Call) => void;
  /** What AWS refuses to change. @throws AwsError */
  readonly update?: (call: Call & { readonly prior: StoredResource }) => void;
  /** What AWS refuses to delete. @throws AwsError */
  readonly delete?: (call: Call & { readonly prior: StoredResource }) => void;
  /** Types whose resources keep this one from being deleted, with the attribute that names it. */
  readonly heldBy?: Readonly<Record<string, string>>;
  /** Code and message of that refusal. @default - DependencyViolation */
  readonly heldCode?: string;
}
