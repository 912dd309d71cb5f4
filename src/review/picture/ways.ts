import { type Way } from "../graph/graph";
import { HEADER, type Frame } from "./card";
import { type Layout, type Point } from "./layout";

/** A way out as a line over the picture. */
export interface DrawnWay {
  readonly way: Way;
  /** As the attribute `d` of a path. */
  readonly line: string;
  readonly start: Point;
}

interface Placed {
  readonly frame: Frame;
  /** The box that it is in; itself, where it is none. */
  readonly node: string;
}

/** How far a line within a box swings out. */
const SWING = 16;

/** The ways out of a layout, one line a way; two that run alike are one line. */
export function drawWays(layout: Layout, ways: readonly Way[]): DrawnWay[] {
  const frames = framesOf(layout);
  const links = new Map(layout.links.map(({ link, points }) => [link.id, points]));
  return ways.flatMap((way) => {
    const steps = way.steps.filter((id) => frames.has(id) || (links.get(id)?.length ?? 0) > 0);
    const first = frames.get(steps[0] ?? "");
    const start = startOf(first?.frame, links.get(steps[first === undefined ? 0 : 1] ?? ""));
    if (start === undefined) return [];
    let at: Point = start;
    let frame = first;
    let line = `M${at.x} ${at.y}`;
    steps.forEach((id, index) => {
      const points = links.get(id);
      if (points !== undefined) {
        const along = isNearer(at, points) ? points : [...points].reverse();
        line += along.map(({ x, y }) => `L${x} ${y}`).join("");
        at = along.at(-1) ?? at;
        frame = undefined;
        return;
      }
      const next = frames.get(id);
      // A link ends at the next thing's border already.
      if (next === undefined || index === 0 || links.has(steps[index - 1] ?? "")) {
        frame = next;
        return;
      }
      const to = leftOf(next.frame);
      line += frame?.node === next.node ? swing(at, to) : bend(at, to);
      at = to;
      frame = next;
    });
    return [{ way, line, start }];
  });
}

/** Where a way begins: at the border of the first thing, on the side of the link by which it is left. */
function startOf(frame: Frame | undefined, link: readonly Point[] | undefined): Point | undefined {
  if (frame === undefined) return link?.[0];
  const left = leftOf(frame);
  const right = { x: frame.x + frame.width - 2, y: left.y };
  if (link === undefined) return left;
  const middle = frame.x + frame.width / 2;
  const near = isNearer({ x: middle, y: left.y }, link) ? link[0] : link.at(-1);
  return (near?.x ?? 0) > middle ? right : left;
}

function framesOf(layout: Layout): Map<string, Placed> {
  const frames = new Map<string, Placed>();
  for (const { card, x, y } of layout.cards) {
    const node = card.box.id;
    const put = (id: string, frame: Frame): void => {
      frames.set(id, { node, frame: { ...frame, x: x + frame.x, y: y + frame.y } });
    };
    put(node, { x: 0, y: 0, width: card.width, height: HEADER });
    for (const { group, parts, ...frame } of card.groups) {
      put(group.id, { ...frame, height: 20 });
      for (const { part, ...own } of parts) put(part.id, own);
    }
  }
  for (const { outside, ...frame } of layout.outsides) frames.set(outside.id, { node: outside.id, frame });
  return frames;
}

function leftOf({ x, y, height }: Frame): Point {
  return { x: x + 2, y: y + height / 2 };
}

function isNearer(from: Point, points: readonly Point[]): boolean {
  const [first, last] = [points[0], points.at(-1)];
  const far = (to: Point | undefined): number => (to === undefined ? 0 : Math.hypot(to.x - from.x, to.y - from.y));
  return far(first) <= far(last);
}

/** From one row of a box to another, out over its left border and back. */
function swing(from: Point, to: Point): string {
  const x = Math.min(from.x, to.x) - SWING;
  return `C${x} ${from.y} ${x} ${to.y} ${to.x} ${to.y}`;
}

function bend(from: Point, to: Point): string {
  const middle = (from.x + to.x) / 2;
  return `C${middle} ${from.y} ${middle} ${to.y} ${to.x} ${to.y}`;
}
