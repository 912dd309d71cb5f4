import { type ChannelVerdict } from "../../verify";
import { type Changes, type ResourceChange } from "../changes";
import { html, type Content, type Html } from "./html";
import { stateMark, type Ground, type Section } from "./section";

/** Resources that are listed before the rest is folded. */
const AT_LENGTH = 12;

/** What is otherwise than when somebody last approved it. */
export function changesSection(ground: Ground): Section {
  const { subject, speech, prefix } = ground;
  const { changes } = subject;
  const words = speech.words.changes;
  return {
    id: `${prefix}changes`,
    heading: words.heading,
    body: changes === undefined ? html`<p class="none">${words.notAsked}</p>` : compared(changes, ground),
  };
}

function compared({ since, channels, doors, resources, comparesAttributes }: Changes, ground: Ground): Html {
  const { speech, prefix } = ground;
  const words = speech.words.changes;
  const state = (verdict: ChannelVerdict | undefined): Content =>
    verdict === undefined ? words.absent : stateMark(verdict, speech);
  return html`<p>${words.since(since.join(", "))}</p>
    ${
      channels === undefined
        ? html`<p class="none">${words.noVerdict}</p>`
        : html`<h3>${words.channels}</h3>
            ${
              channels.length === 0
                ? html`<p class="none">${words.noChannels}</p>`
                : html`<ul class="changes">
                    ${channels.map(({ id, before, now }) => html`<li><a href="#${prefix}${id}">${speech.channelTitle(id)}</a> <code>${id}</code>: <span class="visually-hidden">${words.before} </span>${state(before)} → <span class="visually-hidden">${words.now} </span>${state(now)}</li>`)}
                  </ul>`
            }`
    }
    ${
      doors === undefined
        ? undefined
        : html`<h3>${words.doors}</h3>
            ${
              doors.length === 0
                ? html`<p class="none">${words.noDoors}</p>`
                : html`<ul class="changes">
                    ${doors.map(({ change, channel, where, reason }) => html`<li>${changeMark(change, words)} <a href="#${prefix}${channel}">${speech.channelTitle(channel)}</a>, <code>${where}</code>: ${speech.sentence(reason)}</li>`)}
                  </ul>`
            }`
    }
    ${
      resources === undefined
        ? html`<p class="none">${words.noConfiguration}</p>`
        : html`<h3>${words.resources}</h3>
            ${resourceList(resources, comparesAttributes, ground)}`
    }`;
}

function resourceList(resources: readonly ResourceChange[], comparesAttributes: boolean, { speech }: Ground): Html {
  const words = speech.words.changes;
  const number = (wanted: ResourceChange["change"]): number =>
    resources.filter(({ change }) => change === wanted).length;
  const items = resources.map(
    ({ change, address, attributes }) =>
      html`<li>
        ${changeMark(change, words)}
        <code>${address}</code>${attributes.length === 0 ? undefined : html` <span class="facts">${attributes.join(", ")}</span>`}
      </li>`,
  );
  const rest = items.slice(AT_LENGTH);
  return html`${comparesAttributes ? undefined : html`<p class="caution">${words.otherForm}</p>`}
  ${
    items.length === 0
      ? html`<p class="none">${words.noResources}</p>`
      : html`<p>${words.summary(number("added"), number("removed"), number("changed"))}</p>
          <ul class="changes">
            ${items.slice(0, AT_LENGTH)}
          </ul>`
  }
  ${
    rest.length === 0
      ? undefined
      : html`<details>
          <summary>+${rest.length}</summary>
          <ul class="changes">
            ${rest}
          </ul>
        </details>`
  }`;
}

function changeMark(change: ResourceChange["change"], words: Ground["speech"]["words"]["changes"]): Html {
  return html`<span class="change ${change}">${words[change]}</span>`;
}
