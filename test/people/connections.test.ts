import { gzipSync } from "node:zlib";
import * as fc from "fast-check";
import { connectionsIn, LogError, readLog, remarksOn, type Connection, type Entrance } from "../../src/people";

/** An entry as AWS documents it: https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/connection-logging.html */
const entry = (changes: Readonly<Record<string, string>> = {}): Record<string, string> => ({
  "connection-log-type": "connection-attempt",
  "connection-attempt-status": "successful",
  "connection-reset-status": "NA",
  "connection-attempt-failure-reason": "NA",
  "connection-id": "cvpn-connection-00000000000000001",
  "client-vpn-endpoint-id": "cvpn-endpoint-00000000000000001",
  "transport-protocol": "udp",
  "connection-start-time": "2027-03-26 20:37:15",
  "connection-last-update-time": "2027-03-26 20:37:15",
  "client-ip": "100.64.0.2",
  "common-name": "laptop-7",
  "device-type": "win",
  "device-ip": "198.51.100.82",
  port: "50096",
  "ingress-bytes": "0",
  "egress-bytes": "0",
  "ingress-packets": "0",
  "egress-packets": "0",
  "connection-end-time": "NA",
  username: "kim",
  ...changes,
});

const ENDED = entry({
  "connection-log-type": "connection-reset",
  "connection-attempt-status": "NA",
  "connection-end-time": "2027-03-26 22:00:00",
  "connection-last-update-time": "2027-03-26 22:00:00",
  "ingress-bytes": "1200",
  "egress-bytes": "98000",
});

const CONNECTION: Connection = {
  id: "cvpn-connection-00000000000000001",
  endpoint: "cvpn-endpoint-00000000000000001",
  logGroup: undefined,
  user: "kim",
  certificate: "laptop-7",
  from: "198.51.100.82",
  device: "win",
  start: "2027-03-26 20:37:15",
  end: "2027-03-26 22:00:00",
  bytesIn: 1200,
  bytesOut: 98_000,
  failure: undefined,
};

/** What CloudWatch Logs hands to Firehose: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html */
const delivery = (messages: readonly string[], messageType = "DATA_MESSAGE"): Buffer =>
  gzipSync(
    JSON.stringify({
      messageType,
      owner: "222222222222",
      logGroup: "/databox/trial/lab/vpn",
      logStream: "connections",
      subscriptionFilters: ["databox-trial-lab"],
      logEvents: messages.map((message, index) => ({ id: String(index), timestamp: 1_806_093_435_000, message })),
    }),
  );

describe("a connection log", () => {
  it.each([
    ["as JSON, a line an entry", `${JSON.stringify(entry())}\n${JSON.stringify(ENDED)}\n`],
    ["as JSON in many lines", `${JSON.stringify(entry(), null, 2)}\n${JSON.stringify(ENDED, null, 2)}`],
    [
      "as an export of the log group, a time before each",
      `2027-03-26T20:37:15.000Z ${JSON.stringify(entry())}\n2027-03-26T22:00:00.000Z ${JSON.stringify(ENDED)}\n`,
    ],
  ])("is read %s, compressed or not", (_, text) => {
    expect(connectionsIn(readLog(Buffer.from(text)))).toEqual([CONNECTION]);
    expect(connectionsIn(readLog(gzipSync(text)))).toEqual([CONNECTION]);
  });

  it("is read as Firehose joins it, with whose log it is, and without what others wrote", () => {
    const file = Buffer.concat([
      delivery([], "CONTROL_MESSAGE"),
      delivery([JSON.stringify(entry()), "pluto: connection established {", '"a word"']),
      delivery([JSON.stringify(ENDED)]),
    ]);
    expect(connectionsIn(readLog(file))).toEqual([{ ...CONNECTION, logGroup: "/databox/trial/lab/vpn" }]);
  });

  it("tells an attempt that failed, and why", () => {
    const failed = entry({
      "connection-attempt-status": "failed",
      "connection-attempt-failure-reason": "authorization-failed",
      username: "NA",
    });
    expect(connectionsIn(readLog(Buffer.from(JSON.stringify(failed))))).toMatchObject([
      { failure: "authorization-failed", user: undefined },
    ]);
  });

  it("gives the same whatever the order of its entries", () => {
    const entries = [
      entry(),
      ENDED,
      entry({ "connection-id": "cvpn-connection-2", "connection-start-time": "2027-03-27 01:00:00" }),
      entry({ "connection-id": "cvpn-connection-3", "connection-start-time": "2027-03-25 01:00:00", username: "lee" }),
    ].map((one) => ({ entry: one, logGroup: undefined }));
    const expected = connectionsIn(entries);
    expect(expected.map(({ id }) => id.slice(-1))).toEqual(["3", "1", "2"]);
    fc.assert(
      fc.property(fc.shuffledSubarray(entries, { minLength: entries.length }), (shuffled) => {
        expect(connectionsIn(shuffled)).toEqual(expected);
      }),
      { numRuns: 50, seed: 1 },
    );
  });

  it("refuses what is cut off or no log, and says where", () => {
    const whole = delivery([JSON.stringify(entry())]);
    expect(() => readLog(whole.subarray(0, whole.length - 9))).toThrow(LogError);
    expect(() => readLog(Buffer.from(JSON.stringify(entry()).slice(0, -1)))).toThrow(
      "the log is cut off: what begins at character 1 does not end",
    );
    expect(() => readLog(Buffer.from("  {nonsense}"))).toThrow("what begins at character 3 is no JSON");
    expect(() => readLog(Buffer.from("hello"))).toThrow("there is no entry of a log in it");
    expect(readLog(Buffer.from(""))).toEqual([]);
  });

  it("never fails but with a reason, whatever the bytes", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array(),
          fc.string().map((text) => Buffer.from(text)),
        ),
        (bytes) => {
          try {
            connectionsIn(readLog(Buffer.from(bytes)));
          } catch (error) {
            expect(error).toBeInstanceOf(LogError);
          }
        },
      ),
      { numRuns: 2_000, seed: 2 },
    );
  });
});

describe("what a reviewer has to look at", () => {
  const entrance = (changes: Partial<Entrance>): Entrance => ({ ...CONNECTION, tenant: "lab", ...changes });
  const lastDays = new Map([["lab", "2027-06-30"]]);

  it.each<[string, Entrance[], string[]]>([
    ["nothing, where one person entered one box", [entrance({}), entrance({ id: "2" })], []],
    ["a person in two boxes", [entrance({}), entrance({ tenant: "clinic" })], ["kim entered 2 boxes: lab, clinic"]],
    [
      "one device of two people",
      [entrance({}), entrance({ user: "lee" })],
      ["the device of laptop-7 was used by kim, lee"],
    ],
    [
      "who came after the last day",
      [entrance({ start: "2027-07-01 00:00:01" })],
      ["kim entered the box of lab on 2027-07-01 00:00:01, after its last day 2027-06-30"],
    ],
    ["nothing, on the last day", [entrance({ start: "2027-06-30 23:59:59" })], []],
    [
      "nothing, where nobody came in",
      [entrance({}), entrance({ tenant: "clinic", failure: "authorization-failed" })],
      [],
    ],
  ])("is %s", (_, entrances, remarks) => expect(remarksOn(entrances, lastDays)).toEqual(remarks));
});
