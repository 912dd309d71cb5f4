import { spawn, type ChildProcess } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { digestOf } from "../../src/delivery/digest";
import { CloudFolder } from "../../src/rehearse";
import { databoxIn, TRIAL, type Outcome } from "../cli/databox";
import { engineJudge } from "../rehearse/scratch-cloud";
import { judgedBy } from "../second-opinion";
import { ROOT } from "../stacks/example-projects";
import { keyOf, signerLine } from "./people";

const PROJECT = TRIAL.replace("dataBox:", "state: { kind: local }\ndataBox:");
const RETIRED = PROJECT.replace(
  "dataBox:",
  "retired: { reason: The study is over and published., approvedBy: [Kim Min-ji, Park Ji-hoon] }\ndataBox:",
);

/** Numbers from 1 to `most`, the same ones for a seed (mulberry32). */
function numbersFrom(seed: number): (most: number) => number {
  let state = seed;
  return (most) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return 1 + (((mixed ^ (mixed >>> 14)) >>> 0) % most);
  };
}

/** A run of the command line in a process of its own. */
class Deploy {
  public err = "";
  public out = "";
  public readonly ended: Promise<number | null>;
  private readonly child: ChildProcess;

  public constructor(cwd: string, env: Record<string, string>, ...args: string[]) {
    this.child = spawn(process.execPath, [join(ROOT, "bin", "databox.mjs"), ...args], {
      cwd,
      env: { PATH: process.env["PATH"], HOME: cwd, ...env },
    });
    this.child.stdout?.on("data", (chunk: Buffer) => (this.out += chunk.toString()));
    this.child.stderr?.on("data", (chunk: Buffer) => (this.err += chunk.toString()));
    this.ended = new Promise((done) => {
      this.child.on("close", done);
    });
  }

  /** Waits until it has said something, or has ended. */
  public async says(what: RegExp): Promise<boolean> {
    let over = false;
    void this.ended.then(() => (over = true));
    while (!what.test(this.err) && !over) await pause();
    return what.test(this.err);
  }

  public signal(name: NodeJS.Signals): void {
    this.child.kill(name);
  }
}

const pause = (): Promise<void> => new Promise((done) => setTimeout(done, 50));

judgedBy("a project from its plan to its end, with Terraform on the embedded cloud", engineJudge(), () => {
  let cwd: string;
  let env: Record<string, string>;
  let cloud: CloudFolder;
  const databox = (...args: string[]): Promise<Outcome> => databoxIn(cwd, { env })(...args);
  const at = (...path: string[]): string => join(cwd, ...path);
  const plan = (...path: string[]): string => at("cdktf.out", "plans", "trial", ...path);
  const approved = async (role: "hospital" | "platform", who: string, key: string): Promise<Outcome> =>
    databox("approve", "trial.yaml", "--role", role, "--as", who, "--key", key, "--reason", "the first tenant of all");
  /** Lets the cloud have so many resources, and no more. */
  const open = (most: number): void => writeFileSync(at("cloud", "gate"), String(most));
  const journal = (): { event: string; address?: string; action?: string }[] =>
    readFileSync(plan("journal.jsonl"), "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { event: string });
  const inState = (): { type: string; values: string }[] =>
    (
      JSON.parse(readFileSync(at("cdktf.out", "stacks", "trial", "terraform.trial.tfstate"), "utf8")) as {
        resources: { type: string; mode: string; instances: { attributes: { id: string } }[] }[];
      }
    ).resources.flatMap(({ type, instances }) => instances.map(({ attributes: { id } }) => ({ type, values: id })));

  beforeAll(async () => {
    cwd = mkdtempSync(join(tmpdir(), "databox-delivery-"));
    const { out } = await databoxIn(cwd, { keepPaths: true })("cloud", "--mirror", "cloud");
    env = Object.fromEntries(
      [...out.matchAll(/^export (\w+)='?(.*?)'?$/gm)].map(([, name = "", value = ""]) => [name, value]),
    );
    cloud = new CloudFolder(at("cloud"));
    env["HOME"] = cwd;
    open(1_000);
    for (const name of readdirSync(at("cloud", "mirror"), { recursive: true, encoding: "utf8" })) {
      if (!/terraform-provider-aws_v[\d.]+$/.test(name)) continue;
      const file = at("cloud", "mirror", name);
      const gate = join(ROOT, "test", "delivery", "gate.mjs");
      writeFileSync(file, readFileSync(file, "utf8").replace("exec ", `exec env NODE_OPTIONS='--import ${gate}' `));
    }
    writeFileSync(at("trial.yaml"), PROJECT);
    const [kim, lee] = [keyOf("kim", cwd), keyOf("lee", cwd)];
    writeFileSync(
      at("trial.allowed-signers"),
      signerLine("kim@hospital", "hospital", kim) + signerLine("lee@platform", "platform", lee),
    );
  }, 900_000);
  afterAll(() => rmSync(cwd, { recursive: true, force: true }));

  it("plans, and says what is to be approved", async () => {
    const { code, out, err } = await databox("plan", "trial.yaml");
    expect({ code, err }).toMatchObject({ code: 0 });
    expect(out).toMatch(/the plan of trial: confined \((\d+) channels: \1 closed\)/);
    expect(err).toMatch(/^trial: plan [0-9a-f]{12} of \S+ to deploy: \d+ to create; confined$/m);
    expect(readdirSync(plan()).sort()).toEqual([
      "allowed-signers",
      "manifest.json",
      "plan.json",
      "plan.tfplan",
      "project.yaml",
      "stack",
      "verdict.json",
    ]);
    expect(cloud.load().size).toBe(0);
  }, 900_000);

  it("refuses to deploy what nobody or one of two has approved", async () => {
    expect((await databox("deploy", "trial.yaml")).err).toContain(
      "databox: the plan is not approved:\n  nobody has approved it as hospital\n  nobody has approved it as platform\n",
    );
    const { code, out } = await approved("hospital", "kim@hospital", "kim");
    expect(code).toBe(0);
    expect(out).toMatch(/ {2}hospital {2}holds {4}kim@hospital until \S+ \(SHA256:\S+\): the first tenant of all\n/);
    expect(await databox("deploy", "trial.yaml")).toMatchObject({
      code: 1,
      err: "databox: the plan is not approved:\n  nobody has approved it as platform\n",
    });
    expect(await databox("approvals", "trial.yaml")).toMatchObject({ code: 1 });
    expect(await approved("platform", "lee@platform", "lee")).toMatchObject({ code: 0 });
    const listed = await databox("approvals", "trial.yaml", "-f", "json");
    expect(listed.code).toBe(0);
    expect(JSON.parse(listed.out)).toMatchObject({ project: "trial", approved: true });
    expect(cloud.load().size).toBe(0);
  }, 900_000);

  it("refuses a plan whose JSON is not its own, though manifest and approvals go with it", async () => {
    // As whoever makes the plan could: two persons approve what plan.json says, and plan.tfplan does something else.
    cpSync(plan(), at("kept"), { recursive: true });
    const own = readFileSync(plan("plan.json"), "utf8");
    const other = own.replace(/"timestamp":"[^"]*"/, '"timestamp":"2020-01-01T00:00:00Z"');
    expect(other).not.toBe(own);
    writeFileSync(plan("plan.json"), other);
    expect((await databox("deploy", "trial.yaml")).err).toContain("plan.json was changed after the plan was made");
    const manifest = readFileSync(plan("manifest.json"), "utf8");
    writeFileSync(plan("manifest.json"), manifest.replace(digestOf(own), digestOf(other)));
    expect((await databox("deploy", "trial.yaml")).err).toContain("kim@hospital approved another plan as hospital");
    await approved("hospital", "kim@hospital", "kim");
    await approved("platform", "lee@platform", "lee");
    expect((await databox("deploy", "trial.yaml")).err).toContain("plan.json is not what plan.tfplan does");
    expect(cloud.load().size).toBe(0);
    rmSync(plan(), { recursive: true });
    cpSync(at("kept"), plan(), { recursive: true });
  }, 900_000);

  it("deploys through five Ctrl-C and five kills at moments that a seed chooses, and makes nothing twice", async () => {
    const upTo = numbersFrom(20_261_130);
    const deploy = (): Deploy => new Deploy(cwd, env, "deploy", "trial.yaml");
    /** Lets so much more be made, and nothing beyond. */
    const comesTo = async (more: number): Promise<void> => {
      const before = cloud.load().size;
      open(before + more);
      while (cloud.load().size < before + more) await pause();
    };
    for (let round = 0; round < 5; round += 1) {
      const size = cloud.load().size;
      open(size);
      const killed = deploy();
      // One is killed while what is left is planned; the others while resources are made.
      if (round === 2) expect(await killed.says(/what is left of it is planned/)).toBe(true);
      else await comesTo(upTo(5));
      killed.signal("SIGKILL");
      expect(await killed.ended).toBeNull();

      const stopped = deploy();
      if (round === 2) await stopped.says(/resources, approved by/);
      else expect(await stopped.says(/still at work from a run before/)).toBe(true);
      await comesTo(upTo(5));
      stopped.signal("SIGINT");
      expect(await stopped.says(/^stopping: terraform finishes what it has begun, and keeps the state$/m)).toBe(true);
      stopped.signal("SIGINT");
      expect(await stopped.says(/^terraform was asked to stop and still waits for .*aws_/m)).toBe(true);
      open(1_000);
      expect(await stopped.ended).toBe(1);
      expect(stopped.err).toMatch(
        /databox: stopped: \d+ of \d+ changes are done and in the state; databox deploy goes on/,
      );
      expect(inState()).toHaveLength(cloud.load().size);
    }
    const last = deploy();
    expect(await last.ended).toBe(0);
    expect(last.out).toMatch(/^trial: deployed, \d+ changes: confined$/m);

    const { changes } = JSON.parse(readFileSync(plan("manifest.json"), "utf8")) as { changes: { create: number } };
    expect(cloud.load().size).toBe(changes.create);
    const made = journal().flatMap(({ event, address, action }) => (event === "done" ? [`${action} ${address}`] : []));
    expect(made).toHaveLength(changes.create);
    expect(new Set(made).size).toBe(changes.create);
    const ids = (found: { type: string; id: string }[]): string[] =>
      found.map(({ type, id }) => `${type} ${id}`).sort();
    expect(ids(inState().map(({ type, values }) => ({ type, id: values })))).toEqual(ids(cloud.load().all()));
  }, 1_800_000);

  it("finds nothing left to do when the same plan is deployed again, and refuses to undo what came after it", async () => {
    expect(await databox("deploy", "trial.yaml")).toMatchObject({
      code: 0,
      out: "trial: nothing was left to do: confined\n",
    });
    const [vpc] = cloud.load().ofType("aws_vpc");
    await databox("cloud", "tamper", vpc?.id ?? "", "--set", "enable_dns_support=false", "--cloud", "cloud");
    const { code, err } = await databox("deploy", "trial.yaml");
    expect(code).toBe(1);
    expect(err).toMatch(/this plan was carried out, and things have changed since; .*:\n {2}aws_vpc\.\S+: update\n/);
    await databox("cloud", "tamper", vpc?.id ?? "", "--set", "enable_dns_support=true", "--cloud", "cloud");
  }, 900_000);

  it("finds drift that opens a channel, and none once it is put back", async () => {
    const [table] = cloud.load().ofType("aws_route_table");
    const id = table?.id ?? "";
    const tamper = (route: unknown): Promise<Outcome> =>
      databox("cloud", "tamper", id, "--set", `route=${JSON.stringify(route)}`, "--cloud", "cloud");
    await tamper([{ cidr_block: "0.0.0.0/0", gateway_id: "igw-0123456789abcdef0" }]);
    const { code, out } = await databox("drift", "trial.yaml");
    expect(out).toContain("trial: 1 resource was changed behind Terraform's back, and a channel is open\n");
    expect(out).toContain("net.internet-gateway");
    expect(code).toBe(2);
    await tamper(table?.values["route"]);
    expect(await databox("drift", "trial.yaml")).toMatchObject({ code: 0 });
  }, 900_000);

  it("packs evidence that anybody checks: digests, verdict, signatures and journal", async () => {
    expect(await databox("evidence", "trial.yaml", "-o", "trial.tar.gz")).toEqual({
      code: 0,
      out: "trial.tar.gz: 15 files\n",
      err: "",
    });
    const checked = await databox("evidence", "check", "trial.tar.gz", "--allowed-signers", "trial.allowed-signers");
    expect(checked).toMatchObject({ code: 0, err: "" });
    expect(checked.out).toMatch(/^ {2}verdict {4}confined, as this databox says of the plan$/m);
    expect(checked.out).toMatch(/hospital: kim@hospital \(SHA256:\S+\), held when it was carried out/);
    expect(checked.out).toMatch(/^ {2}signers {4}those of trial\.allowed-signers$/m);
    expect(checked.out).toContain("  pages      review.html, review.ko.html, as this databox draws them of the plan\n");
    expect(checked.out).toMatch(/^ {2}journal {4}\d+ changes, ended /m);
    writeFileSync(at("mine.allowed-signers"), signerLine("eve@hospital", "hospital", keyOf("eve", cwd)));
    expect(
      await databox("evidence", "check", "trial.tar.gz", "--allowed-signers", "mine.allowed-signers"),
    ).toMatchObject({
      code: 1,
      err: expect.stringContaining("the bundle's allowed signers are not those of mine.allowed-signers") as string,
    });
  }, 900_000);

  it("refuses a journal of which a line was changed", async () => {
    const file = plan("journal.jsonl");
    const text = readFileSync(file, "utf8");
    writeFileSync(file, text.replace("kim@hospital", "eve@hospital"));
    expect((await databox("deploy", "trial.yaml")).err).toContain("journal.jsonl:2: the journal was tampered with");
    writeFileSync(file, text);
  }, 900_000);

  it("takes a retired project down by a plan of its own, approved by the same two", async () => {
    expect((await databox("destroy", "trial.yaml")).err).toContain("trial is not retired; its end is the hospital's");
    expect((await databox("plan", "trial.yaml", "--destroy")).err).toContain("trial is not retired");
    writeFileSync(at("trial.yaml"), RETIRED);
    expect((await databox("deploy", "trial.yaml")).err).toContain("trial is retired; plan its end with databox plan");
    const before = cloud.load().size;
    const planned = await databox("plan", "trial.yaml", "--destroy");
    expect(planned.code).toBe(0);
    expect(planned.err).toMatch(/to destroy: \d+ to delete, \d+ to let go of; takes away\n/);
    expect(readdirSync(at("cdktf.out", "plans"))).toHaveLength(2);
    const { out } = await approved("hospital", "kim@hospital", "kim");
    expect(out).toContain("\n  forget aws_s3_bucket.audit-trail_bucket_");
    expect((await databox("destroy", "trial.yaml")).err).toContain("nobody has approved it as platform");
    await approved("platform", "lee@platform", "lee");
    const { code, out: said } = await databox("destroy", "trial.yaml");
    expect(code).toBe(0);
    expect(said).toMatch(/^trial: taken down, \d+ changes\n$/);
    const { changes } = JSON.parse(readFileSync(plan("manifest.json"), "utf8")) as {
      changes: { delete: number; forget: number };
    };
    expect(changes.delete + changes.forget).toBe(before);
    expect(cloud.load().size).toBe(changes.forget);
    expect(inState()).toEqual([]);
  }, 900_000);
});
