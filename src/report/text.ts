import { createColors } from "picocolors";
import {
  CLAIM,
  type AcceptedRisk,
  type ChannelReport,
  type Evidence,
  type Finding,
  type TargetReport,
  type Verdict,
} from "../verify";
import { familyOf, familyTitle } from "./families";
import { printable } from "./untrusted-text";

export interface TextOptions {
  /** @default false */
  readonly color?: boolean;
  /**
   * Whether to print every channel with each piece of evidence, and not only how many there are.
   * @default false
   */
  readonly evidence?: boolean;
}

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

/** A verdict in one line, with how many channels it rests on. */
export function countChannels(report: TargetReport, colors: Colors = createColors(false)): string {
  const { summary, notJudged = 0, channels } = report;
  const counts = [
    `${summary.closed} closed`,
    ...(summary.open > 0 ? [`${summary.open} open`] : []),
    ...(summary.unproven > 0 ? [`${summary.unproven} unproven`] : []),
    ...(summary.doors > 0 ? [summary.doors === 1 ? "1 door" : `${summary.doors} doors`] : []),
  ].join(", ");
  const judged = notJudged > 0 ? `judged ${channels.length} of ${channels.length + notJudged}` : `${channels.length}`;
  return `${verdictWord(report.verdict, colors)} (${judged} channels: ${counts})`;
}

function renderTarget(report: TargetReport, evidence: boolean, colors: Colors): string {
  const { notJudged = 0, channels } = report;
  const lines = [
    `${colors.bold(printable(report.project ?? report.target))}: ${countChannels(report, colors)}`,
    colors.dim(`  ${printable(report.target)}`),
    ...(notJudged > 0
      ? [colors.yellow(`  ${notJudged} channels were not judged: this is no verdict on the whole`)]
      : []),
    "",
  ];
  for (const wanted of ["open", "unproven"] as const)
    for (const channel of channels) if (channel.verdict === wanted) lines.push(...renderFindings(channel, colors), "");
  for (const channel of channels)
    if (channel.doors.length > 0)
      lines.push(
        `${colors.cyan("door    ")} ${colors.bold(channel.id)}: ${channel.title}`,
        ...channel.doors.map((door) => `  ${place(door)}: ${printable(door.why)}`),
        "",
      );
  if (report.acceptedRisks !== undefined && report.acceptedRisks.length > 0)
    lines.push(colors.bold("Exceptions"), ...report.acceptedRisks.map(renderRisk), "");
  for (const family of new Set(channels.map(({ id }) => familyOf(id))))
    lines.push(...renderFamily(family, channels, evidence, colors));
  return `${lines.join("\n")}\n`;
}

function renderFamily(family: string, all: readonly ChannelReport[], evidence: boolean, colors: Colors): string[] {
  const channels = all.filter(({ id }) => familyOf(id) === family);
  const closed = channels.filter(({ verdict }) => verdict === "closed");
  const others = channels.filter(({ verdict }) => verdict !== "closed");
  const pieces = closed.reduce((sum, channel) => sum + channel.evidence.length, 0);
  const line = `${familyTitle(family).padEnd(10)} ${colors.green(`${String(closed.length).padStart(2)} closed`)}${colors.dim(`, ${pieces} pieces of evidence`)}`;
  const rest = others.map(
    (channel) =>
      `  ${mark(channel, colors)} ${channel.id.padEnd(27)} ${channel.title} ${colors.dim(`(${tally(channel)})`)}`,
  );
  if (!evidence) return [line, ...rest];
  return [
    line,
    ...channels.flatMap((channel) => [
      `  ${mark(channel, colors)} ${channel.id.padEnd(27)} ${channel.title}`,
      ...channel.evidence.map((piece) => colors.dim(`      ${place(piece)}: ${printable(piece.why)}`)),
    ]),
  ];
}

function renderRisk({ channel, at, to, reason, by, file, line, findings }: AcceptedRisk): string {
  const where = file === undefined ? by : `${by}, ${file}:${line ?? 1}`;
  const kind = by === "project file" ? "door" : "accepted risk";
  const found =
    findings === 0 ? "nothing of the kind was found" : findings === 1 ? "1 finding" : `${findings} findings`;
  const place = `${at === undefined ? "" : ` at ${printable(at)}`}${to === undefined ? "" : ` to ${printable(to)}`}`;
  return `  ${kind}: ${channel}${place}: ${printable(reason)} (${where}; ${found})`;
}

/** What the verdicts above speak of, and what they do not. */
function renderClaim(colors: Colors): string {
  const section = (title: string, items: readonly string[]): string[] => [title, ...items.map((item) => `  - ${item}`)];
  return `${[
    ...section("Held against", CLAIM.heldAgainst),
    ...section("Not held against", CLAIM.notHeldAgainst),
    ...section("Assumed, and not in a configuration", CLAIM.notDecided),
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

function tally({ findings, doors }: ChannelReport): string {
  if (findings.length > 0) return findings.length === 1 ? "1 finding" : `${findings.length} findings`;
  return doors.length === 1 ? "1 door" : `${doors.length} doors`;
}

function renderFindings(channel: ChannelReport, colors: Colors): string[] {
  const lines = [`${mark(channel, colors)} ${colors.bold(channel.id)}: ${channel.title}`];
  for (const finding of channel.findings.slice(0, FINDINGS_AT_LENGTH)) lines.push(...renderFinding(finding));
  const rest = channel.findings.length - FINDINGS_AT_LENGTH;
  if (rest > 0) lines.push(`  and ${rest} more of this channel`);
  return lines;
}

function renderFinding({ verdict, witness, mend, origin, ...at }: Finding): string[] {
  const lines = [`  ${place(at)}`, `    ${verdict === "unproven" ? "not understood" : "why"}: ${printable(at.why)}`];
  if (origin !== undefined) lines.push(`    from: ${printable(origin.file)}:${origin.line}:${origin.column}`);
  if (witness !== null) {
    const steps = [
      `from ${witness.from}`,
      `by ${witness.by}`,
      ...witness.through.map((address) => `through ${address}`),
      `to ${witness.to}`,
    ];
    lines.push("    way out:", ...steps.map((step, index) => `      ${index + 1}. ${printable(step)}`));
    const request = Object.entries(witness.request ?? {}).filter(([key]) => key !== "principal");
    if (request.length > 0)
      lines.push(`      with the request ${printable(request.map(([key, value]) => `${key} = ${value}`).join(", "))}`);
  }
  if (mend !== null) lines.push(`    mend: ${printable(mend)}`);
  return lines;
}

function place({ address, path }: Evidence): string {
  return printable(path === null ? address : `${path} (${address})`);
}
