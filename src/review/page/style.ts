import { PICTURE_STYLE } from "./picture-style";

/** Colours by what they mean; on paper always the light ones. */
const COLOURS = `
:root {
  color-scheme: light dark;
  --paper: #f5f6f8; --surface: #ffffff; --sunken: #f0f2f5; --ink: #17212b; --dim: #55616e; --line: #d9dee4; --strong-line: #b4bdc7;
  --accent: #1c5d99; --focus: #1c5d99;
  --closed: #17713f; --closed-soft: #e4f3ea; --door: #6540b3; --door-soft: #efe9fb;
  --unproven: #8a5a00; --unproven-soft: #fdf2d8; --open: #b3261e; --open-soft: #fce9e7;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --paper: #0f1419; --surface: #171d24; --sunken: #1e252e; --ink: #e4e9ee; --dim: #a0acb8; --line: #2c3641; --strong-line: #4a5765;
    --accent: #86b9ec; --focus: #86b9ec;
    --closed: #6cc992; --closed-soft: #16301f; --door: #c0a8f7; --door-soft: #2a2140;
    --unproven: #e6b54a; --unproven-soft: #332709; --open: #ff8a80; --open-soft: #3d1a18;
  }
}`;

const BASE = `
*, *::before, *::after { box-sizing: border-box; }
html { scroll-padding-top: 1rem; -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 15px/1.6 system-ui, -apple-system, "Segoe UI", "Apple SD Gothic Neo", "Malgun Gothic", "Noto Sans KR", "Noto Sans CJK KR", sans-serif;
}
:lang(ko) body, html:lang(ko) body { word-break: keep-all; overflow-wrap: break-word; line-height: 1.7; }
code { font: 0.86em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
a { color: var(--accent); text-underline-offset: 0.15em; text-decoration-thickness: 1px; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; border-radius: 4px; }
h1, h2, h3, p, ul, ol, dl, figure { margin: 0; }
h1 { font-size: 0.95rem; font-weight: 600; letter-spacing: 0.01em; color: var(--dim); }
h2 { font-size: 1.3rem; line-height: 1.3; font-weight: 650; margin-bottom: 0.75rem; }
h3 { font-size: 1rem; line-height: 1.45; font-weight: 650; }
ul, ol { padding-left: 1.25rem; }
.visually-hidden { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: 1rem; top: -3rem; background: var(--surface); padding: 0.5rem 0.75rem; border-radius: 6px; z-index: 1; }
.skip:focus { top: 0.75rem; }
.facts { color: var(--dim); font-size: 0.87em; overflow-wrap: anywhere; }
.none { color: var(--dim); }
.caution { color: var(--unproven); font-weight: 550; }
.lead { font-size: 1.05rem; font-weight: 550; }
summary { cursor: pointer; color: var(--accent); width: fit-content; }
.page { max-width: 1320px; margin: 0 auto; padding: 1.5rem clamp(1rem, 3vw, 2.25rem) 3rem; }
.page > header { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; align-items: baseline; justify-content: space-between; margin-bottom: 1rem; }
.target + .target { margin-top: 4rem; border-top: 3px double var(--strong-line); padding-top: 2rem; }`;

const BANNER = `
.banner {
  display: grid; grid-template-columns: auto 1fr auto; gap: 0.5rem 1.5rem; align-items: center;
  background: var(--surface); border: 1px solid var(--line); border-left: 6px solid var(--state); border-radius: 12px; padding: 1.4rem 1.6rem;
}
.banner.confined { --state: var(--closed); --state-soft: var(--closed-soft); }
.banner.unproven { --state: var(--unproven); --state-soft: var(--unproven-soft); }
.banner.leaks { --state: var(--open); --state-soft: var(--open-soft); }
.banner .seal { width: 3.4rem; height: 3.4rem; border-radius: 50%; display: grid; place-items: center; font-size: 1.8rem; line-height: 1; font-weight: 700; color: var(--state); background: var(--state-soft); }
.banner .name { font-weight: 600; color: var(--dim); overflow-wrap: anywhere; line-height: 1.4; }
.banner .word { font-size: 2.1rem; line-height: 1.2; font-weight: 700; letter-spacing: -0.01em; color: var(--state); }
.counts .total { font-size: 0.87rem; color: var(--dim); text-align: right; margin-bottom: 0.35rem; }
.counts ul { display: flex; list-style: none; padding: 0; gap: 0.4rem; }
.counts li { min-width: 4.6rem; padding: 0.35rem 0.5rem; border-radius: 8px; text-align: center; font-size: 0.82rem; line-height: 1.35; }
.counts .number { display: block; font-size: 1.35rem; font-weight: 650; font-variant-numeric: tabular-nums; }
.counts .zero { color: var(--dim); background: var(--sunken); }
.counts .closed { color: var(--closed); background: var(--closed-soft); }
.counts .door { color: var(--door); background: var(--door-soft); }
.counts .unproven { color: var(--unproven); background: var(--unproven-soft); }
.counts .open { color: var(--open); background: var(--open-soft); }
nav.contents { margin: 0.9rem 0 0; font-size: 0.92rem; }
nav.contents ul { display: flex; flex-wrap: wrap; gap: 0.2rem 1.1rem; list-style: none; padding: 0; }
section { margin-top: 2.6rem; }
@media (max-width: 860px) {
  .banner { grid-template-columns: auto 1fr; }
  .counts { grid-column: 1 / -1; }
  .counts .total { text-align: left; }
  .counts ul { display: grid; grid-template-columns: repeat(4, 1fr); }
  .counts li { min-width: 0; }
}
@media (max-width: 480px) {
  .banner { padding: 1.1rem; column-gap: 0.9rem; }
  .banner .seal { width: 2.6rem; height: 2.6rem; font-size: 1.35rem; align-self: start; }
  .banner .word { font-size: 1.7rem; }
}`;

const PARTS = `
.mark { display: inline-flex; align-items: center; gap: 0.3em; padding: 0.05rem 0.5rem; border-radius: 999px; font-size: 0.82rem; font-weight: 600; line-height: 1.5; white-space: nowrap; }
.mark .shape { font-size: 0.85em; }
.mark.closed { color: var(--closed); background: var(--closed-soft); }
.mark.door { color: var(--door); background: var(--door-soft); }
.mark.unproven { color: var(--unproven); background: var(--unproven-soft); }
.mark.open { color: var(--open); background: var(--open-soft); }
.address { color: var(--dim); }
.scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: 10px; background: var(--surface); margin-top: 0.75rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: 0.5rem 0.8rem; font-weight: inherit; }
thead th { font-size: 0.82rem; font-weight: 600; color: var(--dim); border-bottom: 1px solid var(--line); }
tbody tr + tr > *, tfoot > tr > * { border-top: 1px solid var(--line); }
.scroll tbody th { font-weight: 550; }
.scroll td:first-child { white-space: nowrap; }
.doors th[scope="row"] { min-width: 8.5rem; }
.doors td:nth-child(n + 3) { min-width: 9rem; }
.doors td:nth-child(3) { min-width: 14rem; }
.doors td:nth-child(4) { min-width: 13rem; }
.doors td:last-child { min-width: 18rem; }
.amount { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
tfoot { font-weight: 650; }
.cost + p, .scroll + p { margin-top: 0.75rem; }
.finding-of { background: var(--surface); border: 1px solid var(--line); border-left: 4px solid var(--state); border-radius: 10px; padding: 1rem 1.2rem; margin-top: 0.9rem; }
.finding-of.open { --state: var(--open); }
.finding-of.unproven { --state: var(--unproven); }
.finding { margin-top: 0.8rem; }
.finding + .finding { border-top: 1px solid var(--line); padding-top: 0.8rem; }
.finding dl, .facts-list { display: grid; grid-template-columns: minmax(5.5rem, max-content) 1fr; gap: 0.3rem 1rem; margin-top: 0.35rem; }
dt { color: var(--dim); font-size: 0.9em; }
dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }
.steps { list-style: none; padding: 0; border-left: 2px solid var(--open); margin: 0.15rem 0 0.4rem 0.35rem; }
.steps li { position: relative; padding: 0.05rem 0 0.05rem 1rem; }
.steps li::before { content: ""; position: absolute; left: -5px; top: 0.65em; width: 8px; height: 8px; border-radius: 50%; background: var(--surface); border: 2px solid var(--open); }
.steps li:last-child::before { background: var(--open); }
.label { color: var(--dim); font-size: 0.87em; }
.request dl { grid-template-columns: minmax(8rem, max-content) 1fr; }
.changes { list-style: none; padding: 0; margin-top: 0.4rem; }
.changes li { padding: 0.2rem 0; overflow-wrap: anywhere; }
.change { display: inline-block; min-width: 4.4rem; font-size: 0.82rem; font-weight: 600; }
.change.added { color: var(--closed); } .change.removed { color: var(--open); } .change.changed { color: var(--unproven); }
section > h3, .columns h3, #claim h3 { margin: 1rem 0 0.3rem; }
.columns { columns: 21rem 3; column-gap: 2.2rem; }
.columns > div { break-inside: avoid; padding-bottom: 0.6rem; }
.columns > div:first-child h3 { margin-top: 0; }
.columns ul { padding-left: 1.1rem; }
.columns li + li { margin-top: 0.3rem; }
.facts-list { max-width: 60rem; margin-bottom: 0.75rem; }
.digest { word-break: break-all; }`;

const CHANNELS = `
.filter { display: flex; flex-wrap: wrap; gap: 0.7rem 1.2rem; align-items: end; background: var(--surface); border: 1px solid var(--line); border-radius: 10px; padding: 0.9rem 1rem; margin: 0.75rem 0; }
.filter[hidden], [hidden] { display: none !important; }
.filter label { display: block; font-size: 0.82rem; color: var(--dim); }
.filter .search { flex: 1 1 15rem; }
.filter input[type="search"], .filter select { display: block; width: 100%; margin-top: 0.2rem; font: inherit; font-size: 0.95rem; color: var(--ink); background: var(--paper); border: 1px solid var(--strong-line); border-radius: 6px; padding: 0.35rem 0.5rem; min-height: 2.3rem; }
.filter fieldset { border: 0; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: 0.1rem 0.9rem; }
.filter legend { padding: 0; font-size: 0.82rem; color: var(--dim); }
.filter fieldset label { color: var(--ink); font-size: 0.92rem; min-height: 2rem; display: inline-flex; align-items: center; gap: 0.35rem; }
.filter input[type="checkbox"] { accent-color: var(--accent); width: 1.05rem; height: 1.05rem; margin: 0; }
.filter .buttons { display: flex; gap: 0.5rem; }
button { font: inherit; font-size: 0.9rem; color: var(--accent); background: transparent; border: 1px solid var(--strong-line); border-radius: 6px; padding: 0.3rem 0.7rem; min-height: 2.2rem; cursor: pointer; }
button:hover { background: var(--sunken); }
.filter output { flex-basis: 100%; font-size: 0.87rem; color: var(--dim); }
.channels { background: var(--surface); border: 1px solid var(--line); border-radius: 10px; border-collapse: separate; border-spacing: 0; }
.channels td { width: 7.5rem; white-space: nowrap; }
.channels .family th { background: var(--sunken); font-weight: 650; font-size: 0.9rem; padding-block: 0.35rem; }
.channels .channel th { overflow-wrap: anywhere; }
.channels .channel:target > * { background: color-mix(in srgb, var(--accent) 10%, transparent); }
.channel .title { font-weight: 550; }
.channel code { color: var(--dim); }
.channel summary { font-size: 0.87rem; color: var(--dim); }
.channel details[open] > summary { color: var(--accent); }
.evidence { font-size: 0.92rem; margin-top: 0.3rem; padding-left: 1.1rem; }
.evidence > li + li { margin-top: 0.35rem; }
.evidence ul { list-style: none; padding: 0; }
.evidence ul li { font-size: 0.92em; line-height: 1.45; color: var(--dim); }
.catalogue { font-size: 0.9rem; margin: 0.7rem 0 0.3rem; padding: 0.6rem 0.8rem; background: var(--sunken); border-radius: 8px; }
.catalogue dd { margin-bottom: 0.35rem; }
.catalogue dt, .catalogue .source, .catalogue a { color: var(--dim); }
.no-match { padding: 1rem; color: var(--dim); }
@media (max-width: 600px) {
  .channels thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
  .channels .channel, .channels .channel > * { display: block; width: auto; }
  .channels .channel > td { padding-bottom: 0; }
  .channels .channel > th { border-top: 0; padding-top: 0.15rem; }
  .finding dl, .facts-list { grid-template-columns: 1fr; gap: 0; }
  .finding dd, .facts-list dd { margin-bottom: 0.4rem; }
}`;

const PAPER = `
@page { size: A4; margin: 14mm 13mm; }
@media print {
  body { background: #fff; font-size: 9.5pt; line-height: 1.45; }
  .page { max-width: none; padding: 0; }
  .skip, .filter, nav.contents, .way-list p { display: none !important; }
  .banner, .mark, .counts li, .channels .family th { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .banner, .finding, .scroll tr, .evidence > li, .columns > div { break-inside: avoid; }
  .channels .channel { break-inside: avoid-page; }
  h2, h3, .family { break-after: avoid; }
  section { margin-top: 1.6rem; }
  .scroll, .canvas { overflow: visible; }
  a { color: inherit; text-decoration: none; }
  .banner { grid-template-columns: auto 1fr auto; }
  .banner .word { font-size: 20pt; }
  .target + .target { break-before: page; margin-top: 0; }
  .columns { columns: 2; }
}`;

/** The page's style sheet, whole. */
export const STYLE = [COLOURS, BASE, BANNER, PARTS, CHANNELS, PICTURE_STYLE, PAPER].join("\n");
