import { createHash } from "node:crypto";
import { type Cidr, contains, formatCidr, overlaps, parseCidr, sizeOf, subBlock } from "./cidr";
import { type DataBoxAddresses, type ResearchBoxAddresses } from "./project";

/** Where boxes without an address of their own are placed, and how large they are. */
const PLAN = {
  dataBox: { space: parseCidr("172.16.0.0/12"), bits: 20 },
  researchBox: { space: parseCidr("10.0.0.0/8"), bits: 22 },
} as const;

/** Prefix lengths that a given block may have: large enough for the tiers, no larger than a VPC. */
export const GIVEN_BITS = { dataBox: [16, 20], researchBox: [16, 22] } as const;

/** Address space for private use: RFC 1918 and RFC 6598. */
const PRIVATE_SPACE = ["10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16"].map(parseCidr);

/** Whether a block is for private use. */
export function isPrivate(cidr: Cidr): boolean {
  return PRIVATE_SPACE.some((space) => contains(space, cidr));
}

/** The private spaces that hold the given blocks, each once: what a coarse network ACL names. */
export function privateSpaces(cidrs: readonly string[]): string[] {
  const blocks = cidrs.map(parseCidr);
  return PRIVATE_SPACE.filter((space) => blocks.some((block) => contains(space, block))).map(formatCidr);
}

export interface BoxPlace {
  /** What the box is called in messages and hashed for its place, unique in the project. */
  readonly name: string;
  readonly kind: "dataBox" | "researchBox";
  /** Block given in the project file. */
  readonly given?: Cidr;
}

/** Two boxes that hashed to one place; the later one was moved on and depends on the earlier one's being there. */
export interface Collision {
  readonly moved: string;
  readonly because: string;
  readonly to: string;
}

export interface Placement {
  readonly blocks: ReadonlyMap<string, Cidr>;
  readonly collisions: readonly Collision[];
}

/**
 * Gives every box a block that depends on its own name (and the project's) only, so that no box moves when tenants come
 * and go. Boxes with a given block keep it. Where two boxes meet (for nine tenants once in five hundred projects, for
 * fifty once in fourteen), the one listed later takes its next candidate, and a collision says so: only that box depends
 * on another, until its block is written into the project file.
 */
export function placeBoxes(project: string, boxes: readonly BoxPlace[]): Placement {
  const blocks = new Map<string, Cidr>();
  for (const { name, given } of boxes) if (given !== undefined) blocks.set(name, given);
  const collisions: Collision[] = [];
  for (const { name, kind, given } of boxes) {
    if (given !== undefined) continue;
    const { space, bits } = PLAN[kind];
    let because: string | undefined;
    for (let attempt = 0; ; attempt++) {
      const block = candidate(`${project}/${name}`, attempt, space, bits);
      const taken = [...blocks].find(([, other]) => overlaps(block, other));
      if (taken === undefined) {
        blocks.set(name, block);
        if (because !== undefined) collisions.push({ moved: name, because, to: formatCidr(block) });
        break;
      }
      because ??= taken[0];
    }
  }
  return { blocks, collisions };
}

function candidate(name: string, attempt: number, space: Cidr, bits: number): Cidr {
  const digest = createHash("sha256").update(`${name}#${attempt}`).digest();
  const slots = sizeOf(space.bits) / sizeOf(bits);
  return subBlock(space, (digest.readUInt32BE(0) % slots) * sizeOf(bits), bits);
}

/** Offset and size of a tier, in parts of its box: room for two zones is always kept, so that a second one moves nothing. */
type Layout = Readonly<Record<string, { readonly bits: number; readonly at: readonly [number, number] }>>;

/** Of a /20: data 2 x /23, gateway 2 x /25, endpoint 2 x /26, link 2 x /27. */
const DATA_BOX_LAYOUT = {
  data: { bits: 3, at: [0, 512] },
  gateway: { bits: 5, at: [1024, 1152] },
  endpoint: { bits: 6, at: [1280, 1344] },
  link: { bits: 7, at: [1408, 1440] },
} as const satisfies Layout;

/** Of a /22: compute 2 x /24, desktop 2 x /26, endpoint 2 x /27, access 2 x /27, gateway 2 x /28. */
const RESEARCH_BOX_LAYOUT = {
  compute: { bits: 2, at: [0, 256] },
  desktop: { bits: 4, at: [512, 576] },
  endpoint: { bits: 5, at: [640, 672] },
  access: { bits: 5, at: [704, 736] },
  gateway: { bits: 6, at: [768, 784] },
} as const satisfies Layout;

/** Link-local blocks that a tunnel of AWS's may have inside, without those that AWS keeps. */
const TUNNEL_SPACE = { base: parseCidr("169.254.8.0/24").base, pairs: 160 * 32 } as const;

/**
 * The /30 inside of each tunnel of a link, by the project's name: two of a hospital's projects meet once in 5,120 times.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpnTunnelOptionsSpecification.html
 */
export function placeTunnels(project: string): [string, string] {
  const digest = createHash("sha256").update(`${project}/hospital-link`).digest();
  const base = TUNNEL_SPACE.base + (digest.readUInt32BE(0) % TUNNEL_SPACE.pairs) * 8;
  return [formatCidr({ base, bits: 30 }), formatCidr({ base: base + 4, bits: 30 })];
}

/** The tiers of a DataBox in its block, one block per zone; a larger block has larger tiers in the same proportions. */
export function layOutDataBox(block: Cidr, zones: number): DataBoxAddresses {
  return { cidr: formatCidr(block), ...layOut(block, PLAN.dataBox.bits, DATA_BOX_LAYOUT, zones) };
}

/** The tiers of a ResearchBox in its block, likewise. */
export function layOutResearchBox(block: Cidr, zones: number): ResearchBoxAddresses {
  return { cidr: formatCidr(block), ...layOut(block, PLAN.researchBox.bits, RESEARCH_BOX_LAYOUT, zones) };
}

function layOut<L extends Layout>(block: Cidr, planned: number, layout: L, zones: number): Record<keyof L, string[]> {
  const scale = 2 ** (planned - block.bits);
  const tiers = Object.entries(layout).map(([tier, { bits, at }]) => [
    tier,
    at.slice(0, zones).map((offset) => formatCidr(subBlock(block, offset * scale, block.bits + bits))),
  ]);
  return Object.fromEntries(tiers) as Record<keyof L, string[]>;
}
