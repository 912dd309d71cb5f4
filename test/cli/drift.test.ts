import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { judgedBy } from "../second-opinion";
import { engineJudge } from "../rehearse/scratch-cloud";
import { shown } from "../rehearse/shown-state";
import { databoxIn, TRIAL, type Outcome } from "./databox";

const PROJECT = TRIAL.replace(
  'account: "111111111111" }',
  'account: "111111111111", stores: [{ name: imaging, kind: objects }] }',
);
const CANARY = "canary-of-a-secret";

interface Report {
  readonly live: { readonly verdict: string };
  readonly expected: { readonly verdict: string };
  readonly opened: readonly { readonly id: string; readonly verdict: string }[];
  readonly resources: readonly {
    readonly address: string;
    readonly gone: boolean;
    readonly changes: readonly { readonly attribute: string; readonly was: string; readonly is: string }[];
    readonly channels: readonly string[];
    readonly mends: readonly string[];
    readonly touchedBy?: readonly object[];
  }[];
}

describe("databox drift", () => {
  let cwd: string;
  beforeAll(() => {
    cwd = mkdtempSync(join(tmpdir(), "databox-drift-test-"));
    writeFileSync(join(cwd, "trial.yaml"), PROJECT);
  });
  afterAll(() => rmSync(cwd, { recursive: true, force: true }));

  it("refuses a project of which there is no stack, a trail that is not there, and one that is no log", async () => {
    const databox = databoxIn(cwd);
    expect(await databox("drift", "trial.yaml")).toEqual({
      code: 1,
      out: "",
      err: "databox: cdktf.out/stacks/trial: there is no stack of trial.yaml; write it with databox synth trial.yaml, and say with --stacks where it was deployed from\n",
    });
    expect((await databox("drift", "trial.yaml", "--trail", "none")).err).toBe(
      "databox: none: there is no such file or folder\n",
    );
    writeFileSync(join(cwd, "broken.json"), '{"Records": [');
    expect((await databox("drift", "trial.yaml", "--trail", "broken.json")).err).toContain(
      "broken.json: the log is cut off",
    );
  });
});

judgedBy("drift of a project that was deployed", engineJudge(), () => {
  let cwd: string;
  let databox: (...args: string[]) => Promise<Outcome>;
  const made = (type: string, part: string): Record<string, unknown> => {
    const { values } = shown(readFileSync(join(cwd, "cloud/stacks/trial/terraform.tfstate"), "utf8"));
    const found = values.root_module.resources.find((one) => one.type === type && one.name.includes(part));
    if (found === undefined) throw new Error(`nothing of ${type} is called after ${part}`);
    return found.values;
  };
  const tamper = async (type: string, id: unknown, ...change: string[]): Promise<void> => {
    const { code, err } = await databox("cloud", "tamper", String(id), "--type", type, ...change, "--cloud", "cloud");
    expect({ code, err }).toEqual({ code: 0, err: "" });
  };
  const drift = async (...args: string[]): Promise<{ code: number; report: Report; out: string }> => {
    const { code, out, err } = await databox("drift", "trial.yaml", "--stacks", "cloud", "-f", "json", ...args);
    if (out === "") throw new Error(err);
    return { code, report: JSON.parse(out) as Report, out };
  };

  beforeAll(async () => {
    cwd = mkdtempSync(join(tmpdir(), "databox-drift-test-"));
    writeFileSync(join(cwd, "trial.yaml"), PROJECT);
    databox = databoxIn(cwd, {
      keepPaths: true,
      env: { HOME: cwd, TF_CLI_CONFIG_FILE: join(cwd, "cloud/cli.tfrc"), CHECKPOINT_DISABLE: "1" },
    });
    const { code, err } = await databox("rehearse", "trial.yaml", "--no-drill", "--keep", "cloud");
    if (code !== 0) throw new Error(err);
  }, 900_000);
  afterAll(() => rmSync(cwd, { recursive: true, force: true }));

  it("is none where nothing was changed: what is live is as confined as the project file", async () => {
    const { code, out } = await databox("drift", "trial.yaml", "--stacks", "cloud");
    expect(out).toMatch(
      /^trial: no drift\n {2}live {10}confined \((\d+) channels: \1 closed\)\n {2}project file {2}confined/,
    );
    expect(out).toContain("What this does not see");
    expect(code).toBe(0);
  }, 600_000);

  it("is harmless where every channel is as it was, and is said", async () => {
    const vpc = made("aws_vpc", "data-box");
    await tamper("aws_vpc", vpc["id"], "--set", 'tags={"Name":"renamed"}');
    const { code, out } = await databox("drift", "trial.yaml", "--stacks", "cloud");
    expect(out).toContain(
      "trial: harmless drift: 1 resource was changed behind Terraform's back, and every channel is as it was\n",
    );
    expect(out).toMatch(/ {2}tags: \{"Name":"databox-trial"\} -> \{"Name":"renamed"\}\n {2}opens: nothing\n/);
    expect(out).toContain("  mend: terraform apply in cloud/stacks/trial puts tags back\n");
    expect(code).toBe(0);
    await tamper("aws_vpc", vpc["id"], "--set", `tags=${JSON.stringify(vpc["tags"])}`);
  }, 600_000);

  it("is a leak where a route, a rule or a policy opens a channel: by whom, since when, and how it is closed", async () => {
    const table = made("aws_route_table", "data-box");
    const group = made("aws_security_group", "data-box_endpoints");
    const store = made("aws_s3_bucket_policy", "store-imaging");
    const everywhere = [{ cidr_block: "0.0.0.0/0", gateway_id: "igw-0123456789abcdef0" }];
    await tamper("aws_route_table", table["id"], "--set", `route=${JSON.stringify(everywhere)}`);
    const rule = { protocol: "tcp", from_port: 443, to_port: 443, cidr_blocks: ["0.0.0.0/0"] };
    await tamper("aws_security_group", group["id"], "--set", `egress=${JSON.stringify([rule])}`);
    const policy = JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "Anybody",
          Effect: "Allow",
          Principal: "*",
          Action: "s3:GetObject",
          Resource: `arn:aws:s3:::${String(store["bucket"])}/*`,
        },
      ],
    });
    await tamper("aws_s3_bucket_policy", store["id"], "--set", `policy=${JSON.stringify(policy)}`);
    writeFileSync(
      join(cwd, "trail.json"),
      JSON.stringify({
        Records: [
          {
            eventTime: "2026-11-30T02:03:04Z",
            eventName: "CreateRoute",
            userIdentity: { arn: "arn:aws:sts::111111111111:assumed-role/Admin/kim" },
            sourceIPAddress: "203.0.113.9",
            requestParameters: { routeTableId: table["id"], note: CANARY },
          },
        ],
      }),
    );
    const { code, report, out } = await drift("--trail", "trail.json");
    expect(code).toBe(2);
    expect([report.live.verdict, report.expected.verdict]).toEqual(["leaks", "confined"]);
    const of = (type: string): Report["resources"][number] | undefined =>
      report.resources.find(({ address }) => address.startsWith(`${type}.`));
    expect(report.resources).toHaveLength(3);
    expect(of("aws_route_table")).toMatchObject({
      changes: [{ attribute: "route", was: "nothing" }],
      mends: ["terraform apply in cloud/stacks/trial puts route back"],
      touchedBy: [
        {
          time: "2026-11-30T02:03:04Z",
          name: "CreateRoute",
          by: "arn:aws:sts::111111111111:assumed-role/Admin/kim",
          from: "203.0.113.9",
        },
      ],
    });
    expect(of("aws_route_table")?.channels).toContain("net.internet-gateway");
    expect(of("aws_security_group")?.channels).toContain("net.security-groups");
    expect(of("aws_s3_bucket_policy")?.channels).toEqual(expect.arrayContaining(["store.reads-outside"]));
    expect(of("aws_s3_bucket_policy")?.touchedBy).toEqual([]);
    expect(report.opened).toEqual(
      expect.arrayContaining([expect.objectContaining({ id: "store.reads-outside", verdict: "open" })]),
    );
    expect(out).not.toContain(CANARY);
    await tamper("aws_route_table", table["id"], "--set", "route=[]");
    await tamper("aws_security_group", group["id"], "--set", "egress=[]");
    await tamper("aws_s3_bucket_policy", store["id"], "--delete");
  }, 600_000);

  it("is what somebody deleted, too, and a report goes into a file whole", async () => {
    const { code, out } = await databox("drift", "trial.yaml", "--stacks", "cloud", "-o", "drift.txt");
    expect({ code, out }).toEqual({ code: 2, out: "" });
    const text = readFileSync(join(cwd, "drift.txt"), "utf8");
    expect(text).toMatch(
      /\ngone {5}aws_s3_bucket_policy\.data-box_store-imaging_policy_\w+ \(trial\/data-box\/store-imaging\/policy\)\n/,
    );
    expect(text).toMatch(/\nOPEN {5}store\.\S+/);
    expect(text).toMatch(/\n {2}opens: .*store\.reads-outside/);
    expect(text).toMatch(/\n {2}by: aws_s3_bucket_policy\.\S+, which is gone \(below\)\n/);
    expect(text).toContain("  mend: terraform apply in cloud/stacks/trial makes it again; what it held is gone\n");
  }, 600_000);
});
