import { type Project } from "../project";
import { type Evidence, type StateResource } from "./evidence";

/** A step of a project's end, in the order in which they are done. */
export interface RetirementStep {
  readonly id: "decision" | "inventory" | "exports" | "holds" | "emptied" | "plan" | "destroyed" | "vaults" | "keys";
  readonly title: string;
  /** What shows that it is done; or what is missing, each with its reason. */
  readonly shown: string;
  readonly open: readonly string[];
  /** Commands whose output is the evidence, or that do the step. */
  readonly commands: readonly string[];
}

const KEYS = ["aws_kms_key", "aws_kms_external_key"];

/** What stays after a project: its audit trail and its locked vault, by the addresses that synthesis gives them. */
const outlives = (address: string): boolean =>
  /\.(audit-trail|custody_audit|account-trail|backups_vault)/.test(address);

/** The project's vaults of backups, by their names. */
export function vaultsOf(before: readonly StateResource[]): string[] {
  return before.filter(({ type }) => type === "aws_backup_vault").flatMap(({ id }) => id ?? []);
}

/** The project's buckets but for the audit trail's, by their names. */
export function bucketsOf(before: readonly StateResource[]): string[] {
  return before
    .filter(({ type, address }) => type === "aws_s3_bucket" && !outlives(address))
    .flatMap(({ id }) => id ?? []);
}

/** The project's databases, by their ids. */
function databasesOf(before: readonly StateResource[] = []): string[] {
  return before.filter(({ type }) => type === "aws_rds_cluster").flatMap(({ id }) => id ?? []);
}

/** The project's keys but for the audit trail's. */
export function keysOf(before: readonly StateResource[]): StateResource[] {
  return before.filter(({ type, address }) => KEYS.includes(type) && !outlives(address));
}

/** Everything that a project's end destroys, and what outlives it. */
export function divided(before: readonly StateResource[]): {
  readonly destroyed: readonly StateResource[];
  readonly kept: readonly StateResource[];
} {
  return {
    destroyed: before.filter(({ address }) => !outlives(address)),
    kept: before.filter(({ address }) => outlives(address)),
  };
}

/** The steps of a project's end, each with what the evidence shows of it. */
export function retirementSteps(project: Project, evidence: Evidence, folder: string): readonly RetirementStep[] {
  const { before } = evidence;
  const buckets = before === undefined ? [] : bucketsOf(before);
  const outboxes = (before ?? []).filter(
    ({ type, address }) => type === "aws_s3_bucket" && address.includes("airlock"),
  );
  return [
    decision(project),
    inventory(project, evidence, folder),
    exportsDone(
      outboxes.flatMap(({ id }) => id ?? []),
      evidence,
      folder,
    ),
    legalHolds(buckets, evidence, folder),
    emptied(buckets, evidence, folder),
    plan(project, evidence, folder),
    destroyed(project, evidence, folder),
    vaults(project, evidence, folder),
    keys(project, evidence, folder),
  ];
}

const NO_INVENTORY = "before.json has to be there first";
const stackOf = (project: Project): string => `terraform -chdir=cdktf.out/stacks/${project.name}`;

function decision({ retired }: Project): RetirementStep {
  return {
    id: "decision",
    title: "the hospital's decision stands in the project file",
    shown: retired === undefined ? "" : `${retired.reason} (${retired.approvedBy.join(", ")})`,
    open: retired === undefined ? ["the project file has no retired: with a reason and who approved it"] : [],
    commands: retired === undefined ? ["# retired: { reason: …, approvedBy: [one person, another] }"] : [],
  };
}

function inventory(project: Project, { before }: Evidence, folder: string): RetirementStep {
  const missing = project.dataBox.stores
    .flatMap((store) => ("bucket" in store ? [store.bucket] : []))
    .filter((bucket) => before !== undefined && !bucketsOf(before).includes(bucket));
  return {
    id: "inventory",
    title: "all that the project has is written down",
    shown: `${before?.length ?? 0} resources`,
    open: [
      ...(before === undefined ? ["before.json is missing"] : []),
      ...missing.map((bucket) => `before.json has no bucket ${bucket}: it is another project's, or was made too late`),
    ],
    commands: [`${stackOf(project)} show -json > ${folder}/before.json`],
  };
}

function listingCommand(bucket: string, folder: string): string {
  return `aws s3api list-object-versions --bucket ${bucket} --output json > ${folder}/objects/${bucket}.json`;
}

function notEmpty(bucket: string, { objects }: Evidence): string[] {
  const listing = objects.get(bucket);
  if (listing === undefined) return [`objects/${bucket}.json is missing`];
  const left = listing.versions + listing.deleteMarkers;
  return left > 0 || listing.truncated
    ? [
        `${bucket} still has ${left}${listing.truncated ? " and more" : ""} versions; those under Object Lock wait for its end`,
      ]
    : [];
}

function exportsDone(outboxes: readonly string[], evidence: Evidence, folder: string): RetirementStep {
  return {
    id: "exports",
    title: "every request of an airlock is decided",
    shown: outboxes.length === 0 ? "no airlock" : `${outboxes.length} buckets of airlocks are empty`,
    open: evidence.before === undefined ? [NO_INVENTORY] : outboxes.flatMap((bucket) => notEmpty(bucket, evidence)),
    commands: outboxes.map((bucket) => listingCommand(bucket, folder)),
  };
}

function legalHolds(buckets: readonly string[], { before, holds }: Evidence, folder: string): RetirementStep {
  return {
    id: "holds",
    title: "no object is under a legal hold",
    shown: `${buckets.length} buckets asked, version by version, before they were emptied`,
    open:
      before === undefined
        ? [NO_INVENTORY]
        : buckets.flatMap((bucket) => {
            const found = holds.get(bucket);
            if (found === undefined) return [`holds/${bucket}.txt is missing`];
            return found.slice(0, 5).map((line) => `${bucket}: ${line}`);
          }),
    commands: buckets.map(
      (bucket) =>
        `(echo asked; aws s3api list-object-versions --bucket ${bucket} --query 'Versions[].[Key,VersionId]' --output text 2>&1 | while IFS=$'\\t' read -r key version; do [ "$key" = None ] || echo "$key $version $(aws s3api get-object-legal-hold --bucket ${bucket} --key "$key" --version-id "$version" --query LegalHold.Status --output text 2>&1)"; done) > ${folder}/holds/${bucket}.txt`,
    ),
  };
}

function emptied(buckets: readonly string[], evidence: Evidence, folder: string): RetirementStep {
  return {
    id: "emptied",
    title: "the stores are empty, every version",
    shown: `${buckets.length} buckets`,
    open: evidence.before === undefined ? [NO_INVENTORY] : buckets.flatMap((bucket) => notEmpty(bucket, evidence)),
    commands: buckets.flatMap((bucket) => [`aws s3 rm s3://${bucket} --recursive`, listingCommand(bucket, folder)]),
  };
}

/** AWS deletes no database that it protects: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_DeleteCluster.html */
function stillProtected(database: string, { databases }: Evidence): string[] {
  const isProtected = databases.get(database);
  if (isProtected === undefined) return [`databases/${database}.json is missing`];
  return isProtected ? [`database ${database} is still protected from its end`] : [];
}

function plan(project: Project, evidence: Evidence, folder: string): RetirementStep {
  const { before, plan: changes } = evidence;
  const databases = databasesOf(before);
  return {
    id: "plan",
    title: "the plan destroys all of it and lets go of the audit trail and locked vaults alone",
    shown: `${changes?.length ?? 0} changes`,
    open: [...databases.flatMap((one) => stillProtected(one, evidence)), ...planProblems(before, changes)],
    commands: [
      ...databases.flatMap((one) => [
        `aws rds modify-db-cluster --region ${project.region} --db-cluster-identifier ${one} --no-deletion-protection --apply-immediately`,
        `aws rds describe-db-clusters --region ${project.region} --db-cluster-identifier ${one} --output json > ${folder}/databases/${one}.json`,
      ]),
      `${stackOf(project)} plan -out=retire.tfplan`,
      `${stackOf(project)} show -json retire.tfplan > ${folder}/plan.json`,
    ],
  };
}

function planProblems(before: Evidence["before"], changes: Evidence["plan"]): string[] {
  if (before === undefined) return [NO_INVENTORY];
  if (changes === undefined) return ["plan.json is missing"];
  const actions = new Map(changes.map((one) => [one.address, one.actions.join(" and ")]));
  const known = new Set(before.map(({ address }) => address));
  return [
    ...before.flatMap(({ address }) => {
      const wanted = outlives(address) ? "forget" : "delete";
      const found = actions.get(address) ?? "no change";
      return found === wanted ? [] : [`${address}: expected ${wanted}, planned is ${found}`];
    }),
    ...changes
      .filter(({ address }) => !known.has(address))
      .map(({ address, actions: [action = "no change"] }) => `${address}: not in before.json, planned is ${action}`),
  ];
}

function leftOf(database: string, { snapshots }: Evidence): string[] {
  const left = snapshots.get(database);
  if (left === undefined) return [`snapshots/${database}.json is missing`];
  return left.map((one) => `snapshot ${one} of ${database} is still there`);
}

function destroyed(project: Project, evidence: Evidence, folder: string): RetirementStep {
  const { before, after } = evidence;
  const databases = databasesOf(before);
  return {
    id: "destroyed",
    title: "nothing is left",
    // S3 deletes empty buckets only: https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucket.html
    shown: `${before === undefined ? 0 : divided(before).destroyed.length} resources are gone`,
    open: [
      ...(after === undefined ? ["after.json is missing"] : after.map(({ address }) => `${address} is still there`)),
      ...databases.flatMap((one) => leftOf(one, evidence)),
    ],
    commands: [
      `${stackOf(project)} apply retire.tfplan`,
      `${stackOf(project)} show -json > ${folder}/after.json`,
      // The last one, and those that somebody took by hand; AWS's own backups go with the database.
      ...databases.flatMap((one) => [
        `aws rds delete-db-cluster-snapshot --region ${project.region} --db-cluster-snapshot-identifier ${one}-final`,
        `aws rds describe-db-cluster-snapshots --region ${project.region} --db-cluster-identifier ${one} --output json > ${folder}/snapshots/${one}.json`,
      ]),
    ],
  };
}

/** A locked vault keeps its recovery points until their time; without the key that is deleted they cannot be read. */
function vaults(project: Project, { before, vaults: found }: Evidence, folder: string): RetirementStep {
  const names = before === undefined ? [] : vaultsOf(before);
  return {
    id: "vaults",
    title: "what a locked vault still holds has a last day",
    shown:
      names.length === 0
        ? "no vault"
        : names
            .map((name) => {
              const { lastDeletion, recoveryPoints = 0 } = found.get(name) ?? {};
              return recoveryPoints === 0
                ? `${name} is empty`
                : `${name} keeps ${recoveryPoints} recovery points, the last until ${lastDeletion ?? ""}`;
            })
            .join(", "),
    open:
      before === undefined
        ? [NO_INVENTORY]
        : names.flatMap((name) => {
            const vault = found.get(name);
            if (vault === undefined) return [`vaults/${name}.json is missing`];
            if (vault.truncated) return [`vaults/${name}.json is cut off; list all recovery points`];
            return vault.withoutEnd === 0
              ? []
              : [`${vault.withoutEnd} recovery points of ${name} are kept for ever; give them a retention`];
          }),
    commands: names.map(
      (name) =>
        `aws backup list-recovery-points-by-backup-vault --region ${project.region} --backup-vault-name ${name} --output json > ${folder}/vaults/${name}.json`,
    ),
  };
}

function keys(project: Project, { before, keys: found }: Evidence, folder: string): RetirementStep {
  const wanted = before === undefined ? [] : keysOf(before);
  return {
    id: "keys",
    title: "the deletion of every key is scheduled",
    shown: `${wanted.length} keys`,
    open:
      before === undefined
        ? [NO_INVENTORY]
        : wanted.flatMap(({ id = "", arn }) => {
            const key = found.get(id);
            if (key === undefined) return [`keys/${id}.json is missing`];
            if (key.arn !== arn) return [`keys/${id}.json is of another key (${key.arn ?? "no ARN"})`];
            if (key.state !== "PendingDeletion" || key.deletionDate === undefined)
              return [`key ${id} is ${key.state}, and no deletion is scheduled`];
            return [];
          }),
    commands: wanted.map(
      ({ id = "", arn = id }) =>
        `aws kms describe-key --region ${project.region} --key-id ${arn} --output json > ${folder}/keys/${id}.json`,
    ),
  };
}
