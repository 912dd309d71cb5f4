import { existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { namespaceOf, ROLES, type Role } from "./allowed-signers";
import { DeliveryError } from "./delivery-error";
import { jsonText, parseJsonFile } from "./json-file";
import { readPlainFile, requirePlainFolder } from "./plain-file";
import { type SavedPlan } from "./plan-folder";
import { sign, signerOf } from "./signature";

type Env = Readonly<Record<string, string | undefined>>;

/** Days for which an approval holds, unless it says less or more. */
export const DEFAULT_DAYS = 7;
/** Days for which an approval holds at most. */
export const MOST_DAYS = 30;
const DAY_MS = 86_400_000;
/** By how much the clocks of two machines may differ. */
const SKEW_MS = 5 * 60_000;

/** What is named in messages: without spaces and without what would move a terminal's cursor. */
const WORD = /^[^\s\p{C}]+$/u;

const schema = z.strictObject({
  kind: z.literal("databox-approval/v1"),
  project: z.string().regex(WORD, "expected a name"),
  manifest: z.string().regex(WORD, "expected a digest"),
  role: z.enum(ROLES),
  principal: z.string().regex(WORD, "expected a name of the allowed signers"),
  reason: z.string().min(1),
  madeAt: z.iso.datetime(),
  expires: z.iso.datetime(),
});

/** What a person signs: that she takes one plan on, in one role, for some days. */
export type Approval = Readonly<z.infer<typeof schema>>;

/** An approval of a plan, checked. */
export interface CheckedApproval {
  readonly role: Role;
  /** Why it does not hold; nothing where it does. */
  readonly refused: string | undefined;
  readonly approval: Approval | undefined;
  /** Fingerprint of the key, where the signature holds. */
  readonly key: string | undefined;
}

export interface ApproveProps {
  readonly role: Role;
  readonly principal: string;
  readonly reason: string;
  readonly days: number;
  /** File of the key. */
  readonly key: string;
}

const FOLDER = "approvals";

/**
 * Signs a plan in a role and puts the approval into its folder, in place of one of the same role.
 *
 * @throws DeliveryError where the signature would not be taken
 */
export async function approve(
  folder: string,
  plan: SavedPlan,
  { role, principal, reason, days, key }: ApproveProps,
  env: Env,
): Promise<CheckedApproval> {
  const now = Date.now();
  const approval: Approval = {
    kind: "databox-approval/v1",
    project: plan.manifest.project,
    manifest: plan.digest,
    role,
    principal,
    reason,
    madeAt: new Date(now).toISOString(),
    expires: new Date(now + days * DAY_MS).toISOString(),
  };
  const bytes = Buffer.from(jsonText(approval));
  const signature = await sign(bytes, key, namespaceOf(role), env);
  const checked = await check(role, bytes, signature, plan, env, now);
  if (checked.refused !== undefined) throw new DeliveryError(`nothing was approved: ${checked.refused}`);
  const place = join(folder, FOLDER);
  if (existsSync(place)) requirePlainFolder(place, FOLDER);
  mkdirSync(place, { recursive: true });
  for (const [file, content] of [
    [`${role}.json.sig`, signature],
    [`${role}.json`, bytes],
  ] as const) {
    writeFileSync(join(place, `.${file}`), content);
    renameSync(join(place, `.${file}`), join(place, file));
  }
  return checked;
}

/**
 * The approvals of a plan, one for each role. All hold if each does; see `requireApprovals`.
 *
 * @param now when they have to hold, in milliseconds since 1970
 */
export async function approvalsOf(
  folder: string,
  plan: SavedPlan,
  env: Env,
  now = Date.now(),
): Promise<readonly CheckedApproval[]> {
  const place = join(folder, FOLDER);
  if (existsSync(place)) requirePlainFolder(place, FOLDER);
  const found: CheckedApproval[] = [];
  for (const role of ROLES) {
    const name = `${FOLDER}/${role}.json`;
    try {
      if (!existsSync(join(folder, name))) throw new DeliveryError(`nobody has approved it as ${role}`);
      const [bytes, signature] = [name, `${name}.sig`].map((one) => readPlainFile(join(folder, one), one));
      if (bytes !== undefined && signature !== undefined)
        found.push(await check(role, bytes, signature, plan, env, now));
    } catch (error) {
      if (!(error instanceof DeliveryError)) throw error;
      found.push({ role, refused: error.message, approval: undefined, key: undefined });
    }
  }
  return distinct(found);
}

/** @throws DeliveryError with everything that is missing */
export function requireApprovals(approvals: readonly CheckedApproval[]): void {
  const refused = approvals.flatMap((one) => one.refused ?? []);
  if (refused.length > 0)
    throw new DeliveryError(["the plan is not approved:", ...refused.map((one) => `  ${one}`)].join("\n"));
}

/** Two roles are two persons, and two keys: a person with two names is still one. */
function distinct(approvals: readonly CheckedApproval[]): readonly CheckedApproval[] {
  const [first, ...others] = approvals;
  return approvals.map((one) => {
    const same = one !== first && others.includes(one) && one.refused === undefined && first?.refused === undefined;
    if (!same || first === undefined) return one;
    const person = first.approval?.principal.toLowerCase() === one.approval?.principal.toLowerCase();
    if (!person && first.key !== one.key) return one;
    const what = person ? (one.approval?.principal ?? "") : `the key ${one.key ?? ""}`;
    return { ...one, refused: `${what} has approved as ${first.role} and as ${one.role}: it takes two persons` };
  });
}

async function check(
  role: Role,
  bytes: Buffer,
  signature: Buffer,
  plan: SavedPlan,
  env: Env,
  now: number,
): Promise<CheckedApproval> {
  const name = `${FOLDER}/${role}.json`;
  const approval = parseJsonFile(bytes, name, schema);
  const signer = await signerOf(
    bytes,
    signature,
    {
      principal: approval.principal,
      namespace: namespaceOf(role),
      allowedSigners: plan.files["allowed-signers"],
    },
    env,
  );
  return { role, approval, key: signer?.key, refused: refusal(role, approval, signer !== undefined, plan, now) };
}

function refusal(role: Role, approval: Approval, isSigned: boolean, plan: SavedPlan, now: number): string | undefined {
  const { principal, manifest, project, madeAt, expires } = approval;
  if (!isSigned)
    return `the signature as ${role} is not ${principal}'s, or no line of the allowed signers lets ${principal} sign for ${namespaceOf(role)}`;
  if (approval.role !== role) return `${principal} approved as ${approval.role}, not as ${role}`;
  if (project !== plan.manifest.project || manifest !== plan.digest)
    return `${principal} approved another plan as ${role} (${project}, ${manifest.slice(0, 12)}; this one is ${plan.digest.slice(0, 12)})`;
  const [made, until] = [Date.parse(madeAt), Date.parse(expires)];
  if (made > now + SKEW_MS) return `${principal}'s approval as ${role} is from the future (${madeAt})`;
  if (until - made > MOST_DAYS * DAY_MS)
    return `${principal}'s approval as ${role} holds longer than ${MOST_DAYS} days`;
  if (until <= now) return `${principal}'s approval as ${role} expired on ${expires}`;
  return undefined;
}
