/**
 * The page's script: the filter of the channels, and folding all at once. The page can be read without it; whatever needs
 * it is hidden until it runs.
 */
export const SCRIPT = `"use strict";
for (const form of document.querySelectorAll("form.filter")) {
  const section = form.closest("section");
  const rows = [...section.querySelectorAll("tr.channel")];
  const texts = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));
  const bodies = [...section.querySelectorAll("tbody[data-family]")];
  const output = form.querySelector("output");
  const none = section.querySelector(".no-match");
  const apply = () => {
    const data = new FormData(form);
    const words = String(data.get("search")).toLowerCase().split(/\\s+/).filter(Boolean);
    const states = data.getAll("state");
    const family = data.get("family");
    let shown = 0;
    for (const body of bodies) {
      let here = 0;
      for (const row of body.querySelectorAll("tr.channel")) {
        const fits =
          (family === "" || body.dataset.family === family) &&
          states.includes(row.dataset.state) &&
          words.every((word) => texts.get(row).includes(word));
        row.hidden = !fits;
        if (fits) here += 1;
      }
      body.hidden = here === 0;
      shown += here;
    }
    none.hidden = shown > 0;
    output.textContent = form.dataset.shown.replace("{shown}", shown).replace("{all}", rows.length);
  };
  const fold = (open) => () => {
    for (const row of rows) if (!row.hidden) for (const details of row.querySelectorAll("details")) details.open = open;
  };
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.elements.namedItem("unfold").addEventListener("click", fold(true));
  form.elements.namedItem("fold").addEventListener("click", fold(false));
  form.hidden = false;
  apply();
}
/* A link to a channel shows it, whatever the filter says. */
const reveal = () => {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target === null || !target.matches("tr.channel")) return;
  const body = target.closest("tbody");
  if (target.hidden || body.hidden) {
    target.hidden = false;
    body.hidden = false;
    target.scrollIntoView();
  }
  const details = target.querySelector("details");
  if (details !== null) details.open = true;
};
addEventListener("hashchange", reveal);
reveal();
`;
