import { type Project } from "../project";
import { type Evidence, type StateResource } from "./evidence";
import { divided, keysOf, vaultsOf } from "./steps";

/** What was destroyed, for whoever asks years later. It holds no value of any resource but its id and ARN. */
export interface DestructionRecord {
  readonly version: 1;
  readonly project: string;
  readonly hospital: string;
  readonly region: string;
  /** Day of the record, ISO 8601. */
  readonly on: string;
  readonly reason: string;
  readonly approvedBy: readonly string[];
  readonly destroyed: readonly StateResource[];
  /** What outlives the project: its audit trail, and its locked vault. */
  readonly kept: readonly StateResource[];
  readonly keys: readonly {
    readonly id: string;
    readonly arn: string | null;
    readonly state: string;
    /** From then on nothing that it encrypted can be read again. */
    readonly deletionDate: string;
    readonly origin: string | null;
  }[];
  /** What locked vaults held when it was written; without the key that is deleted nobody can read it. */
  readonly vaults: readonly {
    readonly name: string;
    readonly recoveryPoints: number;
    /** When the last recovery point is deleted, ISO 8601; nothing where none was left. */
    readonly lastDeletion: string | null;
  }[];
  /** SHA-256 of the project file and of each file of evidence. */
  readonly digests: Readonly<Record<string, string>>;
}

/**
 * The record of a project's end. Deterministic: the same evidence and day give the same bytes.
 *
 * @throws Error where steps are open; see `retirementSteps`
 */
export function destructionRecord(
  project: Project,
  evidence: Evidence,
  { on, projectDigest }: { readonly on: string; readonly projectDigest: string },
): DestructionRecord {
  const { before, keys, digests } = evidence;
  if (before === undefined || project.retired === undefined) throw new Error("the project's end is not complete");
  return {
    version: 1,
    project: project.name,
    hospital: project.dataBox.hospital,
    region: project.region,
    on,
    reason: project.retired.reason,
    approvedBy: project.retired.approvedBy,
    ...divided(before),
    keys: keysOf(before).map(({ id = "", arn }) => {
      const key = keys.get(id);
      if (key?.deletionDate === undefined) throw new Error(`the deletion of key ${id} is not scheduled`);
      return { id, arn: arn ?? null, state: key.state, deletionDate: key.deletionDate, origin: key.origin ?? null };
    }),
    vaults: vaultsOf(before).map((name) => {
      const { lastDeletion, recoveryPoints = 0 } = evidence.vaults.get(name) ?? {};
      return { name, recoveryPoints, lastDeletion: lastDeletion ?? null };
    }),
    digests: {
      "project file": projectDigest,
      ...Object.fromEntries([...digests].sort(([a], [b]) => (a < b ? -1 : 1))),
    },
  };
}
