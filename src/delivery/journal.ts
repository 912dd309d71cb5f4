import { closeSync, constants, fstatSync, fsyncSync, ftruncateSync, lstatSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { DeliveryError } from "./delivery-error";
import { digestOf } from "./digest";
import { readPlainFile } from "./plain-file";

export const JOURNAL = "journal.jsonl";

const schema = z.looseObject({
  at: z.iso.datetime(),
  event: z.enum(["started", "resumed", "done", "failed", "unfinished", "ended", "halted", "refused"]),
  /** SHA-256 of the line before; of the manifest in the first line. */
  previous: z.string(),
});

/** A line of the journal as it was read. */
export type JournalEntry = Readonly<z.infer<typeof schema>>;

/** A line of the journal, without what chains it. */
export type JournalEvent =
  /** The approved plan is applied, or what is left of it. */
  | {
      readonly event: "started" | "resumed";
      readonly by: readonly { readonly role: string; readonly principal: string; readonly key: string }[];
      readonly changes: number;
    }
  /** A resource was changed. */
  | { readonly event: "done"; readonly address: string; readonly action: string; readonly id?: string }
  /** A resource was begun, and the engine was ended before it said how that went. */
  | { readonly event: "unfinished"; readonly address: string; readonly action: string }
  | { readonly event: "failed"; readonly address: string; readonly message: string }
  /** The engine has ended: with all done, with something left, or without having begun. */
  | { readonly event: "ended" | "halted" | "refused"; readonly message: string };

/** How far a plan is. */
export type JournalState = "untouched" | "begun" | "done";

/**
 * What was done with a plan, in JSON lines that each hold the digest of the line before: a line that is changed, taken out or
 * put in shows. Lines that are cut off at the end do not; nothing is decided by them but whether a plan is taken up again.
 */
export class Journal {
  private constructor(
    private readonly file: string,
    private head: string,
    public readonly state: JournalState,
  ) {}

  /**
   * Opens the journal of a plan folder. A last line that was not written to its end, as a crash leaves it, is dropped.
   *
   * @param manifest digest of the plan's manifest
   * @throws DeliveryError where it was tampered with, or is another plan's
   */
  public static open(folder: string, manifest: string): Journal {
    const file = join(folder, JOURNAL);
    if (lstatSync(file, { throwIfNoEntry: false }) === undefined) return new Journal(file, manifest, "untouched");
    const lines = readPlainFile(file, JOURNAL).toString("utf8").split("\n");
    const torn = lines.pop() ?? "";
    if (torn !== "") cutOff(file, Buffer.byteLength(torn));
    const entries = journalEntries(lines, manifest);
    let state: JournalState = "untouched";
    for (const { event } of entries)
      if (event === "ended") state = "done";
      else if (event === "refused") state = "untouched";
      else if (state !== "done") state = "begun";
    const last = lines.at(-1);
    const head = last === undefined ? manifest : digestOf(last);
    return new Journal(file, head, state);
  }

  /** Adds lines, on the disk before this returns. */
  public write(events: readonly (JournalEvent & { readonly at?: string })[]): void {
    const now = new Date().toISOString();
    let head = this.head;
    const text = events
      .map(({ at = now, event, ...rest }) => {
        const line = JSON.stringify({ at, event, ...rest, previous: head });
        head = digestOf(line);
        return `${line}\n`;
      })
      .join("");
    const flags = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW;
    const open = openSync(this.file, flags, 0o600);
    try {
      writeSync(open, text);
      fsyncSync(open);
    } finally {
      closeSync(open);
    }
    this.head = head;
  }
}

/**
 * The lines of a journal, each held against the one before.
 *
 * @param manifest digest of the plan's manifest
 * @throws DeliveryError where it was tampered with, or is another plan's
 */
export function journalEntries(lines: readonly string[], manifest: string): JournalEntry[] {
  let head = manifest;
  return lines.map((line, index) => {
    const entry = entryOf(line);
    if (entry?.previous !== head)
      throw new DeliveryError(
        `${JOURNAL}:${index + 1}: ${index === 0 ? "the journal is another plan's, or" : "the journal"} was tampered with: the line does not follow the one before; find out by whom, then plan and approve again`,
      );
    head = digestOf(line);
    return entry;
  });
}

function entryOf(line: string): JournalEntry | undefined {
  try {
    return schema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

function cutOff(file: string, bytes: number): void {
  const open = openSync(file, constants.O_WRONLY | constants.O_NOFOLLOW);
  try {
    ftruncateSync(open, fstatSync(open).size - bytes);
  } finally {
    closeSync(open);
  }
}
