import { STORES_AND_KEYS } from "../rehearse/stores-and-keys";
import { kindOf, type PlannedChange } from "./planned-changes";

/**
 * What of a plan that was made anew, after the approved one was applied in part, is not in the approved one: each line names
 * a resource and why. Nothing where all of it was approved.
 *
 * A change was approved where the approved plan has the same address, the same action and, of everything that was known then,
 * the same values; what was not known then follows from the configuration, which is the same. Of a replacement, what is left
 * may be a part. What this very plan began to create and did not see through may be replaced, unless it holds data.
 */
export function notApproved(approved: readonly PlannedChange[], fresh: readonly PlannedChange[]): string[] {
  const byAddress = new Map(approved.filter(({ deposed }) => deposed === undefined).map((one) => [one.address, one]));
  return fresh.flatMap((change) => {
    const { address } = change;
    const kind = kindOf(change);
    const before = byAddress.get(address);
    if (before === undefined) return [`${address}: ${kind} was not planned`];
    if (!isPartOf(change, before)) return [`${address}: ${kindOf(before)} was approved, ${kind} is what is left`];
    if (kind === "delete" || kind === "forget") return [];
    return holds(before.change.after, before.change.after_unknown, change.change.after)
      ? []
      : [`${address}: ${kind} was approved with other values`];
  });
}

function isPartOf(change: PlannedChange, approved: PlannedChange): boolean {
  const [kind, was] = [kindOf(change), kindOf(approved)];
  if (change.deposed !== undefined) return kind === "delete" && was === "replace";
  if (kind === was) return true;
  if (was === "replace") return kind === "create";
  return (
    was === "create" &&
    kind === "replace" &&
    change.action_reason === "replace_because_tainted" &&
    !STORES_AND_KEYS.test(change.type)
  );
}

/** Whether everything that was known of a value is still so. Members of a set change places once they are known. */
function holds(was: unknown, unknown: unknown, now: unknown): boolean {
  if (unknown === true) return true;
  if (Array.isArray(was)) {
    if (!Array.isArray(now)) return false;
    const unknowns: readonly unknown[] = Array.isArray(unknown) ? unknown : [];
    const left: unknown[] = [...(now as unknown[])];
    // What is known in full first: it would leave nothing for a member that could be anything.
    const members = was.map((member: unknown, index) => ({ member, unknown: unknowns[index] }));
    members.sort((a, b) => Number(hasUnknown(a.unknown)) - Number(hasUnknown(b.unknown)));
    return (
      members.every(({ member, unknown: part }) => {
        const at = left.findIndex((one) => holds(member, part, one));
        if (at >= 0) left.splice(at, 1);
        return at >= 0;
      }) && left.length === 0
    );
  }
  if (was !== null && typeof was === "object") {
    if (now === null || typeof now !== "object") return false;
    const unknowns = (unknown ?? {}) as Readonly<Record<string, unknown>>;
    const fields = was as Readonly<Record<string, unknown>>;
    const found = now as Readonly<Record<string, unknown>>;
    return (
      Object.keys(fields).every((name) => holds(fields[name], unknowns[name], found[name])) &&
      Object.keys(found).every((name) => name in fields || hasUnknown(unknowns[name]))
    );
  }
  return was === now;
}

function hasUnknown(unknown: unknown): boolean {
  return (
    unknown === true || (typeof unknown === "object" && unknown !== null && Object.values(unknown).some(hasUnknown))
  );
}
