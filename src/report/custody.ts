import { ATTESTATION_CLAIMS, COMMON_CLAIMS, CUSTODY_CLAIMS, type Claim, type CustodyClaims } from "./custody-claims";
import { wrapped } from "./wrapped";

/** What each kind of custody keeps from the cloud's operator and what not, for people, with the sources. */
export function renderCustody(): string {
  const says = (claims: readonly Claim[]): string[] => claims.map((claim) => claim.says);
  const kind = ({ kind: name, keeps, keepsNot, title, withdrawal }: CustodyClaims): string[] => [
    `${name}: ${title}`,
    ...wrapped("  Keeps from the operator", ...says(keeps)),
    ...wrapped("  Does not", ...says(keepsNot)),
    ...wrapped("  Withdrawn by", ...says([withdrawal])),
    "",
  ];
  const all = [
    ...CUSTODY_CLAIMS.flatMap(({ keeps, keepsNot, withdrawal }) => [...keeps, ...keepsNot, withdrawal]),
    ...COMMON_CLAIMS,
    ...ATTESTATION_CLAIMS,
  ];
  return [
    "Custody: who holds the keys (dataBox.custody.kind), and what that keeps from the cloud's operator",
    "",
    ...CUSTODY_CLAIMS.flatMap(kind),
    ...wrapped("With every kind", ...says(COMMON_CLAIMS)),
    "",
    ...wrapped("With dataBox.custody.attestation", ...says(ATTESTATION_CLAIMS)),
    "",
    "Sources",
    ...[...new Set(all.flatMap(({ sources }) => sources))].map((source) => `  ${source}`),
    "",
  ].join("\n");
}
