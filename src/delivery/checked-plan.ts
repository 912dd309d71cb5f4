import { DeliveryError } from "./delivery-error";
import { judgement, type Judge } from "./judgement";
import { type PlanMode } from "./manifest";
import { readPlan, type SavedPlan } from "./plan-folder";

/** What of the checkout a plan has to agree with. */
export interface Checkout {
  /** Name of the project. */
  readonly project: string;
  /** The project file's bytes, and what to call it. */
  readonly projectFile: Buffer;
  readonly projectFileName: string;
  readonly allowedSigners: Buffer;
  readonly allowedSignersName: string;
  readonly mode: PlanMode;
  readonly judge: Judge;
}

const AGAIN = "plan and approve again";

/**
 * Reads a plan folder and holds it against the checkout: whoever can write to the folder can write any manifest, so that
 * nothing in it is believed. The verdict is made anew.
 *
 * @throws DeliveryError where the plan is another project's, was made of other files or says another verdict
 */
export function readCheckedPlan(folder: string, checkout: Checkout): SavedPlan {
  const plan = readPlan(folder);
  const { manifest, files } = plan;
  if (manifest.project !== checkout.project)
    throw new DeliveryError(`${folder} is a plan of ${manifest.project}, not of ${checkout.project}`);
  if (manifest.mode !== checkout.mode)
    throw new DeliveryError(
      manifest.mode === "destroy"
        ? `${folder} takes ${manifest.project} down; databox destroy does that`
        : `${folder} does not take ${manifest.project} down, it deploys it; make the plan of its end with databox plan --destroy`,
    );
  if (!files["project.yaml"].equals(checkout.projectFile))
    throw new DeliveryError(`${checkout.projectFileName} is not the file that the plan was made of; ${AGAIN}`);
  if (!files["allowed-signers"].equals(checkout.allowedSigners))
    throw new DeliveryError(`${checkout.allowedSignersName} was changed after the plan was made; ${AGAIN}`);
  const found = judgement(
    manifest.mode,
    files["plan.json"].toString("utf8"),
    files["stack/cdk.tf.json"].toString("utf8"),
    checkout.judge,
  );
  if (found.verdict !== manifest.verdict || found.json !== files["verdict.json"].toString("utf8"))
    throw new DeliveryError(
      `verdict.json is not what this databox says of plan.json: it was swapped, or made by another version; ${AGAIN}`,
    );
  return plan;
}
