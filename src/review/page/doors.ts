import { type AcceptedRisk, type ChannelReport, type Evidence } from "../../verify";
import { html, type Content, type Html } from "./html";
import { place, scrollable, type Ground, type Section } from "./section";

/** Every way that is meant and every risk that was taken, with who declared it. */
export function doorsSection(ground: Ground): Section {
  const { subject, speech, prefix } = ground;
  const words = speech.words.doors;
  const { channels, acceptedRisks = [] } = subject.report;
  const rows = [
    ...channels.flatMap((channel) => channel.doors.map((door) => doorRow(channel, door, acceptedRisks, ground))),
    ...acceptedRisks
      .filter(({ by, findings }) => by === "command line" || findings === 0)
      .map((risk) => riskRow(risk, ground)),
  ];
  const head = [words.kind, words.channel, words.where, words.declaredBy, words.reason];
  const table = html`<table class="doors">
    <thead>
      <tr>
        ${head.map((text) => html`<th scope="col">${text}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`;
  return {
    id: `${prefix}doors`,
    heading: words.heading,
    body: html`<p>${words.explain}</p>
      ${rows.length === 0 ? html`<p class="none">${words.none}</p>` : scrollable(words.heading, table)}`,
  };
}

function doorRow(
  channel: ChannelReport,
  door: Evidence,
  exceptions: readonly AcceptedRisk[],
  { speech, prefix }: Ground,
): Html {
  const words = speech.words.doors;
  // A declared door begins with the reason that its declaration gives.
  const declared = exceptions.find(
    (exception) =>
      exception.by === "project file" &&
      exception.channel === channel.id &&
      door.why.startsWith(`${exception.reason} (`),
  );
  return row(
    html`<span class="mark door">${words.door}</span>`,
    html`<a href="#${prefix}${channel.id}">${speech.ofChannel(channel.id, "title", channel.title)}</a>`,
    place(door),
    declared === undefined ? words.byConfiguration : declaredBy(declared, speech.words.doors.by),
    declared === undefined
      ? speech.sentence(door.why)
      : html`${speech.sentence(declared.reason)}
          <span class="facts">(${speech.sentence(door.why.slice(declared.reason.length + 2, -1))})</span>`,
  );
}

function riskRow(risk: AcceptedRisk, { speech, prefix }: Ground): Html {
  const words = speech.words.doors;
  const isDoor = risk.by === "project file";
  return row(
    html`<span class="mark ${isDoor ? "door" : "unproven"}">${isDoor ? words.door : words.risk}</span>`,
    html`<a href="#${prefix}${risk.channel}">${speech.channelTitle(risk.channel)}</a>`,
    html`${risk.at === undefined ? words.wholeChannel : html`<code>${risk.at}</code>`}${risk.to === undefined ? undefined : html` ${words.until} <code>${risk.to}</code>`}`,
    declaredBy(risk, words.by),
    html`${speech.sentence(risk.reason)}
      <span class="facts"
        >(${risk.findings === 0 ? words.unused : speech.words.channels.findings(risk.findings)})</span>`,
  );
}

function declaredBy({ by, file, line }: AcceptedRisk, names: Readonly<Record<AcceptedRisk["by"], string>>): Html {
  return file === undefined ? html`${names[by]}` : html`${names[by]}, <code>${file}:${line ?? 1}</code>`;
}

function row(...[kind, channel, where, by, reason]: readonly Content[]): Html {
  return html`<tr>
    <td>${kind}</td>
    <th scope="row">${channel}</th>
    <td>${where}</td>
    <td>${by}</td>
    <td>${reason}</td>
  </tr>`;
}
