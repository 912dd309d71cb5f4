import { html, type Html } from "./html";
import { type Ground } from "./section";

/** The verdict, before anything else. */
export function renderBanner({ subject, speech, prefix }: Ground): Html {
  const { words } = speech;
  const { report } = subject;
  const { summary, verdict, channels, notJudged = 0, acceptedRisks = [] } = report;
  const risks = acceptedRisks.filter(({ by, findings }) => by === "command line" && findings > 0).length;
  const tiles = [
    ["closed", summary.closed],
    ["door", summary.doors],
    ["unproven", summary.unproven],
    ["open", summary.open],
  ] as const;
  const shape = { confined: "✓", unproven: "?", leaks: "✕" }[verdict];
  return html`<div class="banner ${verdict}" id="${prefix}verdict">
    <p class="seal" aria-hidden="true">${shape}</p>
    <div class="says">
      <p class="name">${report.project ?? report.target}</p>
      <p class="word"><span class="visually-hidden">${words.verdict.heading}: </span>${words.verdict.words[verdict]}</p>
      <p>${words.verdict.says[verdict]}</p>
      ${notJudged > 0 ? html`<p class="caution">${words.verdict.notJudged(notJudged)}</p>` : undefined}
      ${risks > 0 ? html`<p class="caution">${words.verdict.risks(risks)}</p>` : undefined}
    </div>
    <div class="counts">
      <p class="total">${words.verdict.channels(channels.length)}</p>
      <ul>
        ${tiles.map(([state, number]) => html`<li class="${number === 0 ? "zero" : state}"><span class="number">${number}</span> <span>${words.states[state]}</span></li>`)}
      </ul>
    </div>
  </div>`;
}
