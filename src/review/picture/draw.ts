import { type Graph, type LinkKind, type Tone } from "../graph/graph";
import { html, type Content, type Html } from "../page/html";
import { type Speech } from "../words/speech";
import { SMALL_SIZE, TEXT_SIZE, TITLE_SIZE, type PlacedGroup, type PlacedPart } from "./card";
import { lockIcon, outsideIcon, partIcon } from "./icons";
import {
  OUTSIDE_LINE,
  OUTSIDE_TEXT,
  outsideName,
  type Layout,
  type PlacedCard,
  type PlacedLink,
  type PlacedOutside,
  type Point,
} from "./layout";
import { drawWays } from "./ways";

/** How round the corners of links are. */
const CORNER = 7;

/**
 * The picture as SVG: shapes and text, coloured by the page's style sheet alone.
 *
 * @param prefix of every id in it, so that a page may hold several
 */
export function drawPicture(graph: Graph, layout: Layout, speech: Speech, prefix: string): Html {
  const { words } = speech;
  const tone = (id: string): string => toneClass(graph.tones.get(id));
  const ways = drawWays(layout, graph.ways);
  return html`<svg
    class="picture"
    role="img"
    aria-labelledby="${prefix}picture-title ${prefix}picture-text"
    viewBox="0 0 ${layout.width} ${layout.height}"
    width="${layout.width}"
    height="${layout.height}"
  >
    <title id="${prefix}picture-title">${words.picture.title}</title>
    <desc id="${prefix}picture-text">${words.picture.describe(graph)}</desc>
    <defs>
      <marker
        id="${prefix}arrow"
        viewBox="0 0 8 8"
        refX="7"
        refY="4"
        markerWidth="6"
        markerHeight="6"
        orient="auto-start-reverse"
      >
        <path class="arrow" d="M0 0L8 4L0 8z" />
      </marker>
    </defs>
    <g class="links">${layout.links.map((link) => drawLink(link, tone(link.link.id), speech))}</g>
    <g class="boxes">${layout.cards.map((card) => drawCard(card, tone, speech))}</g>
    <g class="outsides">${layout.outsides.map((outside) => drawOutside(outside, tone(outside.outside.id), speech))}</g>
    <g class="ways">
      ${ways.map(
        ({ way, line, start }) =>
          html`<g class="way" id="${prefix}${way.id}">
            <path class="halo" d="${line}" /><path class="line" d="${line}" marker-end="url(#${prefix}arrow)" /><circle
              class="start"
              cx="${start.x}"
              cy="${start.y}"
              r="4"
            />
          </g>`,
      )}
    </g>
  </svg>`;
}

function toneClass(tone: Tone | undefined): string {
  return tone === undefined ? "" : ` tone-${tone}`;
}

function drawCard({ card, x, y }: PlacedCard, tone: (id: string) => string, speech: Speech): Html {
  const { box } = card;
  return html`<g class="box ${box.kind}${tone(box.id)}" transform="translate(${x} ${y})">
    <rect class="frame" width="${card.width}" height="${card.height}" rx="10" />
    <text class="title" x="12" y="21" font-size="${TITLE_SIZE}">${card.title}</text>
    <text class="mono" x="12" y="37" font-size="${SMALL_SIZE}">${card.subtitle}</text>
    <title>${[box.name, box.ranges.join(", "), box.account ?? "", box.region ?? ""].filter(Boolean).join(" · ")}</title>
    ${card.groups.map((group) => drawGroup(group, tone, speech))}
  </g>`;
}

function drawGroup(
  { group, title, ranges, parts, x, y, width, height }: PlacedGroup,
  tone: (id: string) => string,
  speech: Speech,
): Html {
  return html`<g class="group ${group.kind}${tone(group.id)}">
    <rect class="frame" x="${x}" y="${y}" width="${width}" height="${height}" rx="6" />
    <text class="name" x="${x + 6}" y="${y + 14}" font-size="${TEXT_SIZE}">${title}</text>
    ${ranges === "" ? undefined : html`<text class="mono" x="${x + width - 6}" y="${y + 14}" font-size="${SMALL_SIZE}" text-anchor="end">${ranges}</text>`}
    ${parts.map((part) => drawPart(part, tone, speech))}
  </g>`;
}

function drawPart(
  { part, text, x, y, width, height }: PlacedPart,
  tone: (id: string) => string,
  { words }: Speech,
): Html {
  return html`<g class="part${tone(part.id)}"><title>${[words.picture.parts[part.kind], ...part.addresses].join("\n")}</title><rect
      class="frame"
      x="${x}"
      y="${y}"
      width="${width}"
      height="${height}"
      rx="5"
    />${partIcon(part.kind, x + 4, y + 4)}<text x="${x + 22}" y="${y + 15}" font-size="${TEXT_SIZE}">${text}</text></g>`;
}

function drawOutside({ outside, lines, x, y, width, height }: PlacedOutside, tone: string, speech: Speech): Html {
  return html`<g class="outside ${outside.kind}${tone}" transform="translate(${x} ${y})">
    <title>${outsideName(outside, speech)}</title>
    <rect class="frame" width="${width}" height="${height}" rx="${Math.min(height / 2, 14)}" />
    ${outsideIcon(outside.kind, 9, height / 2 - 7)}
    ${lines.map((line, index) => html`<text x="28" y="${18 + index * OUTSIDE_LINE}" font-size="${OUTSIDE_TEXT}">${line}</text>`)}
  </g>`;
}

const BOTH_WAYS: ReadonlySet<LinkKind> = new Set(["tunnel", "peering", "site"]);

function drawLink({ link, points }: PlacedLink, tone: string, speech: Speech): Content {
  if (points.length === 0) return undefined;
  const line = rounded(points);
  const middle = middleOf(points);
  return html`<g class="link ${link.kind}${BOTH_WAYS.has(link.kind) ? " both" : ""}${tone}">
    <title>${[speech.words.picture.links[link.kind], ...link.addresses].join("\n")}</title>
    <path class="wide" d="${line}" /><path class="core" d="${line}" />
    ${link.kind === "tunnel" ? html`<circle class="badge" cx="${middle.x}" cy="${middle.y}" r="10" />${lockIcon(middle.x - 7, middle.y - 7)}` : undefined}
  </g>`;
}

/** A line along points, with round corners. */
function rounded(points: readonly Point[]): string {
  return points
    .map((point, index) => {
      const [before, after] = [points[index - 1], points[index + 1]];
      if (before === undefined) return `M${point.x} ${point.y}`;
      if (after === undefined) return `L${point.x} ${point.y}`;
      const near = towards(point, before);
      const far = towards(point, after);
      return `L${near.x} ${near.y}Q${point.x} ${point.y} ${far.x} ${far.y}`;
    })
    .join("");
}

function towards(from: Point, to: Point): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const part = length === 0 ? 0 : Math.min(CORNER, length / 2) / length;
  return { x: tenth(from.x + (to.x - from.x) * part), y: tenth(from.y + (to.y - from.y) * part) };
}

/** The middle of the longest stretch that lies level. */
function middleOf(points: readonly Point[]): Point {
  let best: { readonly length: number; readonly at: Point } = { length: -1, at: points[0] ?? { x: 0, y: 0 } };
  points.slice(1).forEach((to, index) => {
    const from = points[index];
    if (from === undefined || from.y !== to.y) return;
    const length = Math.abs(to.x - from.x);
    if (length > best.length) best = { length, at: { x: tenth((from.x + to.x) / 2), y: from.y } };
  });
  return best.at;
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}
