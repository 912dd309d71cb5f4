import { readFileSync } from "node:fs";
import { join } from "node:path";
import { providerTypes } from "../../scripts/write-provider-types";
import { INERT_TYPES } from "../../src/verify/inert-types";
import { CHANNELS, KNOWN_TYPES } from "../../src/verify/channels";
import { PROVIDER } from "../../src/verify/provider-types";
import { ROOT } from "../stacks/example-projects";

describe("the closed world", () => {
  it("is that of the pinned provider: a new version shows its new types and attributes here (npm run provider-types)", () => {
    expect(readFileSync(join(ROOT, "src", "verify", "provider-types.json"), "utf8")).toBe(providerTypes());
  });

  it("names no type that the provider lacks, but for those of earlier versions", () => {
    expect([...KNOWN_TYPES].filter((type) => !PROVIDER.types.has(type)).sort()).toEqual([]);
  });

  it("takes no type for inert that a channel reads", () => {
    const read = new Set(CHANNELS.flatMap(({ types }) => types ?? []));
    expect([...INERT_TYPES.keys()].filter((type) => read.has(type))).toEqual([]);
  });
});
