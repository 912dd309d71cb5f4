import { CUSTODY_CLAIMS, ATTESTATION_CLAIMS, COMMON_CLAIMS } from "../../src/report";
import { BILLED } from "../../src/cost";
import { familyOf } from "../../src/report/families";
import { en } from "../../src/review/words/en";
import { ko } from "../../src/review/words/ko";
import { KO_SENTENCES } from "../../src/review/words/ko-sentences";
import { CHANNELS, CLAIM } from "../../src/verify";

/** Every text of a catalogue, with the way to it; functions are called with numbers and names. */
const textsOf = (catalogue: object, way = ""): [string, string][] =>
  Object.entries(catalogue).flatMap(([key, value]): [string, string][] => {
    const here = `${way}.${key}`;
    if (typeof value === "string") return [[here, value]];
    if (typeof value === "object" && value !== null) return textsOf(value as object, here);
    if (here === ".picture.describe") return [[here, "…"]];
    const say = value as (...parts: unknown[]) => string;
    return here === ".picture.outside" ? [[here, say("people", "")]] : [[here, say(3, 3, 3)]];
  });

/** Names of things that are the same in every language. */
const SAME = new Set([".judged.digest", ".cost.range"]);

describe("the words of the review page", () => {
  it("are all there in Korean, and are Korean", () => {
    const korean = new Map(textsOf(ko));
    expect([...korean.keys()].sort()).toEqual(
      textsOf(en)
        .map(([way]) => way)
        .sort(),
    );
    const english = [...korean].filter(
      ([way, text]) => !SAME.has(way) && text !== "…" && !/\p{Script=Hangul}/u.test(text),
    );
    expect(english).toEqual([]);
  });

  it("name every family of channels in both languages", () => {
    const families = [...new Set(CHANNELS.map(({ id }) => familyOf(id)))].sort();
    expect(Object.keys(en.families).sort()).toEqual(families);
    expect(Object.keys(ko.families).sort()).toEqual(families);
  });

  it("have Korean for the whole claim, all of custody and everything that costs, and for nothing else", () => {
    const says = [
      ...[CLAIM.heldAgainst, CLAIM.notHeldAgainst, CLAIM.notDecided].flat(),
      ...[...COMMON_CLAIMS, ...ATTESTATION_CLAIMS].map((claim) => claim.says),
      ...CUSTODY_CLAIMS.flatMap(({ title, keeps, keepsNot, withdrawal }) => [
        title,
        ...[...keeps, ...keepsNot, withdrawal].map((claim) => claim.says),
      ]),
    ];
    const costs = Object.values(BILLED).flatMap((counts) => {
      const resource = { address: "", type: "", region: "", box: "", attributes: { vpc_endpoint_type: "Interface" } };
      const asked = [
        resource,
        { ...resource, attributes: { vpc_endpoint_type: "Other", primary_network_interface: [] } },
      ];
      const stack = { resources: [], referred: () => ({ ...resource, attributes: { block_device_mappings: [{}] } }) };
      return asked.flatMap((one) => counts(one, stack as never, { machineHours: 100 }).map(({ name }) => name));
    });
    const wanted = new Set([...says, ...costs]);
    expect([...wanted].filter((text) => !KO_SENTENCES.has(text))).toEqual([]);
    expect([...KO_SENTENCES.keys()].filter((text) => !wanted.has(text))).toEqual([]);
  });
});
