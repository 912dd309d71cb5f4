import { type BoxCost } from "../../cost";
import { html, type Content, type Html } from "./html";
import { scrollable, type Ground, type Section } from "./section";

/** What a month is likely to cost, box by box. */
export function costSection({ subject, speech, prefix }: Ground): Section[] {
  const { cost } = subject;
  if (cost === undefined) return [];
  const words = speech.words.cost;
  const days = cost.boxes.flatMap(({ lines }) => lines.flatMap(({ price }) => price?.asOf ?? [])).sort();
  const [first, last] = [days[0], days.at(-1)];
  const notes = [
    [words.notInTable, cost.notInTable],
    [words.byUse, cost.byUse],
    [words.notPriced, cost.notPriced],
  ] as const;
  const table = html`<table class="cost">
    <thead>
      <tr>
        <th scope="col">${words.box}</th>
        <th scope="col">${words.region}</th>
        <th scope="col" class="amount">${words.month}</th>
      </tr>
    </thead>
    <tbody>
      ${cost.boxes.map(
        ({ box, region, monthlyUSD }) =>
          html`<tr>
            <th scope="row">${box}</th>
            <td>${region}</td>
            <td class="amount">${amount(monthlyUSD)}</td>
          </tr>`,
      )}
    </tbody>
    <tfoot>
      <tr>
        <th scope="row" colspan="2">${words.total}${cost.isComplete ? "" : ` (${words.atLeast})`}</th>
        <td class="amount">${amount(cost.monthlyUSD)}</td>
      </tr>
    </tfoot>
  </table>`;
  return [
    {
      id: `${prefix}cost`,
      heading: words.heading,
      body: html`<p>
          ${words.explain(cost.assumptions.machineHours)}
          ${first === undefined || last === undefined ? "" : words.prices(words.range(first, last))}
        </p>
        ${scrollable(words.heading, table)}
        ${notes.map(([label, names]) => (names.length === 0 ? undefined : html`<p><strong>${label}</strong>: ${names.map((name, index) => html`${index > 0 ? ", " : ""}${speech.sentence(name)}`)}.</p>`))}
        <details>
          <summary>${words.components}</summary>
          ${cost.boxes.map((box) => components(box, speech))}
        </details>`,
    },
  ];
}

function components({ box, lines }: BoxCost, speech: Ground["speech"]): Content {
  const words = speech.words.cost;
  const rows = lines.filter(({ quantity }) => quantity !== undefined);
  const table: Html = html`<table class="cost">
    <thead>
      <tr>
        <th scope="col">${words.component}</th>
        <th scope="col">${words.quantity}</th>
        <th scope="col" class="amount">${words.month}</th>
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        ({ component, item, quantity = 0, price, monthlyUSD }) =>
          html`<tr>
            <th scope="row">${speech.sentence(component)} <code>${item}</code></th>
            <td>${Number(quantity.toFixed(2))} ${price?.unit ?? ""}${price === undefined ? "" : ` × ${price.usd}`}</td>
            <td class="amount">${monthlyUSD === undefined ? words.unknown : amount(monthlyUSD)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
  return html`<h3>${box}</h3>
    ${scrollable(box, table)}`;
}

/** An amount with two places and thousands apart, alike in both languages. */
function amount(usd: number): string {
  return usd.toFixed(2).replace(/\B(?=(\d{3})+(?!\d))/g, ",");
}
