import { type Box, type Group, type Part, type PartKind } from "../graph/graph";
import { type Words } from "../words/words";
import { fitted, textWidth } from "./measure";

/** Everything in a card is placed from its own corner; lengths are pixels at full size. */
export interface Frame {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PlacedPart extends Frame {
  readonly part: Part;
  readonly text: string;
}

export interface PlacedGroup extends Frame {
  readonly group: Group;
  readonly title: string;
  readonly ranges: string;
  readonly parts: readonly PlacedPart[];
}

/** A box with its groups and parts at their places. */
export interface Card {
  readonly box: Box;
  readonly width: number;
  readonly height: number;
  readonly title: string;
  readonly subtitle: string;
  readonly groups: readonly PlacedGroup[];
}

export const CARD_WIDTH = 280;
export const HEADER = 46;
export const TITLE_SIZE = 14;
export const TEXT_SIZE = 12;
export const SMALL_SIZE = 11;
const PAD = 10;
const ROW = 22;
const GAP = 4;
const GROUP_HEADER = 19;
const ICON = 16;

/** Sets a box: what is joined with something else has a row of its own, whatever else stands side by side. */
export function cardOf(box: Box, isJoined: (id: string) => boolean, words: Words): Card {
  const groups: PlacedGroup[] = [];
  let y = HEADER;
  for (const group of box.groups) {
    const placed = groupOf(group, y, isJoined, words);
    groups.push(placed);
    y += placed.height + GAP;
  }
  const name = box.name === "" ? words.picture.account : box.name;
  const facts = [box.ranges.join(", "), box.account ?? "", box.kind === "account" ? (box.region ?? "") : ""];
  return {
    box,
    width: CARD_WIDTH,
    height: y + PAD - GAP,
    title: fitted(name, CARD_WIDTH - 2 * PAD - 20, TITLE_SIZE),
    subtitle: fitted(facts.filter(Boolean).join(" · "), CARD_WIDTH - 2 * PAD, SMALL_SIZE, true),
    groups,
  };
}

function groupOf(group: Group, y: number, isJoined: (id: string) => boolean, words: Words): PlacedGroup {
  const width = CARD_WIDTH - 2 * PAD;
  const inner = width - 2 * GAP;
  const parts: PlacedPart[] = [];
  let [x, row] = [0, y + GROUP_HEADER];
  const startRow = (): void => {
    if (x === 0) return;
    [x, row] = [0, row + ROW + GAP];
  };
  for (const part of group.parts) {
    const label = labelOf(part, words);
    const joined = isJoined(part.id);
    const text = fitted(label, inner - ICON - 14, TEXT_SIZE);
    const wide = joined ? inner : Math.ceil(ICON + 14 + textWidth(text, TEXT_SIZE));
    if (joined || x + wide > inner) startRow();
    parts.push({ part, text, x: PAD + GAP + x, y: row, width: Math.min(wide, inner), height: ROW });
    x += wide + GAP;
    if (joined) startRow();
  }
  const bottom = parts.length === 0 ? y + GROUP_HEADER + 3 : (x === 0 ? row - GAP : row + ROW) + GAP;
  const title = group.kind === "subnet" ? group.name : words.picture.groups[group.kind];
  const [first = "", ...more] = group.ranges;
  return {
    group,
    title: fitted(title, first === "" ? width - 2 * GAP : width / 2 - GAP, TEXT_SIZE),
    ranges: more.length === 0 ? first : `${first} +${more.length}`,
    parts,
    x: PAD,
    y,
    width,
    height: bottom - y,
  };
}

/** Gateways are called by what they are; everything else by its name. */
const CALLED_BY_KIND: ReadonlySet<PartKind> = new Set([
  "carrier-gateway",
  "client-vpn",
  "egress-only-gateway",
  "internet-gateway",
  "nat-gateway",
  "network-attachment",
  "resolver-endpoint",
  "transit-attachment",
  "vpn-gateway",
]);

/** What a part is called: its name, or the word for its kind, and how many there are. */
export function labelOf({ kind, name, count }: Part, words: Words): string {
  const called = CALLED_BY_KIND.has(kind) || name === "" ? words.picture.parts[kind] : name;
  return count > 1 ? `${called} ×${count}` : called;
}
