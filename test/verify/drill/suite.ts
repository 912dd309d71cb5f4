import { basename } from "node:path";
import { doorsOf } from "../../../src/cli/doors";
import { loadProject } from "../../../src/project";
import { applyExceptions, verify, type Exception, type TargetReport } from "../../../src/verify";
import { stackOf, type StackJson } from "../../stacks/example-projects";
import { BREAKS } from "./breaks";
import { hospitalOf, spread, type Edit } from "./edits";
import { HARMLESS, type Harmless } from "./harmless";
import { type Break } from "./network-breaks";
import { PAIRS, type Pair } from "./pairs";

const HOSPITAL = "111111111111";

/** With the doors that the project file asks for: what is broken has to show beside them. */
const judge = (json: StackJson, doors: readonly Exception[]): TargetReport =>
  applyExceptions(verify({ target: "drill", json }), doors);

/** Ways to break a stack, and ways to change it that are harmless. */
export interface DrillCases {
  readonly breaks: readonly Break[];
  readonly pairs: readonly Pair[];
  readonly harmless: readonly Harmless[];
}

const EVERY: DrillCases = { breaks: BREAKS, pairs: PAIRS, harmless: HARMLESS };

/** How large a drill is. */
export interface DrillSize {
  /** How many of the example's tenants are kept. @default - all */
  readonly tenants?: number;
  /** How many like places of a stack each change is tried at. @default 4 */
  readonly places?: number;
}

/** Breaks one of the examples in every way that is known, and changes it in every way that is harmless. */
export function drill(
  file: string,
  { breaks, pairs, harmless }: DrillCases = EVERY,
  { tenants, places: most = 4 }: DrillSize = {},
): void {
  const name = basename(file);
  const loaded = loadProject(file);
  if (!loaded.ok) throw new Error(loaded.problems.map(({ message }) => message).join("\n"));
  const doors = doorsOf(loaded, name);
  const { project } = loaded;
  const stack = stackOf({ ...project, researchBoxes: project.researchBoxes.slice(0, tenants) });
  const text = JSON.stringify(stack);
  const hospital = hospitalOf(stack);
  const after = (...edits: readonly Edit[]): TargetReport => {
    const copy = JSON.parse(text) as StackJson;
    for (const edit of edits) edit(copy);
    // The breaks name the hospital's account of one example.
    return judge(JSON.parse(JSON.stringify(copy).replaceAll(HOSPITAL, hospital)) as StackJson, doors);
  };
  const tally = { caught: 0, total: 0, harmless: 0 };

  /** What is wrong with how a report takes a break of a channel. */
  const missing = (report: TargetReport, channel: string): string[] => {
    const found = report.channels.find(({ id }) => id === channel);
    const others = report.channels.flatMap(({ id, verdict }) => (verdict === "closed" ? [] : [id]));
    if (report.verdict === "confined") return [`confined (${channel})`];
    if (found === undefined || found.verdict === "closed" || found.verdict === "door")
      return [`${channel} is ${found?.verdict ?? "no channel"}; not closed are ${others.join(", ")}`];
    return found.findings.flatMap(({ verdict, witness, mend, why }) =>
      verdict === "open" && (witness === null || mend === null || witness.through.length === 0)
        ? [`no whole witness: ${why}`]
        : [],
    );
  };

  it("is confined before anything is broken", () => {
    const report = judge(stack, doors);
    expect(report.channels.flatMap(({ findings }) => findings)).toEqual([]);
    expect(report.verdict).toBe("confined");
  });

  it.each(breaks)("is broken by $name: $channel", ({ channel, edits }) => {
    const places = spread(edits(stack), most);
    expect(places.length).toBeGreaterThan(0);
    const missed = places.flatMap((edit) => missing(after(edit), channel));
    tally.total += 1;
    expect(missed).toEqual([]);
    tally.caught += 1;
  });

  if (pairs.length > 0)
    it.each(pairs)("is broken by $name together only: $channel", ({ channel, one, other }) => {
      const [ones, others] = [one(stack), other(stack)];
      const places = spread([...ones.keys()].slice(0, others.length), most);
      expect(places.length).toBeGreaterThan(0);
      tally.total += 1;
      for (const index of places) {
        const pair = [ones[index], others[index]].filter((edit) => edit !== undefined);
        for (const edit of pair)
          expect(after(edit).channels.find(({ id }) => id === channel)?.verdict).not.toBe("open");
        expect(missing(after(...pair), channel)).toEqual([]);
      }
      tally.caught += 1;
    });

  it.each(harmless)("stays confined with $name", ({ edits }) => {
    const places = spread(edits(stack), Math.min(2, most));
    expect(places.length).toBeGreaterThan(0);
    for (const edit of places) expect(after(edit).channels.flatMap(({ findings }) => findings)).toEqual([]);
    tally.harmless += 1;
  });

  afterAll(() => {
    process.stderr.write(
      `${name}: ${tally.caught} of ${tally.total} breaks caught, ${tally.harmless} of ${harmless.length} harmless changes confined\n`,
    );
  });
}
