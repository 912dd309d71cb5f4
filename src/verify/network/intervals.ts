/** A bound of an interval: a number for ports, protocols and IPv4, a bigint for IPv6. Both of one dimension are alike. */
export type Bound = number | bigint;

/** A range of whole numbers, both ends included. */
export interface Interval {
  readonly from: Bound;
  readonly to: Bound;
}

/** One interval a dimension. */
export type Box = readonly Interval[];

const before = (bound: Bound): Bound => (typeof bound === "bigint" ? bound - 1n : bound - 1);
const after = (bound: Bound): Bound => (typeof bound === "bigint" ? bound + 1n : bound + 1);

export function overlap(a: Interval, b: Interval): boolean {
  return a.from <= b.to && b.from <= a.to;
}

/** Whether every number of `inner` is in `outer`. */
export function within(inner: Interval, outer: Interval): boolean {
  return outer.from <= inner.from && inner.to <= outer.to;
}

function meet(a: Interval, b: Interval): Interval {
  if (within(a, b)) return a;
  if (within(b, a)) return b;
  return { from: a.from > b.from ? a.from : b.from, to: a.to < b.to ? a.to : b.to };
}

/** The points that are in both boxes; nothing where there are none. */
export function intersectBoxes(a: Box, b: Box): Box | undefined {
  const result: Interval[] = [];
  for (const [dimension, interval] of a.entries()) {
    const other = b[dimension];
    if (other === undefined || !overlap(interval, other)) return undefined;
    result.push(meet(interval, other));
  }
  return result;
}

/** The points of `box` that are not in `cut`, as boxes that do not overlap. */
export function subtractBox(box: Box, cut: Box): Box[] {
  if (intersectBoxes(box, cut) === undefined) return [box];
  const rest: Box[] = [];
  let inside: Box = box;
  for (const [dimension, interval] of box.entries()) {
    const other = cut[dimension];
    if (other === undefined) continue;
    const slice = (from: Bound, to: Bound): Box => inside.map((one, at) => (at === dimension ? { from, to } : one));
    if (interval.from < other.from) rest.push(slice(interval.from, before(other.from)));
    if (interval.to > other.to) rest.push(slice(after(other.to), interval.to));
    const common = meet(interval, other);
    inside = slice(common.from, common.to);
  }
  return rest;
}

/** The points that are in some box of each of the two sets. */
export function intersectSets(a: readonly Box[], b: readonly Box[]): Box[] {
  const both: Box[] = [];
  for (const one of a)
    for (const other of b) {
      const common = intersectBoxes(one, other);
      if (common !== undefined) both.push(common);
    }
  return absorb(both);
}

/** The points of the first set that are in none of the second. */
export function subtractSets(from: readonly Box[], less: readonly Box[]): Box[] {
  return less
    .reduce<readonly Box[]>((rest, cut) => bounded(rest.flatMap((box) => subtractBox(box, cut))), from)
    .slice();
}

/** Far more than rules of AWS's quotas make; beyond it a decision would take too long, and fails: what fails is unproven. */
const MOST_BOXES = 10_000;

function bounded(boxes: readonly Box[]): readonly Box[] {
  if (boxes.length > MOST_BOXES) throw new RangeError(`more than ${MOST_BOXES} ranges of packets to tell apart`);
  return boxes;
}

/**
 * The same points without boxes that lie within another one.
 *
 * @throws RangeError where there are too many to look at
 */
export function absorb(boxes: readonly Box[]): Box[] {
  const kept: Box[] = [];
  bounded(boxes);
  for (const box of boxes) {
    if (kept.some((other) => boxWithin(box, other))) continue;
    for (let at = kept.length - 1; at >= 0; at -= 1) {
      const other = kept[at];
      if (other !== undefined && boxWithin(other, box)) kept.splice(at, 1);
    }
    kept.push(box);
  }
  return kept;
}

function boxWithin(inner: Box, outer: Box): boolean {
  return inner.every((interval, dimension) => {
    const other = outer[dimension];
    return other !== undefined && within(interval, other);
  });
}

/** The intervals of numbers that are in some of the given ones, in order, none touching the next. */
export function mergeIntervals(intervals: readonly Interval[]): Interval[] {
  const sorted = [...intervals].sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
  const merged: { from: Bound; to: Bound }[] = [];
  for (const { from, to } of sorted) {
    const last = merged.at(-1);
    if (last !== undefined && from <= after(last.to)) last.to = to > last.to ? to : last.to;
    else merged.push({ from, to });
  }
  return merged;
}
