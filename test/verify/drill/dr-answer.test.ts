import { join } from "node:path";
import { CHANNELS } from "../../../src/verify";
import { ROOT } from "../../stacks/example-projects";
import { CONTROL_BREAKS } from "./control-breaks";
import { HARMLESS } from "./harmless";
import { NETWORK_BREAKS } from "./network-breaks";
import { PAIRS } from "./pairs";
import { drill } from "./suite";

// Two like places of each: the hospital's and one tenant's; the pilot's drill has the others.
describe("dr-answer", () => drill(join(ROOT, "projects", "dr-answer.yaml"), undefined, { places: 2 }));

it("is a drill of the size that was promised", () => {
  expect(
    new Set([...NETWORK_BREAKS, ...CONTROL_BREAKS].map(({ name }) => name)).size + PAIRS.length,
  ).toBeGreaterThanOrEqual(120);
  expect(HARMLESS.length).toBeGreaterThanOrEqual(30);
  expect(
    [...NETWORK_BREAKS, ...CONTROL_BREAKS].filter(({ channel }) => !CHANNELS.some(({ id }) => id === channel)),
  ).toEqual([]);
});
