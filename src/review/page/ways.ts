import { html, type Content, type Html } from "./html";

/** A link that shows a way out alone on the picture; the style sheet does it, without a script. */
export function renderWay(id: string, prefix: string, text: Content): Html {
  return html`<a class="show-way" href="#${prefix}${id}">${text}</a>`;
}
