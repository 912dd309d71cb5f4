import { type Subject } from "../subject";
import { type Speech } from "../words/speech";
import { html, type Content, type Html } from "./html";

/** What every section is made of. */
export interface Ground {
  readonly subject: Subject;
  readonly speech: Speech;
  /** Of every id, so that a page may hold several targets. */
  readonly prefix: string;
}

/** A part of the page with a heading of its own, that the contents lead to. */
export interface Section {
  readonly id: string;
  readonly heading: string;
  readonly body: Content;
}

export function renderSection({ id, heading, body }: Section): Html {
  return html`<section id="${id}" aria-labelledby="${id}-heading">
    <h2 id="${id}-heading">${heading}</h2>
    ${body}
  </section>`;
}

/** The mark of what was decided: a word and a shape, so that it is told by more than its colour. */
export function stateMark(state: "closed" | "door" | "unproven" | "open", speech: Speech): Html {
  const shape = { closed: "✓", door: "◇", unproven: "?", open: "✕" }[state];
  return html`<span class="mark ${state}"
    ><span class="shape" aria-hidden="true">${shape}</span>${speech.words.states[state]}</span>`;
}

/** Where something stands: its construct, where it is known, and its Terraform address. */
export function place({ address, path }: { readonly address: string; readonly path: string | null }): Html {
  return path === null
    ? html`<code>${address}</code>`
    : html`<code>${path}</code> <code class="address">${address}</code>`;
}

/** A table in a frame that scrolls by itself where the page is narrow, by keyboard too. */
export function scrollable(label: string, table: Html): Html {
  return html`<div class="scroll" role="group" aria-label="${label}" tabindex="0">${table}</div>`;
}
