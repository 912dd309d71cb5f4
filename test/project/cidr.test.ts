import { BlockList } from "node:net";
import fc from "fast-check";
import { contains, formatCidr, hostAddress, overlaps, parseCidr, sizeOf, subBlock } from "../../src/project/cidr";

const block = fc
  .tuple(fc.nat(0xffffffff), fc.nat(32))
  .map(([address, bits]) => ({ base: address - (address % sizeOf(bits)), bits }));
const listOf = (text: string): BlockList => {
  const [address = "", bits = ""] = text.split("/");
  const list = new BlockList();
  list.addSubnet(address, Number(bits));
  return list;
};
const last = (text: string): string => hostAddress(text, sizeOf(parseCidr(text).bits) - 1);

describe("a CIDR block", () => {
  it("is written as it was read", () => {
    fc.assert(
      fc.property(block, (one) => JSON.stringify(parseCidr(formatCidr(one))) === JSON.stringify(one)),
      { seed: 11 },
    );
  });

  it("holds another one where Node's block list holds both of its ends", () => {
    fc.assert(
      fc.property(block, block, (a, b) => {
        const [outer, inner] = [formatCidr(a), formatCidr(b)];
        const list = listOf(outer);
        return contains(a, b) === (list.check(hostAddress(inner, 0)) && list.check(last(inner)));
      }),
      { seed: 12, numRuns: 2000 },
    );
  });

  it("overlaps another one where one of the two holds the other", () => {
    fc.assert(
      fc.property(block, block, (a, b) => overlaps(a, b) === (contains(a, b) || contains(b, a))),
      { seed: 13, numRuns: 2000 },
    );
  });

  it.each([
    ["10.0.0.1/8", '"10.0.0.1/8" has host bits set; the block is 10.0.0.0/8'],
    ["10.0.0.0/33", '"10.0.0.0/33" has a prefix longer than 32 bits'],
    ["10.0.0.256/32", '"10.0.0.256/32" has an octet above 255'],
    ["010.0.0.0/8", '"010.0.0.0/8" is no IPv4 CIDR block; write it like 10.20.0.0/22'],
    ["10.0/16", '"10.0/16" is no IPv4 CIDR block; write it like 10.20.0.0/22'],
    ["0x0a.0.0.0/8", '"0x0a.0.0.0/8" is no IPv4 CIDR block; write it like 10.20.0.0/22'],
    ["10.0.0.0", '"10.0.0.0" is no IPv4 CIDR block; write it like 10.20.0.0/22'],
    ["::/0", '"::/0" is no IPv4 CIDR block; write it like 10.20.0.0/22'],
  ])("refuses %s", (text, message) => {
    expect(() => parseCidr(text)).toThrow(new RangeError(message));
  });

  it("refuses a part that does not fit, and an address it does not have", () => {
    expect(() => subBlock(parseCidr("10.0.0.0/24"), 256, 28)).toThrow("no /28 begins 256 addresses into 10.0.0.0/24");
    expect(() => subBlock(parseCidr("10.0.0.0/24"), 8, 28)).toThrow("no /28 begins 8 addresses into 10.0.0.0/24");
    expect(() => hostAddress("10.0.0.0/28", 16)).toThrow("10.0.0.0/28 has no address number 16");
  });
});
