import { CLAIM, type ChannelReport, type Finding, type TargetReport } from "../verify";
import { familyOf, familyTitle } from "./families";
import { markdownText as text } from "./untrusted-text";

const WORDS = { confined: "✅ confined", leaks: "❌ leaks", unproven: "⚠️ unproven" } as const;

/** Most findings of one channel that are written out; the rest is counted. */
const FINDINGS = 10;

/** The verdict as a comment on a pull request, in GitHub's Markdown: nothing of a configuration is markup in it. */
export function renderMarkdown(targets: readonly TargetReport[]): string {
  return `${targets.map(renderTarget).join("\n\n")}\n\n${renderClaim()}\n`;
}

function renderTarget(report: TargetReport): string {
  const { summary, channels, notJudged = 0, acceptedRisks = [] } = report;
  const lines = [
    `## ${text(report.project ?? report.target)}: ${WORDS[report.verdict]}`,
    "",
    `| channels | closed | open | unproven | doors |`,
    `| --- | --- | --- | --- | --- |`,
    `| ${channels.length}${notJudged > 0 ? ` of ${channels.length + notJudged}` : ""} | ${summary.closed} | ${summary.open} | ${summary.unproven} | ${summary.doors} |`,
    "",
  ];
  if (notJudged > 0) lines.push(`${notJudged} channels were not judged: this is no verdict on the whole.`, "");
  for (const wanted of ["open", "unproven"] as const)
    for (const channel of channels) if (channel.verdict === wanted) lines.push(...renderChannel(channel), "");
  const doors = channels.flatMap((channel) => channel.doors.map((door) => ({ channel, door })));
  if (doors.length > 0)
    lines.push(
      "### Doors",
      "",
      ...doors.map(({ channel, door }) => `- **${channel.id}** at \`${code(door.address)}\`: ${text(door.why)}`),
      "",
    );
  if (acceptedRisks.length > 0)
    lines.push(
      "### Exceptions",
      "",
      ...acceptedRisks.map(
        ({ channel, reason, by, findings }) =>
          `- **${text(channel)}** (${by}, ${findings} ${findings === 1 ? "finding" : "findings"}): ${text(reason)}`,
      ),
      "",
    );
  lines.push(...renderEvidence(channels));
  return lines.join("\n");
}

function renderChannel(channel: ChannelReport): string[] {
  const shown = channel.findings.slice(0, FINDINGS);
  const rest = channel.findings.length - shown.length;
  return [
    `### ${channel.verdict === "open" ? "❌" : "⚠️"} ${channel.id}: ${channel.title}`,
    "",
    ...shown.flatMap(renderFinding),
    ...(rest > 0 ? [`- and ${rest} more`] : []),
  ];
}

function renderFinding({ address, path, why, witness, mend, origin }: Finding): string[] {
  return [
    `- \`${code(address)}\`${path === null ? "" : ` (${text(path)})`}${origin === undefined ? "" : `, ${text(origin.file)}:${origin.line}`}: ${text(why)}`,
    ...(witness === null
      ? []
      : [
          `  1. from ${text(witness.from)}`,
          `  2. by ${text(witness.by)}`,
          ...witness.through.map((step, index) => `  ${index + 3}. through \`${code(step)}\``),
          `  ${witness.through.length + 3}. to ${text(witness.to)}`,
        ]),
    ...(mend === null ? [] : [`  - **mend**: ${text(mend)}`]),
  ];
}

function renderEvidence(channels: readonly ChannelReport[]): string[] {
  const lines = ["<details><summary>Closed channels, with what closes them</summary>", ""];
  for (const family of new Set(channels.map(({ id }) => familyOf(id)))) {
    const closed = channels.filter(({ id, verdict }) => familyOf(id) === family && verdict === "closed");
    if (closed.length === 0) continue;
    lines.push(`**${familyTitle(family)}**`, "");
    for (const { id, title, evidence } of closed) {
      const [first] = evidence;
      const more = evidence.length > 1 ? ` and ${evidence.length - 1} more` : "";
      lines.push(
        `- ${id}: ${title}${first === undefined ? "" : `: \`${code(first.address)}\`: ${text(first.why)}${more}`}`,
      );
    }
    lines.push("");
  }
  return [...lines, "</details>"];
}

function renderClaim(): string {
  const list = (title: string, items: readonly string[]): string => `**${title}**: ${items.join("; ")}.`;
  return [
    list("Held against", CLAIM.heldAgainst),
    "",
    list("Not held against", CLAIM.notHeldAgainst),
    "",
    list("Assumed, and not in a configuration", CLAIM.notDecided),
  ].join("\n");
}

/** A text within backticks: a backtick would end it, and a line break or a tag has no place in an address. */
function code(raw: string): string {
  return raw.replace(/[`<>\p{Cc}\p{Cf}\u2028\u2029|]/gu, "?");
}
