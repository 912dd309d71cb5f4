import { type Model } from "../../model/model";
import { type Resource } from "../../model/resource";
import { readPolicy } from "../../policy/document";
import {
  accountOf,
  ACTION,
  arnOf,
  decideFor,
  namedIdentity,
  notLike,
  perimeterOf,
  policiesOfRole,
  RESOURCE,
  serviceForOthers,
  textsOf,
} from "../../requests";
import { BACKUP_SERVICE, soleServiceOf } from "./service-work";

/** Actions that tell something to who asks, here AWS Backup, and carry it nowhere. */
const READS = ["*:describe*", "*:get*", "*:head*", "*:list*"];

/** Roles by which AWS Backup works, by their ARNs. */
export interface BackupRoles {
  /** What these may read comes into vaults and stores of their own account, and nowhere else. */
  readonly kept: ReadonlySet<string>;
  /** Nobody but AWS Backup takes these on, and whether they stay with their account is not decided. */
  readonly doubted: ReadonlySet<string>;
}

const found = new WeakMap<Model, BackupRoles>();

/**
 * Roles that AWS Backup and nobody else takes on, for the project's accounts: what it reads by one it puts into a vault of
 * the role's account, whoever started the job. Who takes recovery points out of vaults is for `share.backup-vaults`.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/iam-service-roles.html
 */
export function backupRoles(model: Model): BackupRoles {
  let roles = found.get(model);
  if (roles === undefined) found.set(model, (roles = readBackupRoles(model)));
  return roles;
}

function readBackupRoles(model: Model): BackupRoles {
  const [kept, doubted] = [new Set<string>(), new Set<string>()];
  const texts = textsOf(model);
  const arns = model.ofType("aws_iam_role").map((role) => [role, arnOf(texts, role)] as const);
  for (const [role, arn] of arns) {
    // Of two roles of one name it cannot be told which one is there.
    if (arn === undefined || arns.filter(([, other]) => other === arn).length > 1) continue;
    if (soleServiceOf(role) !== BACKUP_SERVICE || servesOthers(model, role)) continue;
    const reach = reachesOthers(model, role, arn);
    if (reach === "none") kept.add(arn);
    else if (reach === "undecided") doubted.add(arn);
  }
  return { kept, doubted };
}

/** Whether AWS Backup may take a role on for an account that is not the project's. */
function servesOthers(model: Model, role: Resource): boolean {
  const { accounts, bucketArns } = perimeterOf(model);
  const raw = role.attributes["assume_role_policy"];
  const reading = readPolicy(typeof raw === "string" ? raw : "");
  if ("unread" in reading || accounts.size === 0) return true;
  const question = {
    principals: [serviceForOthers(accounts, bucketArns, BACKUP_SERVICE)],
    region: [],
    layers: [{ name: `the trust of ${role.address}`, statements: reading.statements, needsAllow: true }],
  };
  return decideFor(model, question).kind !== "none";
}

/** Whether a role may do more than look at anything that is not its account's own, but for the project's keys. */
function reachesOthers(model: Model, role: Resource, arn: string): "none" | "found" | "undecided" {
  const { identity, boundary } = policiesOfRole(model, role);
  const account = arn.split(":")[4] ?? "";
  const buckets = model.ofType("aws_s3_bucket").flatMap((bucket) => {
    const name = bucket.text("bucket");
    return name === undefined || accountOf(bucket) !== account ? [] : [`arn:aws:s3:::${name}`];
  });
  const own = [
    `arn:*:*:*:${account}:*`,
    ...[...perimeterOf(model).accounts].map((one) => `arn:*:kms:*:${one}:*`),
    ...buckets.flatMap((bucket) => [bucket, `${bucket}/*`]),
  ];
  return decideFor(model, {
    principals: [namedIdentity(arn)],
    region: [notLike(ACTION, READS), notLike(RESOURCE, own)],
    layers: [identity, ...(boundary === undefined ? [] : [boundary])],
  }).kind;
}
