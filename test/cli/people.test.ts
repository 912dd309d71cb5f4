import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { databoxIn, TRIAL, type Outcome } from "./databox";

let cwd: string;
beforeEach(() => (cwd = mkdtempSync(join(tmpdir(), "databox-people-test-"))));
afterEach(() => rmSync(cwd, { recursive: true, force: true }));
const databox = (...args: string[]): Promise<Outcome> => databoxIn(cwd)(...args);

const PROJECT = `${TRIAL.trimEnd().replace(/\n.*$/, "")}
  - tenant: lab
    account: "222222222222"
    desktops: { count: 1 }
    until: 2027-06-30
    access:
      samlProvider: arn:aws:iam::222222222222:saml-provider/lab
      serverCertificate: arn:aws:acm:eu-west-1:222222222222:certificate/22222222-0000-4000-8000-000000000001
      clientCertificate: arn:aws:acm:eu-west-1:222222222222:certificate/22222222-0000-4000-8000-000000000002
      groups: [lab]
  - { tenant: clinic, account: "333333333333", until: 2027-12-31 }
  - { tenant: open, account: "444444444444" }
`;
const project = (): void => writeFileSync(join(cwd, "trial.yaml"), PROJECT);

interface Stack {
  readonly resource: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>> | undefined>>;
}
const stack = (): Stack =>
  JSON.parse(readFileSync(join(cwd, "cdktf.out", "stacks", "trial", "cdk.tf.json"), "utf8")) as Stack;

describe("the last day of a tenant", () => {
  it("ends the authorization of her people with the next deployment, and leaves everything else", async () => {
    project();
    await databox("synth", "trial.yaml", "--on", "2027-06-30");
    const before = stack();
    expect(Object.keys(before.resource["aws_ec2_client_vpn_authorization_rule"] ?? {})).toHaveLength(1);
    expect((await databox("synth", "trial.yaml", "--on", "2027-07-01")).code).toBe(0);
    const { aws_ec2_client_vpn_authorization_rule: gone, ...rest } = before.resource;
    expect(gone).toBeDefined();
    expect(stack().resource).toEqual(rest);
    expect((await databox("verify", "cdktf.out/stacks/trial")).code).toBe(0);
  });

  it("refuses everything to her machines from the next midnight on, without a deployment", async () => {
    project();
    await databox("synth", "trial.yaml");
    const policies = Object.entries(stack().resource["aws_iam_role_policy"] ?? {});
    const denials = policies.flatMap(([name, { policy }]) =>
      (JSON.parse(String(policy)) as { Statement: { Sid: string }[] }).Statement.filter(
        ({ Sid }) => Sid === "NothingAfterLastDay",
      ).map((statement) => [name.replace(/_[0-9A-F]{8}$/, ""), statement]),
    );
    const nothingAfter = (day: string): object => ({
      Sid: "NothingAfterLastDay",
      Effect: "Deny",
      Action: "*",
      Resource: "*",
      Condition: { DateGreaterThan: { "aws:CurrentTime": `${day}T23:59:59Z` } },
    });
    expect(denials).toEqual([
      ["research-box-clinic_compute-role_policy", nothingAfter("2027-12-31")],
      ["research-box-lab_compute-role_policy", nothingAfter("2027-06-30")],
      ["research-box-lab_desktop-role_policy", nothingAfter("2027-06-30")],
    ]);
  });
});

describe("groups", () => {
  it("enter one box each: a project file in which one enters two is refused", async () => {
    const access = / {4}access:\n(?: {6}.*\n)+/.exec(PROJECT)?.[0] ?? "";
    const second = `  - tenant: twin\n    account: "222222222222"\n    desktops: { count: 1 }\n${access}`;
    writeFileSync(join(cwd, "trial.yaml"), PROJECT + second);
    const { code, err } = await databox("synth", "trial.yaml");
    expect({ code, err }).toEqual({
      code: 1,
      err: "databox: trial.yaml:24:16: researchBoxes[3].access.groups[0]: group lab enters the box of lab already, and one person enters one box; give twin a group of its own\n",
    });
  });
});

describe("databox status", () => {
  it.each([
    ["2027-05-30", "31", "running"],
    ["2027-05-31", "30", "ends soon"],
    ["2027-06-23", "7", "ends this week"],
    ["2027-06-29", "1", "last day"],
    ["2027-06-30", "0", "last day"],
    ["2027-07-01", "-1", "over"],
  ])("says on %s that %s days are left: %s", async (on, days, standing) => {
    project();
    const { code, out } = await databox("status", "trial.yaml", "--on", on);
    expect(code).toBe(0);
    expect(out).toMatch(new RegExp(`^trial +lab +2027-06-30 +${days} +${standing}$`, "m"));
    expect(out).toMatch(/^trial +open +- +- +no end$/m);
    expect(out.includes("the last day of lab is over")).toBe(standing === "over");
    const { boxes } = JSON.parse((await databox("status", "trial.yaml", "--on", on, "-f", "json")).out) as {
      boxes: unknown[];
    };
    expect(boxes[0]).toEqual({
      project: "trial",
      tenant: "lab",
      standing,
      until: "2027-06-30",
      daysLeft: Number(days),
    });
  });

  it("refuses what is no date", async () => {
    project();
    for (const command of ["status", "synth"])
      expect(await databox(command, "trial.yaml", "--on", "2027-02-30")).toEqual({
        code: 1,
        out: "",
        err: "databox: --on 2027-02-30: no calendar date; write it like 2027-06-30\n",
      });
  });
});

describe("databox who", () => {
  const entry = (changes: Readonly<Record<string, string>>): string =>
    JSON.stringify({
      "connection-log-type": "connection-attempt",
      "connection-attempt-status": "successful",
      "connection-id": "cvpn-connection-1",
      "client-vpn-endpoint-id": "cvpn-endpoint-1",
      "connection-start-time": "2027-03-26 20:37:15",
      "connection-end-time": "NA",
      "common-name": "laptop-7",
      "device-ip": "198.51.100.82",
      "ingress-bytes": "12",
      "egress-bytes": "34",
      username: "kim",
      ...changes,
    });
  const log = (path: string, content: string | Buffer): void => {
    mkdirSync(join(cwd, path, ".."), { recursive: true });
    writeFileSync(join(cwd, path), content);
  };

  it("makes a table of files of the audit bucket, by box, and says what to look at", async () => {
    project();
    log("vpn/databox-trial-lab/2027/03/26/a", gzipSync(entry({})));
    log(
      "vpn/databox-trial-clinic/2027/03/27/b",
      entry({ "connection-id": "cvpn-connection-2", "connection-start-time": "2027-03-27 01:00:00" }),
    );
    log(
      "vpn/databox-trial-lab/2027/03/28/c",
      entry({
        "connection-id": "cvpn-connection-3",
        "connection-start-time": "2027-03-28 01:00:00",
        "connection-attempt-status": "failed",
        "connection-attempt-failure-reason": "authorization-failed",
        username: "m\u001b[2J",
      }),
    );
    expect(await databox("who", "trial.yaml", "vpn")).toEqual({
      code: 0,
      err: "",
      out: `box     user        device    from           start (UTC)          end (UTC)  bytes in  bytes out  result
lab     kim         laptop-7  198.51.100.82  2027-03-26 20:37:15  -          12        34         entered
clinic  kim         laptop-7  198.51.100.82  2027-03-27 01:00:00  -          12        34         entered
lab     m\\u{1b}[2J  laptop-7  198.51.100.82  2027-03-28 01:00:00  -          12        34         authorization-failed

look at this: kim entered 2 boxes: lab, clinic
trial: 2 connections of 1 people, 1 attempts that failed
AWS does not record attempts with a device certificate that it does not take.
`,
    });
  });

  it("leaves other projects' connections out, and says so", async () => {
    project();
    const delivered = JSON.stringify({
      messageType: "DATA_MESSAGE",
      logGroup: "/databox/other/lab/vpn",
      logEvents: [{ message: entry({}) }],
    });
    log("log", delivered);
    const { out, err } = await databox("who", "trial.yaml", "log", "-f", "json");
    expect(JSON.parse(out)).toEqual({ version: 1, project: "trial", connections: [], remarks: [] });
    expect(err).toBe("1 connections are of other projects, and left out\n");
  });

  it("refuses what is not there and what is cut off, with the file", async () => {
    project();
    log("cut.gz", gzipSync(entry({})).subarray(0, 40));
    for (const [path, why] of [
      ["nowhere", "there is no such file or folder"],
      ["cut.gz", "the compressed log is damaged or cut off; fetch it again"],
    ] as const)
      expect(await databox("who", "trial.yaml", path)).toEqual({ code: 1, out: "", err: `databox: ${path}: ${why}\n` });
  });
});
