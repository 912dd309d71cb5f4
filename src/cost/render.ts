import { type BoxCost, type CostLine, type Estimate } from "./estimate";
import { PRICE_BASIS } from "./price-table";

/** Estimates as JSON, version 1. */
export function renderEstimatesJson(estimates: readonly Estimate[]): string {
  return `${JSON.stringify({ version: 1, basis: PRICE_BASIS, estimates }, null, 2)}\n`;
}

/** An estimate for people: boxes, what they cost, and what is not in the sum. */
export function renderEstimate(one: Estimate): string {
  const days = one.boxes.flatMap(({ lines }) => lines.flatMap(({ price }) => price?.asOf ?? [])).sort();
  const dates = [...new Set([days[0], days.at(-1)])].filter((day) => day !== undefined).join(" to ");
  const total = `${usd(one.monthlyUSD)} a month${one.isComplete ? "" : " at least: the estimate is incomplete"}`;
  const notes = [
    ["not in the price table", one.notInTable],
    ["by use, not in the sum", one.byUse],
    ["not priced", one.notPriced],
  ] as const;
  return [
    `${one.project}: an estimate, no offer and no bill`,
    `  ${one.assumptions.machineHours} hours a month of desktops and compute machines; on demand, before taxes, discounts and free tiers`,
    `  ${dates === "" ? "no prices" : `prices of ${dates}`}; ${PRICE_BASIS}`,
    ...one.boxes.flatMap(boxLines),
    "",
    `total ${total}`,
    ...notes.flatMap(([what, names]) => (names.length === 0 ? [] : [`  ${what}: ${names.join(", ")}`])),
    "",
  ].join("\n");
}

function boxLines({ box, region, lines, monthlyUSD }: BoxCost): string[] {
  return ["", `${box} (${region})  ${usd(monthlyUSD)}`, ...lines.filter(isKnown).map(lineText)];
}

function isKnown({ quantity }: CostLine): boolean {
  return quantity !== undefined;
}

function lineText({ component, item, quantity = 0, price, monthlyUSD }: CostLine): string {
  const derived = price?.derivedFrom === undefined ? "" : `, worked out from ${price.derivedFrom}`;
  const how =
    price === undefined
      ? `${rounded(quantity)} of ${item}, not in the price table`
      : `${rounded(quantity)} ${price.unit} of ${item} at ${price.usd}${derived}`;
  return `  ${(monthlyUSD === undefined ? "?" : usd(monthlyUSD)).padStart(12)}  ${component.padEnd(24)}${how}`;
}

function rounded(quantity: number): number {
  return Number(quantity.toFixed(2));
}

function usd(amount: number): string {
  return `${amount.toFixed(2)} USD`;
}
