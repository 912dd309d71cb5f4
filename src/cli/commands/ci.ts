import { mkdirSync } from "node:fs";
import { dirname, isAbsolute, relative, resolve, sep } from "node:path";
import { githubWorkflows, gitlabPipeline, type PipelineFiles, type PipelineProps } from "../../pipelines";
import { findProjectFiles, PROJECT_FILES, readProjects } from "../projects";
import { type Command } from "../run";
import { EXIT, UserError, type ExitCode, type Terminal } from "../terminal";
import { writeFile } from "../write-file";

const SERVICES: Readonly<Record<"github" | "gitlab", (props: PipelineProps) => PipelineFiles>> = {
  github: githubWorkflows,
  gitlab: gitlabPipeline,
};
type Service = keyof typeof SERVICES;

interface CiOptions {
  readonly service: Service;
  readonly projects: readonly string[];
  readonly planRole: string;
  readonly deployRole: string;
  readonly branch: string;
}

/** `databox ci`: pipelines that judge every change, deploy what was approved and look for drift every night. */
export const ciCommand: Command = (terminal, done) => ({
  command: "ci <service> [projects..]",
  describe: "write the pipelines of github or gitlab: verdicts on changes, approved deploys, nightly drift",
  builder: (args) =>
    args
      .positional("service", {
        describe: "whose pipelines",
        choices: ["github", "gitlab"] as const,
        demandOption: true,
      })
      .positional("projects", PROJECT_FILES)
      .option("plan-role", {
        describe: "ARN of the role that plans and looks for drift",
        type: "string",
        demandOption: true,
      })
      .option("deploy-role", {
        describe: "ARN of the role that deploys what was approved",
        type: "string",
        demandOption: true,
      })
      .option("branch", { describe: "protected branch that is deployed", type: "string", default: "main" })
      .example(
        "$0 ci github --plan-role arn:aws:iam::999999999999:role/Plan --deploy-role arn:aws:iam::999999999999:role/Deploy",
        "three workflows in .github/workflows",
      ),
  handler: (args) =>
    done(
      writePipelines(
        {
          service: args["service"] as Service,
          planRole: args["planRole"] as string,
          deployRole: args["deployRole"] as string,
          branch: args["branch"] as string,
          projects: (args["projects"] as string[] | undefined) ?? [],
        },
        terminal,
      ),
    ),
});

const ROLE = /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/;
/** Branches whose names need no quoting anywhere; git allows more. */
const BRANCH = /^[A-Za-z0-9][\w./-]*$/;

function writePipelines(options: CiOptions, terminal: Terminal): ExitCode {
  const { service, planRole, deployRole, branch } = options;
  for (const [name, arn] of [
    ["--plan-role", planRole],
    ["--deploy-role", deployRole],
  ] as const)
    if (!ROLE.test(arn))
      throw new UserError(`${name} ${arn} is no ARN of a role; it looks like arn:aws:iam::999999999999:role/Name`);
  if (planRole === deployRole)
    throw new UserError(
      `--plan-role and --deploy-role are the same role; whoever may plan could then deploy: name two (docs/ci.md)`,
    );
  if (!BRANCH.test(branch)) throw new UserError(`--branch ${branch}: only letters, digits, and . _ / - stand in it`);
  const files = options.projects.length > 0 ? options.projects : findProjectFiles(terminal.cwd);
  const projects = readProjects(files, terminal).map((project, index) => {
    const file = inRepository(files[index] ?? "", terminal.cwd);
    if (project.state.kind === "local")
      throw new UserError(
        `${file}: its state is local, and the next job would not find it; leave out state, or give it a bucket`,
      );
    return { name: project.name, file, region: project.region };
  });
  for (const [path, text] of SERVICES[service]({ projects, planRole, deployRole, branch })) {
    const file = resolve(terminal.cwd, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFile(file, text);
    terminal.out(`${path}\n`);
  }
  terminal.err("before they run, docs/ci.md says what the roles, environments and branches have to be\n");
  return EXIT.done;
}

/** A project file as jobs name it: from the top of the repository, where the pipelines are written. */
function inRepository(file: string, cwd: string): string {
  const path = relative(cwd, resolve(cwd, file)).split(sep).join("/");
  if (path.startsWith("../") || isAbsolute(path))
    throw new UserError(`${file} is outside of this folder; run databox ci at the top of the repository`);
  if (!/^[\w./-]+$/.test(path))
    throw new UserError(`${path}: a pipeline takes project files whose paths have letters, digits, and . _ / - only`);
  return path;
}
