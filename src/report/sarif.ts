import { createHash } from "node:crypto";
import type { Location, Log, Result, ThreadFlowLocation } from "sarif";
import { version } from "../../package.json";
import { CHANNELS, type ChannelReport, type Evidence, type Finding, type Origin, type TargetReport } from "../verify";
import { printable } from "./untrusted-text";

/**
 * The verdict as SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/), for code scanning: one rule a channel, one
 * result a finding, door or accepted risk; a way out is a code flow.
 */
export function renderSarif(targets: readonly TargetReport[]): string {
  const log: Log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "databox",
            version,
            rules: CHANNELS.map(({ id, title, opens, closes, sources }) => ({
              id,
              shortDescription: { text: title },
              fullDescription: { text: `Opened by ${opens}.` },
              help: { text: `Closed where ${closes}. Sources: ${sources.join(", ")}` },
              ...(sources[0]?.startsWith("https://") === true ? { helpUri: sources[0] } : {}),
            })),
          },
        },
        columnKind: "utf16CodeUnits",
        results: targets.flatMap((target) => target.channels.flatMap((channel) => resultsOf(target, channel))),
        properties: {
          targets: targets.map(({ target, project, verdict, summary, acceptedRisks = [], notJudged = 0 }) => ({
            target,
            project,
            verdict,
            summary,
            acceptedRisks,
            notJudged,
          })),
        },
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function resultsOf(target: TargetReport, channel: ChannelReport): Result[] {
  const ruleIndex = CHANNELS.findIndex(({ id }) => id === channel.id);
  return [
    ...channel.findings.map((finding) => findingResult(target, channel, finding, ruleIndex)),
    ...channel.doors.map((door): Result => ({
      ruleId: channel.id,
      ruleIndex,
      level: "note",
      kind: "informational",
      message: { text: printable(`A door that is meant: ${door.why}`) },
      locations: [locationOf(target, door, undefined)],
      partialFingerprints: fingerprint(target, channel, door),
    })),
  ];
}

function findingResult(target: TargetReport, channel: ChannelReport, finding: Finding, ruleIndex: number): Result {
  const { verdict, why, mend, witness, origin } = finding;
  const flow: ThreadFlowLocation[] =
    witness === null
      ? []
      : [
          step(target, `from ${witness.from}, by ${witness.by}`, finding, origin),
          ...witness.through.map((address) => step(target, `through ${address}`, { address, path: null }, origin)),
          step(target, `to ${witness.to}`, finding, origin),
        ];
  return {
    ruleId: channel.id,
    ruleIndex,
    level: verdict === "open" ? "error" : "warning",
    message: { text: printable(`${channel.title}: ${why}${mend === null ? "" : `. Mend: ${mend}`}`) },
    locations: [locationOf(target, finding, origin)],
    partialFingerprints: fingerprint(target, channel, finding),
    ...(flow.length > 0 ? { codeFlows: [{ threadFlows: [{ locations: flow }] }] } : {}),
    ...(witness?.request === undefined ? {} : { properties: { request: witness.request } }),
  };
}

function step(
  target: TargetReport,
  text: string,
  at: Pick<Evidence, "address" | "path">,
  origin: Origin | undefined,
): ThreadFlowLocation {
  return { location: { ...locationOf(target, at, origin), message: { text: printable(text) } } };
}

function locationOf(
  { target }: TargetReport,
  { address, path }: Pick<Evidence, "address" | "path">,
  origin: Origin | undefined,
): Location {
  return {
    physicalLocation: {
      artifactLocation: { uri: encodeURI(origin?.file ?? target).replaceAll("#", "%23") },
      ...(origin === undefined ? {} : { region: { startLine: origin.line, startColumn: origin.column } }),
    },
    logicalLocations: [
      {
        name: printable(address),
        fullyQualifiedName: printable(path ?? address),
        kind: "resource",
      },
    ],
  };
}

/** The same finding has the same fingerprint wherever it stands in the file. */
function fingerprint(
  { project, target }: TargetReport,
  { id }: ChannelReport,
  { address, path, why }: Evidence,
): Record<string, string> {
  const text = [project ?? target, id, path ?? address, why].join("\n");
  return { "databox/v1": createHash("sha256").update(text).digest("hex").slice(0, 32) };
}
