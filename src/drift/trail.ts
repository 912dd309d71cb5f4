import { type LogEntry } from "../people";

/** A call that AWS recorded, as far as a report shows it: of what it said, nothing. */
export interface TrailEvent {
  /** ISO 8601, UTC. */
  readonly time: string;
  readonly name: string;
  /** ARN of who called, or the service that did. */
  readonly by: string;
  /** Address that the call came from, or the service that made it. */
  readonly from: string;
}

/** A call with every text that it says, to find what it was about. */
export interface RecordedCall {
  readonly event: TrailEvent;
  readonly texts: ReadonlySet<string>;
}

/**
 * The calls of a trail that may have changed something: those that only read, and those that were refused, have not.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export function callsIn(entries: readonly LogEntry[]): RecordedCall[] {
  return entries
    .flatMap(({ entry }) => (Array.isArray(entry["Records"]) ? (entry["Records"] as unknown[]) : [entry]))
    .flatMap((raw) => {
      const record = objectOf(raw);
      const { eventTime: time, eventName: name, readOnly, errorCode } = record;
      if (typeof time !== "string" || typeof name !== "string") return [];
      if (readOnly === true || readOnly === "true" || errorCode !== undefined) return [];
      const { arn, invokedBy, type } = objectOf(record["userIdentity"]);
      const texts = new Set<string>();
      for (const part of ["requestParameters", "responseElements", "resources"]) textsIn(record[part], texts);
      return [
        {
          event: {
            time,
            name,
            by: firstText(arn, invokedBy, type),
            from: firstText(record["sourceIPAddress"]),
          },
          texts,
        },
      ];
    });
}

/** The last calls that were about a resource, the latest first. */
export function lastCalls(calls: readonly RecordedCall[], identities: readonly string[], most = 3): TrailEvent[] {
  return calls
    .filter(({ texts }) => identities.some((identity) => texts.has(identity)))
    .map(({ event }) => event)
    .sort((a, b) => (a.time < b.time ? 1 : a.time > b.time ? -1 : 0))
    .slice(0, most);
}

function firstText(...values: readonly unknown[]): string {
  return values.find((value) => typeof value === "string") ?? "?";
}

function textsIn(raw: unknown, found: Set<string>): void {
  if (typeof raw === "string") found.add(raw);
  else if (raw !== null && typeof raw === "object") for (const one of Object.values(raw)) textsIn(one, found);
}

function objectOf(raw: unknown): Readonly<Record<string, unknown>> {
  return raw !== null && typeof raw === "object" && !Array.isArray(raw) ? (raw as Record<string, unknown>) : {};
}
