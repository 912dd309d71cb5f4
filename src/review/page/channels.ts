import { familyOf } from "../../report/families";
import { CHANNELS, type Channel, type ChannelReport, type Evidence } from "../../verify";
import { html, type Content, type Html } from "./html";
import { place, stateMark, type Ground, type Section } from "./section";

const STATES = ["open", "unproven", "door", "closed"] as const;

/** Every channel with its verdict, by family; what closes it is folded. The filter needs the script, and hides without. */
export function channelsSection(ground: Ground): Section {
  const { subject, speech, prefix } = ground;
  const words = speech.words.channels;
  const { channels } = subject.report;
  const families = [...new Set(channels.map(({ id }) => familyOf(id)))];
  return {
    id: `${prefix}channels`,
    heading: words.heading,
    body: html`<p>${words.explain}</p>
      ${filter(families, ground)}
      <table class="channels">
        <caption class="visually-hidden">
          ${words.caption}
        </caption>
        <thead>
          <tr>
            <th scope="col">${words.verdict}</th>
            <th scope="col">${words.channel}</th>
          </tr>
        </thead>
        ${families.map((family) =>
          familyBody(
            family,
            channels.filter(({ id }) => familyOf(id) === family),
            ground,
          ),
        )}
      </table>
      <p class="no-match" hidden>${words.none}</p>`,
  };
}

function filter(families: readonly string[], { subject, speech, prefix }: Ground): Html {
  const words = speech.words.channels;
  const { channels } = subject.report;
  const number = (state: string): number => channels.filter(({ verdict }) => verdict === state).length;
  return html`<form class="filter" role="search" aria-label="${words.filter}" data-shown="${words.shown}" hidden>
    <label class="search" for="${prefix}search"
      >${words.search}<input type="search" id="${prefix}search" name="search" autocomplete="off" spellcheck="false"
    /></label>
    <label for="${prefix}family"
      >${words.family}<select id="${prefix}family" name="family">
        <option value="">${words.allFamilies}</option>
        ${families.map((family) => html`<option value="${family}">${speech.words.families[family] ?? family}</option>`)}
      </select></label>
    <fieldset>
      <legend>${words.states}</legend>
      ${STATES.map((state) => html`<label><input type="checkbox" name="state" value="${state}" checked /> ${speech.words.states[state]} <span class="facts">${number(state)}</span></label>`)}
    </fieldset>
    <div class="buttons">
      <button type="button" name="unfold">${words.unfold}</button><button type="button" name="fold">${words.fold}</button>
    </div>
    <output aria-live="polite"></output>
  </form>`;
}

function familyBody(family: string, channels: readonly ChannelReport[], ground: Ground): Html {
  const title = ground.speech.words.families[family] ?? family;
  return html`<tbody data-family="${family}">
    <tr class="family">
      <th scope="rowgroup" colspan="2">${title}</th>
    </tr>
    ${channels.map((channel) => channelRow(channel, ground))}
  </tbody>`;
}

function channelRow(channel: ChannelReport, { speech, prefix }: Ground): Html {
  const { id, title, verdict, evidence, doors, findings } = channel;
  const words = speech.words.channels;
  const counts = [
    ...(findings.length > 0 ? [words.findings(findings.length)] : []),
    ...(doors.length > 0 ? [words.doors(doors.length)] : []),
    evidence.length > 0 ? words.evidence(evidence.length) : words.noEvidence,
  ];
  const catalogue = CHANNELS.find((one) => one.id === id);
  return html`<tr class="channel" id="${prefix}${id}" data-state="${verdict}">
    <td>${stateMark(verdict, speech)}</td>
    <th scope="row">
      <span class="title">${speech.ofChannel(id, "title", title)}</span> <code>${id}</code>
      <details>
        <summary>${counts.join(", ")}</summary>
        ${grouped([...findings, ...doors, ...evidence], speech)}
        ${catalogue === undefined ? undefined : explained(catalogue, speech)}
      </details>
    </th>
  </tr>`;
}

/** Evidence that says the same of several resources, once. */
function grouped(evidence: readonly Evidence[], speech: Ground["speech"]): Html {
  const byWhy = new Map<string, Evidence[]>();
  for (const piece of evidence) byWhy.set(piece.why, [...(byWhy.get(piece.why) ?? []), piece]);
  return html`<ul class="evidence">
    ${[...byWhy].map(
      ([why, pieces]) =>
        html`<li>
          ${speech.sentence(why)}
          <ul>
            ${pieces.map((piece) => html`<li>${place(piece)}</li>`)}
          </ul>
        </li>`,
    )}
  </ul>`;
}

function explained({ id, opens, closes, sources }: Channel, speech: Ground["speech"]): Content {
  const words = speech.words.channels;
  return html`<dl class="catalogue">
    <dt>${words.opened}</dt>
    <dd>${speech.ofChannel(id, "opens", opens)}</dd>
    <dt>${words.closed}</dt>
    <dd>${speech.ofChannel(id, "closes", closes)}</dd>
    <dt>${words.sources}</dt>
    <dd>
      ${sources.map((source) => html`<span class="source">${/^https:\/\//.test(source) ? html`<a href="${source}" rel="noreferrer">${source}</a>` : source}</span> `)}
    </dd>
  </dl>`;
}
