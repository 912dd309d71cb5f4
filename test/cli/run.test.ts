import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CHANNELS } from "../../src/verify";
import { ROOT } from "../stacks/example-projects";
import { databoxIn, TRIAL, type Outcome } from "./databox";

let cwd: string;
beforeEach(() => (cwd = mkdtempSync(join(tmpdir(), "databox-cli-"))));
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

const databox = (...args: string[]): Promise<Outcome> => databoxIn(cwd)(...args);

const file = (name: string, content: string | Buffer): string => {
  mkdirSync(join(cwd, name, ".."), { recursive: true });
  writeFileSync(join(cwd, name), content);
  return name;
};

describe("databox synth", () => {
  it("writes the stacks that it names, and nothing else", async () => {
    file("projects/trial.yaml", TRIAL);
    const { code, out, err } = await databox("synth");
    expect({ code, out, err }).toEqual({
      code: 0,
      out: "trial: cdktf.out/stacks/trial/cdk.tf.json\nstate-111111111111-eu-west-1: cdktf.out/stacks/state-111111111111-eu-west-1/cdk.tf.json\n",
      err: "",
    });
    expect(readdirSync(cwd).sort()).toEqual(["cdktf.out", "projects"]);
    expect(readdirSync(join(cwd, "cdktf.out")).sort()).toEqual(["manifest.json", "stacks"]);
  });

  it("leaves what Terraform keeps in a stack's folder", async () => {
    file("trial.yaml", TRIAL);
    file("cdktf.out/stacks/trial/terraform.tfstate", "precious");
    file("cdktf.out/stacks/other/cdk.tf.json", "{}");
    expect((await databox("synth", "trial.yaml")).code).toBe(0);
    expect(readFileSync(join(cwd, "cdktf.out/stacks/trial/terraform.tfstate"), "utf8")).toBe("precious");
    expect(existsSync(join(cwd, "cdktf.out/stacks/other/cdk.tf.json"))).toBe(true);
  });

  it("needs no state bucket for a trial with local state", async () => {
    file("trial.yaml", `${TRIAL}state: { kind: local }\n`);
    expect((await databox("synth", "trial.yaml")).out).toBe("trial: cdktf.out/stacks/trial/cdk.tf.json\n");
    const stack = JSON.parse(readFileSync(join(cwd, "cdktf.out/stacks/trial/cdk.tf.json"), "utf8")) as {
      terraform: { backend: unknown };
    };
    expect(stack.terraform.backend).toEqual({ local: { path: "terraform.trial.tfstate" } });
  });

  it.each([
    [
      "an unknown key",
      TRIAL.replace("region:", "regoin:"),
      /:3:1: regoin: there is no field "regoin" here; did you mean "region"\?/,
    ],
    [
      "a bad ARN",
      TRIAL.replace('account: "111111111111" }', 'account: "111111111111", administrators: ["arn:aws:iam::1:root"] }'),
      /:4:\d+: dataBox\.administrators\[0\]: expected the ARN of one IAM role/,
    ],
    [
      "an overlap",
      TRIAL.replace('account: "222222222222" }', "cidr: 10.0.0.0/22 }\n  - { tenant: lab2, cidr: 10.0.0.0/20 }"),
      /lab2 \(10\.0\.0\.0\/20\) overlaps lab \(10\.0\.0\.0\/22, line 6\)/,
    ],
    [
      "a duplicate tenant",
      `${TRIAL}  - { tenant: lab }\n`,
      /:7:\d+: researchBoxes\[1\]\.tenant: tenant lab is named twice/,
    ],
    [
      "no instance type",
      TRIAL.replace('account: "222222222222" }', "compute: [{ name: train, instanceType: g5.2xlrge }] }"),
      /"g5\.2xlrge" is no EC2 instance type; did you mean g5\.2xlarge\?/,
    ],
    ["an empty file", "", /: the file is empty/],
    [
      "another version",
      TRIAL.replace("databox/v1", "databox/v2"),
      /:1:13: apiVersion: this databox reads databox\/v1, the file is of version "databox\/v2"/,
    ],
    [
      "ten megabytes",
      Buffer.alloc(10_000_000, "a"),
      /: the file has 10000000 bytes; a project file has at most 262144/,
    ],
    [
      "a YAML bomb",
      "apiVersion: databox/v1\na: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
      /:3:8: the alias \*a stands for another part of the file/,
    ],
  ])("refuses %s, with exit code 1 and nothing on disk", async (_name, content, message) => {
    file("bad.yaml", content);
    const { code, out, err } = await databox("synth", "bad.yaml");
    expect(code).toBe(1);
    expect(out).toBe("");
    expect(err).toMatch(message);
    expect(err).not.toMatch(/\n\s+at /);
    expect(readdirSync(cwd)).toEqual(["bad.yaml"]);
  });

  it("refuses to write where a file stands in the way", async () => {
    file("trial.yaml", TRIAL);
    file("out", "mine");
    const { code, err } = await databox("synth", "trial.yaml", "-o", "out");
    expect([code, err]).toEqual([1, expect.stringContaining("databox: the stacks cannot be written to …/out: EEXIST")]);
    expect(readFileSync(join(cwd, "out"), "utf8")).toBe("mine");
    expect(readdirSync(cwd).sort()).toEqual(["out", "trial.yaml"]);
  });

  it("refuses two files of one project", async () => {
    file("a.yaml", TRIAL);
    file("b.yaml", TRIAL);
    expect((await databox("synth", "a.yaml", "b.yaml")).err).toBe(
      "databox: b.yaml: project trial is also the project of a.yaml; give each file a project of its own\n",
    );
  });

  it("refuses a folder without project files", async () => {
    expect(await databox("synth")).toEqual({
      code: 1,
      out: "",
      err: "databox: no project file: there is none in projects/; name one, e.g. databox synth my-project.yaml\n",
    });
  });
});

describe("databox verify", () => {
  it("says confined, with exit code 0, of a project file and of its stack alike", async () => {
    file("trial.yaml", TRIAL);
    const direct = await databox("verify", "trial.yaml");
    expect(direct.code).toBe(0);
    expect(direct.out).toMatch(/^trial: confined \(\d+ channels: \d+ closed\)\n {2}trial\.yaml\n/);
    expect(readdirSync(cwd)).toEqual(["trial.yaml"]);
    await databox("synth", "trial.yaml");
    expect((await databox("verify", "cdktf.out/stacks/trial")).out).toBe(
      direct.out.replace("  trial.yaml", "  cdktf.out/stacks/trial/cdk.tf.json"),
    );
  });

  it("says leaks, with exit code 2, and shows the way out and the mend", async () => {
    file(
      "open.tf.json",
      JSON.stringify({
        resource: {
          aws_vpc: { v: { enable_dns_support: false } },
          aws_internet_gateway: { g: { vpc_id: "${aws_vpc.v.id}" } },
        },
      }),
    );
    const { code, out } = await databox("verify", "open.tf.json");
    expect(code).toBe(2);
    expect(out).toContain("OPEN     net.internet-gateway: Internet gateway\n  aws_internet_gateway.g\n");
    expect(out).toContain("to any host on the internet\n    mend: remove aws_internet_gateway.g\n");
  });

  it("says unproven, with exit code 3, and by name", async () => {
    file("unknown.tf.json", JSON.stringify({ resource: { aws_quantum_leap: { q: {} } } }));
    const { code, out } = await databox("verify", "unknown.tf.json");
    expect(code).toBe(3);
    expect(out).toContain("aws_quantum_leap.q\n    not understood: hashicorp/aws 6.25.0 has no aws_quantum_leap");
  });

  it("writes the contract's JSON, and nothing else, on standard output", async () => {
    file("trial.yaml", TRIAL);
    const { code, out, err } = await databox("verify", "trial.yaml", "--format", "json");
    const report = JSON.parse(out) as { version: number; targets: Record<string, unknown>[] };
    expect([code, err, report.version]).toEqual([0, "", 1]);
    expect(report.targets).toEqual([
      expect.objectContaining({
        target: "trial.yaml",
        project: "trial",
        verdict: "confined",
        summary: { closed: CHANNELS.length, open: 0, unproven: 0, doors: 0 },
      }),
    ]);
    const [channel] = report.targets[0]?.["channels"] as Record<string, unknown>[];
    expect(channel).toEqual({
      id: "net.internet-gateway",
      title: "Internet gateway",
      verdict: "closed",
      evidence: expect.arrayContaining([
        {
          address: expect.stringMatching(/^aws_vpc\./) as string,
          path: "trial/data-box/network/vpc",
          why: expect.any(String) as string,
        },
      ]) as unknown,
      doors: [],
      findings: [],
      witness: null,
      mend: null,
    });
  });

  it("writes a report to a file, whole or not at all", async () => {
    file("trial.yaml", TRIAL);
    expect(await databox("verify", "trial.yaml", "-f", "json", "-o", "report.json")).toEqual({
      code: 0,
      out: "",
      err: "",
    });
    expect((JSON.parse(readFileSync(join(cwd, "report.json"), "utf8")) as { version: number }).version).toBe(1);
    const refused = await databox("verify", "trial.yaml", "-o", "no/such/folder/report.json");
    expect([refused.code, refused.err]).toEqual([
      1,
      "databox: …/no/such/folder/report.json cannot be written: there is no folder …/no/such/folder\n",
    ]);
  });

  it("prints each piece of evidence where asked", async () => {
    file("trial.yaml", TRIAL);
    const [folded, whole] = [
      await databox("verify", "trial.yaml"),
      await databox("verify", "trial.yaml", "--evidence"),
    ];
    expect(folded.out).not.toContain("no internet gateway exists");
    expect(whole.out).toContain("trial/data-box/network/vpc (aws_vpc.");
    expect(whole.out).toContain("no internet gateway exists, and none of");
  });

  it("fails where there is nothing to judge", async () => {
    expect(await databox("verify", "gone")).toEqual({
      code: 1,
      out: "",
      err: "databox: …/gone: there is no such file or folder; synthesize first, with databox synth\n",
    });
  });
});

describe("databox", () => {
  it("says its version, and how it is used", async () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { version: string };
    expect(await databox("--version")).toEqual({ code: 0, out: `${version}\n`, err: "" });
    const help = await databox("--help");
    expect(help.code).toBe(0);
    expect(help.out).toMatch(/databox synth[\s\S]*databox verify[\s\S]*databox doctor[\s\S]*Exit codes: 0 /);
  });

  it.each([
    [["sinth"], "there is no command sinth; did you mean synth?"],
    [["verify", "--frmat", "json"], "Unknown argument: frmat"],
    [
      ["verify", "--format", "xml"],
      'Invalid values:\n  Argument: format, Given: "xml", Choices: "text", "json", "sarif", "markdown", "html"',
    ],
    [[], "name a command"],
  ])("refuses %j", async (args, message) => {
    expect(await databox(...args)).toEqual({ code: 1, out: "", err: `databox: ${message}\nsee databox --help\n` });
  });

  it("says what the machine lacks, for people and for programs", async () => {
    const { out } = await databox("doctor");
    expect(out).toMatch(/^ok {7}node \d+\.\d+\.\d+: runs databox\n/);
    const { out: json } = await databox("doctor", "--format", "json");
    const { tools } = JSON.parse(json) as { tools: { tool: string; ok: boolean; mend: string | null }[] };
    expect(tools.map(({ tool }) => tool)).toEqual(["node", "terraform", "ssh-keygen", "aws"]);
    for (const { ok, mend } of tools) expect(ok).toBe(mend === null);
  });

  it("fails doctor where Terraform is missing, and says how to get it", async () => {
    const { code, out } = await databoxIn(cwd, { env: { PATH: cwd } })("doctor");
    expect(code).toBe(1);
    expect(out).toContain(
      "missing  terraform: plans and applies the stacks (needed to deploy)\n         install Terraform 1.11 or newer",
    );
    expect(out).toContain("missing  ssh-keygen: signs and checks approvals of plans (needed to deploy)\n");
  });
});
