/** An IPv4 CIDR block, as its first address and its length in bits. */
export interface Cidr {
  /** First address as an unsigned 32-bit number. */
  readonly base: number;
  /** Prefix length, 0 to 32. */
  readonly bits: number;
}

const OCTET = "(?:0|[1-9]\\d{0,2})";
const PATTERN = new RegExp(`^(${OCTET})\\.(${OCTET})\\.(${OCTET})\\.(${OCTET})/(0|[1-9]\\d?)$`);

/**
 * Reads `10.0.0.0/22`, strictly: four decimal octets without leading zeros, a prefix length of 0 to 32, and no host bits,
 * since libraries disagree on everything looser.
 *
 * @throws RangeError that says what is wrong
 */
export function parseCidr(text: string): Cidr {
  const match = PATTERN.exec(text);
  if (match === null) throw new RangeError(`"${text}" is no IPv4 CIDR block; write it like 10.20.0.0/22`);
  const octets = match.slice(1, 5).map(Number);
  const bits = Number(match[5]);
  if (octets.some((octet) => octet > 255)) throw new RangeError(`"${text}" has an octet above 255`);
  if (bits > 32) throw new RangeError(`"${text}" has a prefix longer than 32 bits`);
  const address = octets.reduce((sum, octet) => sum * 256 + octet, 0);
  const base = address - (address % sizeOf(bits));
  if (base !== address) throw new RangeError(`"${text}" has host bits set; the block is ${formatCidr({ base, bits })}`);
  return { base, bits };
}

export function formatCidr({ base, bits }: Cidr): string {
  return `${formatAddress(base)}/${bits}`;
}

/** Number of addresses in a block of that prefix length. */
export function sizeOf(bits: number): number {
  return 2 ** (32 - bits);
}

export function overlaps(a: Cidr, b: Cidr): boolean {
  return a.base < b.base + sizeOf(b.bits) && b.base < a.base + sizeOf(a.bits);
}

/** Whether the whole of `inner` lies in `outer`. */
export function contains(outer: Cidr, inner: Cidr): boolean {
  return inner.base >= outer.base && inner.base + sizeOf(inner.bits) <= outer.base + sizeOf(outer.bits);
}

/** The smallest block that holds all of the given ones; at least one is needed. */
export function coveringBlock(cidrs: readonly Cidr[]): Cidr {
  const [first, ...others] = cidrs;
  if (first === undefined) throw new RangeError("no block to cover");
  let { bits } = first;
  const around = (): Cidr => ({ base: first.base - (first.base % sizeOf(bits)), bits });
  while (others.some((other) => !contains(around(), other))) bits -= 1;
  return around();
}

/**
 * The block of `bits` that begins `offset` addresses into `block`.
 *
 * @throws RangeError where it does not fit or is not aligned
 */
export function subBlock(block: Cidr, offset: number, bits: number): Cidr {
  const inner = { base: block.base + offset, bits };
  if (!contains(block, inner) || inner.base % sizeOf(bits) !== 0)
    throw new RangeError(`no /${bits} begins ${offset} addresses into ${formatCidr(block)}`);
  return inner;
}

/** The `index`-th address of a block, as text: `hostAddress("10.0.0.0/28", 4)` is `10.0.0.4`. */
export function hostAddress(cidr: string, index: number): string {
  const { base, bits } = parseCidr(cidr);
  if (index >= sizeOf(bits)) throw new RangeError(`${cidr} has no address number ${index}`);
  return formatAddress(base + index);
}

function formatAddress(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");
}
