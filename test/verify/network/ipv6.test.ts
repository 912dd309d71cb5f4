import { BlockList } from "node:net";
import fc from "fast-check";
import { parseRange6 } from "../../../src/verify/network/ipv6";
import { cidrsOf } from "../../../src/verify/network/packet-text";

const text = (address: bigint): string =>
  Array.from({ length: 8 }, (_, at) => ((address >> BigInt(112 - 16 * at)) & 0xffffn).toString(16)).join(":");
const address = fc.bigInt({ min: 0n, max: (1n << 128n) - 1n });

describe("ranges of IPv6 addresses", () => {
  it("hold what Node's own block list says they hold", () => {
    fc.assert(
      fc.property(address, fc.nat(128), address, fc.nat(128), (base, bits, other, alike) => {
        // A probe that shares some leading bits with the block, so that both answers occur.
        const mask = ((1n << BigInt(alike)) - 1n) << BigInt(128 - alike);
        const probe = (base & mask) | (other & ~mask & ((1n << 128n) - 1n));
        const list = new BlockList();
        list.addSubnet(text(base), bits, "ipv6");
        const range = parseRange6(`${text(base)}/${bits}`);
        return range !== undefined && list.check(text(probe), "ipv6") === (probe >= range.from && probe <= range.to);
      }),
      { seed: 21, numRuns: 2000 },
    );
  });

  it("are read again from how they are shown", () => {
    fc.assert(
      fc.property(address, fc.nat(128), (base, bits) => {
        const range = parseRange6(`${text(base)}/${bits}`);
        const [shown, ...more] = range === undefined ? [] : cidrsOf(range, 6);
        expect(more).toEqual([]);
        expect(parseRange6(shown ?? "")).toEqual(range);
      }),
      { seed: 22, numRuns: 500 },
    );
  });

  it.each([
    ["::/0", 0n, (1n << 128n) - 1n],
    ["::1/128", 1n, 1n],
    ["2001:db8::/32", 0x20010db8n << 96n, (0x20010db8n << 96n) + (1n << 96n) - 1n],
  ])("take %s for what it is", (block, from, to) => {
    expect(parseRange6(block)).toEqual({ from, to });
  });

  it.each([
    "::ffff:10.0.0.1/128",
    "::ffff:a00:1/128",
    "1::2::3/64",
    "1:2:3:4:5:6:7/64",
    "1:2:3:4:5:6:7:8:9/64",
    "12345::/16",
    "::/129",
    "::/064",
    "fe80::1%eth0/64",
    ":1::/64",
    "::",
    "0.0.0.0/0",
  ])("refuse %s", (odd) => {
    expect(parseRange6(odd)).toBeUndefined();
  });
});
