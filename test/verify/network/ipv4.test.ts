import { BlockList } from "node:net";
import fc from "fast-check";
import { covers, intersects, parseRange, subtract, type Range } from "../../../src/verify/network/ipv4";

const text = (address: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");
const cidr = fc
  .tuple(fc.nat(0xffffffff), fc.nat(32))
  .map(([address, bits]) => ({ text: `${text(address)}/${bits}`, address, bits }));
const some = fc.nat(0xffffffff);

const ranges = (...cidrs: string[]): Range[] => cidrs.map((one) => parseRange(one) ?? { from: 1, to: 0 });

describe("ranges of IPv4 addresses", () => {
  it("hold what Node's own block list says they hold", () => {
    fc.assert(
      fc.property(cidr, some, ({ text: block, address, bits }, probe) => {
        const list = new BlockList();
        list.addSubnet(text(address), bits);
        const range = parseRange(block);
        return range !== undefined && list.check(text(probe)) === (probe >= range.from && probe <= range.to);
      }),
      { seed: 1, numRuns: 2000 },
    );
  });

  it("are subtracted address by address", () => {
    fc.assert(
      fc.property(fc.array(cidr, { maxLength: 4 }), fc.array(cidr, { maxLength: 4 }), some, (from, less, probe) => {
        const left = subtract(ranges(...from.map((one) => one.text)), ranges(...less.map((one) => one.text)));
        const inside = (blocks: Range[]): boolean => blocks.some((range) => probe >= range.from && probe <= range.to);
        const expected =
          inside(ranges(...from.map((one) => one.text))) && !inside(ranges(...less.map((one) => one.text)));
        return inside(left) === expected;
      }),
      { seed: 2, numRuns: 2000 },
    );
  });

  it("see that two halves are the whole", () => {
    const [whole] = ranges("0.0.0.0/0");
    expect(whole).toEqual({ from: 0, to: 0xffffffff });
    expect(covers(ranges("0.0.0.0/1", "128.0.0.0/1"), whole ?? { from: 0, to: 0 })).toBe(true);
    expect(covers(ranges("0.0.0.0/1", "128.0.0.0/2"), whole ?? { from: 0, to: 0 })).toBe(false);
  });

  it("of one address meet only themselves", () => {
    const [one, next] = ranges("10.0.0.1/32", "10.0.0.2/32");
    expect(one && next && intersects(one, next)).toBe(false);
    expect(one && intersects(one, one)).toBe(true);
  });

  it.each([
    "10.0/16",
    "010.0.0.0/8",
    "0x0a.0.0.0/8",
    "10.0.0.0/33",
    "10.0.0.256/32",
    "10.0.0.0",
    "::/0",
    "10.0.0.0/08",
    " 10.0.0.0/8",
  ])("refuse %s", (odd) => {
    expect(parseRange(odd)).toBeUndefined();
  });
});
