import { gunzipSync } from "node:zlib";

/** A log that cannot be read to its end. */
export class LogError extends Error {}

/** A JSON object of a log, and the log group that it came from where the log says so. */
export interface LogEntry {
  readonly entry: Readonly<Record<string, unknown>>;
  readonly logGroup: string | undefined;
}

/**
 * The entries of a log file, in any form in which they are kept: as CloudWatch Logs hands them to Firehose (objects
 * compressed one by one, and joined without anything between), as an export of a log group (a time before each), or as
 * plain JSON.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html
 *
 * @throws LogError where the file is cut off, or is no log
 */
export function readLog(content: Buffer): LogEntry[] {
  return objectsIn(decompress(content)).flatMap(entriesOf);
}

function decompress(content: Buffer): string {
  // https://www.rfc-editor.org/rfc/rfc1952#section-2.3.1
  const compressed = content.length > 2 && content[0] === 0x1f && content[1] === 0x8b;
  if (!compressed) return content.toString("utf8");
  try {
    return gunzipSync(content).toString("utf8");
  } catch {
    throw new LogError("the compressed log is damaged or cut off; fetch it again");
  }
}

/** JSON objects that stand in a text one after another, whatever is between them. */
function objectsIn(text: string): Record<string, unknown>[] {
  const found: Record<string, unknown>[] = [];
  let depth = 0;
  let start = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (inString) {
      if (char === "\\") at += 1;
      else if (char === '"') inString = false;
    } else if (char === '"') inString = depth > 0;
    else if (char === "{") {
      if (depth === 0) start = at;
      depth += 1;
    } else if (char === "}" && depth > 0) {
      depth -= 1;
      if (depth === 0) found.push(parse(text.slice(start, at + 1), start));
    }
  }
  if (depth > 0) throw new LogError(`the log is cut off: what begins at character ${start + 1} does not end`);
  if (found.length === 0 && text.trim() !== "") throw new LogError("there is no entry of a log in it");
  return found;
}

function parse(text: string, start: number): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    throw new LogError(`what begins at character ${start + 1} is no JSON`);
  }
}

interface Delivery {
  readonly messageType: string;
  readonly logGroup: string;
  readonly logEvents: readonly { readonly message: string }[];
}

function entriesOf(value: Record<string, unknown>): LogEntry[] {
  if (!isDelivery(value)) return [{ entry: value, logGroup: undefined }];
  // What only asks whether the destination is there has no events of the log.
  if (value.messageType !== "DATA_MESSAGE") return [];
  return value.logEvents.flatMap(({ message }) => {
    try {
      const entry: unknown = JSON.parse(message);
      return typeof entry === "object" && entry !== null
        ? [{ entry: entry as Record<string, unknown>, logGroup: value.logGroup }]
        : [];
    } catch {
      return []; // A line of another writer of the group, such as a tunnel gateway.
    }
  });
}

function isDelivery(value: object): value is Delivery {
  return "messageType" in value && "logGroup" in value && Array.isArray((value as { logEvents?: unknown }).logEvents);
}
