import { mergeIntervals, type Box, type Interval } from "./intervals";
import {
  DESTINATION,
  DESTINATION_PORT,
  EVERY_PORT,
  FAMILIES,
  PROTOCOL,
  type Addresses,
  type Family,
  type PacketSet,
} from "./packets";

const BITS = { 4: 32, 6: 128 } as const;
const PROTOCOL_NAMES: ReadonlyMap<number, string> = new Map([
  [1, "icmp"],
  [6, "tcp"],
  [17, "udp"],
  [50, "esp"],
  [51, "ah"],
  [58, "icmpv6"],
]);
/** More than these, and a sentence becomes a table. */
const MOST = 4;

/** How a witness tells a set of packets: `tcp/443 to 0.0.0.0/0 minus 10.0.0.0/16`, flow by flow. */
export function describePackets(set: PacketSet): string {
  const flows = FAMILIES.flatMap((family) => flowsOf(set[family], family));
  const [first] = flows;
  if (first === undefined) return "nothing";
  return flows.length <= MOST
    ? flows.join("; ")
    : `${flows.slice(0, MOST).join("; ")}; and ${flows.length - MOST} more`;
}

/** How a witness tells a site beyond a VPN: its networks, whose gateway they are behind, and from which VPC. */
export function siteText(gateway: string, networks: readonly Addresses[], vpc: string): string {
  const ranges = FAMILIES.flatMap((family) =>
    mergeIntervals(networks.flatMap((one) => one[family])).flatMap((range) => cidrsOf(range, family)),
  );
  return `${ranges.length === 0 ? "nothing yet" : ranges.join(", ")} behind ${gateway}, from ${vpc}`;
}

/** One text for each kind of traffic, with all of its destinations. */
function flowsOf(boxes: readonly Box[], family: Family): string[] {
  const byTraffic = new Map<string, Interval[]>();
  for (const box of boxes) {
    const destination = box[DESTINATION];
    if (destination === undefined) continue;
    const text = trafficText(box);
    const known = byTraffic.get(text);
    if (known === undefined) byTraffic.set(text, [destination]);
    else known.push(destination);
  }
  return [...byTraffic].map(([text, destinations]) => `${text} to ${rangesText(destinations, family)}`);
}

function trafficText(box: Box): string {
  const [protocol, ports] = [box[PROTOCOL], box[DESTINATION_PORT]];
  if (protocol === undefined || ports === undefined) return "all traffic";
  if (protocol.from === 0 && protocol.to === 255) return "all traffic";
  if (protocol.from !== protocol.to) return `protocols ${Number(protocol.from)} to ${Number(protocol.to)}`;
  const name = PROTOCOL_NAMES.get(Number(protocol.from)) ?? `protocol ${Number(protocol.from)}`;
  if (ports.from === EVERY_PORT.from && ports.to === EVERY_PORT.to) return name;
  if (name.startsWith("icmp")) return `${name} types ${Number(ports.from) >> 8} to ${Number(ports.to) >> 8}`;
  return ports.from === ports.to
    ? `${name}/${Number(ports.from)}`
    : `${name}/${Number(ports.from)}-${Number(ports.to)}`;
}

/** Ranges as CIDR blocks, or as one block without some, whichever is shorter. */
export function rangesText(intervals: readonly Interval[], family: Family): string {
  const merged = mergeIntervals(intervals);
  const blocks = merged.flatMap((interval) => cidrsOf(interval, family));
  const [first, last] = [merged[0], merged.at(-1)];
  if (blocks.length <= MOST || first === undefined || last === undefined) return blocks.join(", ");
  const around = blockAround(BigInt(first.from), BigInt(last.to), family);
  const [block = ""] = cidrsOf(around, family);
  const rest = gapsIn(around, merged).flatMap((interval) => cidrsOf(interval, family));
  if (rest.length <= MOST) return `${block} minus ${rest.join(", ")}`;
  return rest.length < blocks.length
    ? `${block} minus ${rest.length} ranges`
    : `${blocks.slice(0, MOST).join(", ")} and ${blocks.length - MOST} more ranges`;
}

/** The smallest CIDR block that holds two addresses. */
function blockAround(from: bigint, to: bigint, family: Family): Interval {
  let bits = 0n;
  while (bits < BITS[family] && from >> bits !== to >> bits) bits += 1n;
  const base = (from >> bits) << bits;
  return { from: base, to: base + (1n << bits) - 1n };
}

/** What of an interval is in none of others, which are in order. */
function gapsIn(around: Interval, merged: readonly Interval[]): Interval[] {
  const gaps: Interval[] = [];
  let from = BigInt(around.from);
  for (const interval of merged) {
    if (from < interval.from) gaps.push({ from, to: BigInt(interval.from) - 1n });
    from = BigInt(interval.to) + 1n;
  }
  return from <= around.to ? [...gaps, { from, to: around.to }] : gaps;
}

/** The CIDR blocks that make up an interval. */
export function cidrsOf({ from, to }: Interval, family: Family): string[] {
  const blocks: string[] = [];
  const last = BigInt(to);
  for (let at = BigInt(from); at <= last;) {
    let bits = 0n;
    while (bits < BITS[family] && at % (2n << bits) === 0n && at + (2n << bits) - 1n <= last) bits += 1n;
    blocks.push(`${addressText(at, family)}/${BITS[family] - Number(bits)}`);
    at += 1n << bits;
  }
  return blocks;
}

function addressText(address: bigint, family: Family): string {
  if (family === 4) return [24n, 16n, 8n, 0n].map((shift) => (address >> shift) & 255n).join(".");
  const groups = Array.from({ length: 8 }, (_, at) => ((address >> BigInt(112 - 16 * at)) & 0xffffn).toString(16));
  // The first run of zero groups is written as nothing.
  return groups.join(":").replace(/(?:^|:)0(?::0)+(?::|$)/, "::");
}
