import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { approvalsOf, approve, readAllowedSigners, type CheckedApproval, type Role } from "../../src/delivery";
import { requireApprovals, type Approval } from "../../src/delivery/approval";
import { readPlan, type SavedPlan } from "../../src/delivery/plan-folder";
import { onPath, judgedBy, type Judge } from "../second-opinion";
import { keyOf, signatureOf, signerLine } from "./people";
import { checkoutWith, savedPlan } from "./saved-plan";

const ENV = { PATH: process.env["PATH"] };

/** OpenSSH, which makes and checks every signature. */
export function sshJudge(): Judge<string> {
  const found = onPath("ssh-keygen");
  return found === undefined
    ? { found: false, missing: "no ssh-keygen on the search path", mend: "install OpenSSH 8.2 or newer" }
    : { found: true, judge: found };
}

judgedBy("approvals, with OpenSSH", sshJudge(), () => {
  let folder: string;
  let place: string;
  let plan: SavedPlan;
  let keys: Record<"kim" | "lee" | "eve", string>;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "databox-approval-"));
    place = join(folder, "plan");
    keys = { kim: keyOf("kim", folder), lee: keyOf("lee", folder), eve: keyOf("eve", folder) };
    plan = savedPlan(place, checkoutWith(everybody()));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const everybody = (): string =>
    signerLine("kim@hospital", "hospital", keys.kim) + signerLine("lee@platform", "platform", keys.lee);
  const signedBy = (role: Role, principal: string, key: string, days = 7): Promise<CheckedApproval> =>
    approve(place, plan, { role, principal, reason: "the first tenant", days, key }, ENV);
  const refusals = async (of: SavedPlan = plan): Promise<(string | undefined)[]> =>
    (await approvalsOf(place, of, ENV)).map(({ refused }) => refused);
  const both = async (): Promise<void> => {
    await signedBy("hospital", "kim@hospital", keys.kim);
    await signedBy("platform", "lee@platform", keys.lee);
  };
  /** An approval that is written and signed by hand. */
  const forge = (role: Role, key: string, over: Partial<Approval>, signedAs: Role = role): void => {
    const now = Date.now();
    const bytes = JSON.stringify({
      kind: "databox-approval/v1",
      project: "trial",
      manifest: plan.digest,
      role,
      principal: role === "hospital" ? "kim@hospital" : "lee@platform",
      reason: "the first tenant",
      madeAt: new Date(now).toISOString(),
      expires: new Date(now + 86_400_000).toISOString(),
      ...over,
    });
    mkdirSync(join(place, "approvals"), { recursive: true });
    writeFileSync(join(place, "approvals", `${role}.json`), bytes);
    writeFileSync(join(place, "approvals", `${role}.json.sig`), signatureOf(bytes, signedAs, key));
  };

  it("hold where one person of each role has signed", async () => {
    expect(await refusals()).toEqual(["nobody has approved it as hospital", "nobody has approved it as platform"]);
    await both();
    const approvals = await approvalsOf(place, plan, ENV);
    expect(approvals.map(({ refused, approval }) => [refused, approval?.principal])).toEqual([
      [undefined, "kim@hospital"],
      [undefined, "lee@platform"],
    ]);
    expect(approvals.map(({ key }) => key)).toEqual([
      expect.stringMatching(/^SHA256:.{43}$/),
      expect.stringMatching(/^SHA256:.{43}$/),
    ]);
    expect(() => requireApprovals(approvals)).not.toThrow();
  });

  it("refuses a plan that one role alone has approved", async () => {
    await signedBy("platform", "lee@platform", keys.lee);
    const approvals = await approvalsOf(place, plan, ENV);
    expect(() => requireApprovals(approvals)).toThrow(
      "the plan is not approved:\n  nobody has approved it as hospital",
    );
  });

  it("refuses an unknown signer, and writes nothing", async () => {
    await expect(signedBy("hospital", "eve@hospital", keys.eve)).rejects.toThrow(
      "nothing was approved: the signature as hospital is not eve@hospital's, or no line of the allowed signers lets eve@hospital sign for hospital@databox",
    );
    await expect(signedBy("hospital", "kim@hospital", keys.eve)).rejects.toThrow("nothing was approved");
    expect(await refusals()).toContain("nobody has approved it as hospital");
  });

  it("refuses a key that signs in the other role", async () => {
    await expect(signedBy("platform", "kim@hospital", keys.kim)).rejects.toThrow("nothing was approved");
    forge("platform", keys.kim, { principal: "kim@hospital" }, "hospital");
    expect((await refusals())[1]).toContain("the signature as platform is not kim@hospital's");
  });

  it("refuses a key that is not there, in ssh-keygen's words", async () => {
    await expect(signedBy("hospital", "kim@hospital", join(folder, "nobody"))).rejects.toThrow(
      /nobody does not sign: .*No such file/,
    );
  });

  it("refuses the same person in both roles, under one name or two", async () => {
    plan = savedPlan(
      place,
      checkoutWith(
        signerLine("kim@hospital", "hospital", keys.kim) +
          signerLine("kim@hospital", "platform", keys.lee) +
          signerLine("kim@platform", "platform", keys.kim),
      ),
    );
    await signedBy("hospital", "kim@hospital", keys.kim);
    await signedBy("platform", "kim@hospital", keys.lee);
    expect(await refusals()).toEqual([
      undefined,
      "kim@hospital has approved as hospital and as platform: it takes two persons",
    ]);
    await signedBy("platform", "kim@platform", keys.kim);
    expect((await refusals())[1]).toMatch(/^the key SHA256:\S+ has approved as hospital and as platform/);
  });

  it("refuses an approval of another plan that is put here", async () => {
    await both();
    const first = plan.digest;
    renameSync(join(place, "approvals"), join(folder, "kept"));
    plan = savedPlan(place, checkoutWith(everybody()), `${JSON.stringify({ resource_changes: [] })}\n`);
    expect(plan.digest).not.toBe(first);
    renameSync(join(folder, "kept"), join(place, "approvals"));
    expect((await refusals())[0]).toBe(
      `kim@hospital approved another plan as hospital (trial, ${first.slice(0, 12)}; this one is ${plan.digest.slice(0, 12)})`,
    );
  });

  it("refuses an approval of the other role that is renamed", async () => {
    await both();
    for (const end of [".json", ".json.sig"])
      renameSync(join(place, "approvals", `platform${end}`), join(place, "approvals", `hospital${end}`));
    expect((await refusals())[0]).toContain("the signature as hospital is not lee@platform's");
  });

  it("refuses what has expired, holds too long or is from the future", async () => {
    const day = 86_400_000;
    const at = (days: number): string => new Date(Date.now() + days * day).toISOString();
    forge("hospital", keys.kim, { madeAt: at(-8), expires: at(-1) });
    forge("platform", keys.lee, { expires: at(31) });
    expect(await refusals()).toEqual([
      expect.stringMatching(/^kim@hospital's approval as hospital expired on \S+Z$/),
      "lee@platform's approval as platform holds longer than 30 days",
    ]);
    forge("hospital", keys.kim, { madeAt: at(1), expires: at(2) });
    expect((await refusals())[0]).toContain("is from the future");
  });

  it("refuses an approval of which a byte was changed after it was signed", async () => {
    await both();
    const file = join(place, "approvals", "hospital.json");
    writeFileSync(file, readFileSync(file, "utf8").replace("first tenant", "last tenant"));
    expect((await refusals())[0]).toContain("the signature as hospital is not kim@hospital's");
    writeFileSync(file, readFileSync(file, "utf8").replace('"reason"', '"raison"'));
    expect((await refusals())[0]).toMatch(/^approvals\/hospital\.json: (reason: |Unrecognized key)/);
    forge("hospital", keys.kim, { principal: "kim@hospital\u001b[2K" });
    expect((await refusals())[0]).toBe("approvals/hospital.json: principal: expected a name of the allowed signers");
    writeFileSync(file, "{");
    expect((await refusals())[0]).toMatch(/^approvals\/hospital\.json: no JSON/);
  });

  it("refuses links in place of files and folders", async () => {
    await both();
    const file = join(place, "approvals", "hospital.json");
    renameSync(file, join(folder, "elsewhere.json"));
    symlinkSync(join(folder, "elsewhere.json"), file);
    expect((await refusals())[0]).toBe("approvals/hospital.json is a symbolic link; a plan's files are files");
    renameSync(join(place, "approvals"), join(folder, "elsewhere"));
    symlinkSync(join(folder, "elsewhere"), join(place, "approvals"));
    await expect(approvalsOf(place, plan, ENV)).rejects.toThrow("approvals is a symbolic link");
  });

  it("goes void when a byte of the plan is changed, manifest and all", async () => {
    await both();
    const manifest = join(place, "manifest.json");
    writeFileSync(manifest, readFileSync(manifest, "utf8").replace("12:00:00", "12:00:01"));
    expect(await refusals(readPlan(place))).toEqual([
      expect.stringContaining("approved another plan"),
      expect.stringContaining("approved another plan"),
    ]);
  });
});

describe("the allowed signers", () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "databox-signers-"))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const read = (text: string): Buffer => {
    const file = join(folder, "x.allowed-signers");
    writeFileSync(file, text);
    return readAllowedSigners(file, "x.allowed-signers");
  };

  it("may have comments, several options and lines for each person", () => {
    const text = `# who\n\nkim@h valid-before="20301231",namespaces="hospital@databox" ssh-ed25519 AAAA kim\n`;
    expect(read(text).toString()).toBe(text);
  });

  it.each([
    ["names no namespace", "kim@h ssh-ed25519 AAAA"],
    ["names every namespace", 'kim@h namespaces="*" ssh-ed25519 AAAA'],
    ["names another one too", 'kim@h namespaces="hospital@databox,git" ssh-ed25519 AAAA'],
    ["hides it in a comment", 'kim@h ssh-ed25519 AAAA namespaces="hospital@databox"'],
    ["hides it in another option", 'kim@h valid-after="20200101 namespaces="hospital@databox" ssh-ed25519 AAAA'],
  ])("refuse a line that %s: its key would sign for more than a role", (_what, line) => {
    expect(() => read(`# who\n${line}\n`)).toThrow(
      "x.allowed-signers:2: a line has to say for which role its key signs",
    );
  });

  it("refuse to be missing, and say how they are written", () => {
    expect(() => readAllowedSigners(join(folder, "none"), "projects/x.allowed-signers")).toThrow(
      'projects/x.allowed-signers is missing; it says who may approve: a line "kim@hospital.example namespaces="hospital@databox" ssh-ed25519 AAAA…"',
    );
  });
});
