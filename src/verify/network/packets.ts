import { absorb, intersectSets, subtractSets, type Box, type Interval } from "./intervals";
import { parseRange } from "./ipv4";
import { parseRange6 } from "./ipv6";

/** An address family. */
export type Family = 4 | 6;

/** A set of addresses, the two families apart. */
export interface Addresses {
  readonly 4: readonly Interval[];
  readonly 6: readonly Interval[];
}

/**
 * A set of packets, by source address, destination address, protocol, source port and destination port, as a union of
 * boxes, the two families apart. Where a protocol has no ports, their dimensions are full. An ICMP packet has its type and
 * code in place of the destination port: type * 256 + code.
 */
export interface PacketSet {
  readonly 4: readonly Box[];
  readonly 6: readonly Box[];
}

export const FAMILIES: readonly Family[] = [4, 6];
export const SOURCE = 0;
export const DESTINATION = 1;
export const PROTOCOL = 2;
export const SOURCE_PORT = 3;
export const DESTINATION_PORT = 4;

export const EVERY_ADDRESS: Addresses = {
  4: [{ from: 0, to: 2 ** 32 - 1 }],
  6: [{ from: 0n, to: (1n << 128n) - 1n }],
};
export const NO_ADDRESS: Addresses = { 4: [], 6: [] };
export const EVERY_PROTOCOL: Interval = { from: 0, to: 255 };
export const EVERY_PORT: Interval = { from: 0, to: 65_535 };
export const NO_PACKET: PacketSet = { 4: [], 6: [] };

const ICMP = 1;
const TCP = 6;
const UDP = 17;
const ICMPV6 = 58;
/** The protocols whose ports AWS's rules look at, and ICMP, whose types and codes they do. */
const WITH_PORTS: ReadonlySet<number> = new Set([ICMP, TCP, UDP, ICMPV6]);

/** Names of protocols that AWS takes in place of a number. */
const PROTOCOLS: Readonly<Record<string, number>> = { icmp: ICMP, icmpv6: ICMPV6, tcp: TCP, udp: UDP, esp: 50, ah: 51 };

/** What a rule says of protocol and ports. */
export interface Traffic {
  readonly protocol: Interval;
  readonly sourcePort: Interval;
  readonly destinationPort: Interval;
}

export const ALL_TRAFFIC: Traffic = { protocol: EVERY_PROTOCOL, sourcePort: EVERY_PORT, destinationPort: EVERY_PORT };

/**
 * The traffic that a rule of a security group or a network ACL names. Nothing where the protocol cannot be told; every
 * port where the ports cannot, `exact` saying which of the two it is.
 */
export function trafficOf(
  protocol: string | undefined,
  from: number | undefined,
  to: number | undefined,
  icmp: readonly [number | undefined, number | undefined] = [from, to],
): { readonly traffic: Traffic; readonly exact: boolean } | undefined {
  if (protocol === undefined) return undefined;
  const name = protocol.toLowerCase();
  if (name === "-1" || name === "all") return { traffic: ALL_TRAFFIC, exact: true };
  const number = PROTOCOLS[name] ?? (/^\d{1,3}$/.test(name) ? Number(name) : undefined);
  if (number === undefined || number > 255) return undefined;
  const traffic = { ...ALL_TRAFFIC, protocol: { from: number, to: number } };
  if (!WITH_PORTS.has(number)) return { traffic, exact: true };
  const ports = number === TCP || number === UDP ? portRange(from, to) : icmpRange(...icmp);
  return ports === undefined
    ? { traffic, exact: false }
    : { traffic: { ...traffic, destinationPort: ports }, exact: true };
}

function portRange(from: number | undefined, to: number | undefined): Interval | undefined {
  if (from === undefined || to === undefined || !Number.isInteger(from) || !Number.isInteger(to)) return undefined;
  return from >= 0 && from <= to && to <= 65_535 ? { from, to } : undefined;
}

function icmpRange(type: number | undefined, code: number | undefined): Interval | undefined {
  if (type === -1) return EVERY_PORT;
  if (type === undefined || !Number.isInteger(type) || type < 0 || type > 255) return undefined;
  if (code === undefined || !Number.isInteger(code) || code > 255) return undefined;
  return code < 0 ? { from: type * 256, to: type * 256 + 255 } : { from: type * 256 + code, to: type * 256 + code };
}

/** The packets from some addresses to some, of one traffic. */
export function packets(source: Addresses, destination: Addresses, traffic: Traffic = ALL_TRAFFIC): PacketSet {
  const { protocol, sourcePort, destinationPort } = traffic;
  const boxes = (family: Family): Box[] =>
    source[family].flatMap((from) =>
      destination[family].map((to): Box => [from, to, protocol, sourcePort, destinationPort]),
    );
  return { 4: boxes(4), 6: boxes(6) };
}

export const EVERY_PACKET: PacketSet = packets(EVERY_ADDRESS, EVERY_ADDRESS);

/** The addresses of a CIDR block of either family; nothing where the text is not strictly one. */
export function addressesOf(cidr: string): Addresses | undefined {
  const range = parseRange(cidr);
  if (range !== undefined) return { 4: [range], 6: [] };
  const range6 = parseRange6(cidr);
  return range6 === undefined ? undefined : { 4: [], 6: [range6] };
}

export function joinAddresses(...sets: readonly Addresses[]): Addresses {
  return { 4: sets.flatMap((one) => one[4]), 6: sets.flatMap((one) => one[6]) };
}

const each = (build: (family: Family) => readonly Box[]): PacketSet => ({ 4: build(4), 6: build(6) });

export function isEmpty(set: PacketSet): boolean {
  return set[4].length === 0 && set[6].length === 0;
}

export function union(...sets: readonly PacketSet[]): PacketSet {
  const [first, second] = sets.filter((set) => !isEmpty(set));
  if (first === undefined) return NO_PACKET;
  if (second === undefined) return first;
  return each((family) => absorb(sets.flatMap((set) => set[family])));
}

export function intersect(a: PacketSet, b: PacketSet): PacketSet {
  if (a === EVERY_PACKET) return b;
  if (b === EVERY_PACKET) return a;
  return each((family) => intersectSets(a[family], b[family]));
}

export function subtract(from: PacketSet, less: PacketSet): PacketSet {
  return each((family) => subtractSets(from[family], less[family]));
}

/** Whether every packet of `inner` is in `outer`. */
export function includes(outer: PacketSet, inner: PacketSet): boolean {
  return isEmpty(subtract(inner, outer));
}

/** Packets of a set from, or to, some addresses. */
export function restrict(set: PacketSet, dimension: typeof SOURCE | typeof DESTINATION, to: Addresses): PacketSet {
  return intersect(set, dimension === SOURCE ? packets(to, EVERY_ADDRESS) : packets(EVERY_ADDRESS, to));
}

/** The same packets with the source address rewritten to any of the given ones. */
export function translateSource(set: PacketSet, to: Addresses): PacketSet {
  return each((family) =>
    absorb(
      set[family].flatMap((box) =>
        to[family].map((source) =>
          box.map((one, dimension) => (dimension === SOURCE ? source : dimension === SOURCE_PORT ? EVERY_PORT : one)),
        ),
      ),
    ),
  );
}

/** What may answer the packets of a set: the two ends changed about; of ICMP, any type. */
export function answersTo(set: PacketSet): PacketSet {
  return each((family) =>
    absorb(
      set[family].map(([source, destination, protocol, sourcePort, destinationPort]) => {
        const ports = protocol?.from === protocol?.to && (protocol?.from === TCP || protocol?.from === UDP);
        return [
          destination,
          source,
          protocol,
          ports ? destinationPort : EVERY_PORT,
          ports ? sourcePort : EVERY_PORT,
        ] as Box;
      }),
    ),
  );
}
