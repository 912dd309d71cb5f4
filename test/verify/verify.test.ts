import { CHANNELS, verify, type TargetReport } from "../../src/verify";
import { HARMLESS, MUTATIONS } from "./mutations";
import { POLICY_MUTATIONS } from "./policy-mutations";
import { sealedBoxes, type Configuration } from "./sealed-box";

const judge = (json: Configuration): TargetReport => verify({ target: "test", json });

const notClosed = (report: TargetReport): string[] =>
  report.channels.flatMap(({ id, verdict, findings }) =>
    verdict === "closed" ? [] : findings.map(({ address, why }) => `${id} ${verdict}: ${address}: ${why}`),
  );

describe("sealed boxes", () => {
  it("are confined, every channel with evidence", () => {
    const report = judge(sealedBoxes());
    expect(notClosed(report)).toEqual([]);
    expect(report.verdict).toBe("confined");
    expect(report.summary).toEqual({ closed: CHANNELS.length, open: 0, unproven: 0, doors: 0 });
    // What is inside another block of a rule channel may say nothing for it; but most channels have to say why.
    const silent = report.channels.filter(({ evidence }) => evidence.length === 0).map(({ id }) => id);
    expect(silent).toEqual(["store.carriers"]);
  });

  it.each(HARMLESS)("stay confined with $name", ({ change }) => {
    const configuration = sealedBoxes();
    change(configuration);
    expect(notClosed(judge(configuration))).toEqual([]);
  });
});

describe("a broken seal", () => {
  it.each([...MUTATIONS, ...POLICY_MUTATIONS])("$channel is $verdict with $name", ({ channel, change, verdict }) => {
    const configuration = sealedBoxes();
    change(configuration);
    const report = judge(configuration);
    const found = report.channels.find(({ id }) => id === channel);
    expect({ verdict: found?.verdict, all: notClosed(report) }).toEqual({ verdict, all: expect.any(Array) as unknown });
    expect(report.verdict).not.toBe("confined");
    for (const finding of found?.findings ?? []) {
      expect(finding.why).not.toBe("");
      if (finding.verdict !== "open") continue;
      // A witness names where the byte is, who sends it, through what, and where to.
      expect(finding.witness?.through.length).toBeGreaterThan(0);
      expect([finding.witness?.from, finding.witness?.by, finding.witness?.to]).not.toContain("");
      expect(finding.mend).not.toBeNull();
    }
  });
});

describe("a channel whose decision fails", () => {
  it("is unproven, never closed", () => {
    // Resources that are no objects are what a fuzzer finds first.
    const configuration = sealedBoxes();
    configuration.resource["aws_vpc"] = { lab: null as never, data: "x" as never };
    expect(judge(configuration).verdict).not.toBe("confined");
  });
});
