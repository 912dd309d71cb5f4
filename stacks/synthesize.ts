import { App } from "cdktf";
import { type Project } from "../src/project";
import { ProjectStack } from "./project-stack";
import { StateStack, type StateStackProps } from "./state-stack";

/**
 * Writes the stacks of the projects into `outdir`, in the layout of the cdktf CLI (`manifest.json`,
 * `stacks/<name>/cdk.tf.json`), without starting it. Makes no network call and reads no clock: the same projects give
 * byte-identical files.
 *
 * @param on day of the deployment, ISO 8601; boxes whose last day was before admit nobody. Left out, all are admitted
 * @returns the names of the stacks: one per project, and one per place of state, which is applied first and once
 * @param outdir folder to write to; the caller sees to it that a failure leaves no half-written folder behind
 */
export function synthesize(projects: readonly Project[], outdir?: string, on?: string): string[] {
  const states = stateStacks(projects);
  withoutReferenceTraces(() => {
    const app = new App({ outdir, hclOutput: false });
    for (const project of projects) new ProjectStack(app, project.name, { project, on });
    for (const [id, props] of states) new StateStack(app, id, props);
    app.synth();
  });
  return [...projects.map(({ name }) => name), ...states.keys()];
}

/**
 * Runs synthesis without the text of the stack traces that cdktf 0.21 records for every reference, and never writes: to
 * format them took two fifths of the time at fifty boxes. Errors that are thrown keep theirs.
 */
function withoutReferenceTraces(synthesis: () => void): void {
  const original = Object.getOwnPropertyDescriptor(Error, "prepareStackTrace");
  Error.prepareStackTrace = (target, frames) =>
    target instanceof Error ? [String(target), ...frames.map(String)].join("\n    at ") : "";
  try {
    synthesis();
  } finally {
    if (original) Object.defineProperty(Error, "prepareStackTrace", original);
    else Reflect.deleteProperty(Error, "prepareStackTrace");
  }
}

/** One bootstrap of remote state per account and region, whichever projects share it. */
function stateStacks(projects: readonly Project[]): ReadonlyMap<string, StateStackProps> {
  return new Map(
    projects.flatMap(({ deployRole, state }) =>
      state.kind === "s3" ? [[`state-${state.account}-${state.region}`, { ...state, deployRole }] as const] : [],
    ),
  );
}
