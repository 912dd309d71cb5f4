import { readFileSync } from "node:fs";
import { join } from "node:path";
import { frameworks, FRAMEWORK_IDS, groundsOf, SETTINGS, STATUSES, type Framework } from "../../src/compliance";
import { idsOf } from "../../src/compliance/framework";
import { CHANNELS } from "../../src/verify";
import providerTypes from "../../src/verify/provider-types.json";
import { ROOT } from "../stacks/example-projects";

const CHANNEL_IDS = CHANNELS.map(({ id }) => id);
const SETTING_IDS = SETTINGS.map(({ id }) => id);

const of = (wanted: string): Framework => {
  const found = frameworks().find(({ id }) => id === wanted);
  if (found === undefined) throw new Error(`there is no framework ${wanted}`);
  return found;
};
const ids = (wanted: string): string[] => of(wanted).controls.map(({ id }) => id);

/** `group.1` to `group.count` for each group. */
const numbered = (groups: Readonly<Record<string, number>>): string[] =>
  Object.entries(groups).flatMap(([group, count]) => Array.from({ length: count }, (_, at) => `${group}.${at + 1}`));

describe("the lists of controls", () => {
  it("are those of the frameworks that can be asked for", () => {
    expect(frameworks().map(({ id }) => id)).toEqual([...FRAMEWORK_IDS]);
  });

  it("hold every statement of SATRE 1.1.1", () => {
    const groups: [string, number][] = [
      ...[3, 12, 5, 7, 6, 9].map((count, at): [string, number] => [`1.${at + 1}`, count]),
      ...[18, 16, 4, 5, 18].map((count, at): [string, number] => [`2.${at + 1}`, count]),
      ...[13, 6, 8, 1, 3, 2, 1, 2].map((count, at): [string, number] => [`3.${at + 1}`, count]),
      ...[2, 2, 3, 4, 1, 1, 1, 4, 3].map((count, at): [string, number] => [`4.${at + 1}`, count]),
    ];
    expect(ids("satre")).toEqual(numbered(Object.fromEntries(groups)));
    expect(ids("satre")).toHaveLength(160);
  });

  it("hold all 93 controls of ISO/IEC 27001:2022 Annex A", () => {
    expect(ids("iso27001")).toEqual(numbered({ "A.5": 37, "A.6": 8, "A.7": 14, "A.8": 34 }));
  });

  it("hold all 101 items of ISMS-P as revised in 2023", () => {
    const groups: [string, number][] = [
      ...[6, 4, 3, 3].map((count, at): [string, number] => [`1.${at + 1}`, count]),
      ...[3, 6, 4, 7, 6, 7, 2, 6, 7, 9, 5, 2].map((count, at): [string, number] => [`2.${at + 1}`, count]),
      ...[7, 5, 4, 2, 3].map((count, at): [string, number] => [`3.${at + 1}`, count]),
    ];
    expect(ids("isms-p")).toEqual(numbered(Object.fromEntries(groups)));
    expect(ids("isms-p")).toHaveLength(101);
  });

  it("hold the standards and implementation specifications of HIPAA's security rule, by section and kind", () => {
    const bySection = new Map<string, Record<string, number>>();
    for (const { id, level = "" } of of("hipaa").controls) {
      const section = id.slice(0, "164.308".length);
      const kinds = bySection.get(section) ?? {};
      const kind = level.split(",")[0] ?? "";
      bySection.set(section, { ...kinds, [kind]: (kinds[kind] ?? 0) + 1 });
    }
    // Appendix A to Subpart C of Part 164 for the first three, and paragraphs (a)(2), (b)(2) of 164.314 and (b)(2) of 164.316.
    expect(Object.fromEntries(bySection)).toEqual({
      "164.308": { standard: 10, required: 10, addressable: 11 },
      "164.310": { standard: 4, required: 2, addressable: 6 },
      "164.312": { standard: 5, required: 2, addressable: 5 },
      "164.314": { standard: 2, required: 7 },
      "164.316": { standard: 2, required: 3 },
    });
  });

  it.each(FRAMEWORK_IDS)("name each control of %s once, in words of its own", (framework) => {
    const { controls } = of(framework);
    expect(new Set(controls.map(({ id }) => id)).size).toBe(controls.length);
    expect(controls.filter(({ words }) => /^[A-Z]|\.$|\b(shall|should)\b/.test(words))).toEqual([]);
  });
});

describe("what controls rest on", () => {
  it.each(FRAMEWORK_IDS)("is of the catalogue, in %s: no channel, setting or type that there is not", (framework) => {
    const wrong = of(framework).controls.flatMap((control) => {
      if (!("channels" in control || "settings" in control)) return [];
      const { channels = [], settings = [], about = [] } = control;
      return [
        ...channels.filter((word) => idsOf([word], CHANNEL_IDS).length === 0),
        ...settings.filter((word) => !SETTING_IDS.includes(word)),
        ...about.filter((type) => !(type in providerTypes.types)),
      ].map((word) => `${control.id}: ${word}`);
    });
    expect(wrong).toEqual([]);
  });

  it.each(FRAMEWORK_IDS)("takes every channel in, in %s", (framework) => {
    const used = new Set(of(framework).controls.flatMap((one) => ("channels" in one ? groundsOf(one) : [])));
    expect(CHANNEL_IDS.filter((id) => !used.has(id))).toEqual([]);
  });

  it("takes every setting in somewhere", () => {
    const used = new Set(
      frameworks().flatMap(({ controls }) =>
        controls.flatMap((one) => ("settings" in one ? (one.settings ?? []) : [])),
      ),
    );
    expect(SETTING_IDS.filter((id) => !used.has(id))).toEqual([]);
    expect(new Set(SETTING_IDS).size).toBe(SETTING_IDS.length);
  });

  it("is never nothing: a control names a channel, a setting, or the reason why none shows it", () => {
    const bare = frameworks().flatMap(({ controls }) =>
      controls.filter((one) => !("notCovered" in one) && !("notTechnical" in one) && groundsOf(one).length === 0),
    );
    expect(bare).toEqual([]);
  });
});

describe("docs/compliance.md", () => {
  const text = readFileSync(join(ROOT, "docs", "compliance.md"), "utf8");

  it("lists the settings as they are", () => {
    for (const { id, says } of SETTINGS) expect(text).toContain(`| \`${id}\` | ${says} |\n`);
    expect([...text.matchAll(/^\| `setting\./gm)]).toHaveLength(SETTINGS.length);
  });

  it("says how many controls each framework has", () => {
    for (const { id, controls } of frameworks())
      expect(text).toMatch(new RegExp(`^\\| \`${id}\` \\|.*\\| ${controls.length}( [^|]*)?\\|$`, "m"));
  });

  it("tells every status", () => {
    for (const status of STATUSES) expect(text).toContain(`\`${status}\``);
  });
});
