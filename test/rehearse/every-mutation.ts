import { join } from "node:path";
import { exampleProject, ROOT, stackOf, type StackJson } from "../stacks/example-projects";
import { BREAKS } from "../verify/drill/breaks";
import { type Edit, type Edits } from "../verify/drill/edits";
import { HARMLESS } from "../verify/drill/harmless";
import { PAIRS } from "../verify/drill/pairs";

/** A stack that the verifier's drill has changed. */
export interface Mutation {
  readonly name: string;
  readonly stack: StackJson;
  /** Makes the change in a copy of the stack that was not changed yet, or changed elsewhere. */
  readonly edit: Edit;
}

/** Two tenants of the example: every break has its place in them, and plans are quicker. */
export function sealedStack(): StackJson {
  const project = exampleProject(join(ROOT, "projects", "dr-answer.yaml"));
  return stackOf({ ...project, researchBoxes: project.researchBoxes.slice(0, 2) });
}

/** Every change of the verifier's drill, each at its first place. */
export function everyMutation(stack: StackJson): Mutation[] {
  const at = (name: string, ...all: readonly Edits[]): Mutation => {
    const firsts = all.flatMap((edits) => edits(stack).slice(0, 1));
    const edit: Edit = (copy) => {
      for (const first of firsts) first(copy);
    };
    const copy = structuredClone(stack);
    edit(copy);
    return { name, stack: copy, edit };
  };
  return [
    ...BREAKS.map(({ name, channel, edits }) => at(`${channel}: ${name}`, edits)),
    ...PAIRS.map(({ name, channel, one, other }) => at(`${channel}: ${name}`, one, other)),
    ...HARMLESS.map(({ name, edits }) => at(`harmless: ${name}`, edits)),
  ];
}
