import { createColors } from "picocolors";
import { CLAIM, type ChannelReport, type Evidence, type Finding, type TargetReport, type Verdict } from "../verify";

export interface TextOptions {
  /** @default false */
  readonly color?: boolean;
  /**
   * Whether to print each piece of evidence, and not only how many there are.
   * @default false
   */
  readonly evidence?: boolean;
}

/** Families of channels, as headings. */
const FAMILIES: Readonly<Record<string, string>> = {
  net: "Network",
  dns: "Names",
  endpoint: "Endpoints",
  people: "People",
  store: "Stores",
  key: "Keys",
  secret: "Secrets",
  identity: "Identity",
  compute: "Machines",
  log: "Logs",
  supply: "Supply",
  state: "State",
};

/** Most findings of one channel that are printed at length; the rest is counted, and all are in the JSON. */
const FINDINGS_AT_LENGTH = 5;

type Colors = ReturnType<typeof createColors>;

/** The verdict for a terminal: what is wrong first, then every channel by family. */
export function renderText(targets: readonly TargetReport[], options: TextOptions = {}): string {
  const colors = createColors(options.color ?? false);
  return [
    ...targets.map((target) => renderTarget(target, options.evidence ?? false, colors)),
    renderClaim(colors),
  ].join("\n");
}

function renderTarget(report: TargetReport, evidence: boolean, colors: Colors): string {
  const { summary } = report;
  const counts = [
    `${summary.closed} closed`,
    ...(summary.open > 0 ? [`${summary.open} open`] : []),
    ...(summary.unproven > 0 ? [`${summary.unproven} unproven`] : []),
    ...(summary.doors > 0 ? [summary.doors === 1 ? "1 door" : `${summary.doors} doors`] : []),
  ].join(", ");
  const lines = [
    `${colors.bold(report.project ?? report.target)}: ${verdictWord(report.verdict, colors)} (${report.channels.length} channels: ${counts})`,
    colors.dim(`  ${report.target}`),
    "",
  ];
  for (const wanted of ["open", "unproven"] as const)
    for (const channel of report.channels)
      if (channel.verdict === wanted) lines.push(...renderFindings(channel, colors), "");
  for (const channel of report.channels)
    if (channel.verdict === "door")
      lines.push(
        `${mark(channel, colors)} ${colors.bold(channel.id)}: ${channel.title}`,
        ...channel.doors.map((door) => `  ${place(door)}: ${door.why}`),
        "",
      );
  let family = "";
  for (const channel of report.channels) {
    const [name = ""] = channel.id.split(".");
    if (name !== family) lines.push(colors.bold(FAMILIES[name] ?? name));
    family = name;
    lines.push(
      `  ${mark(channel, colors)} ${channel.id.padEnd(27)} ${channel.title} ${colors.dim(`(${tally(channel)})`)}`,
    );
    if (evidence) for (const piece of channel.evidence) lines.push(colors.dim(`      ${place(piece)}: ${piece.why}`));
  }
  return `${lines.join("\n")}\n`;
}

/** What the verdicts above speak of, and what they do not. */
function renderClaim(colors: Colors): string {
  const section = (title: string, items: readonly string[]): string[] => [title, ...items.map((item) => `  - ${item}`)];
  return `${[
    ...section("Held against", CLAIM.heldAgainst),
    ...section("Not held against", CLAIM.notHeldAgainst),
    ...section("Not decided by this version", CLAIM.notDecided),
  ]
    .map(colors.dim)
    .join("\n")}\n`;
}

function verdictWord(verdict: Verdict, colors: Colors): string {
  const paint = { confined: colors.green, leaks: colors.red, unproven: colors.yellow }[verdict];
  return paint(colors.bold(verdict));
}

function mark({ verdict }: ChannelReport, colors: Colors): string {
  switch (verdict) {
    case "closed":
      return colors.green("closed  ");
    case "door":
      return colors.cyan("door    ");
    case "unproven":
      return colors.yellow("unproven");
    case "open":
      return colors.red("OPEN    ");
  }
}

function tally({ evidence, findings }: ChannelReport): string {
  const pieces = evidence.length === 1 ? "1 piece of evidence" : `${evidence.length} pieces of evidence`;
  if (findings.length === 0) return evidence.length === 0 ? "nothing of the kind is there" : pieces;
  return findings.length === 1 ? "1 finding" : `${findings.length} findings`;
}

function renderFindings(channel: ChannelReport, colors: Colors): string[] {
  const lines = [`${mark(channel, colors)} ${colors.bold(channel.id)}: ${channel.title}`];
  for (const finding of channel.findings.slice(0, FINDINGS_AT_LENGTH)) lines.push(...renderFinding(finding));
  const rest = channel.findings.length - FINDINGS_AT_LENGTH;
  if (rest > 0) lines.push(`  and ${rest} more of this channel`);
  return lines;
}

function renderFinding({ verdict, witness, mend, ...at }: Finding): string[] {
  const lines = [`  ${place(at)}`, `    ${verdict === "unproven" ? "not understood" : "why"}: ${at.why}`];
  if (witness !== null)
    lines.push(
      `    way out: ${witness.from}, by ${witness.by}, through ${witness.through.join(" and ")}, to ${witness.to}`,
    );
  if (mend !== null) lines.push(`    mend: ${mend}`);
  return lines;
}

function place({ address, path }: Evidence): string {
  return path === null ? address : `${path} (${address})`;
}
