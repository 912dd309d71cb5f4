import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { databoxIn, TRIAL, type Outcome } from "./databox";

let cwd: string;
beforeEach(() => (cwd = mkdtempSync(join(tmpdir(), "databox-review-"))));
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

const databox = (...args: string[]): Promise<Outcome> => databoxIn(cwd)(...args);
const write = (name: string, text: string): string => {
  writeFileSync(join(cwd, name), text);
  return name;
};
const read = (name: string): string => readFileSync(join(cwd, name), "utf8");

const DOOR = `doors:
  - channel: people.client-vpn
    at: trial/research-box-lab
    reason: the ward enters without a device certificate until its laptops have one
`;

describe("databox review", () => {
  it("writes the page beside the stacks, says the verdict and where it is, and tells custody, cost and digest", async () => {
    write("trial.yaml", TRIAL);
    const { code, out } = await databox("review", "trial.yaml");
    expect({ code, out }).toEqual({
      code: 0,
      out: expect.stringMatching(
        /^trial: confined \(\d+ channels: \d+ closed\)\n {2}cdktf\.out\/review\/trial\.html\n$/,
      ) as string,
    });
    const page = read("cdktf.out/review/trial.html");
    await databox("synth", "trial.yaml", "-o", "out");
    const stack = createHash("sha256").update(read("out/stacks/trial/cdk.tf.json")).digest("hex");
    expect(page).toContain(stack);
    expect(page).not.toContain(cwd);
    expect(page).toContain("Keys made in AWS KMS, in the hospital&#39;s account");
    expect(page).toMatch(/id="cost"/);
    expect(page).toContain("No earlier verdict or plan was given");
  });

  it("speaks Korean where asked", async () => {
    write("trial.yaml", TRIAL);
    expect((await databox("review", "trial.yaml", "--lang", "ko", "-o", "page.html")).code).toBe(0);
    expect(read("page.html")).toContain("봉쇄됨");
  });

  it("tells who declared a door, and what changed since an earlier verdict and an earlier stack", async () => {
    write("trial.yaml", TRIAL);
    await databox("verify", "trial.yaml", "-f", "json", "-o", "verdict.json");
    await databox("synth", "trial.yaml", "-o", "before");
    const later = TRIAL.replace(
      'account: "222222222222" }',
      'account: "222222222222", desktops: { count: 3 } }',
    ).replace("dataBox:", `${DOOR}dataBox:`);
    write("trial.yaml", later);
    const since = ["--since", "verdict.json", "--since", "before/stacks/trial"];
    expect((await databox("review", "trial.yaml", "-o", "page.html", ...since)).code).toBe(0);
    const page = read("page.html");
    expect(page).toContain("project file, <code>trial.yaml:5</code>");
    expect(page).toContain("the ward enters without a device certificate");
    expect(page).toContain("Since verdict.json, before/stacks/trial.");
    expect(page).toMatch(/<span class="change added">added<\/span>\s*<code>aws_instance\.research-box-lab_desktop-/);
    expect(page).not.toContain("resources are not compared");
  });

  it("takes a folder with a verdict and a plan, and says what it could not compare", async () => {
    write("trial.yaml", TRIAL);
    await databox("verify", "trial.yaml", "-f", "json", "-o", "verdict.json");
    expect((await databox("review", "trial.yaml", "-o", "page.html", "--since", ".")).code).toBe(0);
    const page = read("page.html");
    expect(page).toContain("Every channel is decided as before.");
    expect(page).toContain("resources are not compared");
  });

  it("refuses what is no project file, an earlier file that is nothing of the kind, and one that is not there", async () => {
    write("trial.yaml", TRIAL);
    expect(await databox("review", "plan.json")).toMatchObject({
      code: 1,
      err: expect.stringContaining(
        "plan.json is no project file; for the page of anything else: databox verify -f html",
      ) as string,
    });
    expect(await databox("review", "trial.yaml", "--since", "gone.json")).toMatchObject({
      code: 1,
      err: "databox: --since gone.json: there is no such file or folder\n",
    });
    write("other.json", `{ "version": 1, "targets": [{ "target": 3 }] }`);
    expect(await databox("review", "trial.yaml", "--since", "other.json")).toMatchObject({
      code: 1,
      err: expect.stringContaining("--since other.json: no verdict of version 1 (targets.0.target:") as string,
    });
    expect(existsSync(join(cwd, "cdktf.out", "review"))).toBe(false);
  });
});

describe("databox verify --format html", () => {
  it("writes the page of any configuration, with the exit code of its verdict", async () => {
    write("main.tf.json", JSON.stringify({ resource: { aws_internet_gateway: { out: {} } } }));
    const { code } = await databox("verify", "main.tf.json", "-f", "html", "-o", "page.html");
    expect(code).toBe(2);
    const page = read("page.html");
    expect(page).toContain("Leaks");
    expect(page).toContain("No project file was judged");
    expect(page).toContain(createHash("sha256").update(read("main.tf.json")).digest("hex"));
  });

  it("keeps an accepted risk visible, and never calls it confined", async () => {
    write("trial.yaml", TRIAL);
    const { code } = await databox(
      "verify",
      "trial.yaml",
      "-f",
      "html",
      "-o",
      "page.html",
      "--except",
      "net.peering=joined to the archive until March",
    );
    expect(code).toBe(0);
    expect(read("page.html")).toContain("joined to the archive until March");
    expect(read("page.html")).toContain("nothing of the kind was found");
  });

  it("refuses --since for a report that tells no changes", async () => {
    write("trial.yaml", TRIAL);
    expect(await databox("verify", "trial.yaml", "--since", "x.json")).toMatchObject({
      code: 1,
      err: expect.stringContaining("--since is for --format html") as string,
    });
  });
});
