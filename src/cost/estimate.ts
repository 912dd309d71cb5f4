import { BILLED, FREE, type Assumptions } from "./components";
import { priceOf, type Price } from "./price-table";
import { Stack } from "./stack";

/** What one kind of thing costs a box a month. */
export interface CostLine {
  readonly component: string;
  /** Name in the price table. */
  readonly item: string;
  readonly resources: number;
  /** Units a month; nothing where its use alone tells. */
  readonly quantity?: number;
  /** Nothing where the table has none for the region. */
  readonly price?: Price;
  /** Cents are kept: a sum of rounded lines is no sum. Nothing where it is not known. */
  readonly monthlyUSD?: number;
}

export interface BoxCost {
  readonly box: string;
  readonly region: string;
  readonly lines: readonly CostLine[];
  /** What is known of it. */
  readonly monthlyUSD: number;
}

/** An estimate of a month: what is known, and by name what is not. */
export interface Estimate {
  readonly project: string;
  readonly assumptions: Assumptions;
  readonly boxes: readonly BoxCost[];
  /** Sum of what is known; the least that the month costs at these prices. */
  readonly monthlyUSD: number;
  /** Things with a fixed cost that the table has no price for, as `region item`. */
  readonly notInTable: readonly string[];
  /** Things whose cost depends on what is read, written and sent. */
  readonly byUse: readonly string[];
  /** Resource types that nobody has looked at. */
  readonly notPriced: readonly string[];
  /** Whether something with a fixed cost is missing from the sum. */
  readonly isComplete: boolean;
}

/**
 * Estimates a month of a synthesized stack, on demand and before taxes, discounts and free tiers. Pure: no clock, no
 * network, prices from the table of this repository.
 */
export function estimate(project: string, json: unknown, assumptions: Assumptions): Estimate {
  const stack = new Stack(json);
  const lines = new Map<string, { box: string; region: string; line: CostLine }>();
  const notPriced = new Set<string>();
  for (const resource of stack.resources) {
    const { box, region, type } = resource;
    const counts = BILLED[type];
    if (counts === undefined) {
      if (!FREE.some((free) => free.test(type))) notPriced.add(type);
      continue;
    }
    for (const { name, item, quantity } of counts(resource, stack, assumptions)) {
      const key = [box, region, name, item].join("\n");
      const before = lines.get(key)?.line;
      lines.set(key, { box, region, line: added(before, name, item, quantity, priceOf(region, item)) });
    }
  }
  const all = [...lines.values()];
  const boxes = [...new Set(all.map(({ box }) => box))].sort().map((box): BoxCost => {
    const own = all.filter((one) => one.box === box);
    return {
      box,
      region: own[0]?.region ?? "unknown",
      lines: own
        .map(({ line }) => line)
        .sort((a, b) => (b.monthlyUSD ?? 0) - (a.monthlyUSD ?? 0) || a.item.localeCompare(b.item, "en")),
      monthlyUSD: sum(own.map(({ line }) => line.monthlyUSD ?? 0)),
    };
  });
  const names = (which: (line: CostLine) => boolean, text: (line: CostLine, region: string) => string): string[] =>
    [...new Set(all.filter(({ line }) => which(line)).map(({ line, region }) => text(line, region)))].sort();
  const notInTable = names(
    ({ quantity, price }) => quantity !== undefined && price === undefined,
    ({ item }, region) => `${region} ${item}`,
  );
  return {
    project,
    assumptions,
    boxes,
    monthlyUSD: sum(boxes.map(({ monthlyUSD }) => monthlyUSD)),
    notInTable,
    byUse: names(
      ({ quantity }) => quantity === undefined,
      ({ component }) => component,
    ),
    notPriced: [...notPriced].sort(),
    isComplete: notInTable.length === 0 && notPriced.size === 0,
  };
}

function added(
  before: CostLine | undefined,
  component: string,
  item: string,
  quantity: number | undefined,
  price: Price | undefined,
): CostLine {
  const total = quantity === undefined ? undefined : (before?.quantity ?? 0) + quantity;
  return {
    component,
    item,
    resources: (before?.resources ?? 0) + 1,
    ...(total === undefined ? {} : { quantity: total }),
    ...(price === undefined ? {} : { price }),
    ...(total === undefined || price === undefined ? {} : { monthlyUSD: total * price.usd }),
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
