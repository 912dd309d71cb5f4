import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { engineJudge } from "../rehearse/scratch-cloud";
import { judgedBy } from "../second-opinion";
import { databoxIn, TRIAL } from "./databox";

let cwd: string;
beforeEach(() => (cwd = mkdtempSync(join(tmpdir(), "databox-check-test-"))));
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

describe("databox check", () => {
  it("says plainly that nothing was rehearsed where there is no engine, and judges all the same", async () => {
    writeFileSync(join(cwd, "trial.yaml"), TRIAL);
    const { code, out } = await databoxIn(cwd, { env: { PATH: cwd } })("check", "trial.yaml");
    expect(code).toBe(0);
    expect(out).toMatch(
      /^trial\n {2}synthesized {2}cdktf\.out\/stacks\/trial\/cdk\.tf\.json: \d+ resources, 1 tenant\n {2}judged {7}confined \(\d+ channels: \d+ closed\)\n {2}rehearsed {4}no: there is no terraform or tofu on the search path; install Terraform 1\.11 or newer to have it rehearsed\n$/,
    );
    expect(existsSync(join(cwd, "cdktf.out", "stacks", "trial", "cdk.tf.json"))).toBe(true);
  });

  it("refuses before it writes anything where a rehearsal is demanded and there is no engine", async () => {
    writeFileSync(join(cwd, "trial.yaml"), TRIAL);
    const { code, err } = await databoxIn(cwd, { env: { PATH: cwd } })("check", "trial.yaml", "--rehearse", "always");
    expect({ code, err }).toEqual({
      code: 1,
      err: expect.stringContaining("there is no terraform or tofu on the search path") as string,
    });
    expect(readdirSync(cwd)).toEqual(["trial.yaml"]);
  });

  it("refuses a project file that is wrong, with its line, and writes nothing", async () => {
    writeFileSync(join(cwd, "trial.yaml"), TRIAL.replace("eu-west-1", "eu-west-99"));
    const { code, err } = await databoxIn(cwd)("check", "trial.yaml");
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining("trial.yaml:3:9: region") as string });
    expect(readdirSync(cwd)).toEqual(["trial.yaml"]);
  });
});

judgedBy("databox check with an engine", engineJudge(), () => {
  it("rehearses too, and sums it up in a line each", async () => {
    writeFileSync(join(cwd, "trial.yaml"), TRIAL);
    const { code, out, err } = await databoxIn(cwd)("check", "trial.yaml");
    expect(out).toMatch(
      /\n {2}rehearsed {4}\d+ resources made, the second plan empty, 2 changes drilled, nothing left \(terraform, [\d.]+ s\)\n {2}the plan {5}confined \(\d+ channels: \d+ closed\)\n$/,
    );
    expect(err).toContain("trial: rehearsed with terraform, on the embedded cloud\n");
    expect(code).toBe(0);
  }, 900_000);
});
