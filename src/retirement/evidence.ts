import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join, relative } from "node:path";

/** A resource of a Terraform state, without its values: what a record names. */
export interface StateResource {
  readonly address: string;
  readonly type: string;
  readonly id: string | undefined;
  readonly arn: string | undefined;
}

/** A change of a Terraform plan. */
export interface PlannedChange {
  readonly address: string;
  readonly actions: readonly string[];
}

/** A bucket's versions, by `aws s3api list-object-versions`. */
export interface Listing {
  readonly versions: number;
  readonly deleteMarkers: number;
  /** Whether there is more than was listed. */
  readonly truncated: boolean;
}

/** A key, by `aws kms describe-key`. */
export interface KeyState {
  readonly arn: string | undefined;
  readonly state: string;
  /** When its material is deleted, ISO 8601. */
  readonly deletionDate: string | undefined;
  readonly origin: string | undefined;
}

/** What a vault of AWS Backup still holds, by `aws backup list-recovery-points-by-backup-vault`. */
export interface VaultListing {
  readonly recoveryPoints: number;
  /** How many of them are never deleted. */
  readonly withoutEnd: number;
  /** When the last of them is deleted, ISO 8601; nothing where none is left. */
  readonly lastDeletion: string | undefined;
  /** Whether there is more than was listed. */
  readonly truncated: boolean;
}

/** What stands in the folder of evidence; nothing where a file is missing. */
export interface Evidence {
  /** All that the project had, by `terraform show -json` before its end. */
  readonly before: readonly StateResource[] | undefined;
  /** What its end would do, by `terraform show -json` of that plan. */
  readonly plan: readonly PlannedChange[] | undefined;
  /** What Terraform holds after it. */
  readonly after: readonly StateResource[] | undefined;
  /** Versions under each bucket, by its name. */
  readonly objects: ReadonlyMap<string, Listing>;
  /** Lines that are neither `OFF` nor no hold at all, by bucket. */
  readonly holds: ReadonlyMap<string, readonly string[]>;
  /** Whether AWS protects a database from its end, by its id. */
  readonly databases: ReadonlyMap<string, boolean>;
  /** Ids of the snapshots that are left of a database, by its id. */
  readonly snapshots: ReadonlyMap<string, readonly string[]>;
  /** Keys by their id. */
  readonly keys: ReadonlyMap<string, KeyState>;
  /** Vaults by their name. */
  readonly vaults: ReadonlyMap<string, VaultListing>;
  /** SHA-256 of each file that was read, by its path in the folder. */
  readonly digests: ReadonlyMap<string, string>;
}

/** A file of evidence that is not what its name says: the message names it, and how to make it again. */
export class EvidenceError extends Error {}

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  value !== null && typeof value === "object" && !Array.isArray(value);
const textOf = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as readonly unknown[]) : []);

/**
 * Reads a folder of evidence. Of states only addresses, ids and ARNs are kept.
 *
 * @throws EvidenceError where a file is not what its name says
 */
export function readEvidence(folder: string): Evidence {
  const digests = new Map<string, string>();
  const text = (file: string): string | undefined => {
    if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true) return undefined;
    const bytes = readFileSync(file);
    digests.set(relative(folder, file), createHash("sha256").update(bytes).digest("hex"));
    return bytes.toString("utf8");
  };
  const json = <T>(file: string, what: string, read: (value: Json) => T | undefined): T | undefined => {
    const found = text(file);
    if (found === undefined) return undefined;
    let value: unknown;
    try {
      value = JSON.parse(found);
    } catch {
      throw new EvidenceError(`${relative(folder, file)}: no JSON; expected ${what}`);
    }
    const result = isObject(value) ? read(value) : undefined;
    if (result === undefined) throw new EvidenceError(`${relative(folder, file)}: expected ${what}`);
    return result;
  };
  const each = <T>(kind: string, extension: string, read: (file: string) => T | undefined): Map<string, T> =>
    new Map(
      filesIn(join(folder, kind), extension).flatMap((file) => {
        const found = read(file);
        return found === undefined ? [] : [[basename(file, extension), found] as const];
      }),
    );
  const state = "what terraform show -json prints of a state";
  return {
    before: json(join(folder, "before.json"), state, stateOf),
    plan: json(join(folder, "plan.json"), "what terraform show -json prints of a plan", planOf),
    after: json(join(folder, "after.json"), state, stateOf),
    objects: each("objects", ".json", (file) =>
      json(file, "what aws s3api list-object-versions --output json prints", listingOf),
    ),
    holds: each("holds", ".txt", (file) => holdsOf(text(file) ?? "")),
    databases: each("databases", ".json", (file) =>
      json(file, "what aws rds describe-db-clusters --output json prints of one cluster", protectionOf),
    ),
    snapshots: each("snapshots", ".json", (file) =>
      json(file, "what aws rds describe-db-cluster-snapshots --output json prints", snapshotsOf),
    ),
    keys: each("keys", ".json", (file) => json(file, "what aws kms describe-key --output json prints", keyOf)),
    vaults: each("vaults", ".json", (file) =>
      json(file, "what aws backup list-recovery-points-by-backup-vault --output json prints", vaultOf),
    ),
    digests,
  };
}

function filesIn(folder: string, extension: string): string[] {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(extension))
    .sort()
    .map((name) => join(folder, name));
}

/** An empty state has a version and no values: https://developer.hashicorp.com/terraform/internals/json-format */
function stateOf(json: Json): readonly StateResource[] | undefined {
  if (textOf(json["format_version"]) === undefined || "resource_changes" in json) return undefined;
  const { values } = json;
  return isObject(values) ? resourcesOf(values["root_module"]) : [];
}

function resourcesOf(module: unknown): StateResource[] {
  if (!isObject(module)) return [];
  const own = listOf(module["resources"]).flatMap((one) => {
    if (!isObject(one) || one["mode"] === "data") return [];
    const values = isObject(one["values"]) ? one["values"] : {};
    return [
      {
        address: textOf(one["address"]) ?? "",
        type: textOf(one["type"]) ?? "",
        id: textOf(values["id"]),
        arn: textOf(values["arn"]),
      },
    ];
  });
  return [...own, ...listOf(module["child_modules"]).flatMap(resourcesOf)];
}

function planOf(json: Json): readonly PlannedChange[] | undefined {
  if (!Array.isArray(json["resource_changes"])) return undefined;
  return listOf(json["resource_changes"]).flatMap((one) => {
    if (!isObject(one) || one["mode"] === "data") return [];
    const actions = isObject(one["change"]) ? listOf(one["change"]["actions"]).map(String) : [];
    return [{ address: textOf(one["address"]) ?? "", actions }];
  });
}

function listingOf(json: Json): Listing | undefined {
  // What describes something else is no listing, though it has no versions.
  const known = ["RequestCharged", "Prefix", "Name", "Versions", "DeleteMarkers", "IsTruncated", "CommonPrefixes"];
  if (
    Object.keys(json).some(
      (name) => !known.includes(name) && !/Marker$|^MaxKeys$|^Delimiter$|^EncodingType$/.test(name),
    )
  )
    return undefined;
  return {
    versions: listOf(json["Versions"]).length,
    deleteMarkers: listOf(json["DeleteMarkers"]).length,
    truncated: json["IsTruncated"] === true || textOf(json["NextToken"]) !== undefined,
  };
}

/** Lines of the loop that asks for each version's hold: its status, or the error that there is none. */
function holdsOf(text: string): readonly string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !/(^|\s)OFF$/.test(line) && !line.includes("NoSuchObjectLockConfiguration"))
    .filter((line) => line !== "asked");
}

function protectionOf(json: Json): boolean | undefined {
  const [cluster, ...more] = listOf(json["DBClusters"]);
  if (!isObject(cluster) || more.length > 0 || typeof cluster["DeletionProtection"] !== "boolean") return undefined;
  return cluster["DeletionProtection"];
}

function snapshotsOf(json: Json): readonly string[] | undefined {
  if (!Array.isArray(json["DBClusterSnapshots"])) return undefined;
  return listOf(json["DBClusterSnapshots"]).map((one) =>
    isObject(one) ? (textOf(one["DBClusterSnapshotIdentifier"]) ?? "?") : "?",
  );
}

function keyOf(json: Json): KeyState | undefined {
  const metadata = json["KeyMetadata"];
  if (!isObject(metadata)) return undefined;
  const state = textOf(metadata["KeyState"]);
  const at = metadata["DeletionDate"];
  if (state === undefined) return undefined;
  return {
    arn: textOf(metadata["Arn"]),
    state,
    deletionDate: timeOf(at),
    origin: textOf(metadata["Origin"]),
  };
}

/** The AWS CLI prints times as text (version 2) or as seconds (version 1). */
function timeOf(at: unknown): string | undefined {
  return typeof at === "number" ? new Date(at * 1000).toISOString() : textOf(at);
}

function vaultOf(json: Json): VaultListing | undefined {
  if (!Array.isArray(json["RecoveryPoints"])) return undefined;
  const ends = listOf(json["RecoveryPoints"]).map((point) => {
    const lifecycle = isObject(point) ? point["CalculatedLifecycle"] : undefined;
    return isObject(lifecycle) ? timeOf(lifecycle["DeleteAt"]) : undefined;
  });
  return {
    recoveryPoints: ends.length,
    withoutEnd: ends.filter((end) => end === undefined).length,
    lastDeletion: ends
      .flatMap((end) => end ?? [])
      .sort((a, b) => Date.parse(a) - Date.parse(b))
      .at(-1),
    truncated: textOf(json["NextToken"]) !== undefined,
  };
}
