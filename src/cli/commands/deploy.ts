import { deploy, type PlanMode } from "../../delivery";
import { ENGINES, type EngineName } from "../../engine";
import { deliveryOf, PLAN_FOLDER, PROJECT, surroundingsOf } from "../delivery";
import { engineOf } from "../engine-of";
import { type Command } from "../run";
import { EXIT, type ExitCode, type Terminal } from "../terminal";

interface CarryOutOptions {
  readonly project: string;
  readonly plan: string | undefined;
  readonly engine: EngineName | undefined;
}

const commandOf =
  (mode: PlanMode, describe: string): Command =>
  (terminal, done) => ({
    command: `${mode} <project>`,
    describe,
    builder: (args) =>
      args
        .positional("project", PROJECT)
        .option("plan", PLAN_FOLDER)
        .option("engine", { describe: "terraform or tofu", choices: ENGINES, defaultDescription: "whichever is there" })
        .example(`$0 ${mode} projects/x.yaml`, "once it is planned and approved; the same again after an interruption"),
    handler: async (args) =>
      done(
        await carryOut(
          mode,
          {
            project: args["project"] as string,
            plan: args["plan"] as string | undefined,
            engine: args["engine"] as EngineName | undefined,
          },
          terminal,
        ),
      ),
  });

/** `databox deploy`: the plan that was approved, and no other. */
export const deployCommand = commandOf("deploy", "carry out the plan that was approved, or what is left of it");
/** `databox destroy`: the end of a retired project, as it was approved. */
export const destroyCommand = commandOf("destroy", "take down a retired project, by the plan that was approved");

async function carryOut(mode: PlanMode, options: CarryOutOptions, terminal: Terminal): Promise<ExitCode> {
  const delivery = deliveryOf(options.project, { plan: options.plan, mode }, terminal);
  const engine = engineOf(terminal, options.engine);
  let shown = false;
  const clear = (): string => (shown ? "\r\u001b[K" : "");
  const changed = await deploy({
    ...surroundingsOf(delivery, engine, terminal),
    checkout: delivery.checkout,
    tell: (line) => {
      terminal.err(`${clear()}${line}\n`);
      shown = false;
    },
    ...(terminal.color
      ? {
          live: (line) => {
            terminal.err(`${clear()}${line}`);
            shown = line !== "";
          },
        }
      : {}),
  });
  const { name } = delivery.loaded.project;
  const verdict = mode === "deploy" ? ": confined" : "";
  terminal.out(
    changed === 0
      ? `${name}: nothing was left to do${verdict}\n`
      : `${name}: ${mode === "deploy" ? "deployed" : "taken down"}, ${changed} changes${verdict}\n`,
  );
  return EXIT.done;
}
