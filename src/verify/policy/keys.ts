import { type Model } from "../model/model";
import { type Block, type Resource } from "../model/resource";

/** Types that are keys of AWS KMS, whoever made their material; each has a key policy. */
export const KEY_TYPES = [
  "aws_kms_key",
  "aws_kms_external_key",
  "aws_kms_replica_key",
  "aws_kms_replica_external_key",
] as const;

const KEYS: ReadonlySet<string> = new Set(KEY_TYPES);

/** Every key of the configuration. */
export function keysOf(model: Model): Resource[] {
  return model.ofType(...KEY_TYPES);
}

function isKey({ type }: Resource): boolean {
  return KEYS.has(type);
}

/** Whether AWS KMS has no material of a key until somebody imports it: who does knows the key. */
export function takesImports({ type }: Resource): boolean {
  return type === "aws_kms_external_key" || type === "aws_kms_replica_external_key";
}

/** The key of the configuration that an attribute names. */
export function keyAt(model: Model, block: Block, attribute: string): Resource | undefined {
  const target = model.follow(block.value(attribute));
  return target.kind === "resource" && isKey(target.resource) ? target.resource : undefined;
}

/** Policies of a key that are resources of their own. */
export function policiesOfKey(model: Model, key: Resource): Resource[] {
  return model.ofType("aws_kms_key_policy").filter((policy) => keyAt(model, policy, "key_id") === key);
}
