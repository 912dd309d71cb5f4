import { createHash } from "node:crypto";
import { digestedText } from "../../../src/verify/load/plan-values";

describe("user data that a plan has the digest of", () => {
  const text = "#!/bin/sh\nexit 0\n";
  const digest = createHash("sha1").update(text).digest("hex");

  it("is the configuration's text, where that has the digest", () => {
    expect(digestedText(digest, { constant_value: text })).toBe(text);
  });

  it.each([
    ["the configuration's text is another one", digest, { constant_value: `${text}\n` }],
    ["the configuration refers to something", digest, { references: ["var.script"] }],
    ["the plan has the text itself", text, { constant_value: text }],
    ["there is no expression", digest, undefined],
  ])("stays what the plan has where %s", (_, planned, expression) => {
    expect(digestedText(planned, expression)).toBeUndefined();
  });
});
