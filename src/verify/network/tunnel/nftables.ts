import {
  addressesOf,
  ALL_TRAFFIC,
  EVERY_ADDRESS,
  intersect,
  joinAddresses,
  NO_PACKET,
  packets,
  trafficOf,
  union,
  EVERY_PACKET,
  type Addresses,
  type PacketSet,
} from "../packets";

/** A rule that lets new flows pass a machine, or translates them. */
export interface ForwardRule {
  readonly packets: PacketSet;
  /** Whether it holds only for what came out of an IPsec tunnel. */
  readonly arrived: boolean;
  /** Whether it names the ranges of both ends, a protocol and ports. */
  readonly narrow: boolean;
  readonly text: string;
}

/** What a rule set of nftables forwards. */
export interface RuleSet {
  /** Whether what no rule accepts is dropped. */
  readonly drops: boolean;
  readonly accepts: readonly ForwardRule[];
  /** Flows whose source becomes the machine's own address. */
  readonly translates: PacketSet;
  /** Lines that are not understood. */
  readonly unread: readonly string[];
}

const PRIORITY = "priority [\\w -]+;";
const FORWARD = new RegExp(`^type filter hook forward ${PRIORITY}(?: policy (accept|drop);)?$`);
const SOURCE_NAT = new RegExp(`^type nat hook postrouting ${PRIORITY}$`);
/** Rules that let no new flow pass. */
const HARMLESS = [
  /^tcp flags syn tcp option maxseg size set rt mtu$/,
  /^ct state (?:established,related|related,established|established) accept$/,
];

/** Reads a rule set as `nft -f` takes it, one rule a line. Established flows are not told: they were new once. */
export function readRuleSet(text: string): RuleSet {
  const unread: string[] = [];
  const accepts: ForwardRule[] = [];
  let translates = NO_PACKET;
  let drops = false;
  let accepting = false;
  let chain: "forward" | "nat" | "new" | undefined;
  for (const line of text.split("\n").map((one) => one.trim())) {
    if (line === "" || line.startsWith("#") || line === "flush ruleset" || /^table (?:inet|ip) \w+ \{$/.test(line))
      continue;
    if (/^chain \w+ \{$/.test(line)) chain = "new";
    else if (line === "}") chain = undefined;
    else if (chain === "new" && FORWARD.test(line)) {
      chain = "forward";
      if (FORWARD.exec(line)?.[1] === "drop") drops = true;
      else accepting = true;
    } else if (chain === "new" && SOURCE_NAT.test(line)) chain = "nat";
    else if (chain === "forward" && HARMLESS.some((known) => known.test(line))) continue;
    else {
      const rule = chain === "forward" || chain === "nat" ? readRule(line) : undefined;
      if (rule?.verdict === "accept" && chain === "forward") accepts.push(rule);
      else if (rule?.verdict === "masquerade" && chain === "nat" && !rule.arrived)
        translates = union(translates, rule.packets);
      else if (rule?.verdict !== "drop" || chain !== "forward") unread.push(line);
    }
  }
  return { drops: drops && !accepting, accepts, translates, unread };
}

interface ReadRule extends ForwardRule {
  readonly verdict: string;
}

function readRule(text: string): ReadRule | undefined {
  let rest = text;
  const take = (pattern: RegExp): string | undefined => {
    const match = pattern.exec(rest);
    if (match === null) return undefined;
    rest = rest.slice(match[0].length).trimStart();
    return match[1] ?? "";
  };
  const arrived = take(/^meta secpath exists\b/) !== undefined;
  const ends = ["saddr", "daddr"].map((end) => take(new RegExp(`^ip ${end} (\\{[^}]*\\}|[\\d./]+)`)));
  const [source, destination] = ends.map((end) => (end === undefined ? EVERY_ADDRESS : rangesOf(end)));
  const protocol = /^(tcp|udp) dport/.exec(rest)?.[1];
  const ports = protocol === undefined ? undefined : take(/^(?:tcp|udp) dport (\{[^}]*\}|[\d-]+)/);
  const traffic = ports === undefined ? EVERY_PACKET : trafficPackets(protocol ?? "", ports);
  if (source === undefined || destination === undefined || traffic === undefined) return undefined;
  if (!["accept", "drop", "masquerade"].includes(rest)) return undefined;
  return {
    packets: intersect(packets(source, destination, ALL_TRAFFIC), traffic),
    arrived,
    narrow: ports !== undefined && ends.every((end) => end !== undefined),
    text,
    verdict: rest,
  };
}

function items(list: string): string[] {
  return list
    .replace(/^\{|\}$/g, "")
    .split(",")
    .map((item) => item.trim());
}

function rangesOf(list: string): Addresses | undefined {
  const ranges = items(list).map((item) => addressesOf(item.includes("/") ? item : `${item}/32`));
  const known = ranges.filter((range) => range !== undefined);
  return known.length === ranges.length ? joinAddresses(...known) : undefined;
}

function trafficPackets(protocol: string, list: string): PacketSet | undefined {
  const sets = items(list).map((item) => {
    const [, from, to] = /^(\d+)(?:-(\d+))?$/.exec(item) ?? [];
    const read = from === undefined ? undefined : trafficOf(protocol, Number(from), Number(to ?? from));
    return read?.exact === true ? packets(EVERY_ADDRESS, EVERY_ADDRESS, read.traffic) : undefined;
  });
  const known = sets.filter((set) => set !== undefined);
  return known.length === sets.length ? union(...known) : undefined;
}
