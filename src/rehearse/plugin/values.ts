import { Decoder, Encoder, ExtensionCodec } from "@msgpack/msgpack";

/** A value that is not known before apply. */
export class Unknown {
  private constructor() {
    // One is enough: all unknown values are alike.
  }

  public static readonly value = new Unknown();
}

/** An object of Terraform's: of a resource, a block, or a map. */
export interface ObjectValue {
  [name: string]: DataValue;
}

/** A value as Terraform and providers exchange them. Numbers that JavaScript cannot hold stay texts. */
export type DataValue = null | boolean | number | string | Unknown | DataValue[] | ObjectValue;

/**
 * Extension types of the wire format: 0 is a value that is unknown, 12 one that is unknown but for bounds on it.
 * https://github.com/hashicorp/terraform/blob/main/docs/plugin-protocol/object-wire-format.md
 */
const codec = new ExtensionCodec();
codec.register({
  type: 0,
  encode: (value) => (value instanceof Unknown ? new Uint8Array([0]) : null),
  decode: () => Unknown.value,
});
codec.register({ type: 12, encode: () => null, decode: () => Unknown.value });

const decoder = new Decoder({ extensionCodec: codec, useBigInt64: false });
const encoder = new Encoder({ extensionCodec: codec });

/** What a `DynamicValue` holds, in either of its encodings. */
export function decodeValue(value: unknown): DataValue {
  const { msgpack, json } = (value ?? {}) as { msgpack?: Uint8Array; json?: Uint8Array };
  if (msgpack !== undefined && msgpack.length > 0) return decoder.decode(msgpack) as DataValue;
  if (json !== undefined && json.length > 0) return JSON.parse(Buffer.from(json).toString("utf8")) as DataValue;
  return null;
}

export function encodeValue(value: DataValue): { readonly msgpack: Uint8Array } {
  return { msgpack: encoder.encode(value) };
}

export function isObject(value: DataValue | undefined): value is ObjectValue {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Unknown);
}

export function isList(value: DataValue | undefined): value is DataValue[] {
  return Array.isArray(value);
}

/** Whether nothing in a value is unknown. */
export function isWhollyKnown(value: DataValue): boolean {
  if (value instanceof Unknown) return false;
  if (Array.isArray(value)) return value.every(isWhollyKnown);
  return !isObject(value) || Object.values(value).every(isWhollyKnown);
}

/** Whether two values are the same; the order of lists counts, that of members does not. */
export function isSame(a: DataValue | undefined, b: DataValue | undefined): boolean {
  if (a === b) return true;
  if (isList(a) && isList(b)) return a.length === b.length && a.every((one, index) => isSame(one, b[index]));
  if (!isObject(a) || !isObject(b)) return false;
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].every((name) => isSame(a[name], b[name]));
}
