import table from "./prices.json";

/** What AWS takes for one unit, on demand, without taxes, discounts and free tiers. */
export interface Price {
  readonly usd: number;
  /** What it is for: `hour`, `GiB-month`, `key-month`, ... */
  readonly unit: string;
  /** Day of which it is, ISO 8601: on which AWS published it or it was read; from which it holds where no more is known. */
  readonly asOf: string;
  /** AWS's own page or price list. */
  readonly source: string;
  /** Price of another size, from which it was worked out. @default - it is in the table itself */
  readonly derivedFrom?: string;
}

/** How far the table can be trusted; stands in every estimate. */
export const PRICE_BASIS: string = table.basis;

type Prices = Readonly<Record<string, Price>>;

const EVERYWHERE: Prices = table.everywhere;
const REGIONS: Readonly<Record<string, Prices>> = table.regions;

/**
 * How sizes of one family compare. On-demand prices of the families below follow them; those of GPU families do not.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/apply_ri.html
 */
const SIZES: Readonly<Record<string, number>> = {
  nano: 0.25,
  micro: 0.5,
  small: 1,
  medium: 2,
  large: 4,
  xlarge: 8,
  "2xlarge": 16,
  "4xlarge": 32,
  "8xlarge": 64,
  "12xlarge": 96,
  "16xlarge": 128,
  "24xlarge": 192,
};
const LINEAR_FAMILIES = /^[tmcr]\d/;

/** The price of something in a region; nothing where the table has none, which is never a price of zero. */
export function priceOf(region: string, item: string): Price | undefined {
  const prices = REGIONS[region] ?? {};
  return prices[item] ?? EVERYWHERE[item] ?? derived(prices, item);
}

function derived(prices: Prices, item: string): Price | undefined {
  const [, family = "", size = ""] = /^instance:([^.]+)\.(.+)$/.exec(item) ?? [];
  const wanted = SIZES[size];
  if (wanted === undefined || !LINEAR_FAMILIES.test(family)) return undefined;
  for (const [other, price] of Object.entries(prices)) {
    const factor = other.startsWith(`instance:${family}.`) ? SIZES[other.slice(other.indexOf(".") + 1)] : undefined;
    if (factor !== undefined)
      return { ...price, usd: (price.usd * wanted) / factor, derivedFrom: other.slice("instance:".length) };
  }
  return undefined;
}
