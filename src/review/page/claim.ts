import { CLAIM } from "../../verify";
import { html, type Html } from "./html";
import { type Ground, type Section } from "./section";

/** What the verdict speaks of and what it does not, so that nobody reads more into it. */
export function claimSection({ speech, prefix }: Ground): Section {
  const words = speech.words.claim;
  const list = (heading: string, items: readonly string[]): Html =>
    html`<div>
      <h3>${heading}</h3>
      <ul>
        ${items.map((item) => html`<li>${speech.sentence(item)}</li>`)}
      </ul>
    </div>`;
  return {
    id: `${prefix}claim`,
    heading: words.heading,
    body: html`<div class="columns">
      ${list(words.heldAgainst, CLAIM.heldAgainst)}${list(words.notHeldAgainst, CLAIM.notHeldAgainst)}${list(words.notDecided, CLAIM.notDecided)}
    </div>`,
  };
}
