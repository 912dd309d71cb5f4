import { DeliveryError } from "./delivery-error";
import { jsonText } from "./json-file";
import { type Manifest, type PlanMode } from "./manifest";
import { changesOf, kindOf } from "./planned-changes";

/** The verifier's answer on a plan. */
export interface Verdict {
  readonly verdict: "confined" | "unproven" | "leaks";
  /** The report, as `verdict.json` holds it. */
  readonly json: string;
}

/** Judges what `terraform show -json` prints of a plan, with the stack that it was made of. */
export type Judge = (planJson: string, stack: string) => Verdict;

/** A plan whose verdict is not what a deploy needs. */
export class VerdictError extends DeliveryError {
  public constructor(
    public readonly verdict: "unproven" | "leaks",
    message: string,
  ) {
    super(message);
  }
}

export interface Judgement {
  readonly verdict: Manifest["verdict"];
  /** What `verdict.json` holds. */
  readonly json: string;
}

/**
 * Decides whether a plan may be carried out: to deploy, every channel is closed or a declared door; to destroy, it takes away
 * and does nothing else, since what was confined stays so with less of it.
 *
 * @throws VerdictError where a channel is open or unproven
 * @throws DeliveryError where the end of a project makes or changes anything
 */
export function judgement(mode: PlanMode, planJson: string, stack: string, judge: Judge): Judgement {
  if (mode === "destroy") return takesAway(planJson);
  const { verdict, json } = judge(planJson, stack);
  if (verdict !== "confined") throw new VerdictError(verdict, `the plan is refused: its verdict is ${verdict}`);
  return { verdict, json };
}

function takesAway(planJson: string): Judgement {
  const changes = changesOf(planJson);
  const others = changes.filter((change) => !["delete", "forget"].includes(kindOf(change)));
  if (others.length > 0)
    throw new DeliveryError(
      [
        "the plan is refused: the end of a project takes away, and does nothing else",
        ...others.map((change) => `  ${change.address}: ${kindOf(change)}`),
      ].join("\n"),
    );
  const named = (kind: string): string[] =>
    changes.flatMap((change) => (kindOf(change) === kind ? [change.address] : [])).sort();
  return {
    verdict: "takes away",
    json: jsonText({ version: 1, verdict: "takes away", deleted: named("delete"), letGoOf: named("forget") }),
  };
}
