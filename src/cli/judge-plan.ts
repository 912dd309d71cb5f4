import { applyExceptions, verify, type Exception, type TargetReport } from "../verify";
import { withPaths } from "./origin";

/**
 * The verdict on a plan alone; its stack only tells which constructs its resources are of.
 *
 * @param plan what `terraform show -json` prints of it
 */
export function judgePlan(target: string, plan: string, stack: string, doors: readonly Exception[]): TargetReport {
  const report = verify({ target, json: JSON.parse(plan) as Record<string, unknown> });
  return applyExceptions(withPaths(report, stack), doors);
}
