/** What a thing in a box is, for its icon and its word. */
export type PartKind =
  | "machine"
  | "tunnel-gateway"
  | "endpoint"
  | "client-vpn"
  | "internet-gateway"
  | "nat-gateway"
  | "egress-only-gateway"
  | "vpn-gateway"
  | "transit-attachment"
  | "carrier-gateway"
  | "network-attachment"
  | "load-balancer"
  | "resolver-endpoint"
  | "database"
  | "bucket"
  | "file-system"
  | "keys"
  | "secrets"
  | "registry"
  | "function"
  | "other";

/** What lies outside of the boxes, or between them. */
export type OutsideKind =
  | "internet"
  | "people"
  | "site"
  | "foreign-network"
  | "transit-gateway"
  | "carrier"
  | "service"
  | "registries"
  | "door"
  | "way-out";

/** How two things are joined. */
export type LinkKind = "tunnel" | "peering" | "people" | "site" | "transit" | "internet" | "other" | "door" | "way-out";

/** Things of one kind and one name in a box: two desktops, an endpoint. */
export interface Part {
  readonly id: string;
  readonly kind: PartKind;
  readonly name: string;
  /** How many of them there are. */
  readonly count: number;
  /** Every resource that it stands for. */
  readonly addresses: readonly string[];
}

/** A part of a box: subnets that are alike but for their zone, what is at the network's edge, what is in the account. */
export interface Group {
  readonly id: string;
  readonly kind: "subnet" | "edge" | "account" | "named";
  /** Of a subnet; empty for the others. */
  readonly name: string;
  /** CIDR blocks, one a zone. */
  readonly ranges: readonly string[];
  readonly parts: readonly Part[];
}

/** A network, or an account whose things are in no network. */
export interface Box {
  readonly id: string;
  readonly kind: "network" | "account";
  readonly name: string;
  readonly ranges: readonly string[];
  readonly account: string | undefined;
  readonly region: string | undefined;
  readonly groups: readonly Group[];
}

export interface Outside {
  readonly id: string;
  readonly kind: OutsideKind;
  /** What the configuration calls it, or where a way out ends. */
  readonly name: string;
}

/** A join of a box or a part with another one or with something outside. */
export interface Link {
  readonly id: string;
  readonly kind: LinkKind;
  readonly from: string;
  readonly to: string;
  /** Resources that make it: a peering, an attachment, a connection. */
  readonly addresses: readonly string[];
}

/** A way out as it runs over the picture. */
export interface Way {
  readonly id: string;
  readonly channel: string;
  /** Number of the finding within its channel. */
  readonly finding: number;
  /** Boxes, parts, links and what is outside, by id, in the order in which they are passed. */
  readonly steps: readonly string[];
}

/** How bad what is said of a thing is. */
export type Tone = "door" | "unproven" | "open";

/** The configuration as a picture shows it, in the order of the configuration. */
export interface Graph {
  readonly boxes: readonly Box[];
  readonly outsides: readonly Outside[];
  readonly links: readonly Link[];
  readonly ways: readonly Way[];
  /** What findings and doors say of boxes, parts, links and what is outside, by id. */
  readonly tones: ReadonlyMap<string, Tone>;
}
