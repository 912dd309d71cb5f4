import { createHash } from "node:crypto";
import { type Subject } from "../subject";
import { Speech } from "../words/speech";
import { type Language } from "../words/words";
import { renderBanner } from "./banner";
import { boxesSection } from "./boxes";
import { changesSection } from "./changes";
import { channelsSection } from "./channels";
import { claimSection } from "./claim";
import { costSection } from "./cost";
import { custodySection } from "./custody";
import { doorsSection } from "./doors";
import { findingsSections } from "./findings";
import { html, Html } from "./html";
import { judgedSection } from "./judged";
import { SCRIPT } from "./script";
import { renderSection, type Ground } from "./section";
import { STYLE } from "./style";

/**
 * The review page: one file that asks no network for anything. Its style and its script stand in it, and the browser runs
 * these two by their digests and nothing else (https://www.w3.org/TR/CSP3/#framework-directive-source-list). The same
 * subjects give the same bytes.
 */
export async function renderReview(subjects: readonly Subject[], language: Language): Promise<string> {
  const speech = new Speech(language);
  const { words } = speech;
  const targets: Html[] = [];
  for (const [index, subject] of subjects.entries())
    targets.push(await renderTarget({ subject, speech, prefix: subjects.length === 1 ? "" : `t${index + 1}-` }));
  const name = subjects.map(({ report }) => report.project ?? report.target).join(", ");
  const policy = [
    "default-src 'none'",
    `style-src '${digest(STYLE)}'`,
    `script-src '${digest(SCRIPT)}'`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <meta name="color-scheme" content="light dark" />
        <title>${words.title(name)}</title>
        <link rel="icon" href="data:," />
        ${new Html(`<style>${STYLE}</style>`)}
      </head>
      <body>
        <div class="page">
          <a class="skip" href="#${subjects.length === 1 ? "" : "t1-"}verdict">${words.skip}</a>
          <header><h1>${words.title(name)}</h1></header>
          <main>${targets}</main>
        </div>
        ${new Html(`<script>${SCRIPT}</script>`)}
      </body>
    </html> `.markup;
}

async function renderTarget(ground: Ground): Promise<Html> {
  const { words } = ground.speech;
  const sections = [
    await boxesSection(ground),
    ...findingsSections(ground),
    doorsSection(ground),
    changesSection(ground),
    channelsSection(ground),
    ...custodySection(ground),
    ...costSection(ground),
    claimSection(ground),
    judgedSection(ground),
  ];
  return html`<div class="target">
    ${renderBanner(ground)}
    <nav
      class="contents"
      aria-label="${words.contents}${ground.prefix === "" ? "" : `: ${ground.subject.report.project ?? ground.subject.report.target}`}"
    >
      <ul>
        ${sections.map(({ id, heading }) => html`<li><a href="#${id}">${heading}</a></li>`)}
      </ul>
    </nav>
    ${sections.map(renderSection)}
  </div>`;
}

function digest(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
