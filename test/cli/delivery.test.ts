import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { databoxIn, TRIAL, type Outcome } from "./databox";

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "databox-delivery-cli-"));
  writeFileSync(join(cwd, "trial.yaml"), TRIAL);
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));
const databox = (...args: string[]): Promise<Outcome> => databoxIn(cwd)(...args);
const APPROVE = ["approve", "trial.yaml", "--role", "hospital", "--as", "kim@hospital", "--key", "kim"] as const;

describe("the commands of a delivery", () => {
  it.each<[string, string[], string]>([
    ["neither a project nor a folder", ["plan"], "name a project file, or a folder with --offline"],
    ["both", ["plan", "trial.yaml", "--offline", "x"], "Arguments offline and project are mutually exclusive"],
    [
      "variables for a project",
      ["plan", "trial.yaml", "--var", "a=b"],
      "--output, --var and --var-file are for --offline",
    ],
    ["a day that is none", ["plan", "trial.yaml", "--on", "2027-02-30"], "--on 2027-02-30: no calendar date"],
    ["a short reason", [...APPROVE, "--reason", "  because "], "--reason: give a reason in a sentence"],
    [
      "a year",
      [...APPROVE, "--reason", "the first tenant of all", "--days", "365"],
      "--days 365: give whole days, from 1 to 30",
    ],
    [
      "a role that there is not",
      ["approve", "trial.yaml", "--role", "vendor", "--as", "a", "--key", "b", "--reason", "for the vendor"],
      'Given: "vendor"',
    ],
  ])("refuse %s", async (_what, args, message) => {
    const { code, out, err } = await databox(...args);
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toContain(message);
    expect(readdirSync(cwd)).toEqual(["trial.yaml"]);
  });

  it.each([
    ["approvals", "trial.yaml"],
    ["plan", "trial.yaml"],
    ["deploy", "trial.yaml"],
  ])("ask who may approve before %s does anything", async (...args) => {
    expect((await databox(...args)).err).toContain("trial.allowed-signers is missing; it says who may approve: a line");
    expect(readdirSync(cwd)).toEqual(["trial.yaml"]);
  });

  it("say where a plan comes from where there is none", async () => {
    writeFileSync(join(cwd, "trial.allowed-signers"), "");
    expect(await databox("approvals", "trial.yaml")).toEqual({
      code: 1,
      out: "",
      err: "databox: …/cdktf.out/plans/trial is missing; make a plan with databox plan\n",
    });
  });
});
