/** A range of IPv4 addresses, both ends included, as unsigned 32-bit numbers. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

const OCTET = "(0|[1-9]\\d{0,2})";
const CIDR = new RegExp(`^${OCTET}\\.${OCTET}\\.${OCTET}\\.${OCTET}/(0|[1-9]\\d?)$`);

/**
 * The range of a CIDR block; nothing where the text is not strictly one. Host bits are not looked at, since AWS drops
 * them from rules and refuses them in routes.
 */
export function parseRange(text: string): Range | undefined {
  const match = CIDR.exec(text);
  if (match === null) return undefined;
  const octets = match.slice(1, 5).map(Number);
  const bits = Number(match[5]);
  if (bits > 32 || octets.some((octet) => octet > 255)) return undefined;
  const address = octets.reduce((sum, octet) => sum * 256 + octet, 0);
  const size = 2 ** (32 - bits);
  const from = address - (address % size);
  return { from, to: from + size - 1 };
}

export function intersects(a: Range, b: Range): boolean {
  return a.from <= b.to && b.from <= a.to;
}

/** Whether every address of `inner` lies in one of `outer`. */
export function covers(outer: readonly Range[], inner: Range): boolean {
  return subtract([inner], outer).length === 0;
}

/** What is left of `ranges` without `less`. */
export function subtract(ranges: readonly Range[], less: readonly Range[]): Range[] {
  return less.reduce<Range[]>(
    (left, cut) =>
      left.flatMap((range) =>
        intersects(range, cut)
          ? [
              { from: range.from, to: cut.from - 1 },
              { from: cut.to + 1, to: range.to },
            ].filter(({ from, to }) => from <= to)
          : [range],
      ),
    [...ranges],
  );
}
