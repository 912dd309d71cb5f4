import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import { githubWorkflows, gitlabPipeline, type PipelineProps } from "../../src/pipelines";
import { databoxIn } from "../cli/databox";
import { gitlabJobs, parsedWorkflows } from "./judges";

const PROPS: PipelineProps = {
  projects: [
    { name: "dr-answer", file: "projects/dr-answer.yaml", region: "ap-northeast-2" },
    { name: "first", file: "projects/first.yaml", region: "eu-west-1" },
  ],
  planRole: "arn:aws:iam::999999999999:role/DataBoxPlan",
  deployRole: "arn:aws:iam::999999999999:role/DataBoxPipeline",
  branch: "main",
};
const GITHUB = githubWorkflows(PROPS);
const GITLAB = gitlabPipeline(PROPS);
const ALL = [...GITHUB, ...GITLAB].map(([file, text]) => ({ file, text }));

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Record<string, unknown>;
}
interface Workflow {
  readonly permissions: unknown;
  readonly jobs: Record<
    string,
    { readonly permissions: Record<string, string>; readonly environment?: string; readonly steps: readonly Step[] }
  >;
}
const workflow = (name: string): Workflow =>
  parse(GITHUB.get(`.github/workflows/databox-${name}.yml`) ?? "") as Workflow;
const jobs = ["review", "deploy", "drift"].flatMap((name) => Object.entries(workflow(name).jobs));
const steps = jobs.flatMap(([, job]) => job.steps);

/** Every script of all pipelines. */
const scripts = [
  ...steps.flatMap(({ run: script }) => script ?? []),
  ...Object.values(parse([...GITLAB.values()].join("")) as Record<string, Record<string, string[]>>).flatMap((job) => [
    ...(job["before_script"] ?? []),
    ...(job["script"] ?? []),
  ]),
];

let scratch: string;
beforeEach(() => (scratch = mkdtempSync(join(tmpdir(), "databox-pipelines-"))));
afterEach(() => rmSync(scratch, { recursive: true, force: true }));
const write = (files: Iterable<readonly [string, string]>): void => {
  for (const [file, text] of files) {
    mkdirSync(dirname(join(scratch, file)), { recursive: true });
    writeFileSync(join(scratch, file), text);
  }
};

describe("the pipelines", () => {
  it.each(ALL)("keep no key of AWS, and no secret but what the job itself is given: $file", ({ text }) => {
    expect(text).not.toMatch(/secrets\.|AWS_ACCESS_KEY|AWS_SECRET|aws-access-key-id/i);
  });

  it.each(scripts)("have scripts that bash takes: %#", (script) => {
    // In GitHub's expressions a script would hold text of others'; their values come by the environment.
    expect(script).not.toContain("${{");
    expect(() => execFileSync("bash", ["-n", "-c", script], { stdio: "pipe" })).not.toThrow();
  });

  it("name commands and options of this command line only", async () => {
    const lines = scripts.flatMap((script) =>
      [...script.matchAll(/npx databox ([^|\n]+)/g)].map(([, line = ""]) => line),
    );
    expect(new Set(lines.map((line) => line.split(" ")[0]))).toEqual(
      new Set(["verify", "plan", "approvals", "deploy", "synth", "drift"]),
    );
    for (const line of lines) {
      const [command = "", ...words] = line.trim().split(/\s+/);
      const { code, out } = await databoxIn(scratch)(command, "--help");
      expect(code).toBe(0);
      for (const word of words.filter((one) => one.startsWith("--"))) expect(out).toContain(`${word} `);
    }
  });

  it("come out alike each time", () => {
    expect([...githubWorkflows(PROPS), ...gitlabPipeline(PROPS)]).toEqual([...GITHUB, ...GITLAB]);
  });
});

describe("the workflows of GitHub", () => {
  it("are what GitHub's own parser takes", () => {
    write(GITHUB);
    const files = [...GITHUB.keys()].map((file) => join(scratch, file));
    expect(Object.values(parsedWorkflows(files))).toEqual([
      { errors: [], jobs: ["verify", "plan"] },
      { errors: [], jobs: ["deploy"] },
      { errors: [], jobs: ["drift"] },
    ]);
  });

  it("would be refused by it with a word that it does not know", () => {
    write([["broken.yml", (GITHUB.get(".github/workflows/databox-drift.yml") ?? "").replace("runs-on", "run-on")]]);
    expect(Object.values(parsedWorkflows([join(scratch, "broken.yml")]))[0]?.errors).not.toEqual([]);
  });

  it("use actions by the commit, with the release beside it", () => {
    const uses = [...GITHUB.values()].flatMap((text) => [...text.matchAll(/uses: (.*)/g)].map(([, one]) => one));
    expect(uses.length).toBeGreaterThan(10);
    for (const one of uses) expect(one).toMatch(/^[\w-]+\/[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it("give a job what it needs, and nothing by default", () => {
    for (const name of ["review", "deploy", "drift"]) expect(workflow(name).permissions).toEqual({});
    const writing = jobs.flatMap(([name, { permissions }]) =>
      Object.entries(permissions).flatMap(([what, how]) => (how === "write" ? [`${name}: ${what}`] : [])),
    );
    expect(writing).toEqual([
      "verify: pull-requests",
      "verify: security-events",
      "plan: id-token",
      "deploy: id-token",
      "drift: id-token",
    ]);
  });

  it("let no job take a role on outside of an environment, which says who lets it run", () => {
    for (const [name, { permissions, environment }] of jobs)
      if (permissions["id-token"] === "write") expect(`${name}: ${environment}`).toMatch(/: databox-/);
  });

  it("take the deploying role on in no job but that of approved plans", () => {
    const roles = jobs.map(([name, job]) => [name, job.steps.flatMap((step) => step.with?.["role-to-assume"] ?? [])]);
    expect(Object.fromEntries(roles)).toEqual({
      verify: [],
      plan: [PROPS.planRole],
      deploy: [PROPS.deployRole],
      drift: [PROPS.planRole],
    });
  });

  it("check approvals before they take that role on", () => {
    const { steps: all } = workflow("deploy").jobs["deploy"] ?? { steps: [] };
    const check = all.findIndex(({ run: script }) => script?.includes("databox approvals"));
    const role = all.findIndex((step) => step.with?.["role-to-assume"] !== undefined);
    const deploy = all.findIndex(({ run: script }) => script?.includes("databox deploy"));
    expect(check).toBeGreaterThan(0);
    expect(role).toBeGreaterThan(check);
    expect(deploy).toBeGreaterThan(role);
  });
});

describe("the pipeline of GitLab", () => {
  const git = (...words: string[]): string =>
    execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b.example", ...words], {
      cwd: scratch,
      encoding: "utf8",
    });
  const repository = (): void => {
    write(GITLAB);
    git("init", "--quiet", "--initial-branch=main");
    git("remote", "add", "origin", "git@gitlab.example:group/project.git");
    git("add", "--all");
    git("commit", "--quiet", "--message=first");
    git("update-ref", "refs/remotes/origin/main", "HEAD");
    git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main");
  };
  const PLANS = ["databox-plan:dr-answer", "databox-plan:first"];

  it("is what the schema that GitLab publishes takes, and plans each project on the branch", () => {
    repository();
    expect(gitlabJobs(scratch, {})).toEqual({ error: "", jobs: ["databox-verify", ...PLANS] });
  });

  it("deploys the project whose approvals came, and plans it not anew", () => {
    repository();
    write([["approvals/first/hospital.json", "{}"]]);
    git("add", "--all");
    git("commit", "--quiet", "--message=approve");
    expect(gitlabJobs(scratch, {}).jobs).toEqual(["databox-verify", "databox-plan:dr-answer", "databox-deploy:first"]);
  });

  it("looks for drift on a schedule, and does nothing else to AWS then", () => {
    repository();
    const { jobs: names } = gitlabJobs(scratch, { CI_PIPELINE_SOURCE: "schedule" });
    expect(names).toEqual(["databox-verify", "databox-drift:dr-answer", "databox-drift:first"]);
  });

  it("gives a merge request's branch no role", () => {
    repository();
    git("checkout", "--quiet", "-b", "feature");
    expect(gitlabJobs(scratch, { CI_PIPELINE_SOURCE: "merge_request_event" }).jobs).toEqual(["databox-verify"]);
  });

  it("would be refused by that schema with a word that it does not know", () => {
    repository();
    const file = join(scratch, ".gitlab", "databox.yml");
    writeFileSync(file, readFileSync(file, "utf8").replace("resource_group:", "resource_groups:"));
    expect(gitlabJobs(scratch, {}).error).toContain("resource_groups");
  });
});
