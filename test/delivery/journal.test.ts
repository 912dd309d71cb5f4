import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Journal, type JournalEvent } from "../../src/delivery/journal";

const PLAN = "a".repeat(64);
const STARTED: JournalEvent = { event: "started", by: [], changes: 2 };
const done = (address: string): JournalEvent => ({ event: "done", address, action: "create", id: "vpc-1" });
const HALTED: JournalEvent = { event: "halted", message: "something is left to do" };
const ENDED: JournalEvent = { event: "ended", message: "all that was planned is done" };

describe("a journal", () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "databox-journal-"));
    file = join(folder, "journal.jsonl");
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const lines = (): string[] => readFileSync(file, "utf8").trimEnd().split("\n");

  it("chains every line to the one before, and the first to the plan", () => {
    Journal.open(folder, PLAN).write([STARTED]);
    Journal.open(folder, PLAN).write([done("aws_vpc.a"), HALTED]);
    expect(lines().map((line) => (JSON.parse(line) as { event: string }).event)).toEqual(["started", "done", "halted"]);
    expect((JSON.parse(lines()[0] ?? "") as { previous: string }).previous).toBe(PLAN);
    expect(Journal.open(folder, PLAN).state).toBe("begun");
  });

  it.each<[string, readonly JournalEvent[]]>([
    ["untouched", []],
    ["begun", [STARTED]],
    ["begun", [STARTED, done("aws_vpc.a"), HALTED]],
    ["done", [STARTED, HALTED, { ...STARTED, event: "resumed" }, ENDED]],
    ["untouched", [STARTED, { event: "refused", message: "the plan is stale" }]],
  ])("says that a plan is %s", (state, events) => {
    if (events.length > 0) Journal.open(folder, PLAN).write(events);
    expect(Journal.open(folder, PLAN).state).toBe(state);
  });

  it.each<[string, (lines: string[]) => string[]]>([
    ["changed", ([first = "", ...others]) => [first.replace('"changes":2', '"changes":3'), ...others]],
    ["taken out", ([first = "", , ...others]) => [first, ...others]],
    ["put in", ([first = "", ...others]) => [first, first, ...others]],
    ["put in another place", ([first = "", second = "", ...others]) => [second, first, ...others]],
    ["no line of a journal", (all) => [...all, "{}"]],
    ["no JSON", (all) => [...all, "done"]],
  ])("refuses a line that was %s", (_how, tamper) => {
    Journal.open(folder, PLAN).write([STARTED, done("aws_vpc.a"), done("aws_vpc.b"), ENDED]);
    writeFileSync(file, `${tamper(lines()).join("\n")}\n`);
    expect(() => Journal.open(folder, PLAN)).toThrow(/^journal\.jsonl:\d: the journal .*was tampered with/);
  });

  it("refuses another plan's journal", () => {
    Journal.open(folder, PLAN).write([STARTED]);
    expect(() => Journal.open(folder, "b".repeat(64))).toThrow("journal.jsonl:1: the journal is another plan's, or");
  });

  it("refuses a link in its place, there or not", () => {
    symlinkSync(join(folder, "elsewhere"), file);
    expect(() => Journal.open(folder, PLAN)).toThrow("journal.jsonl is a symbolic link");
  });

  it("drops a last line that a crash cut off, and goes on from there", () => {
    Journal.open(folder, PLAN).write([STARTED, done("aws_vpc.ä")]);
    writeFileSync(file, `${readFileSync(file, "utf8")}{"at":"ü`);
    Journal.open(folder, PLAN).write([HALTED]);
    expect(lines()).toHaveLength(3);
    expect(Journal.open(folder, PLAN).state).toBe("begun");
  });
});
