/** How the picture looks: quiet lines, and colour only for what is said of a thing. */
export const PICTURE_STYLE = `
.canvas { overflow-x: auto; background: var(--surface); border: 1px solid var(--line); border-radius: 12px; padding: 0.9rem; }
.picture { display: block; margin: 0 auto; max-width: 100%; height: auto; font-family: inherit; }
@media screen and (max-width: 860px) { .picture { max-width: none; } }
.picture text { fill: var(--ink); }
.picture .mono { fill: var(--dim); font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
.picture .icon { fill: none; stroke: var(--dim); stroke-width: 1.4; stroke-linecap: round; stroke-linejoin: round; }
.box > .frame { fill: var(--paper); stroke: var(--strong-line); stroke-width: 1.5; }
.box.account > .frame { stroke-dasharray: 5 4; }
.box > .title { font-weight: 650; }
.group > .frame { fill: var(--surface); stroke: var(--line); }
.group > .name { font-weight: 600; }
.group.edge > .name, .group.account > .name, .group.named > .name { fill: var(--dim); font-weight: 500; }
.part > .frame { fill: var(--sunken); stroke: transparent; }
.outside > .frame { fill: var(--surface); stroke: var(--strong-line); }
.outside.way-out > .frame { stroke-dasharray: 3 3; }
.link path { fill: none; stroke-linecap: round; }
.link .core { stroke: var(--strong-line); stroke-width: 1.5; }
.link .wide { stroke: transparent; stroke-width: 8; }
.link.people .core { stroke: var(--accent); stroke-dasharray: 1 5; stroke-width: 2.5; }
.link.tunnel .wide, .link.site .wide { stroke: var(--closed); stroke-width: 7; }
.link.tunnel .core, .link.site .core { stroke: var(--surface); stroke-width: 3.5; stroke-linecap: butt; }
.link.site .wide { stroke: var(--accent); }
.link .badge { fill: var(--surface); stroke: var(--closed); stroke-width: 1.75; }
.link.tunnel .icon { stroke: var(--closed); }
.link.peering .core { stroke-dasharray: 7 5; }
.tone-open > .frame, .outside.tone-open > .frame { fill: var(--open-soft); stroke: var(--open); stroke-width: 1.5; }
.tone-unproven > .frame { fill: var(--unproven-soft); stroke: var(--unproven); stroke-width: 1.5; }
.tone-door > .frame { fill: var(--door-soft); stroke: var(--door); stroke-width: 1.5; }
.box.tone-open > .frame, .group.tone-open > .frame { fill: var(--surface); }
.tone-open > .icon { stroke: var(--open); } .tone-unproven > .icon { stroke: var(--unproven); } .tone-door > .icon { stroke: var(--door); }
.link.tone-open .core { stroke: var(--open); } .link.tone-unproven .core { stroke: var(--unproven); } .link.tone-door .core { stroke: var(--door); }
.link.site.tone-door .wide { stroke: var(--door); } .link.site.tone-door .core { stroke: var(--surface); }
.link.door .core { stroke-dasharray: 6 4; }
.link.way-out .core { stroke: transparent; }
.way .line { fill: none; stroke: var(--open); stroke-width: 2.25; stroke-linejoin: round; stroke-dasharray: 7 4; }
.way .halo { fill: none; stroke: var(--surface); stroke-width: 5; opacity: 0.75; }
.way .start { fill: var(--open); stroke: var(--surface); stroke-width: 1.5; }
.picture .arrow { fill: var(--open); }
.way:target .line { stroke-width: 3.5; stroke-dasharray: none; }
.picture:has(.way:target) .way:not(:target) { opacity: 0.12; }
.picture:has(.way:target) .link, .picture:has(.way:target) .part:not(.tone-open) { opacity: 0.45; }
.legend { display: flex; flex-wrap: wrap; gap: 0.2rem 1.3rem; list-style: none; padding: 0; margin-top: 0.6rem; font-size: 0.87rem; color: var(--dim); }
.legend li { display: inline-flex; align-items: center; gap: 0.45rem; }
span.swatch { width: 14px; height: 14px; border-radius: 4px; border: 1.5px solid; }
span.swatch.tone-open { color: var(--open); background: var(--open-soft); }
span.swatch.tone-unproven { color: var(--unproven); background: var(--unproven-soft); }
span.swatch.tone-door { color: var(--door); background: var(--door-soft); }
.way-list { margin-top: 0.9rem; }
.way-list ol { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); gap: 0.15rem 1.5rem; margin: 0.3rem 0; }
.show-way { display: inline-block; padding: 0.15rem 0; }
.in-words { margin-top: 0.9rem; }
.in-words h3 { margin-top: 0.8rem; }
.in-words .item:not(:last-child)::after { content: ", "; }
@media print {
  .canvas { border: 0; padding: 0; }
  .picture { max-height: 178mm; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .large .picture { max-height: 244mm; }
  figure { break-inside: avoid; }
}`;
