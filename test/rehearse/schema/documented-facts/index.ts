import { type DocumentedFacts } from "./facts";
import { ODD_SHAPES } from "./odd-shapes";
import { USED_BY_NETWORKS } from "./used-by-networks";
import { USED_ELSEWHERE } from "./used-elsewhere";

export * from "./claims";
export * from "./facts";

/** Facts by resource type: those that the constructs use most, then those of odd shapes. */
export const DOCUMENTED: Readonly<Record<string, DocumentedFacts>> = {
  ...USED_BY_NETWORKS,
  ...USED_ELSEWHERE,
  ...ODD_SHAPES,
};
