import fc from "fast-check";
import {
  intersectSets,
  mergeIntervals,
  subtractSets,
  type Bound,
  type Box,
  type Interval,
} from "../../../src/verify/network/intervals";

/** A universe small enough to look at every point of it. */
const SIZE = 6;
const AXIS = Array.from({ length: SIZE }, (_, at) => at);
const POINTS = AXIS.flatMap((x) => AXIS.flatMap((y) => AXIS.map((z) => [x, y, z])));

const intervals = (as: (bound: number) => Bound): fc.Arbitrary<Interval> =>
  fc.tuple(fc.nat(SIZE - 1), fc.nat(SIZE - 1)).map(([a, b]) => ({ from: as(Math.min(a, b)), to: as(Math.max(a, b)) }));
const boxes = (as: (bound: number) => Bound): fc.Arbitrary<Box[]> =>
  fc.array(fc.tuple(intervals(as), intervals(as), intervals(as)), { maxLength: 4 });

const inBox = (point: readonly number[], box: Box): boolean =>
  point.every((at, dimension) => {
    const interval = box[dimension];
    return interval !== undefined && Number(interval.from) <= at && at <= Number(interval.to);
  });
const inside = (point: readonly number[], set: readonly Box[]): boolean => set.some((box) => inBox(point, box));

describe.each([
  ["numbers", (bound: number): Bound => bound],
  ["bigints", (bound: number): Bound => BigInt(bound)],
])("sets of boxes of %s", (_, as) => {
  it("intersect and subtract point by point", () => {
    fc.assert(
      fc.property(boxes(as), boxes(as), (a, b) => {
        const both = intersectSets(a, b);
        const rest = subtractSets(a, b);
        return POINTS.every(
          (point) =>
            inside(point, both) === (inside(point, a) && inside(point, b)) &&
            inside(point, rest) === (inside(point, a) && !inside(point, b)),
        );
      }),
      { seed: 11, numRuns: 400 },
    );
  });

  it("leave boxes that do not overlap when a box is cut", () => {
    fc.assert(
      fc.property(boxes(as), boxes(as), ([first], b) => {
        if (first === undefined) return true;
        const rest = subtractSets([first], b);
        return POINTS.every((point) => rest.filter((box) => inBox(point, box)).length <= 1);
      }),
      { seed: 12, numRuns: 400 },
    );
  });
});

describe("intervals", () => {
  it("are merged where they touch, and stay apart where they do not", () => {
    expect(
      mergeIntervals([
        { from: 5, to: 6 },
        { from: 1, to: 2 },
        { from: 3, to: 3 },
      ]),
    ).toEqual([
      { from: 1, to: 3 },
      { from: 5, to: 6 },
    ]);
  });
});
