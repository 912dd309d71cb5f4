import { Html } from "../page/html";
import { type OutsideKind, type PartKind } from "../graph/graph";

/** Line drawings on a field of 16 by 16. */
const DRAWINGS = {
  screen: "M2.5 3.5h11v7.5h-11zM8 11v2.5M5.5 13.5h5",
  lock: "M4 7.5h8v6h-8zM5.5 7.5V5.5a2.5 2.5 0 0 1 5 0v2",
  plug: "M2 8h4M10 8h4M6 5h4v6H6z",
  person: "M8 8a2.6 2.6 0 1 0 0-5.2A2.6 2.6 0 0 0 8 8zM3.2 13.6c.5-2.6 2.4-4 4.8-4s4.3 1.4 4.8 4",
  cylinder: "M3 4.5c0-1.1 2.2-2 5-2s5 .9 5 2v7c0 1.1-2.2 2-5 2s-5-.9-5-2zM3 4.5c0 1.1 2.2 2 5 2s5-.9 5-2",
  bucket: "M3 4h10l-1.3 9.5H4.3zM3 4c0-.8 2.2-1.4 5-1.4s5 .6 5 1.4",
  key: "M5.5 10.5a3 3 0 1 1 2.6-4.5H14v2.5h-1.5V10h-2V8.5H8.1a3 3 0 0 1-2.6 2z",
  globe:
    "M8 2.2a5.8 5.8 0 1 0 0 11.6A5.8 5.8 0 0 0 8 2.2zM2.4 8h11.2M8 2.2c2.2 1.7 2.6 9.3 0 11.6M8 2.2C5.8 3.9 5.4 11.5 8 13.8",
  building: "M3.5 13.5v-11h9v11zM6 5.5h1M9 5.5h1M6 8h1M9 8h1M6.8 13.5V11h2.4v2.5",
  door: "M4 13.5v-11h8v11M2.5 13.5h11M9.8 8.2v.6",
  gate: "M2.5 13.5v-8h11v8M6 13.5V9.5h4v4M2.5 5.5L8 2.5l5.5 3",
  cross: "M8 2.5v11M2.5 8h11M5.2 5.2L8 2.5l2.8 2.7M5.2 10.8L8 13.5l2.8-2.7",
  arrow: "M2.5 8h10M9 4.5L12.5 8 9 11.5",
  dot: "M8 5.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z",
  code: "M5.5 4.5L2 8l3.5 3.5M10.5 4.5L14 8l-3.5 3.5",
} as const;

const PARTS: Readonly<Record<PartKind, keyof typeof DRAWINGS>> = {
  machine: "screen",
  "tunnel-gateway": "lock",
  endpoint: "plug",
  "client-vpn": "person",
  "internet-gateway": "gate",
  "nat-gateway": "gate",
  "egress-only-gateway": "gate",
  "vpn-gateway": "gate",
  "transit-attachment": "cross",
  "carrier-gateway": "gate",
  "network-attachment": "cross",
  "load-balancer": "cross",
  "resolver-endpoint": "plug",
  database: "cylinder",
  bucket: "bucket",
  "file-system": "cylinder",
  keys: "key",
  secrets: "key",
  registry: "bucket",
  function: "code",
  other: "dot",
};

const OUTSIDES: Readonly<Record<OutsideKind, keyof typeof DRAWINGS>> = {
  internet: "globe",
  people: "person",
  site: "building",
  "foreign-network": "cross",
  "transit-gateway": "cross",
  carrier: "globe",
  service: "plug",
  registries: "globe",
  door: "door",
  "way-out": "arrow",
};

export function partIcon(kind: PartKind, x: number, y: number): Html {
  return icon(PARTS[kind], x, y);
}

export function outsideIcon(kind: OutsideKind, x: number, y: number): Html {
  return icon(OUTSIDES[kind], x, y);
}

export function lockIcon(x: number, y: number): Html {
  return icon("lock", x, y);
}

/** All numbers and drawings are the page's own. */
function icon(name: keyof typeof DRAWINGS, x: number, y: number): Html {
  return new Html(`<path class="icon" transform="translate(${x} ${y}) scale(0.875)" d="${DRAWINGS[name]}"/>`);
}
