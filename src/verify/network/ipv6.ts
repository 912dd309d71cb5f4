/** A range of IPv6 addresses, both ends included, as unsigned 128-bit numbers. */
export interface Range6 {
  readonly from: bigint;
  readonly to: bigint;
}

const GROUP = /^[0-9a-fA-F]{1,4}$/;
const GROUPS = 8;
const BITS = 128;
/** `::ffff:0:0/96` holds IPv4 in disguise, which AWS takes in no rule. */
const MAPPED = 0xffffn << 32n;

/**
 * The range of an IPv6 CIDR block; nothing where the text is not strictly one: no dotted quads, no zones, no ranges of
 * IPv4 in disguise. Host bits are not looked at.
 */
export function parseRange6(text: string): Range6 | undefined {
  const match = /^([0-9a-fA-F:]+)\/(0|[1-9]\d{0,2})$/.exec(text);
  const bits = Number(match?.[2]);
  const address = match?.[1] === undefined || bits > BITS ? undefined : parseAddress(match[1]);
  if (address === undefined) return undefined;
  const size = 1n << BigInt(BITS - bits);
  const from = address - (address % size);
  if (bits >= 96 && from >> 32n === MAPPED >> 32n) return undefined;
  return { from, to: from + size - 1n };
}

function parseAddress(text: string): bigint | undefined {
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const [head = [], tail] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const missing = GROUPS - head.length - (tail?.length ?? 0);
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...head, ...Array<string>(missing).fill("0"), ...(tail ?? [])];
  if (!groups.every((group) => GROUP.test(group))) return undefined;
  return groups.reduce((sum, group) => (sum << 16n) + BigInt(`0x${group}`), 0n);
}
