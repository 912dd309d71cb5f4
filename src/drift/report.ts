import { type Finding, type TargetReport } from "../verify";
import { type AttributeChange, type DriftedResource } from "./changes";
import { type TrailEvent } from "./trail";

/** What of the world no refresh shows, and what closes that. */
export const NOT_SEEN: readonly string[] = [
  "Terraform refreshes what its state knows. What somebody made by hand beside it is not seen: a gateway, a second route table, an interface, a machine, a role, a bucket.",
  "Seen is what such a thing changes in a resource of the state: a route in a table, a rule in a group or network ACL, the policy of a bucket, a default table, group or ACL.",
  "Against the rest stand the account's switches (public access to VPCs, buckets, snapshots and images is blocked) and the boundary of the boxes' roles, which are read and judged here too; who else may make such things is for the account's owner, best by a policy of the organisation. The trail records who did.",
];

/** A resource that was changed behind Terraform's back, and what that means. */
export interface DriftEntry {
  readonly address: string;
  /** Construct path, where the configuration tells it. */
  readonly path: string | null;
  readonly gone: boolean;
  readonly changes: readonly AttributeChange[];
  /** Channels that a finding at this resource, or a way out through it, opens or leaves unproven. {@link channelsThrough} */
  readonly channels: readonly string[];
  readonly mends: readonly string[];
  /** The last calls of the trail that were about it; nothing where no trail was given. */
  readonly touchedBy?: readonly TrailEvent[];
}

/** A channel that the project file closes, and what is live does not. */
export interface OpenedChannel {
  readonly id: string;
  readonly title: string;
  readonly verdict: "open" | "unproven";
  readonly findings: readonly Finding[];
}

export interface DriftReport {
  readonly project: string;
  /** The verdict on what is live. */
  readonly live: TargetReport;
  /** The verdict on the project file. */
  readonly expected: TargetReport;
  readonly resources: readonly DriftEntry[];
  readonly opened: readonly OpenedChannel[];
  readonly notes: readonly string[];
  readonly notSeen: readonly string[];
}

/** Channels that are worse live than by the project file, with what is found that the project file has not. */
export function openedChannels(live: TargetReport, expected: TargetReport): OpenedChannel[] {
  const before = new Map(expected.channels.map((channel) => [channel.id, channel]));
  return live.channels.flatMap(({ id, title, verdict, findings }) => {
    if (verdict !== "open" && verdict !== "unproven") return [];
    const known = new Set((before.get(id)?.findings ?? []).map(keyOf));
    const fresh = findings.filter((finding) => !known.has(keyOf(finding)));
    return fresh.length === 0
      ? []
      : [{ id, title, verdict: fresh.some(isOpen) ? "open" : "unproven", findings: fresh }];
  });
}

function keyOf({ address, verdict, why }: Finding): string {
  return `${verdict} ${address} ${why}`;
}

function isOpen({ verdict }: Finding): boolean {
  return verdict === "open";
}

/**
 * The channels in whose findings a resource has a part: itself, or, where it is gone, what it was about, which is what a
 * finding names then.
 *
 * @param about addresses that its configuration names
 */
export function channelsThrough(
  { address, gone }: Pick<DriftedResource, "address" | "gone">,
  about: ReadonlySet<string>,
  opened: readonly OpenedChannel[],
): string[] {
  const isIts = (found: string): boolean => found === address || (gone && about.has(found));
  return opened
    .filter(({ findings }) => findings.some((one) => isIts(one.address) || one.witness?.through.some(isIts) === true))
    .map(({ id }) => id);
}
