import { version } from "../../../package.json";
import { html } from "./html";
import { type Ground, type Section } from "./section";

/** What was judged, by its digest, so that the page can be held against it. */
export function judgedSection({ subject, speech, prefix }: Ground): Section {
  const words = speech.words.judged;
  const { report, files, form, resources, accounts, custody } = subject;
  return {
    id: `${prefix}judged`,
    heading: words.heading,
    body: html`<dl class="facts-list">
        <dt>${words.target}</dt>
        <dd><code>${report.target}</code></dd>
        <dt>${words.formLabel}</dt>
        <dd>${words.form[form]}</dd>
        ${files.map(
          ({ name, sha256 }) =>
            html`<dt>${words.file}</dt>
              <dd><code>${name}</code></dd>
              <dt>${words.digest}</dt>
              <dd><code class="digest">${sha256}</code></dd>`,
        )}
        <dt>${words.resources}</dt>
        <dd>${resources}</dd>
        ${
          accounts.length === 0
            ? undefined
            : html`<dt>${words.accounts}</dt>
                <dd><code>${accounts.join(", ")}</code></dd>`
        }
        <dt>${words.tool}</dt>
        <dd>databox ${version}</dd>
      </dl>
      <p>${words.check} ${custody === undefined ? words.noProject : words.synthesized}</p>`,
  };
}
