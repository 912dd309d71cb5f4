import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { doorsOf } from "../../src/cli/doors";
import { type LoadedProject } from "../../src/cli/projects";
import { loadProject } from "../../src/project";
import { applyExceptions, verify, type ChannelReport, type Exception } from "../../src/verify";
import { stackOf, type StackJson } from "../stacks/example-projects";

const LINK = "hospitalLink: { firewall: 203.0.113.10, prefixes: [192.168.40.0/24] }";
const topicOf = (account: string): string => `arn:aws:sns:eu-west-1:${account}:alarms`;

function load(topic: string, link = ""): LoadedProject {
  const folder = mkdtempSync(join(tmpdir(), "databox-doors-"));
  try {
    const file = join(folder, "watched.yaml");
    writeFileSync(
      file,
      `apiVersion: databox/v1
project: watched
region: eu-west-1
watch: { topic: "${topic}" }
dataBox:
  hospital: charite
  account: "111111111111"
  loaders: [arn:aws:iam::111111111111:role/Loader]
  ${link}
researchBoxes:
  - { tenant: lab, account: "222222222222" }
`,
    );
    const loaded = loadProject(file);
    if (!loaded.ok) throw new Error(loaded.problems.map(({ message }) => message).join("\n"));
    return loaded;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const alarmDoors = (loaded: LoadedProject): Exception[] =>
  doorsOf(loaded, "watched.yaml").filter(({ channel }) => channel === "share.messaging");

describe("the doors that watch.topic asks for", () => {
  it("are none where the topic is of the project's own accounts", () => {
    expect(alarmDoors(load(topicOf("111111111111"), LINK))).toEqual([]);
  });

  it("lead to that topic alone, from the line of watch, for alarms and for the link's where there is one", () => {
    const door = { to: topicOf("999999999999"), by: "project file", file: "watched.yaml", line: 4 };
    expect(alarmDoors(load(topicOf("999999999999")))).toEqual([
      expect.objectContaining({ ...door, at: "watched/watch" }),
    ]);
    expect(alarmDoors(load(topicOf("999999999999"), LINK)).map(({ at }) => at)).toEqual([
      "watched/watch",
      "watched/hospital-link",
    ]);
  });

  describe("on the stack", () => {
    const loaded = load(topicOf("999999999999"), LINK);
    const stack = stackOf(loaded.project);
    const doors = doorsOf(loaded, "watched.yaml");
    const messages = (json: StackJson): ChannelReport | undefined =>
      applyExceptions(verify({ target: "watched", json }), doors).channels.find(({ id }) => id === "share.messaging");

    it("cover every alarm, and leave nothing else", () => {
      const alarms = Object.keys(stack.resource["aws_cloudwatch_metric_alarm"] ?? {}).map(
        (name) => `aws_cloudwatch_metric_alarm.${name}`,
      );
      const report = messages(stack);
      expect(report).toMatchObject({ verdict: "door", findings: [] });
      expect([...new Set(report?.doors.map(({ address }) => address))].sort()).toEqual(alarms.sort());
      expect(alarms.some((address) => address.includes("hospital-link"))).toBe(true);
    });

    it("do not cover an alarm that tells another topic of the same account", () => {
      const copy = structuredClone(stack);
      const [first] = Object.values(copy.resource["aws_cloudwatch_metric_alarm"] ?? {});
      if (first === undefined) throw new Error("there is no alarm");
      first["ok_actions"] = ["arn:aws:sns:eu-west-1:999999999999:others"];
      expect(messages(copy)).toMatchObject({
        verdict: "open",
        witness: { to: "arn:aws:sns:eu-west-1:999999999999:others" },
      });
    });
  });
});
