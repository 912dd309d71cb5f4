import { CLAIM, type TargetReport } from "../verify";

/** The verdict as JSON, version 1: the contract that pipelines rely on. */
export function renderJson(targets: readonly TargetReport[]): string {
  return `${JSON.stringify({ version: 1, claim: CLAIM, targets }, null, 2)}\n`;
}
