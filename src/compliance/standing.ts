import { type Block, type Evidence, type Model, type Resource } from "../verify";

/** What resources say of a setting: where it stands, and where it would have to and does not. */
export interface Standing {
  readonly stands: readonly Evidence[];
  readonly lacks: readonly Evidence[];
}

/**
 * A setting that frameworks ask for and that no channel judges, since nothing leaves by its lack: records, copies, alarms.
 * It stands where every resource that it is a matter of has it. What cannot be told lacks it. A target without any such
 * resource has neither.
 */
export interface Setting {
  /** `setting.name`. */
  readonly id: string;
  readonly says: string;
  readonly judge: (model: Model) => Standing;
}

/** Asks the same of each resource: a text where the setting stands, nothing where it is lacking. */
export function each(
  resources: readonly Resource[],
  stands: (resource: Resource) => string | undefined,
  lacks: string,
): Standing {
  const found = resources.map((resource) => ({ ...placeOf(resource), why: stands(resource) }));
  return {
    stands: found.flatMap(({ why, ...place }) => (why === undefined ? [] : [{ ...place, why }])),
    lacks: found.flatMap(({ why, ...place }) => (why === undefined ? [{ ...place, why: lacks }] : [])),
  };
}

/** A setting that has to stand somewhere, wherever that is. */
export function somewhere(stands: readonly Evidence[], lacks: string): Standing {
  return { stands, lacks: stands.length > 0 ? [] : [{ address: "(configuration)", path: null, why: lacks }] };
}

export function placeOf({ address, path }: Resource): { readonly address: string; readonly path: string | null } {
  return { address, path };
}

/** Whether an attribute is on whose default is on. */
export function isOnUnlessSaid(block: Block, attribute: string): boolean {
  return block.value(attribute).kind === "absent" || block.truth(attribute) === true;
}
