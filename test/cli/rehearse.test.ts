import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { engineJudge } from "../rehearse/scratch-cloud";
import { judgedBy, onPath, type Judge } from "../second-opinion";
import { ROOT } from "../stacks/example-projects";
import { databoxIn, TRIAL, type Outcome } from "./databox";

let cwd: string;
beforeEach(() => (cwd = mkdtempSync(join(tmpdir(), "databox-rehearse-test-"))));
afterEach(() => rmSync(cwd, { recursive: true, force: true }));
const databox = (...args: string[]): Promise<Outcome> => databoxIn(cwd)(...args);

/** Runs programs where there is no network at all. */
const namespace: Judge<string> = (() => {
  const unshare = onPath("unshare");
  return unshare === undefined
    ? { found: false, missing: "no unshare", mend: "install util-linux" }
    : { found: true, judge: unshare };
})();

judgedBy("databox rehearse", engineJudge(), () => {
  it("goes through a project's life, says what it found, and leaves nothing behind", async () => {
    writeFileSync(join(cwd, "trial.yaml"), TRIAL);
    const { code, out, err } = await databox("rehearse", "trial.yaml");
    expect(code).toBe(0);
    expect(err).toMatch(/^trial: rehearsed with terraform, on the embedded cloud\n {2}done {3}init/);
    expect(err).not.toContain("FAILED");
    for (const phase of [
      "apply",
      "second plan",
      "drill: a tenant comes",
      "drill: keys rotate",
      "protection",
      "destroy",
    ])
      expect(out).toContain(phase);
    expect(out).toContain("confined");
    expect(readdirSync(cwd)).toEqual(["trial.yaml"]);
  }, 900_000);

  it("keeps what it rehearsed, so that drift can be tried", async () => {
    writeFileSync(join(cwd, "trial.yaml"), TRIAL);
    const kept = await databox("rehearse", "trial.yaml", "--no-drill", "--keep", "kept", "--format", "json");
    expect(kept.code).toBe(0);
    const { rehearsals } = JSON.parse(kept.out) as {
      rehearsals: { ok: boolean; verdict: string; phases: { name: string; ok: boolean }[] }[];
    };
    expect(rehearsals).toMatchObject([{ project: "trial", ok: true, verdict: "confined" }]);
    expect(rehearsals[0]?.phases.map(({ name }) => name)).not.toContain("destroy");
    expect(existsSync(join(cwd, "kept"))).toBe(true);
    const { out } = await databox("cloud", "inspect", "--cloud", "kept", "--format", "json");
    const { places } = JSON.parse(out) as { places: { account: string; networks: { id: string }[] }[] };
    expect(new Set(places.map(({ account }) => account))).toEqual(new Set(["111111111111", "222222222222"]));
    // The lines that it printed are what a person types.
    const lines = kept.err.split("\n").filter((line) => /^\s*(export|cd|terraform)/.test(line));
    expect(lines.length).toBeGreaterThan(0);
  }, 900_000);

  it("refuses what it cannot do, before it does anything", async () => {
    writeFileSync(join(cwd, "trial.yaml"), TRIAL);
    for (const [args, message] of [
      [["--faults", "1.5"], "--faults: give a whole number"],
      [["--engine", "tofu"], "there is no tofu on the search path; install OpenTofu 1.11 or newer"],
      [["--keep", "kept", "trial.yaml"], "--keep: a folder holds one project"],
    ] as const) {
      const without = databoxIn(cwd, args[0] === "--engine" ? { env: { PATH: cwd } } : {});
      const { code, err } = await without("rehearse", "trial.yaml", ...args);
      expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining(message) as string });
    }
    expect(readdirSync(cwd)).toEqual(["trial.yaml"]);
  });
});

judgedBy("databox rehearse without a network", namespace, (unshare) => {
  it("needs none, and no credentials", async () => {
    writeFileSync(join(cwd, "trial.yaml"), TRIAL);
    const home = join(cwd, "home");
    const result = await new Promise<{ code: number; text: string }>((resolve) => {
      execFile(
        unshare(),
        ["-r", "-n", process.execPath, join(ROOT, "bin", "databox.mjs"), "rehearse", "trial.yaml", "--no-drill"],
        {
          cwd,
          env: {
            PATH: process.env["PATH"],
            HOME: home,
            // Whoever read these would fail: the files are not there, and nobody answers.
            AWS_PROFILE: "nobody",
            AWS_SHARED_CREDENTIALS_FILE: join(home, "credentials"),
            AWS_CONFIG_FILE: join(home, "config"),
          },
        },
        (error, stdout, stderr) =>
          resolve({
            code: typeof error?.code === "number" ? error.code : error === null ? 0 : 1,
            text: stdout + stderr,
          }),
      );
    });
    expect(result.text).toContain("confined");
    expect(result.code).toBe(0);
  }, 900_000);
});
