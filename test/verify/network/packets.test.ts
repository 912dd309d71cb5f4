import { describePackets } from "../../../src/verify/network/packet-text";
import {
  addressesOf,
  ALL_TRAFFIC,
  answersTo,
  EVERY_ADDRESS,
  EVERY_PACKET,
  includes,
  intersect,
  isEmpty,
  joinAddresses,
  NO_ADDRESS,
  packets,
  subtract,
  trafficOf,
  union,
  type Addresses,
  type PacketSet,
} from "../../../src/verify/network/packets";

const at = (...cidrs: string[]): Addresses => joinAddresses(...cidrs.map((cidr) => addressesOf(cidr) ?? NO_ADDRESS));
const to = (traffic: ReturnType<typeof trafficOf>, ...cidrs: string[]): PacketSet =>
  packets(EVERY_ADDRESS, at(...cidrs), traffic?.traffic ?? ALL_TRAFFIC);

describe("traffic", () => {
  it.each([
    ["-1", 0, 0, true],
    ["all", undefined, undefined, true],
    ["tcp", 443, 443, true],
    ["6", 0, 65_535, true],
    ["UDP", 500, 500, true],
    ["50", 0, 0, true],
    ["icmp", -1, -1, true],
    ["icmp", 8, -1, true],
    ["tcp", undefined, 443, false],
    ["tcp", 443, 22, false],
    ["tcp", 0, 65_536, false],
    ["icmp", 8, undefined, false],
  ])("of protocol %s, ports %s to %s, is read (exactly: %s)", (protocol, from, last, exact) => {
    expect(trafficOf(protocol, from, last)?.exact).toBe(exact);
  });

  it.each([undefined, "ip", "256", "tcp,udp"])("of protocol %s is not", (protocol) => {
    expect(trafficOf(protocol, 0, 0)).toBeUndefined();
  });

  it("that cannot be told has every port", () => {
    expect(
      includes(to(trafficOf("tcp", undefined, undefined), "0.0.0.0/0"), to(trafficOf("tcp", 1, 2), "10.0.0.0/8")),
    ).toBe(true);
  });
});

describe("packets", () => {
  it("to the two halves are packets to everybody", () => {
    expect(includes(to(undefined, "0.0.0.0/1", "128.0.0.0/1", "::/0"), EVERY_PACKET)).toBe(true);
    expect(includes(to(undefined, "0.0.0.0/1", "128.0.0.0/2", "::/0"), EVERY_PACKET)).toBe(false);
    expect(includes(to(undefined, "0.0.0.0/0"), EVERY_PACKET)).toBe(false);
  });

  it("of one family are none of the other", () => {
    expect(isEmpty(intersect(to(undefined, "0.0.0.0/0"), to(undefined, "::/0")))).toBe(true);
  });

  it("are answered from the other end and port", () => {
    const asked = packets(at("10.0.0.0/8"), at("192.0.2.1/32"), trafficOf("tcp", 443, 443)?.traffic);
    const expected = packets(at("192.0.2.1/32"), at("10.0.0.0/8"), {
      protocol: { from: 6, to: 6 },
      sourcePort: { from: 443, to: 443 },
      destinationPort: { from: 0, to: 65_535 },
    });
    expect(answersTo(asked)).toEqual(expected);
  });
});

describe("packets in words", () => {
  const https = trafficOf("tcp", 443, 443);

  it.each<[string, PacketSet]>([
    ["nothing", packets(NO_ADDRESS, NO_ADDRESS)],
    ["tcp/443 to 10.0.0.0/8", to(https, "10.0.0.0/8")],
    ["all traffic to 0.0.0.0/0; all traffic to ::/0", EVERY_PACKET],
    ["esp to 10.0.0.1/32", to(trafficOf("50", 0, 0), "10.0.0.1/32")],
    ["icmp types 8 to 8 to 10.0.0.0/8", to(trafficOf("icmp", 8, -1), "10.0.0.0/8")],
    ["tcp/443 to 0.0.0.0/0 minus 10.0.0.0/16", subtract(to(https, "0.0.0.0/0"), to(undefined, "10.0.0.0/16"))],
    ["tcp/443 to 10.0.0.0/23", union(to(https, "10.0.0.0/24"), to(https, "10.0.1.0/24"))],
    ["tcp/443 to ::/0 minus 2001:db8::/32", subtract(to(https, "::/0"), to(undefined, "2001:db8::/32"))],
  ])("are %s", (words, set) => {
    expect(describePackets(set)).toBe(words);
  });
});
