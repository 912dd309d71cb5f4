import { createColors } from "picocolors";
import { type DriftEntry, type DriftReport, type OpenedChannel } from "../drift";
import { type Finding } from "../verify";
import { countChannels } from "./text";
import { printable } from "./untrusted-text";

/** Findings of a channel that are printed; the rest is counted, and all are in the JSON. */
const SHOWN = 5;

/** What is live, against the project file, for a terminal: what opened first, then every resource that was changed. */
export function renderDrift(report: DriftReport, { color = false }: { readonly color?: boolean } = {}): string {
  const colors = createColors(color);
  const { expected, live, notes, notSeen, opened, project, resources } = report;
  const untold = opened.some(({ id }) => !resources.some((one) => one.channels.includes(id)));
  return [
    `${colors.bold(printable(project))}: ${headline(report)}`,
    `  live          ${countChannels(live, colors)}`,
    `  project file  ${countChannels(expected, colors)}`,
    ...notes.map((note) => colors.yellow(`  ${printable(note)}`)),
    "",
    ...opened.flatMap((channel) => [...renderChannel(channel), ""]),
    ...resources.flatMap((one) => [...renderResource(one, untold), ""]),
    ...["What this does not see", ...notSeen.map((line) => `  - ${line}`)].map(colors.dim),
    "",
  ].join("\n");

  function renderChannel({ id, title, verdict, findings }: OpenedChannel): string[] {
    const word = verdict === "open" ? colors.red("OPEN    ") : colors.yellow("unproven");
    return [
      `${word} ${colors.bold(id)}: ${title}`,
      ...findings.slice(0, SHOWN).flatMap(renderFinding),
      ...(findings.length > SHOWN ? [`  and ${findings.length - SHOWN} more`] : []),
      ...resources
        .filter((one) => one.channels.includes(id))
        .map(({ address, gone }) => `  by: ${printable(address)}, which ${gone ? "is gone" : "was changed"} (below)`),
    ];
  }
}

function headline({ live, opened, resources }: DriftReport): string {
  const changed = resources.length === 1 ? "1 resource was changed" : `${resources.length} resources were changed`;
  if (resources.length === 0 && opened.length === 0)
    return live.verdict === "confined" ? "no drift" : `no drift, and what is live ${isVerdict(live.verdict)}`;
  if (resources.length === 0) return `nothing was changed, and what is live ${isVerdict(live.verdict)}`;
  if (opened.length > 0) {
    const open = opened.filter(({ verdict }) => verdict === "open").length;
    return `${changed} behind Terraform's back, and ${open > 0 ? channels(open, "open") : channels(opened.length, "unproven")}`;
  }
  return live.verdict === "confined"
    ? `harmless drift: ${changed} behind Terraform's back, and every channel is as it was`
    : `${changed} behind Terraform's back; no channel opened by that, and what is live ${isVerdict(live.verdict)}`;
}

function isVerdict(verdict: "confined" | "leaks" | "unproven"): string {
  return verdict === "leaks" ? "leaks" : `is ${verdict}`;
}

function channels(count: number, what: string): string {
  return count === 1 ? `a channel is ${what}` : `${count} channels are ${what}`;
}

function renderFinding({ address, mend, path, why, witness }: Finding): string[] {
  return [
    `  ${printable(path === null ? address : `${address} (${path})`)}: ${printable(why)}`,
    ...(witness === null
      ? []
      : [`    way out: ${printable([witness.from, witness.by, ...witness.through, witness.to].join(" > "))}`]),
    ...(mend === null ? [] : [`    mend: ${printable(mend)}`]),
  ];
}

/** @param untold whether some channel opened of which it cannot be told by what */
function renderResource(
  { address, changes, channels: through, gone, mends, path, touchedBy }: DriftEntry,
  untold: boolean,
): string[] {
  return [
    `${gone ? "gone   " : "changed"}  ${printable(path === null ? address : `${address} (${path})`)}`,
    ...changes.map(({ attribute, was, is }) => `  ${attribute}: ${printable(was)} -> ${printable(is)}`),
    through.length > 0
      ? `  opens: ${through.join(", ")}`
      : untold
        ? "  opens: nothing at it itself; it may have a part in what is said above"
        : "  opens: nothing",
    ...mends.map((mend) => `  mend: ${printable(mend)}`),
    ...(touchedBy === undefined
      ? []
      : touchedBy.length === 0
        ? ["  since when: no call of the trail was about it"]
        : touchedBy.map(
            ({ by, from, name, time }) =>
              `  ${printable(time)}  ${printable(name)} by ${printable(by)} from ${printable(from)}`,
          )),
  ];
}
