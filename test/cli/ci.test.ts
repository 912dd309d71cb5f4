import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { databoxIn, TRIAL, type Outcome } from "./databox";

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "databox-ci-test-"));
  mkdirSync(join(cwd, "projects"));
  writeFileSync(join(cwd, "projects", "trial.yaml"), TRIAL);
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

const PLAN = "--plan-role=arn:aws:iam::999999999999:role/Plan";
const DEPLOY = "--deploy-role=arn:aws:iam::999999999999:role/Deploy";
const ci = (...args: string[]): Promise<Outcome> => databoxIn(cwd)("ci", ...args);

describe("databox ci", () => {
  it("writes GitHub's workflows for every project of the folder", async () => {
    const { code, out, err } = await ci("github", PLAN, DEPLOY);
    expect(err).toContain("docs/ci.md");
    expect(code).toBe(0);
    expect(out.trim().split("\n")).toEqual([
      ".github/workflows/databox-review.yml",
      ".github/workflows/databox-deploy.yml",
      ".github/workflows/databox-drift.yml",
    ]);
    const text = readFileSync(join(cwd, ".github/workflows/databox-review.yml"), "utf8");
    expect(text).toContain("file: projects/trial.yaml\n            region: eu-west-1");
  });

  it("writes GitLab's pipeline for one project, on a branch of another name", async () => {
    const { code, out } = await ci("gitlab", "projects/trial.yaml", PLAN, DEPLOY, "--branch=release");
    expect(code).toBe(0);
    expect(out).toBe(".gitlab/databox.yml\n");
    expect(readFileSync(join(cwd, ".gitlab/databox.yml"), "utf8")).toContain('$CI_COMMIT_BRANCH == "release"');
  });

  it.each([
    ["a role that is none", ["github", "--plan-role=Plan", DEPLOY], "--plan-role Plan is no ARN of a role"],
    ["one role for both", ["github", PLAN, PLAN.replace("plan", "deploy")], "are the same role"],
    ["a branch that would need quoting", ["github", PLAN, DEPLOY, '--branch=a"b'], "only letters, digits"],
    ["a project file elsewhere", ["github", "../x.yaml", PLAN, DEPLOY], "../x.yaml"],
    ["another service", ["jenkins", PLAN, DEPLOY], 'Choices: "github", "gitlab"'],
  ])("refuses %s, and writes nothing", async (_, args, why) => {
    const { code, err } = await ci(...args);
    expect(code).toBe(1);
    expect(err).toContain(why);
    expect(existsSync(join(cwd, ".github"))).toBe(false);
  });

  it("refuses a project whose state the next job would not find", async () => {
    writeFileSync(join(cwd, "projects", "trial.yaml"), `${TRIAL}state: { kind: local }\n`);
    const { code, err } = await ci("gitlab", PLAN, DEPLOY);
    expect(code).toBe(1);
    expect(err).toContain("its state is local");
  });
});
