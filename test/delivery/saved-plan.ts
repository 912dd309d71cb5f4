import { type Checkout } from "../../src/delivery";
import { writePlan, type SavedPlan } from "../../src/delivery/plan-folder";

/** A change of a plan's JSON, with all of its values known. */
export function change(
  address: string,
  actions: readonly string[],
  after: unknown = {},
  unknown: unknown = {},
): object {
  return { address, type: address.split(".")[0], change: { actions, after, after_unknown: unknown } };
}

export const PLAN_JSON = JSON.stringify({ resource_changes: [change("aws_vpc.a", ["create"])] });

/** What a checkout says, with a verifier that finds everything closed. */
export function checkoutWith(allowedSigners: string, over: Partial<Checkout> = {}): Checkout {
  return {
    project: "trial",
    mode: "deploy",
    projectFile: Buffer.from("project: trial\n"),
    projectFileName: "trial.yaml",
    allowedSigners: Buffer.from(allowedSigners),
    allowedSignersName: "trial.allowed-signers",
    judge: (planJson) => ({ verdict: "confined", json: `confined: ${planJson.length}\n` }),
    ...over,
  };
}

/** Writes a plan that goes with a checkout, as `databox plan` does. */
export function savedPlan(folder: string, checkout: Checkout, planJson = PLAN_JSON): SavedPlan {
  return writePlan(
    folder,
    {
      "plan.tfplan": "a plan",
      "plan.json": planJson,
      "verdict.json": checkout.judge(planJson, "").json,
      "project.yaml": checkout.projectFile,
      "allowed-signers": checkout.allowedSigners,
      "stack/cdk.tf.json": "{}",
      "stack/.terraform.lock.hcl": "",
    },
    {
      kind: "databox-plan/v1",
      project: checkout.project,
      mode: checkout.mode,
      madeAt: "2026-11-30T12:00:00.000Z",
      verdict: "confined",
      changes: { create: 1, update: 0, replace: 0, delete: 0, forget: 0 },
      tools: { databox: "0.1.0", engine: { name: "terraform", version: "1.11.4" }, providers: {} },
    },
  );
}
