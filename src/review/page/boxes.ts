import { type Graph, type LinkKind } from "../graph/graph";
import { labelOf } from "../picture/card";
import { drawPicture } from "../picture/draw";
import { layOut, outsideName } from "../picture/layout";
import { html, type Content, type Html } from "./html";
import { renderWay } from "./ways";
import { type Ground, type Section } from "./section";

/** A picture that is higher than so many pixels gets a page of its own on paper, so that it can be read there. */
const LARGE = 1100;

/** The picture of the boxes, its legend, the ways out on it, and the same in words. */
export async function boxesSection(ground: Ground): Promise<Section> {
  const { subject, speech, prefix } = ground;
  const { picture } = speech.words;
  return { id: `${prefix}boxes`, heading: picture.heading, body: await body(subject.graph, ground) };
}

async function body(graph: Ground["subject"]["graph"], ground: Ground): Promise<Content> {
  const { picture } = ground.speech.words;
  if ("failed" in graph) return html`<p class="caution">${picture.failed(graph.failed)}</p>`;
  if (graph.boxes.length === 0) return html`<p>${picture.none}</p>`;
  const layout = await layOut(graph, ground.speech);
  return html`<figure class="${layout.height > LARGE ? "large" : "small"}">
      <div class="canvas" role="region" aria-label="${picture.region}" tabindex="0">
        ${drawPicture(graph, layout, ground.speech, ground.prefix)}
      </div>
      <figcaption>${legend(graph, ground)}</figcaption>
    </figure>
    ${waysList(graph, ground)} ${inWords(graph, ground)}`;
}

function legend({ links, tones }: Graph, { speech }: Ground): Html {
  const { words } = speech;
  const kinds = [...new Set(links.map(({ kind }) => kind))].filter(
    (kind): kind is LinkKind => kind !== "door" && kind !== "way-out",
  );
  const found = new Set(tones.values());
  return html`<ul class="legend" aria-label="${words.picture.legend}">
    ${kinds.map(
      (kind) =>
        html`<li>
          <svg class="swatch" width="34" height="12" aria-hidden="true">
            <g class="link ${kind}">
              <path class="wide" d="M2 6h30" />
              <path class="core" d="M2 6h30" />
            </g></svg>${words.picture.links[kind]}
        </li>`,
    )}
    ${(["open", "unproven", "door"] as const).filter((tone) => found.has(tone)).map((tone) => html`<li><span class="swatch tone-${tone}" aria-hidden="true"></span>${tone === "door" ? words.picture.links.door : words.states[tone]}</li>`)}
  </ul>`;
}

/** Every way out, each a link that shows it alone on the picture. */
function waysList({ ways }: Graph, { speech, prefix }: Ground): Content {
  const { picture } = speech.words;
  if (ways.length === 0) return undefined;
  return html`<div class="way-list">
    <h3>${picture.ways}</h3>
    <ol>
      ${ways.map((way) => html`<li>${renderWay(way.id, prefix, html`${speech.channelTitle(way.channel)} <code>${way.channel}</code>`)}</li>`)}
    </ol>
    <p><a href="#${prefix}boxes">${picture.all}</a></p>
  </div>`;
}

/** What the picture shows, as lists: for whoever does not see it, and for what a short name leaves out. */
function inWords(graph: Graph, { speech }: Ground): Html {
  const { words } = speech;
  const names = new Map<string, string>([
    ...graph.outsides.map((outside) => [outside.id, outsideName(outside, speech)] as const),
    ...graph.boxes.flatMap((box) => {
      const called = box.name === "" ? words.picture.account : box.name;
      return [
        [box.id, called] as const,
        ...box.groups.flatMap((group) => [
          [
            group.id,
            `${called}, ${group.name === "" ? words.picture.groups[group.kind as "edge"] : group.name}`,
          ] as const,
          ...group.parts.map((part) => [part.id, `${labelOf(part, words)} (${called})`] as const),
        ]),
      ];
    }),
  ]);
  return html`<details class="in-words">
    <summary>${words.picture.inWords}</summary>
    ${graph.boxes.map(
      (box) =>
        html`<h3>
            ${names.get(box.id)}
            <span class="facts">${[box.ranges.join(", "), box.account, box.region].filter(Boolean).join(" · ")}</span>
          </h3>
          <ul>
            ${box.groups.map((group) => html`<li><strong>${group.kind === "subnet" ? group.name : words.picture.groups[group.kind]}</strong> <span class="facts">${group.ranges.join(", ")}</span>${group.parts.length > 0 ? html`: ${group.parts.map((part) => html`<span class="item">${labelOf(part, words)}${part.name === "" ? undefined : html` <span class="facts">${words.picture.parts[part.kind]}</span>`}</span>`)}` : undefined}</li>`)}
          </ul>`,
    )}
    ${
      graph.links.length === 0
        ? undefined
        : html`<h3>${words.picture.joined}</h3>
            <ul>
              ${graph.links.map(({ kind, from, to }) => html`<li>${names.get(from) ?? from} → ${names.get(to) ?? to} <span class="facts">${words.picture.links[kind]}</span></li>`)}
            </ul>`
    }
  </details>`;
}
