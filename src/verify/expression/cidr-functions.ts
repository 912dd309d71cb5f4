import { parseRange } from "../network/ipv4";
import { type Known } from "./evaluate";

const dotted = (address: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");

function block(text: Known): { readonly from: number; readonly bits: number } | undefined {
  if (typeof text !== "string") return undefined;
  const range = parseRange(text);
  return range === undefined ? undefined : { from: range.from, bits: Number(text.split("/")[1]) };
}

function subnet(text: Known, newbits: Known, netnum: Known): string | undefined {
  const of = block(text);
  if (of === undefined || typeof newbits !== "number" || typeof netnum !== "number") return undefined;
  const bits = of.bits + newbits;
  if (newbits < 0 || bits > 32 || netnum < 0 || netnum >= 2 ** newbits) return undefined;
  return `${dotted(of.from + netnum * 2 ** (32 - bits))}/${bits}`;
}

/** Functions over IPv4 ranges; IPv6 is not followed. https://developer.hashicorp.com/terraform/language/functions/cidrsubnet */
export const cidrFunctions: Readonly<Record<string, (...values: Known[]) => Known>> = {
  cidrhost: (text, number) => {
    const of = block(text);
    if (of === undefined || typeof number !== "number") return undefined;
    const size = 2 ** (32 - of.bits);
    const offset = number < 0 ? size + number : number;
    return offset < 0 || offset >= size ? undefined : dotted(of.from + offset);
  },
  cidrnetmask: (text) => {
    const of = block(text);
    return of === undefined ? undefined : dotted(2 ** 32 - 2 ** (32 - of.bits));
  },
  cidrsubnet: subnet,
  cidrsubnets: (text, ...newbits) => {
    const of = block(text);
    if (of === undefined) return undefined;
    const found: string[] = [];
    let next = of.from;
    for (const more of newbits) {
      if (typeof more !== "number" || of.bits + more > 32) return undefined;
      const size = 2 ** (32 - of.bits - more);
      const from = Math.ceil(next / size) * size;
      if (from + size > of.from + 2 ** (32 - of.bits)) return undefined;
      found.push(`${dotted(from)}/${of.bits + more}`);
      next = from + size;
    }
    return found;
  },
};
