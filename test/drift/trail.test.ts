import { gzipSync } from "node:zlib";
import { callsIn, lastCalls } from "../../src/drift";
import { readLog } from "../../src/people";

const CANARY = "canary-of-a-secret";
const record = (time: string, name: string, more: object): object => ({
  eventTime: time,
  eventName: name,
  userIdentity: { type: "AssumedRole", arn: "arn:aws:sts::111111111111:assumed-role/Admin/kim" },
  sourceIPAddress: "203.0.113.9",
  readOnly: false,
  ...more,
});
const trail = gzipSync(
  JSON.stringify({
    Records: [
      record("2026-11-01T01:00:00Z", "CreateRoute", {
        requestParameters: { routeTableId: "rtb-0aaa1111", gatewayId: "igw-1", note: CANARY },
      }),
      record("2026-11-02T01:00:00Z", "ReplaceRoute", {
        requestParameters: { routeTableId: "rtb-0aaa1111" },
        responseElements: { token: CANARY },
      }),
      record("2026-11-03T01:00:00Z", "DeleteRoute", {
        requestParameters: { routeTableId: "rtb-0aaa1111" },
        errorCode: "Client.UnauthorizedOperation",
      }),
      record("2026-11-04T01:00:00Z", "DescribeRouteTables", {
        requestParameters: { routeTableId: "rtb-0aaa1111" },
        readOnly: true,
      }),
      record("2026-11-05T01:00:00Z", "PutBucketPolicy", {
        resources: [{ ARN: "arn:aws:s3:::store" }],
        userIdentity: { type: "AWSService", invokedBy: "config.amazonaws.com" },
      }),
      record("2026-11-06T01:00:00Z", "CreateRoute", { requestParameters: { routeTableId: "rtb-0aaa11112" } }),
    ],
  }),
);
const calls = callsIn(readLog(trail));

describe("the calls of an audit trail", () => {
  it("that were about a resource are told by time, name, caller and address, the latest first", () => {
    const by = "arn:aws:sts::111111111111:assumed-role/Admin/kim";
    expect(lastCalls(calls, ["rtb-0aaa1111"])).toEqual([
      { time: "2026-11-02T01:00:00Z", name: "ReplaceRoute", by, from: "203.0.113.9" },
      { time: "2026-11-01T01:00:00Z", name: "CreateRoute", by, from: "203.0.113.9" },
    ]);
    expect(lastCalls(calls, ["store", "arn:aws:s3:::store"])).toMatchObject([{ by: "config.amazonaws.com" }]);
    expect(lastCalls(calls, ["rtb-0aaa1111"], 1)).toHaveLength(1);
  });

  it("leave out what was refused, what only read, and what was about another resource", () => {
    const names = lastCalls(calls, ["rtb-0aaa1111"], 10).map(({ name }) => name);
    expect(names).toEqual(["ReplaceRoute", "CreateRoute"]);
    expect(lastCalls(calls, ["rtb-0bbb2222"])).toEqual([]);
  });

  it("tell nothing of what was said in them", () => {
    expect(JSON.stringify(lastCalls(calls, ["rtb-0aaa1111", "arn:aws:s3:::store"], 10))).not.toContain(CANARY);
  });
});
