import { DeliveryError } from "./delivery-error";

/** A change of a plan, as `terraform show -json` prints it. https://developer.hashicorp.com/terraform/internals/json-format */
export interface PlannedChange {
  readonly address: string;
  readonly type: string;
  /** Key of an object that is left over from a replacement, where it is one. */
  readonly deposed?: string;
  readonly action_reason?: string;
  readonly change: {
    readonly actions: readonly string[];
    readonly after: unknown;
    readonly after_unknown?: unknown;
  };
}

export type ChangeKind = "create" | "update" | "replace" | "delete" | "forget";

/** The changes of a plan, without what stays as it is and what is only read. */
export function changesOf(planJson: string): PlannedChange[] {
  const { resource_changes: changes = [], errored } = JSON.parse(planJson) as {
    resource_changes?: PlannedChange[];
    errored?: boolean;
  };
  if (errored === true) throw new DeliveryError("plan.json is of a plan that failed; plan again");
  return changes.filter(({ change: { actions } }) => !["no-op", "read"].includes(actions.join()));
}

/** What a change does; an action that is none of these is not known, and so not approved. */
export function kindOf({ address, change: { actions } }: PlannedChange): ChangeKind {
  const text = actions.join();
  switch (text) {
    case "create":
    case "update":
    case "delete":
    case "forget":
      return text;
    case "delete,create":
    case "create,delete":
      return "replace";
    default:
      throw new DeliveryError(`${address}: the plan's action "${text}" is not known`);
  }
}

export function countChanges(changes: readonly PlannedChange[]): Record<ChangeKind, number> {
  const counts = { create: 0, update: 0, replace: 0, delete: 0, forget: 0 };
  for (const change of changes) counts[kindOf(change)] += 1;
  return counts;
}

/** How many steps an engine tells of when it makes changes: two for a replacement, none for what it only lets go of. */
export function countSteps(changes: readonly PlannedChange[]): number {
  const { create, update, replace, delete: deleted } = countChanges(changes);
  return create + update + 2 * replace + deleted;
}

/** `158 to delete, 12 to let go of` */
export function changesText(counts: Readonly<Record<ChangeKind, number>>): string {
  const words = { create: "create", update: "change", replace: "replace", delete: "delete", forget: "let go of" };
  const said = (Object.keys(words) as ChangeKind[]).flatMap((kind) =>
    counts[kind] === 0 ? [] : [`${counts[kind]} to ${words[kind]}`],
  );
  return said.length === 0 ? "nothing to change" : said.join(", ");
}
