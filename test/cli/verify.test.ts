import Ajv from "ajv";
import sarifSchema from "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Log } from "sarif";
import { CHANNELS } from "../../src/verify";
import { exampleProject, EXAMPLES, stackOf, type StackJson } from "../stacks/example-projects";
import { databoxIn, type Outcome } from "./databox";

let cwd: string;
beforeEach(() => (cwd = mkdtempSync(join(tmpdir(), "databox-verify-test-"))));
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

const databox = (...args: string[]): Promise<Outcome> => databoxIn(cwd)(...args);

/** The first example, broken: an internet gateway, and a bucket without its policy. */
function leaking(): StackJson {
  const stack = stackOf(exampleProject(EXAMPLES[0] ?? ""));
  const vpc = Object.keys(stack.resource["aws_vpc"] ?? {})[0] ?? "";
  stack.resource["aws_internet_gateway"] = { out: { vpc_id: `\${aws_vpc.${vpc}.id}`, provider: "aws.databox" } };
  delete stack.resource["aws_s3_bucket_policy"]?.[Object.keys(stack.resource["aws_s3_bucket_policy"])[0] ?? ""];
  return stack;
}

const write = (name: string, content: unknown): string => {
  writeFileSync(join(cwd, name), typeof content === "string" ? content : JSON.stringify(content));
  return name;
};

const PROJECT = (doors: string): string => `apiVersion: databox/v1
project: trial
region: eu-west-1
${doors}dataBox: { hospital: charite, account: "111111111111" }
researchBoxes:
  - { tenant: lab, account: "222222222222" }
`;

describe("databox verify", () => {
  it("tells the way out step by step, and the mend, before it tells what is closed", async () => {
    const { code, out } = await databox("verify", write("leak.tf.json", leaking()));
    expect(code).toBe(2);
    expect(out).toContain(`: leaks (${CHANNELS.length} channels: ${CHANNELS.length - 3} closed`.slice(0, 12));
    const lines = out.split("\n");
    const at = lines.findIndex((line) => line.startsWith("OPEN     net.internet-gateway"));
    expect(lines.slice(at, at + 9).map((line) => line.trim())).toEqual([
      "OPEN     net.internet-gateway: Internet gateway",
      "aws_internet_gateway.out",
      "why: internet gateway in the project's accounts; a route to it is all that is missing",
      "way out:",
      "1. from any machine of the VPC whose subnet uses the route",
      "2. by anybody who runs code there",
      "3. through aws_internet_gateway.out",
      "4. to any host on the internet",
      "mend: remove aws_internet_gateway.out",
    ]);
    expect(at).toBeLessThan(lines.findIndex((line) => /^Network +\d+ closed/.test(line)));
    expect(out).toMatch(
      /OPEN {5}store\.reads-outside[\s\S]*with the request action = s3:GetObject, resource = arn:aws:s3:::/,
    );
  });

  it("names the request that is let through in the JSON, field by field", async () => {
    const { out } = await databox("verify", write("leak.tf.json", leaking()), "-f", "json");
    const [target] = (
      JSON.parse(out) as { targets: { channels: { id: string; witness: Record<string, unknown> | null }[] }[] }
    ).targets;
    const channel = target?.channels.find(({ id }) => id === "store.reads-outside");
    expect(channel?.witness?.["request"]).toMatchObject({ action: "s3:GetObject", "aws:sourcevpce": "(absent)" });
  });

  it("writes SARIF that the standard's schema takes, one rule a channel, and the way out as a flow", async () => {
    const { code, out } = await databox("verify", write("leak.tf.json", leaking()), "--format", "sarif");
    expect(code).toBe(2);
    const log = JSON.parse(out) as Log;
    const ajv = new Ajv({ strict: false, validateFormats: false, logger: false, unicodeRegExp: false });
    // The schema names its own draft and id, which this validator does not know.
    const schema = { ...sarifSchema, $schema: undefined, id: undefined };
    const valid = ajv.compile(JSON.parse(JSON.stringify(schema)) as object);
    expect({ ok: valid(log), errors: valid.errors }).toEqual({ ok: true, errors: null });
    const [first] = log.runs;
    expect(first?.tool.driver.rules?.map(({ id }) => id)).toEqual(CHANNELS.map(({ id }) => id));
    const result = first?.results?.find(({ ruleId }) => ruleId === "net.internet-gateway");
    expect(result).toMatchObject({
      level: "error",
      locations: [{ logicalLocations: [{ name: "aws_internet_gateway.out" }] }],
    });
    expect(result?.codeFlows?.[0]?.threadFlows[0]?.locations).toHaveLength(3);
  });

  it("gives a finding the same fingerprint when resources change places", async () => {
    const stack = leaking();
    const prints = async (json: StackJson): Promise<(string | undefined)[]> => {
      const { out } = await databox("verify", write("x.tf.json", json), "-f", "sarif");
      const results = (JSON.parse(out) as Log).runs[0]?.results ?? [];
      return results.map(({ partialFingerprints }) => partialFingerprints?.["databox/v1"]).sort();
    };
    const reversed = { ...stack, resource: Object.fromEntries(Object.entries(stack.resource).reverse()) };
    expect(await prints(reversed)).toEqual(await prints(stack));
  });

  it("writes Markdown in which nothing of the configuration is markup", async () => {
    const name = "x`</code><script>alert(1)</script>|a|\n# title";
    const stack = leaking();
    stack.resource["aws_quantum_leap"] = { [name]: {} };
    const { out } = await databox("verify", write("leak.tf.json", stack), "-f", "markdown");
    expect(out).toContain(": ❌ leaks");
    expect(out).toContain("### ❌ net.internet-gateway: Internet gateway");
    expect(out).not.toContain("<script>");
    expect(out).not.toMatch(/^# title/m);
    const inCode = /`aws_quantum_leap\.([^`]*)`/.exec(out)?.[1];
    expect(inCode).toContain("x?");
  });

  it("lets no control character of a configuration reach the terminal", async () => {
    const stack = leaking();
    stack.resource["aws_quantum_leap"] = { "x\u001b[2J\u001b]0;title\u0007\u202e": {} };
    for (const format of ["text", "markdown", "sarif"]) {
      const { out } = await databox("verify", write("leak.tf.json", stack), "-f", format);
      // eslint-disable-next-line no-control-regex -- that is what is looked for
      expect(out).not.toMatch(/[\u001b\u0007\u202e]/);
    }
  });

  it("judges only some channels, and says so, and never says confined of them", async () => {
    const sealed = stackOf(exampleProject(EXAMPLES[0] ?? ""));
    const { code, out } = await databox("verify", write("x.tf.json", sealed), "--only", "dns.*");
    expect(code).toBe(3);
    expect(out).toMatch(/^dr-answer: unproven \(judged 6 of \d+ channels: 6 closed\)/);
    expect(out).toContain("channels were not judged: this is no verdict on the whole");
  });

  it("prints what is accepted on the command line as a risk, and stays unproven", async () => {
    const stack = stackOf(exampleProject(EXAMPLES[0] ?? ""));
    stack.resource["aws_iam_user"] = { x: { name: "x", provider: "aws.databox" } };
    const { code, out } = await databox(
      "verify",
      write("x.tf.json", stack),
      "--except",
      "identity.users=the old pipeline signs in by it until March",
    );
    expect(code).toBe(3);
    expect(out).toContain(
      "accepted risk: identity.users: the old pipeline signs in by it until March (command line; 1 finding)",
    );
    for (const format of ["json", "sarif", "markdown"])
      expect(
        (await databox("verify", "x.tf.json", "-f", format, "--except", "identity.users=signs in until March")).out,
      ).toContain("signs in until March");
  });

  it("does not let an exception for one channel hide another", async () => {
    const { code } = await databox(
      "verify",
      write("leak.tf.json", leaking()),
      "--except",
      "net.internet-gateway=we are told that it is needed",
    );
    expect(code).toBe(2);
  });

  it("refuses exceptions without a reason, and channels that there are not", async () => {
    write("x.tf.json", leaking());
    expect((await databox("verify", "x.tf.json", "--except", "net.peering")).err).toBe(
      'databox: --except net.peering: give a channel and a reason in a sentence, e.g. --except "net.peering=joined to the archive until March"\n',
    );
    expect((await databox("verify", "x.tf.json", "--only", "net.internet-gatway")).err).toBe(
      "databox: there is no channel net.internet-gatway; did you mean net.internet-gateway? databox explain lists them\n",
    );
    expect((await databox("verify", "x.tf.json", "--except", "net.*=all of the network is fine")).code).toBe(1);
  });

  it("takes a door of the project file for what it is: confined, and shown with its line", async () => {
    const doors = `doors:
  - { channel: people.client-vpn, reason: nobody enters this trial by a VPN }
`;
    const { code, out } = await databox("verify", write("trial.yaml", PROJECT(doors)));
    expect(code).toBe(0);
    expect(out).toContain(
      "door: people.client-vpn: nobody enters this trial by a VPN (project file, trial.yaml:5; nothing of the kind was found)",
    );
  });

  it("refuses a door to a channel that there is not, with line and column", async () => {
    const doors = `doors:
  - { channel: people.client-vpm, reason: nobody enters this trial by a VPN }
`;
    expect(await databox("verify", write("trial.yaml", PROJECT(doors)))).toEqual({
      code: 1,
      out: "",
      err: "databox: trial.yaml:5:5: doors[0].channel: there is no channel people.client-vpm; did you mean people.client-vpn? databox explain lists them\n",
    });
  });

  it("refuses --sources where there is nothing that it could tell", async () => {
    write("x.tf.json", leaking());
    expect((await databox("verify", "x.tf.json", "--sources", "x.tf.json")).err).toContain(
      "it is a configuration itself; --sources is for the JSON of a plan or a state",
    );
  });
});

describe("databox explain", () => {
  it("lists every channel by family", async () => {
    const { code, out } = await databox("explain");
    expect(code).toBe(0);
    for (const { id, title } of CHANNELS) expect(out).toContain(`  ${id.padEnd(27)} ${title}\n`);
  });

  it.each(CHANNELS.map((channel) => [channel.id, channel] as const))("explains %s", async (id, channel) => {
    const { code, out } = await databox("explain", id);
    expect(code).toBe(0);
    expect(out.replace(/\s+/g, " ")).toContain(`Opened by ${channel.opens}`.replace(/\s+/g, " "));
    expect(channel.sources.filter((source) => !/^https:\/\/\S+( \(.+\))?$/.test(source))).toEqual([]);
  });

  it("names the nearest where there is none", async () => {
    expect((await databox("explain", "store.reads-outsid")).err).toContain("did you mean store.reads-outside?");
  });
});

describe("the pages of the catalogue", () => {
  it("are what npm run channel-docs writes", async () => {
    const { channelDocs } = await import("../../scripts/write-channel-docs");
    for (const [name, text] of channelDocs())
      expect(readFileSync(join(__dirname, "..", "..", "docs", "channels", name), "utf8")).toBe(text);
  });
});
