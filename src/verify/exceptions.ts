import { type ChannelReport, type ChannelVerdict, type Finding, type TargetReport, targetReport } from "./verdict";

/** A channel that somebody wants to leave as it is. */
export interface Exception {
  readonly channel: string;
  /** Construct path or Terraform address of what opens it, or its beginning. @default - all of the channel */
  readonly at?: string;
  /** Where it has to end up, as the witness tells it; what ends elsewhere is not covered. @default - wherever */
  readonly to?: string;
  readonly reason: string;
  /** Who said it: a door of the project file is meant, a word on the command line is a risk that is taken. */
  readonly by: "project file" | "command line";
  /** Where it stands. */
  readonly file?: string;
  readonly line?: number;
}

/** An exception, and what it was applied to. */
export interface AcceptedRisk extends Exception {
  /** How many findings it covers; none where nothing of the kind was found. */
  readonly findings: number;
}

/**
 * Applies exceptions to a report. Findings that a door of the project file covers become doors, with its reason; findings
 * that the command line covers stay as they are, and leave the channel unproven at best: a suppression never makes a
 * target confined. Every exception is named in the report.
 */
export function applyExceptions(report: TargetReport, exceptions: readonly Exception[]): TargetReport {
  if (exceptions.length === 0) return report;
  const counts = new Map<Exception, number>();
  const channels = report.channels.map((channel) =>
    exceptions
      .filter((exception) => exception.channel === channel.id)
      // A door first: what it covers is no risk any more.
      .sort((a, b) => Number(b.by === "project file") - Number(a.by === "project file"))
      .reduce((left, exception) => {
        const covered = left.findings.filter((finding) => covers(exception, finding));
        counts.set(exception, covered.length);
        return exception.by === "project file" ? asDoor(left, exception) : asRisk(left, covered.length);
      }, channel),
  );
  const acceptedRisks = exceptions.map((exception) => ({ ...exception, findings: counts.get(exception) ?? 0 }));
  return { ...targetReport(report.target, report.project, channels), acceptedRisks };
}

function covers({ at, to }: Exception, { address, path, witness }: Finding): boolean {
  if (to !== undefined && witness?.to !== to) return false;
  return (
    at === undefined ||
    [address, path ?? ""].some(
      (place) => place === at || place.startsWith(`${at}/`) || place.startsWith(`${at}.`) || place.startsWith(`${at}[`),
    )
  );
}

function asDoor(channel: ChannelReport, exception: Exception): ChannelReport {
  const findings = channel.findings.filter((finding) => !covers(exception, finding));
  const doors = [
    ...channel.doors,
    ...channel.findings
      .filter((finding) => covers(exception, finding))
      .map(({ address, path, why }) => ({ address, path, why: `${exception.reason} (${why})` })),
  ];
  const verdict: ChannelVerdict = findings[0]?.verdict ?? (doors.length > 0 ? "door" : "closed");
  return {
    ...channel,
    verdict,
    doors,
    findings,
    witness: findings[0]?.witness ?? null,
    mend: findings[0]?.mend ?? null,
  };
}

/** All findings covered: the channel is unproven, whatever they say. Some left: they decide. */
function asRisk(channel: ChannelReport, covered: number): ChannelReport {
  return covered > 0 && covered === channel.findings.length ? { ...channel, verdict: "unproven" } : channel;
}

/**
 * A report on some channels only. It says how many there are, and that it is no verdict on the whole: it can be `leaks`
 * or `unproven`, and never `confined`.
 */
export function onlyChannels(report: TargetReport, ids: ReadonlySet<string>): TargetReport {
  const channels = report.channels.filter(({ id }) => ids.has(id));
  if (channels.length === report.channels.length) return report;
  const part = targetReport(report.target, report.project, channels);
  return {
    ...part,
    verdict: part.verdict === "confined" ? "unproven" : part.verdict,
    notJudged: report.channels.length - channels.length,
  };
}
