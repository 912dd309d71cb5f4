import { join, resolve } from "node:path";
import {
  allowedSignersOf,
  readAllowedSigners,
  type Checkout,
  type PlanMode,
  type SavedPlan,
  type Surroundings,
  changesText,
  readPlainFile,
} from "../delivery";
import { type Engine } from "../engine";

import { renderJson } from "../report";
import { type TargetReport } from "../verify";
import { doorsOf } from "./doors";
import { judgePlan } from "./judge-plan";
import { loadProjects, type LoadedProject } from "./projects";
import { UserError, type Terminal } from "./terminal";

/** Folder of stacks, plans and runs. */
export const OUTPUT = "cdktf.out";

/** The project file and plan folder of commands that plan, approve and apply. */
export const PROJECT = { describe: "project file", type: "string", demandOption: true } as const;
export const PLAN_FOLDER = {
  describe: "folder of the plan",
  type: "string",
  defaultDescription: `${OUTPUT}/plans/<project>`,
} as const;

export interface Delivery {
  readonly loaded: LoadedProject;
  readonly checkout: Checkout;
  readonly planFolder: string;
  /** The verifier's last report on a plan. */
  readonly report: () => TargetReport | undefined;
}

/**
 * What of the checkout goes with a plan of a project.
 *
 * @param mode what the plan is for. @default - what the project file asks for: the end of a project that is retired
 * @throws UserError, DeliveryError where a file is missing or wrong
 */
export function deliveryOf(
  file: string,
  { plan, mode }: { readonly plan?: string | undefined; readonly mode?: PlanMode },
  terminal: Terminal,
): Delivery {
  const [loaded] = loadProjects([file], terminal);
  if (loaded === undefined) throw new UserError(`${file}: no project`);
  const { name, retired } = loaded.project;
  if (mode === "destroy" && retired === undefined)
    throw new UserError(
      `${file}: ${name} is not retired; its end is the hospital's decision: retired, with a reason and who approved it (docs/retirement.md)`,
    );
  if (mode === "deploy" && retired !== undefined)
    throw new UserError(
      `${file}: ${name} is retired; plan its end with databox plan ${file} --destroy, and carry it out with databox destroy`,
    );
  const allowedSignersName = allowedSignersOf(file);
  // Under one name wherever the file lies, so that the same plan has the same verdict, byte for byte.
  const doors = doorsOf(loaded, "project.yaml");
  let last: TargetReport | undefined;
  return {
    loaded,
    planFolder: resolve(terminal.cwd, plan ?? join(OUTPUT, "plans", name)),
    report: () => last,
    checkout: {
      project: name,
      mode: mode ?? (retired === undefined ? "deploy" : "destroy"),
      projectFile: readPlainFile(resolve(terminal.cwd, file), file),
      projectFileName: file,
      allowedSigners: readAllowedSigners(resolve(terminal.cwd, allowedSignersName), allowedSignersName),
      allowedSignersName,
      judge: (planJson, stack) => {
        last = judgePlan(`the plan of ${name}`, planJson, stack, doors);
        return { verdict: last.verdict, json: renderJson([last]) };
      },
    },
  };
}

/** Where an engine works on a project, and whom it tells. */
export function surroundingsOf({ loaded, planFolder }: Delivery, engine: Engine, terminal: Terminal): Surroundings {
  const { name, state } = loaded.project;
  const inOutput = (...path: string[]): string => resolve(terminal.cwd, OUTPUT, ...path);
  return {
    engine,
    env: terminal.env,
    planFolder,
    runFolder: inOutput("runs", name),
    // Where Terraform, started in the stack's folder, keeps it too.
    stateFile: state.kind === "local" ? inOutput("stacks", name, `terraform.${name}.tfstate`) : undefined,
    interrupts: (listener) => terminal.interrupts(listener),
    tell: (line) => terminal.err(`${line}\n`),
  };
}

/** A plan in a line or two: what it does, what was found, and its name. */
export function planText({ manifest, digest }: SavedPlan): string {
  const { project, mode, changes, verdict, madeAt } = manifest;
  return `${project}: plan ${digest.slice(0, 12)} of ${madeAt} to ${mode}: ${changesText(changes)}; ${verdict}\n`;
}
