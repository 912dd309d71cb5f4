import { type DetachedResult, type DetachedRun } from "../engine";
import { approvalsOf, requireApprovals, type CheckedApproval } from "./approval";
import { readCheckedPlan, type Checkout } from "./checked-plan";
import { DeliveryError } from "./delivery-error";
import { EngineSteps, problemsOf } from "./engine-steps";
import { Journal } from "./journal";
import { type Surroundings } from "./plan";
import { type SavedPlan } from "./plan-folder";
import { changesOf, countSteps, kindOf, type PlannedChange } from "./planned-changes";
import { Progress } from "./progress";
import { isComplete, isStale, record, unfinishedIn } from "./record";
import { notApproved } from "./resume";
import { RunFolder, type Unfinished } from "./run-folder";
import { Stop } from "./stop";

export interface DeployProps extends Surroundings {
  readonly checkout: Checkout;
  /** Shows a line that the next one takes the place of. @default - no such lines */
  readonly live?: (line: string) => void;
}

/** Lines of messages that are shown where much is wrong. */
const SHOWN = 20;

/**
 * Applies exactly the plan that was approved, or what is left of it after a run that was stopped.
 *
 * @returns how many resources were changed by this run
 * @throws DeliveryError where the plan is refused, or something is left to do
 */
export async function deploy(props: DeployProps): Promise<number> {
  const { checkout, engine, tell, runFolder } = props;
  const run = RunFolder.take(runFolder, checkout.project);
  const stop = new Stop({ engine: engine.name, interrupts: props.interrupts, tell });
  try {
    return await new Deployment(props, run, stop).carryOut();
  } finally {
    stop.close();
    run.release();
  }
}

class Deployment {
  private readonly steps: EngineSteps;

  public constructor(
    private readonly props: DeployProps,
    private readonly run: RunFolder,
    private readonly stop: Stop,
  ) {
    const { engine, env } = props;
    this.steps = new EngineSteps({ engine, run, env, stop });
  }

  public async carryOut(): Promise<number> {
    const { checkout, planFolder, env, stateFile } = this.props;
    await this.takeUp();
    // What is read here is what is applied, whatever happens to the folder from now on.
    const plan = readCheckedPlan(planFolder, checkout);
    const approvals = await approvalsOf(planFolder, plan, env);
    requireApprovals(approvals);
    if (plan.manifest.stateFile !== stateFile)
      throw new DeliveryError(
        `the plan's state is ${plan.manifest.stateFile ?? "remote"}, and this checkout's is ${stateFile ?? "remote"}; a local state stays where it is`,
      );
    const journal = Journal.open(planFolder, plan.digest);
    await this.prepare(plan);
    const approved = changesOf(plan.files["plan.json"].toString("utf8"));
    if (journal.state === "untouched") return this.apply("plan.tfplan", "started", approved, plan, approvals, journal);
    const left = await this.whatIsLeft();
    if (left.length === 0) {
      if (journal.state === "begun") journal.write([{ event: "ended", message: "nothing is left to do" }]);
      return 0;
    }
    if (journal.state === "done")
      throw new DeliveryError(
        [
          "this plan was carried out, and things have changed since; plan and approve again:",
          ...someOf(left.map((change) => `${change.address}: ${kindOf(change)}`)),
        ].join("\n"),
      );
    const others = notApproved(approved, left);
    if (others.length > 0)
      throw new DeliveryError(
        ["what is left to do is more than what was approved; plan and approve again:", ...someOf(others)].join("\n"),
      );
    return this.apply("left.tfplan", "resumed", left, plan, approvals, journal);
  }

  /** Waits for an engine that an earlier run left behind, and writes down what it did. */
  private async takeUp(): Promise<void> {
    const { leftover } = this.run;
    if (leftover === undefined) return;
    if (!("plan" in leftover)) {
      await this.stop.follow(leftover);
      this.run.settle();
      return;
    }
    const { tell, engine } = this.props;
    if (leftover.run.isRunning)
      tell(`${engine.name} is still at work from a run before (process ${leftover.run.pid}): taken up`);
    const result = await this.watch(leftover.run, leftover.steps);
    this.recorded(leftover, result);
    if (!isComplete(result)) this.checkStopped(result, leftover.steps);
  }

  /** @throws DeliveryError where Ctrl-C stopped the engine */
  private checkStopped({ messages }: DetachedResult, steps: number): void {
    if (!this.stop.isAsked) return;
    throw new DeliveryError(
      `stopped: ${countDone(messages)} of ${steps} changes are done and in the state; databox ${this.props.checkout.mode} goes on from there`,
    );
  }

  /** Writes down what the engine did; what it was torn out of is for people to look at before anything else is done. */
  private recorded(note: Omit<Unfinished, "run">, result: DetachedResult): void {
    record(this.run, note, result);
    const torn = unfinishedIn(result);
    if (torn.length === 0) return;
    throw new DeliveryError(
      [
        `${this.props.engine.name} was ended in the middle of these, and whether they were done is not in the state:`,
        ...someOf(torn.map(({ address, action }) => `${address}: ${action}`)),
        `look for them in the account, and import or remove what is there; then databox ${this.props.checkout.mode} goes on`,
      ].join("\n"),
    );
  }

  /** Lays the plan out, with the providers that it was made with, and asks the engine whether its JSON is its own. */
  private async prepare(plan: SavedPlan): Promise<void> {
    const { engine, stateFile } = this.props;
    this.run.layOut(
      (["plan.tfplan", "stack/cdk.tf.json", "stack/.terraform.lock.hcl"] as const).map((name) => [
        name,
        plan.files[name],
      ]),
    );
    const { name, version } = plan.manifest.tools.engine;
    const found = await this.steps.versions();
    if (engine.name !== name || found.engine !== version)
      throw new DeliveryError(
        `the plan was made with ${name} ${version}, and here is ${engine.name} ${found.engine}; use the same one, or plan and approve again`,
      );
    await this.steps.init(stateFile, true);
    if ((await this.steps.show("plan.tfplan")) !== plan.files["plan.json"].toString("utf8"))
      throw new DeliveryError(
        "plan.json is not what plan.tfplan does: one of them was swapped before the manifest was written; plan and approve again",
      );
  }

  /**
   * Plans anew what an earlier run has not done. What of it was approved ends where the approved plan would have ended, so that
   * it has the verdict of that one.
   */
  private async whatIsLeft(): Promise<PlannedChange[]> {
    const { checkout, tell } = this.props;
    tell(`${checkout.project}: this plan was begun before; what is left of it is planned`);
    await this.steps.plan("left.tfplan");
    return changesOf(await this.steps.show("left.tfplan"));
  }

  private async apply(
    file: string,
    event: "started" | "resumed",
    changes: readonly PlannedChange[],
    plan: SavedPlan,
    approvals: readonly CheckedApproval[],
    journal: Journal,
  ): Promise<number> {
    const { planFolder, checkout, tell, engine } = this.props;
    this.stop.check();
    const by = approvals.map(({ role, approval, key = "" }) => ({ role, principal: approval?.principal ?? "", key }));
    journal.write([{ event, by, changes: changes.length }]);
    tell(
      `${checkout.project}: ${changes.length} resources, approved by ${by.map(({ principal }) => principal).join(" and ")}`,
    );
    const note = { planFolder, plan: plan.digest, steps: countSteps(changes) };
    this.run.begin(note);
    const result = await this.watch(this.steps.apply(file), note.steps);
    this.recorded(note, result);
    const done = countDone(result.messages);
    if (isComplete(result)) return done;
    this.checkStopped(result, note.steps);
    if (isStale(result))
      throw new DeliveryError(
        `the plan is stale: the state was changed after it was made, by another run or by hand; plan and approve again`,
      );
    throw new DeliveryError(
      `${engine.name} did not finish: ${done} of ${note.steps} changes are done and in the state\n${problemsOf(result)}\nmend that, and databox ${checkout.mode} goes on from there`,
    );
  }

  private async watch(run: DetachedRun, total: number): Promise<DetachedResult> {
    const { tell, live } = this.props;
    const progress = new Progress({ total, tell, ...(live === undefined ? {} : { live }) });
    try {
      return await this.stop.follow(
        run,
        (message) => progress.take(message),
        () => progress.stillRunning(),
      );
    } finally {
      progress.close();
    }
  }
}

function countDone(messages: DetachedResult["messages"]): number {
  return messages.filter(({ type }) => type === "apply_complete").length;
}

function someOf(lines: readonly string[]): string[] {
  return [
    ...lines.slice(0, SHOWN).map((one) => `  ${one}`),
    ...(lines.length > SHOWN ? [`  and ${lines.length - SHOWN} more`] : []),
  ];
}
