import { type ChannelReport, type Finding } from "../../verify";
import { html, type Content, type Html } from "./html";
import { place, stateMark, type Ground, type Section } from "./section";
import { renderWay } from "./ways";

/** Findings of one channel that are open to be read at once; the rest is folded. */
const AT_LENGTH = 5;

/** Why the verdict is not `confined`: ways out first, then what is not understood. */
export function findingsSections(ground: Ground): Section[] {
  const { subject, speech, prefix } = ground;
  return (["open", "unproven"] as const).flatMap((verdict) => {
    const channels = subject.report.channels.filter((channel) => channel.verdict === verdict);
    if (channels.length === 0) return [];
    const body = channels.map((channel) => renderChannel(channel, ground));
    return [{ id: `${prefix}findings-${verdict}`, heading: speech.words.findings[verdict], body }];
  });
}

function renderChannel(channel: ChannelReport, ground: Ground): Html {
  const { speech, prefix } = ground;
  const { findings } = channel;
  const rendered = findings.map((finding, index) => renderFinding(channel, finding, index, ground));
  const rest = rendered.slice(AT_LENGTH);
  return html`<article class="finding-of ${channel.verdict}">
    <h3>
      ${stateMark(channel.verdict, speech)}
      <a href="#${prefix}${channel.id}">${speech.ofChannel(channel.id, "title", channel.title)}</a>
      <code>${channel.id}</code>
    </h3>
    ${rendered.slice(0, AT_LENGTH)}
    ${
      rest.length > 0
        ? html`<details>
            <summary>${speech.words.findings.more(rest.length)}</summary>
            ${rest}
          </details>`
        : undefined
    }
  </article>`;
}

function renderFinding(channel: ChannelReport, finding: Finding, index: number, ground: Ground): Html {
  const { speech, prefix, subject } = ground;
  const words = speech.words.findings;
  const { why, witness, mend, origin } = finding;
  const way =
    "failed" in subject.graph
      ? undefined
      : subject.graph.ways.find((one) => one.channel === channel.id && one.finding === index);
  return html`<div class="finding">
    <p class="place">${place(finding)}</p>
    <dl>
      <dt>${words.why}</dt>
      <dd>${speech.sentence(why)}</dd>
      ${
        origin === undefined
          ? undefined
          : html`<dt>${words.origin}</dt>
              <dd><code>${origin.file}:${origin.line}:${origin.column}</code></dd>`
      }
      ${
        witness === null
          ? undefined
          : html`<dt>${words.wayOut}</dt>
              <dd>
                ${steps(witness, ground)}${way === undefined ? undefined : renderWay(way.id, prefix, words.onPicture)}
              </dd>`
      }
      ${
        mend === null
          ? undefined
          : html`<dt>${words.mend}</dt>
              <dd>${speech.sentence(mend)}</dd>`
      }
    </dl>
  </div>`;
}

function steps({ from, by, through, to, request = {} }: NonNullable<Finding["witness"]>, { speech }: Ground): Content {
  const words = speech.words.findings;
  const step = (label: string, text: Html): Html => html`<li><span class="label">${label}</span> ${text}</li>`;
  const fields = Object.entries(request);
  return html`<ol class="steps">
      ${step(words.from, speech.sentence(from))} ${step(words.by, speech.sentence(by))}
      ${through.map((address) => step(words.through, html`<code>${address}</code>`))}
      ${step(words.to, speech.sentence(to))}
    </ol>
    ${
      fields.length === 0
        ? undefined
        : html`<details class="request">
            <summary>${words.request}</summary>
            <dl>
              ${fields.map(
                ([key, value]) =>
                  html`<dt><code>${key}</code></dt>
                    <dd><code>${value}</code></dd>`,
              )}
            </dl>
          </details>`
    }`;
}
