import { type CustodySpec, type KeyMaterial } from "./project";
import { type ProjectFile } from "./schema";

/** Days between rotations of key material that AWS KMS makes. */
const ROTATION_DAYS = 365;
/** Days before the expiry of imported material at which the alarm goes off. */
const WARN_DAYS = 30;

/** Purposes that a project has a key for, by which external keys are named: data, secrets, audit, backups, each box's volumes, and what it opens. */
export function keyPurposes(
  boxes: readonly { readonly tenant: string; readonly airlock?: unknown }[],
  { attested, backedUp }: { readonly attested: boolean; readonly backedUp: boolean },
): string[] {
  return [
    "data",
    "secrets",
    "audit",
    ...(backedUp ? ["backup"] : []),
    ...(boxes.some(({ airlock }) => airlock !== undefined) ? ["exchange"] : []),
    ...["databox", ...boxes.map(({ tenant }) => tenant)].map((box) => `volumes-${box}`),
    ...(attested ? ["enclave"] : []),
  ];
}

/** The custody of a file that was checked. */
export function custodyOf({ account, custody }: ProjectFile["dataBox"]): CustodySpec {
  return {
    account: custody.account ?? account,
    role: custody.role,
    material: materialOf(custody),
    attestation: custody.attestation?.images.map(({ pcr0, pcr1, pcr2, pcr3, pcr8 }) => ({
      pcr0,
      pcr1,
      pcr2,
      pcr3,
      pcr8,
    })),
  };
}

function materialOf({
  expiry,
  externalKeys = {},
  keyStore = "",
  kind,
  rotationDays,
}: ProjectFile["dataBox"]["custody"]): KeyMaterial {
  switch (kind) {
    case "kms":
      return { kind, rotationDays: rotationDays ?? ROTATION_DAYS };
    case "imported":
      return { kind, warnDays: expiry?.warnDays ?? WARN_DAYS, notify: expiry?.notify ?? [] };
    case "hsm":
      return { kind, keyStore };
    case "external":
      return { kind, keyStore, externalKeys };
  }
}
