import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "../stacks/example-projects";
import { databoxIn } from "./databox";

const QUARANTINE = "databox-stroke-registry-neuro-ai-quarantine-111111111111";
const OUTBOX = "databox-stroke-registry-neuro-ai-outbox-111111111111";
const RELEASED = "databox-stroke-registry-neuro-ai-released-111111111111";

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "databox-airlock-"));
  mkdirSync(join(cwd, "bin"));
  mkdirSync(join(cwd, "s3"));
  symlinkSync(join(ROOT, "test", "cli", "fake-aws.sh"), join(cwd, "bin", "aws"));
  copyFileSync(join(ROOT, "projects", "stroke-registry.yaml"), join(cwd, "stroke.yaml"));
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

const show = (...args: string[]): Promise<{ code: number; out: string; err: string }> =>
  databoxIn(cwd)("airlock", "show", "stroke.yaml", ...args);

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

const scripts = new Map<string, string>();

/** Runs a party's script as it is printed. */
async function as(party: string, ...args: string[]): Promise<Ran> {
  const script = scripts.get(party) ?? (await show("--as", party)).out;
  scripts.set(party, script);
  writeFileSync(join(cwd, `${party}.sh`), script);
  const env = { PATH: `${join(cwd, "bin")}:${process.env["PATH"] ?? ""}`, FAKE_S3: join(cwd, "s3") };
  const ran = spawnSync("sh", [`${party}.sh`, ...args], { cwd, env, encoding: "utf8" });
  return { code: ran.status, out: ran.stdout.trim(), err: ran.stderr.trim() };
}

const written = (name: string, content: string): string => {
  writeFileSync(join(cwd, name), content);
  return name;
};
const reads = (name: string): string => readFileSync(join(cwd, name), "utf8");
const s3Tag = (bucket: string, key: string, version: string, tags: string): void =>
  writeFileSync(join(cwd, "s3", bucket, key.replace("/", ":"), `${version}.tags`), tags);

const REASON = "counts above ten only";

async function sent(content = "a,b\n1,2\n"): Promise<void> {
  written("result.csv", content);
  expect(await as("box", "send", "result.csv")).toEqual({ code: 0, out: "v1", err: "" });
  expect((await as("reviewer", "read", "result.csv", "v1", "seen.csv")).code).toBe(0);
}

describe("export by the printed scripts", () => {
  it("carries exactly what two people approved, with its hash, and says why", async () => {
    await sent();
    expect(await as("reviewer", "approve", "result.csv", "v1", "seen.csv", REASON)).toMatchObject({ code: 0, err: "" });
    expect(await as("second-reviewer", "approve", "result.csv", "v1", "seen.csv", "no person in it")).toMatchObject({
      code: 0,
      err: "",
    });
    expect(await as("copier", "release", "result.csv", "v1")).toMatchObject({ code: 0, err: "" });
    expect(await as("requester", "fetch", "result.csv", "mine.csv")).toMatchObject({ code: 0, err: "" });
    expect(reads("mine.csv")).toBe("a,b\n1,2\n");
    expect(JSON.parse(reads("mine.csv.json"))).toEqual({
      name: "result.csv",
      version: "v1",
      bytes: 8,
      sha256: execFileSync("openssl", ["dgst", "-sha256", "-binary", join(cwd, "seen.csv")]).toString("base64"),
      reason: REASON,
      secondReason: "no person in it",
      availableDays: 7,
    });
  });

  it("copies nothing that only one has approved", async () => {
    await sent();
    await as("reviewer", "approve", "result.csv", "v1", "seen.csv", REASON);
    expect(await as("copier", "release", "result.csv", "v1")).toMatchObject({
      code: 65,
      err: "this version has no databox-second-review",
    });
    expect(reads("s3/calls")).not.toContain(RELEASED);
  });

  it("copies nothing of a version that came after the approval", async () => {
    await sent();
    await as("reviewer", "approve", "result.csv", "v1", "seen.csv", REASON);
    await as("second-reviewer", "approve", "result.csv", "v1", "seen.csv", REASON);
    written("result.csv", "name,diagnosis\n");
    expect((await as("box", "send", "result.csv")).out).toBe("v2");
    expect((await as("copier", "release", "result.csv", "v2")).code).toBe(65);
    expect((await as("copier", "release", "result.csv", "v1")).code).toBe(0);
    await as("requester", "fetch", "result.csv", "mine.csv");
    expect(reads("mine.csv")).toBe("a,b\n1,2\n");
  });

  it("copies nothing that was declined after it was approved", async () => {
    await sent();
    await as("reviewer", "approve", "result.csv", "v1", "seen.csv", REASON);
    await as("second-reviewer", "decline", "result.csv", "v1", "a cell has one person");
    expect(await as("copier", "release", "result.csv", "v1")).toMatchObject({
      code: 65,
      err: "this version has no databox-review",
    });
  });

  it("lets nobody approve another file than the one that stands there", async () => {
    await sent();
    written("seen.csv", "something else\n");
    expect(await as("reviewer", "approve", "result.csv", "v1", "seen.csv", REASON)).toMatchObject({
      code: 65,
      err: "seen.csv is not what stands in the outbox",
    });
  });

  it("lets nobody speak second before the first has spoken", async () => {
    await sent();
    expect(await as("second-reviewer", "approve", "result.csv", "v1", "seen.csv", REASON)).toMatchObject({
      code: 65,
      err: "the first reviewer has not approved this version",
    });
  });

  it.each([
    ["too short", "a reason has 10 to 256 characters"],
    ['with "quotes" in it', "a reason has letters, digits, spaces and +-=._:/@ only"],
    ["two\nlines of text", "a reason has letters, digits, spaces and +-=._:/@ only"],
  ])("takes no reason that is %j", async (reason, err) => {
    await sent();
    expect(await as("reviewer", "approve", "result.csv", "v1", "seen.csv", reason)).toMatchObject({ code: 65, err });
  });

  it("takes no file of another type, and none of a name that a shell or a URL would read otherwise", async () => {
    written("scan.dcm", "x");
    expect(await as("box", "send", "scan.dcm")).toMatchObject({ code: 65, err: "only csv, pdf are taken: scan.dcm" });
    written("a b?.csv", "x");
    expect((await as("box", "send", "a b?.csv")).err).toContain("a name has letters, digits and ._- only");
    expect((await as("copier", "release", "../x.csv", "v1")).code).toBe(65);
  });

  it("takes no file that is larger than the project file says", async () => {
    await sent();
    const { out } = await show("--as", "reviewer");
    expect(out).toContain(`most=${1024 ** 3}\n`);
    writeFileSync(join(cwd, "small.sh"), out.replace(/^most=.*$/m, "most=7"));
    const env = { PATH: `${join(cwd, "bin")}:${process.env["PATH"] ?? ""}`, FAKE_S3: join(cwd, "s3") };
    const ran = spawnSync("sh", ["small.sh", "approve", "result.csv", "v1", "seen.csv", REASON], { cwd, env });
    expect([ran.status, ran.stderr.toString()]).toEqual([65, "8 bytes are more than the 7 that are taken\n"]);
  });

  it("shows a requester whose copy was changed on the way that it is not what was approved", async () => {
    await sent();
    await as("reviewer", "approve", "result.csv", "v1", "seen.csv", REASON);
    await as("second-reviewer", "approve", "result.csv", "v1", "seen.csv", REASON);
    await as("copier", "release", "result.csv", "v1");
    writeFileSync(join(cwd, "s3", RELEASED, "files:result.csv", "v1"), "changed");
    expect(await as("requester", "fetch", "result.csv", "mine.csv")).toMatchObject({
      code: 65,
      err: "mine.csv is not what was approved",
    });
  });
});

describe("import by the printed scripts", () => {
  beforeEach(() => written("tool.whl", "code"));

  it("brings in what was found clean", async () => {
    expect((await as("uploader", "put", "tool.whl")).out).toBe("v1");
    s3Tag(QUARANTINE, "uploads/tool.whl", "v1", "GuardDutyMalwareScanStatus=NO_THREATS_FOUND\n");
    expect((await as("import-reviewer", "read", "tool.whl", "v1", "seen.whl")).code).toBe(0);
    expect((await as("import-reviewer", "release", "tool.whl", "v1")).code).toBe(0);
    expect((await as("box", "fetch", "tool.whl", "inside.whl")).code).toBe(0);
    expect(reads("inside.whl")).toBe("code");
  });

  it.each(["THREATS_FOUND", "UNSUPPORTED", "FAILED"])("keeps out what the scan says %s of", async (found) => {
    await as("uploader", "put", "tool.whl");
    s3Tag(QUARANTINE, "uploads/tool.whl", "v1", `GuardDutyMalwareScanStatus=${found}\n`);
    expect(await as("import-reviewer", "release", "tool.whl", "v1")).toMatchObject({
      code: 65,
      err: `the scan says ${found}`,
    });
  });

  it("keeps out what is not scanned yet", async () => {
    await as("uploader", "put", "tool.whl");
    expect((await as("import-reviewer", "release", "tool.whl", "v1")).err).toBe("the scan says None");
  });
});

describe("databox airlock show", () => {
  it("says how a script is used where its arguments are not understood", async () => {
    expect(await as("copier")).toEqual({
      code: 64,
      out: "",
      err: "usage: copier.sh list\nusage: copier.sh release NAME VERSION",
    });
    expect((await as("requester", "fetch", "one.csv")).code).toBe(64);
  });

  it("prints the same script each time, without a secret in it", async () => {
    const [first, second] = [await show("--as", "copier"), await show("--as", "copier", "--tenant", "neuro-ai")];
    expect(first).toEqual(second);
    expect(first.out).not.toMatch(/AKIA|aws_secret|password|token/i);
    expect(first.out).toContain(OUTBOX);
  });

  it("refuses a tenant whose airlock is shut, with those that are open", async () => {
    expect(await show("--as", "box", "--tenant", "omics-lab")).toEqual({
      code: 1,
      out: "",
      err: "databox: stroke.yaml: omics-lab has no open airlock; open are those of neuro-ai\n",
    });
  });

  it("refuses a project whose airlocks are all shut, and a party that there is not", async () => {
    const text = reads("stroke.yaml");
    written("stroke.yaml", text.replace(/ {8}secondReviewers.*\n/, ""));
    expect((await show("--as", "second-reviewer")).err).toBe(
      "databox: stroke.yaml: the airlock of neuro-ai has no second-reviewer\n",
    );
    written("stroke.yaml", text.replace(/ {4}airlock:[\s\S]*?\n\n/, "\n"));
    expect((await show("--as", "box")).err).toBe(
      "databox: stroke.yaml: every airlock is shut; a tenant's airlock field opens it\n",
    );
  });
});
