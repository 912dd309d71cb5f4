import { ATTESTATION_CLAIMS, COMMON_CLAIMS, CUSTODY_CLAIMS, type Claim } from "../../report/custody-claims";
import { html, type Content } from "./html";
import { type Ground, type Section } from "./section";

/** Who holds the keys, and what that keeps from the cloud's operator and what not. */
export function custodySection({ subject, speech, prefix }: Ground): Section[] {
  const { custody } = subject;
  const claims = CUSTODY_CLAIMS.find(({ kind }) => kind === custody?.kind);
  if (custody === undefined || claims === undefined) return [];
  const words = speech.words.custody;
  const list = (heading: string, says: readonly Claim[]): Content =>
    html`<div>
      <h3>${heading}</h3>
      <ul>
        ${says.map((claim) => html`<li>${speech.sentence(claim.says)}</li>`)}
      </ul>
    </div>`;
  const { administrators } = custody;
  return [
    {
      id: `${prefix}custody`,
      heading: words.heading,
      body: html`<p class="lead">${speech.sentence(claims.title)} <code>${claims.kind}</code></p>
        <p>
          ${words.account(custody.account)} ${words.administrators}:
          ${administrators.length === 0 ? words.nobody : administrators.map((arn, index) => html`${index > 0 ? ", " : ""}<code>${arn}</code>`)}.
        </p>
        <div class="columns">
          ${list(words.keeps, claims.keeps)}${list(words.keepsNot, claims.keepsNot)}${list(words.withdrawal, [claims.withdrawal])}${custody.isAttested ? list(words.attestation, ATTESTATION_CLAIMS) : undefined}${list(words.common, COMMON_CLAIMS)}
        </div>`,
    },
  ];
}
