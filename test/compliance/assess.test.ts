import { assess, frameworks, groundsOf, STATUSES, type Assessment, type Status } from "../../src/compliance";
import { applyExceptions, verify, type ChannelReport, type LoadedTarget, type TargetReport } from "../../src/verify";
import { exampleProject, EXAMPLES, stackOf } from "../stacks/example-projects";
import { sealedBoxes } from "../verify/sealed-box";

const target: LoadedTarget = {
  target: "stack",
  json: stackOf(exampleProject(EXAMPLES.find((file) => file.includes("dr-answer")) ?? "")),
};
const report = verify(target);

const assessed = (changed: TargetReport = report, loaded = target): Assessment => assess(changed, loaded, frameworks());
const statusOf = (assessment: Assessment, framework: string, control: string): Status | undefined =>
  assessment.frameworks.find(({ id }) => id === framework)?.controls.find(({ id }) => id === control)?.status;

/** The report with one channel as it is told. */
const withChannel = (id: string, change: Partial<ChannelReport>): TargetReport => ({
  ...report,
  channels: report.channels.map((channel) => (channel.id === id ? { ...channel, ...change } : channel)),
});
const AT = { address: "aws_x.y", path: null, why: "so it is" };

describe("an assessment", () => {
  it("tells by which resources a control is covered", () => {
    const assessment = assessed();
    expect(statusOf(assessment, "satre", "2.5.12")).toBe("covered");
    const encryption = assessment.grounds.find(({ id }) => id === "key.encryption");
    expect(encryption?.evidence).toEqual(report.channels.find(({ id }) => id === "key.encryption")?.evidence);
  });

  it("tells what of a control is not shown", () => {
    const control = assessed()
      .frameworks.flatMap(({ controls }) => controls)
      .find(({ id }) => id === "164.312(b)");
    expect(control).toMatchObject({
      status: "partly-covered",
      remark: expect.stringMatching(/^not shown: /) as string,
    });
  });

  it("tells what is not technical, and what is technical and not covered, with the reason", () => {
    const assessment = assessed();
    expect(statusOf(assessment, "iso27001", "A.7.1")).toBe("not-technical");
    expect(statusOf(assessment, "iso27001", "A.8.8")).toBe("not-covered");
    for (const control of assessment.frameworks.flatMap(({ controls }) => controls))
      if (control.status.startsWith("not-"))
        expect(control).toMatchObject({ grounds: [], remark: expect.stringMatching(/./) as string });
  });

  it.each(["open", "unproven"] as const)("calls no control covered of which a channel is %s", (verdict) => {
    const loaded = { target: "boxes", json: sealedBoxes() };
    const small = verify(loaded);
    for (const { id } of small.channels) {
      const finding = { ...AT, verdict, witness: null, mend: null };
      const channels = small.channels.map((one) => (one.id === id ? { ...one, verdict, findings: [finding] } : one));
      const assessment = assess({ ...small, channels }, loaded, frameworks());
      for (const { controls } of assessment.frameworks)
        for (const control of controls)
          if (control.grounds.includes(id)) expect([control.id, control.status]).toEqual([control.id, verdict]);
    }
  });

  it("takes a channel that is open for worse than one that is unproven", () => {
    const changed = withChannel("net.peering", { verdict: "unproven" });
    const both = {
      ...changed,
      channels: changed.channels.map((one) => (one.id === "net.ipv6" ? { ...one, verdict: "open" as const } : one)),
    };
    expect(statusOf(assessed(both), "satre", "2.2.9")).toBe("open");
  });

  it("takes a channel that was not judged for unproven", () => {
    const without = { ...report, channels: report.channels.filter(({ id }) => id !== "key.encryption") };
    expect(statusOf(assessed(without), "satre", "2.5.12")).toBe("unproven");
  });

  it("shows a declared door wherever a control rests on it", () => {
    const open = withChannel("net.peering", {
      verdict: "open",
      findings: [{ ...AT, verdict: "open", witness: null, mend: null }],
    });
    const doors = applyExceptions(open, [
      { channel: "net.peering", reason: "joined to the archive until March", by: "project file" },
    ]);
    const assessment = assessed(doors);
    expect(statusOf(assessment, "satre", "2.2.9")).toBe("covered-but-for-doors");
    expect(statusOf(assessment, "satre", "2.2.12")).toBe("partly-covered-but-for-doors");
    expect(assessment.grounds.find(({ id }) => id === "net.peering")?.doors).toEqual([
      { ...AT, why: "joined to the archive until March (so it is)" },
    ]);
  });

  it("keeps a risk that the command line takes unproven", () => {
    const open = withChannel("net.peering", {
      verdict: "open",
      findings: [{ ...AT, verdict: "open", witness: null, mend: null }],
    });
    const risk = applyExceptions(open, [
      { channel: "net.peering", reason: "joined to the archive until March", by: "command line" },
    ]);
    expect(statusOf(assessed(risk), "satre", "2.2.9")).toBe("unproven");
  });

  it("calls a control lacking of which a setting does not stand everywhere", () => {
    const assessment = assessed();
    expect(statusOf(assessment, "satre", "2.5.2")).toBe("lacking");
    expect(assessment.grounds.find(({ id }) => id === "setting.zones")?.against[0]).toMatchObject({
      why: "all of its subnets are in one zone",
    });
  });

  it("never calls covered what a target has nothing of", () => {
    const loaded = { target: "boxes", json: sealedBoxes() };
    const assessment = assess(verify(loaded), loaded, frameworks());
    expect(statusOf(assessment, "satre", "2.1.17")).toBe("absent");
    expect(statusOf(assessed(), "isms-p", "2.6.4")).toBe("absent");
  });

  it("counts every control once", () => {
    for (const { summary, controls } of assessed().frameworks) {
      expect(Object.values(summary).reduce((sum, count) => sum + count, 0)).toBe(controls.length);
      expect(Object.keys(summary).every((status) => STATUSES.some((one) => one === status))).toBe(true);
    }
  });

  it("hands on every ground that a control names, and none that no control names", () => {
    const assessment = assessed();
    const named = new Set(assessment.frameworks.flatMap(({ controls }) => controls.flatMap(({ grounds }) => grounds)));
    expect(new Set(assessment.grounds.map(({ id }) => id))).toEqual(named);
    const [first] = frameworks().flatMap(({ controls }) => controls.filter((one) => "channels" in one));
    expect(first !== undefined && "channels" in first && groundsOf(first).every((id) => named.has(id))).toBe(true);
  });

  it("never calls covered what no resource shows", () => {
    const loaded = { target: "x", json: { resource: { aws_vpc: { only: { cidr_block: "10.0.0.0/16" } } } } };
    const assessment = assess(verify(loaded), loaded, frameworks());
    expect(statusOf(assessment, "satre", "2.5.12")).toBe("absent");
    expect(statusOf(assessment, "satre", "3.1.7")).toBe("absent");
  });
});
