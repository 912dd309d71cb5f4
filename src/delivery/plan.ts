import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Engine } from "../engine";
import { type Checkout } from "./checked-plan";
import { DeliveryError } from "./delivery-error";
import { EngineSteps } from "./engine-steps";
import { judgement } from "./judgement";
import { changesOf, countChanges } from "./planned-changes";
import { writePlan, type SavedPlan } from "./plan-folder";
import { record, unfinishedIn } from "./record";
import { RunFolder } from "./run-folder";
import { Stop, type StopProps } from "./stop";

/** Where and with what plans are made and carried out. */
export interface Surroundings {
  readonly engine: Engine;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly planFolder: string;
  readonly runFolder: string;
  /** Where a local state is kept; nothing where the state is remote. */
  readonly stateFile: string | undefined;
  readonly interrupts: StopProps["interrupts"];
  readonly tell: (line: string) => void;
}

export interface PlanProps extends Surroundings {
  readonly checkout: Checkout;
  /** The stack's `cdk.tf.json`. */
  readonly stackFile: string;
  /** Version of this toolkit. */
  readonly databox: string;
}

/**
 * Plans a stack on the real cloud, judges the plan and saves it, with what it was made of.
 *
 * @throws VerdictError where the plan leaks or is unproven; nothing is saved then
 * @throws DeliveryError where it cannot be made
 */
export async function makePlan(props: PlanProps): Promise<SavedPlan> {
  const { checkout, engine, env, planFolder, runFolder, stackFile, stateFile, tell } = props;
  const run = RunFolder.take(runFolder, checkout.project);
  const stop = new Stop({ engine: engine.name, interrupts: props.interrupts, tell });
  try {
    const { leftover } = run;
    if (leftover !== undefined && "plan" in leftover) {
      if (leftover.run.isRunning)
        throw new DeliveryError(
          `${engine.name} is carrying out a plan that nobody watches (process ${leftover.run.pid}); take it up first, with databox deploy or destroy`,
        );
      const result = await stop.follow(leftover.run);
      record(run, leftover, result);
      for (const { address, action } of unfinishedIn(result))
        tell(`${address}: ${engine.name} was ended in the middle of ${action}; look for it in the account first`);
    } else if (leftover !== undefined) {
      await stop.follow(leftover);
      run.settle();
    }
    const stack = readFileSync(stackFile);
    const lockFile = join(dirname(stackFile), ".terraform.lock.hcl");
    run.layOut([
      ["stack/cdk.tf.json", stack],
      ...(existsSync(lockFile) ? [["stack/.terraform.lock.hcl", readFileSync(lockFile)] as const] : []),
    ]);
    const steps = new EngineSteps({ engine, run, env, stop });
    tell(`${checkout.project}: planned with ${engine.name}`);
    await steps.init(stateFile, false);
    await steps.plan("plan.tfplan");
    const planJson = await steps.show("plan.tfplan");
    const changes = countChanges(changesOf(planJson));
    const { verdict, json } = judgement(checkout.mode, planJson, stack.toString("utf8"), checkout.judge);
    const versions = await steps.versions();
    return writePlan(
      planFolder,
      {
        "plan.tfplan": run.read("plan.tfplan"),
        "plan.json": planJson,
        "verdict.json": json,
        "project.yaml": checkout.projectFile,
        "allowed-signers": checkout.allowedSigners,
        "stack/cdk.tf.json": stack,
        "stack/.terraform.lock.hcl": run.read("stack/.terraform.lock.hcl"),
      },
      {
        kind: "databox-plan/v1",
        project: checkout.project,
        mode: checkout.mode,
        madeAt: new Date().toISOString(),
        verdict,
        changes,
        tools: {
          databox: props.databox,
          engine: { name: engine.name, version: versions.engine },
          providers: versions.providers,
        },
        ...(stateFile === undefined ? {} : { stateFile }),
      },
    );
  } finally {
    stop.close();
    run.release();
  }
}
