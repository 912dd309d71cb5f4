import fc from "fast-check";
import { globCovers } from "../../../src/verify/policy/glob";

const glob = fc.array(fc.constantFrom("a", "b", "*", "?"), { maxLength: 6 }).map((parts) => parts.join(""));
const word = fc.array(fc.constantFrom("a", "b"), { maxLength: 6 }).map((parts) => parts.join(""));
const matches = (pattern: string, text: string): boolean =>
  new RegExp(`^${pattern.replaceAll("*", ".*").replaceAll("?", ".")}$`).test(text);
/** Every word of two letters up to a length: an oracle that asks one by one. */
const WORDS = Array.from({ length: 8 }, (_, length) => length).flatMap((length) =>
  Array.from({ length: 2 ** length }, (_, bits) =>
    [...Array(length).keys()].map((i) => ((bits >> i) & 1 ? "a" : "b")).join(""),
  ),
);

describe("globs", () => {
  it("never cover a glob that has a word they lack", () => {
    fc.assert(
      fc.property(glob, glob, (outer, inner) => {
        if (!globCovers(outer, inner)) return true;
        return WORDS.every((one) => !matches(inner, one) || matches(outer, one));
      }),
      { seed: 3, numRuns: 2000 },
    );
  });

  it("cover the words that they match", () => {
    fc.assert(
      fc.property(glob, word, (outer, inner) => globCovers(outer, inner) === matches(outer, inner)),
      { seed: 4, numRuns: 2000 },
    );
  });

  it.each([
    ["s3:*", "s3:GetObject", true],
    ["s3:Get*", "s3:GetObject*", true],
    ["s3:GetObject", "s3:GetObject*", false],
    ["arn:aws:s3:::store/*", "arn:aws:s3:::store/*", true],
    ["arn:aws:s3:::store*", "arn:aws:s3:::store/*", true],
    ["arn:aws:s3:::store/a/*", "arn:aws:s3:::store/*", false],
  ])("%s covers %s: %s", (outer, inner, expected) => {
    expect(globCovers(outer, inner)).toBe(expected);
  });
});
