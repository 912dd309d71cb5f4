import { join, resolve } from "node:path";
import { version } from "../../../package.json";
import { makePlan, VerdictError } from "../../delivery";
import { ENGINES, type EngineName } from "../../engine";
import { calendarDate } from "../calendar-date";
import { deliveryOf, OUTPUT, PLAN_FOLDER, planText, surroundingsOf } from "../delivery";
import { engineOf } from "../engine-of";
import { PLAN_FORMATS, planWithoutCredentials, renderPlanReport, type PlanFormat } from "../offline-plan";
import { type Command } from "../run";
import { EXIT, UserError, type ExitCode, type Terminal } from "../terminal";
import { writeStacks } from "../write-stacks";

interface PlanOptions {
  readonly project: string;
  readonly plan: string | undefined;
  readonly destroy: boolean;
  readonly on: string | undefined;
  readonly format: PlanFormat;
  readonly engine: EngineName | undefined;
}

/** `databox plan`: a project's plan, judged and saved to be approved; `--offline`: anybody's, without credentials. */
export const planCommand: Command = (terminal, done) => ({
  command: "plan [project]",
  describe:
    "plan a project and judge the plan, to be approved; or (--offline) anybody's AWS Terraform, without credentials",
  builder: (args) =>
    args
      .positional("project", { describe: "project file", type: "string" })
      .option("plan", PLAN_FOLDER)
      .option("destroy", { describe: "plan the end of a retired project", type: "boolean", default: false })
      .option("on", { describe: "day of the deployment, as databox synth has it", type: "string" })
      .option("offline", { describe: "folder of a root module; nothing is written to it", type: "string" })
      .option("format", { alias: "f", describe: "how to report the verdict", choices: PLAN_FORMATS, default: "text" })
      .option("output", { alias: "o", describe: "file for the plan's JSON (--offline)", type: "string" })
      .option("engine", { describe: "terraform or tofu", choices: ENGINES, defaultDescription: "whichever is there" })
      .option("var", {
        describe: "name=value of a variable (--offline)",
        type: "string",
        array: true,
        default: [],
        defaultDescription: "none",
      })
      .option("var-file", {
        describe: "file with values of variables (--offline)",
        type: "string",
        array: true,
        default: [],
        defaultDescription: "none",
      })
      .conflicts("offline", ["project", "plan", "on"])
      .example("$0 plan projects/dr-answer.yaml", "the plan, its verdict and their digests, to be approved")
      .example("$0 plan --offline infra/prod -o plan.json", "the plan's JSON, and the verdict on it"),
  handler: async (args) => {
    const text = (name: string): string | undefined => args[name] as string | undefined;
    const common = { format: args["format"] as PlanFormat, engine: args["engine"] as EngineName | undefined };
    const [offline, project, output] = [text("offline"), text("project"), text("output")];
    const [variables, variableFiles] = [args["var"] as string[], args["var-file"] as string[]];
    if (offline !== undefined)
      done(await planWithoutCredentials({ offline, variables, variableFiles, output, ...common }, terminal));
    else if (project === undefined)
      throw new UserError("name a project file, or a folder with --offline; see databox plan --help");
    else if (output !== undefined || variables.length > 0 || variableFiles.length > 0)
      throw new UserError("--output, --var and --var-file are for --offline; a project has its plan's folder (--plan)");
    else {
      const on = text("on");
      done(
        await planProject(
          {
            project,
            plan: text("plan"),
            destroy: args["destroy"] as boolean,
            on: on === undefined ? undefined : calendarDate("--on", on),
            ...common,
          },
          terminal,
        ),
      );
    }
  },
});

async function planProject(options: PlanOptions, terminal: Terminal): Promise<ExitCode> {
  const { project, plan, destroy, on, format } = options;
  const engine = engineOf(terminal, options.engine);
  const delivery = deliveryOf(project, { plan, mode: destroy ? "destroy" : "deploy" }, terminal);
  const { name } = delivery.loaded.project;
  const output = resolve(terminal.cwd, OUTPUT);
  await writeStacks([delivery.loaded.project], output, on);
  const report = (): void => {
    const found = delivery.report();
    if (found !== undefined) terminal.out(renderPlanReport(found, format, terminal));
  };
  try {
    const saved = await makePlan({
      ...surroundingsOf(delivery, engine, terminal),
      checkout: delivery.checkout,
      stackFile: join(output, "stacks", name, "cdk.tf.json"),
      databox: version,
    });
    report();
    terminal.err(planText(saved));
    terminal.err(`saved in ${delivery.planFolder}; to be approved with databox approve\n`);
    return EXIT.done;
  } catch (error) {
    if (!(error instanceof VerdictError)) throw error;
    report();
    terminal.err(`databox: ${error.message}; nothing was saved\n`);
    return EXIT[error.verdict];
  }
}
