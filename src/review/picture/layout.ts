import ElkConstructor, { type ElkExtendedEdge, type ElkNode } from "elkjs/lib/elk.bundled.js";
import { type Graph, type Link, type Outside } from "../graph/graph";
import { type Speech } from "../words/speech";
import { CARD_WIDTH, cardOf, HEADER, type Card, type Frame } from "./card";
import { columnsOf, nodeOf } from "./columns";
import { linesOf, textWidth } from "./measure";

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface PlacedCard extends Point {
  readonly card: Card;
}

export interface PlacedOutside extends Frame {
  readonly outside: Outside;
  readonly lines: readonly string[];
}

export interface PlacedLink {
  readonly link: Link;
  readonly points: readonly Point[];
}

/** Where everything of a graph stands. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly cards: readonly PlacedCard[];
  readonly outsides: readonly PlacedOutside[];
  readonly links: readonly PlacedLink[];
}

const OUTSIDE_WIDTH = 132;
export const OUTSIDE_TEXT = 11.5;
export const OUTSIDE_LINE = 15;
const MOST_LINES = 3;
const OPTIONS = {
  "elk.algorithm": "layered",
  "elk.direction": "RIGHT",
  "elk.edgeRouting": "ORTHOGONAL",
  "elk.partitioning.activate": "true",
  "elk.separateConnectedComponents": "false",
  "elk.randomSeed": "1",
  "elk.layered.considerModelOrder.strategy": "NODES_AND_EDGES",
  "elk.layered.nodePlacement.strategy": "NETWORK_SIMPLEX",
  "elk.spacing.nodeNode": "18",
  "elk.spacing.edgeEdge": "10",
  "elk.spacing.edgeNode": "14",
  "elk.layered.spacing.nodeNodeBetweenLayers": "60",
  "elk.layered.spacing.edgeNodeBetweenLayers": "18",
  "elk.layered.spacing.edgeEdgeBetweenLayers": "10",
  "elk.padding": "[top=6,left=6,bottom=6,right=6]",
};

/** Lays a graph out with the Eclipse Layout Kernel (https://eclipse.dev/elk): the same graph is laid out in the same way. */
export async function layOut(graph: Graph, speech: Speech): Promise<Layout> {
  const columns = columnsOf(graph);
  const column = (id: string): number => columns.get(nodeOf(id)) ?? 0;
  const joined = new Set(graph.links.flatMap(({ from, to }) => [from, to]));
  const cards = graph.boxes.map((box) => cardOf(box, (id) => joined.has(id), speech.words));
  const outsides = graph.outsides.map((outside) => ({ outside, ...outsideText(outside, speech) }));
  const edges = graph.links
    .filter(({ from, to }) => nodeOf(from) !== nodeOf(to))
    .map((link): ElkExtendedEdge & { readonly link: Link; readonly isTurned: boolean } => {
      const isTurned = column(link.from) > column(link.to);
      const [a, b] = isTurned ? [link.to, link.from] : [link.from, link.to];
      return { id: link.id, sources: [portOf(a, "e")], targets: [portOf(b, "w")], link, isTurned };
    });
  const partition = (id: string): Record<string, string> => ({ "elk.partitioning.partition": String(column(id) + 10) });
  const children: ElkNode[] = [
    ...cards.map((card) => ({
      id: card.box.id,
      width: card.width,
      height: card.height,
      layoutOptions: { ...partition(card.box.id), "elk.portConstraints": "FIXED_POS" },
      ports: portsOf(card, new Set(edges.flatMap(({ sources, targets }) => [...sources, ...targets]))),
    })),
    ...outsides.map(({ outside, width, height }) => ({
      id: outside.id,
      width,
      height,
      layoutOptions: partition(outside.id),
    })),
  ].sort((a, b) => column(a.id) - column(b.id));
  const root: ElkNode = { id: "root", layoutOptions: OPTIONS, children, edges };
  const placed: ElkNode = await new ElkConstructor().layout(root);
  const at = new Map(
    (placed.children ?? []).map(({ id, x = 0, y = 0 }) => [id, { x: Math.round(x), y: Math.round(y) }]),
  );
  const where = (id: string): Point => at.get(id) ?? { x: 0, y: 0 };
  return {
    width: Math.ceil(placed.width ?? 0),
    height: Math.ceil(placed.height ?? 0),
    cards: cards.map((card) => ({ card, ...where(card.box.id) })),
    outsides: outsides.map((one) => ({ ...one, ...where(one.outside.id) })),
    links: edges.map(({ id, link, isTurned }) => {
      const points = pointsOf(placed.edges?.find((edge) => edge.id === id));
      return { link, points: isTurned ? points.reverse() : points };
    }),
  };
}

function portOf(id: string, side: "e" | "w"): string {
  return id.startsWith("o") ? id : `${id}:${side}`;
}

function portsOf(card: Card, wanted: ReadonlySet<string>): ElkNode["ports"] {
  const rows = [
    { id: card.box.id, y: HEADER / 2 },
    ...card.groups.flatMap(({ group, y, parts }) => [
      { id: group.id, y: y + 10 },
      ...parts.map(({ part, y: top, height }) => ({ id: part.id, y: top + height / 2 })),
    ]),
  ];
  return rows
    .flatMap(({ id, y }) => [
      { id: `${id}:w`, x: 0, y },
      { id: `${id}:e`, x: CARD_WIDTH, y },
    ])
    .filter(({ id }) => wanted.has(id))
    .map((port) => ({ ...port, width: 0, height: 0 }));
}

function pointsOf(edge: ElkExtendedEdge | undefined): Point[] {
  const [section] = edge?.sections ?? [];
  if (section === undefined) return [];
  return [section.startPoint, ...(section.bendPoints ?? []), section.endPoint].map(({ x, y }) => ({
    x: Math.round(x * 2) / 2,
    y: Math.round(y * 2) / 2,
  }));
}

function outsideText(outside: Outside, speech: Speech): Omit<PlacedOutside, "outside"> {
  const lines = linesOf(outsideName(outside, speech), OUTSIDE_WIDTH - 34, OUTSIDE_TEXT, MOST_LINES);
  const width = Math.ceil(Math.max(...lines.map((line) => textWidth(line, OUTSIDE_TEXT)))) + 36;
  return { lines, x: 0, y: 0, width, height: lines.length * OUTSIDE_LINE + 14 };
}

/** What something outside is called, in the page's language. */
export function outsideName({ kind, name }: Outside, speech: Speech): string {
  return speech.words.picture.outside(kind, kind === "door" ? speech.channelTitle(name) : name);
}
