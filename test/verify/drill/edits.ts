import { type StackJson } from "../../stacks/example-projects";

/** One change to a stack. */
export type Edit = (stack: StackJson) => void;

/** Every place of a stack in which a change can be made, each by itself. */
export type Edits = (stack: StackJson) => readonly Edit[];

export type Attributes = Record<string, unknown>;

/** A statement of a policy. */
export interface Statement {
  Sid?: string;
  Effect: string;
  Principal?: unknown;
  NotPrincipal?: unknown;
  Action?: unknown;
  NotAction?: unknown;
  Resource?: unknown;
  NotResource?: unknown;
  Condition?: Record<string, Record<string, unknown>>;
}

type Which<T> = (one: T, name: string) => boolean;

const all = (): boolean => true;

export function names(stack: StackJson, type: string, which: Which<Attributes> = all): string[] {
  return Object.entries(stack.resource[type] ?? {})
    .filter(([name, resource]) => which(resource, name))
    .map(([name]) => name);
}

/** Removes each resource of a type. */
export function removing(type: string, which?: Which<Attributes>): Edits {
  return (stack) => names(stack, type, which).map((name) => (copy) => void delete copy.resource[type]?.[name]);
}

/** Changes each resource of a type. */
export function changing(type: string, change: (resource: Attributes) => void, which?: Which<Attributes>): Edits {
  return (stack) =>
    names(stack, type, which).map((name) => (copy) => {
      const resource = copy.resource[type]?.[name];
      if (resource) change(resource);
    });
}

/** Sets attributes of each resource of a type; `undefined` takes one away. */
export function setting(type: string, attributes: Attributes, which?: Which<Attributes>): Edits {
  return changing(type, (resource) => Object.assign(resource, structuredClone(attributes)), which);
}

/** Adds a resource beside each resource of another type, with the reference to its id, its name and its attributes. */
export function addingTo(
  to: string,
  type: string,
  attributes: (id: string, name: string, beside: Attributes) => Attributes,
  which?: Which<Attributes>,
  added = "added",
): Edits {
  return (stack) =>
    names(stack, to, which).map((name) => (copy) => {
      const beside = copy.resource[to]?.[name] ?? {};
      const { provider } = beside;
      (copy.resource[type] ??= {})[added] = {
        ...(provider === undefined ? {} : { provider }),
        ...attributes(`\${${to}.${name}.id}`, name, beside),
      };
    });
}

/** Adds a resource, once in the account of each VPC. */
export function adding(type: string, attributes: Attributes = {}): Edits {
  return addingTo("aws_vpc", type, () => structuredClone(attributes));
}

/** Changes the statements of the policy in an attribute of each resource of a type. */
export function policies(
  type: string,
  attribute: string,
  edit: (statements: Statement[]) => void,
  which?: Which<Attributes>,
): Edits {
  return changing(
    type,
    (resource) => {
      const policy = JSON.parse(String(resource[attribute])) as { Statement: Statement[] };
      edit(policy.Statement);
      resource[attribute] = JSON.stringify(policy);
    },
    which,
  );
}

/** Changes each statement of the policies of a type. */
export function statements(
  type: string,
  attribute: string,
  which: Which<Statement>,
  edit: (statement: Statement, all: Statement[]) => void,
): Edits {
  return (stack) =>
    names(stack, type).flatMap((name) => {
      const { Statement: list } = JSON.parse(String(stack.resource[type]?.[name]?.[attribute])) as {
        Statement: Statement[];
      };
      return list.flatMap((statement, index) => {
        if (!which(statement, name)) return [];
        return [
          (copy: StackJson): void => {
            const resource = copy.resource[type]?.[name];
            if (resource === undefined) return;
            const policy = JSON.parse(String(resource[attribute])) as { Statement: Statement[] };
            const one = policy.Statement[index];
            if (one) edit(one, policy.Statement);
            resource[attribute] = JSON.stringify(policy);
          },
        ];
      });
    });
}

/** Both changes, at the like place of each list. */
export function together(...edits: readonly Edits[]): Edits {
  return (stack) => {
    const lists = edits.map((edit) => edit(stack));
    const count = Math.min(...lists.map((list) => list.length));
    return Array.from({ length: count }, (_, index) => (copy: StackJson): void => {
      for (const list of lists) list[index]?.(copy);
    });
  };
}

export const isAllow = ({ Effect }: Statement): boolean => Effect === "Allow";
export const isDeny = ({ Effect }: Statement): boolean => Effect === "Deny";
export const hasSid =
  (sid: string | RegExp) =>
  ({ Sid = "" }: Statement): boolean =>
    typeof sid === "string" ? Sid === sid : sid.test(Sid);

/** An account that is nobody's of the examples. */
export const FOREIGN = "999999999999";

/** The hospital's account in one of our stacks. */
export function hospitalOf({ provider }: StackJson): string {
  return String([provider.aws.find(({ alias }) => alias === "databox")?.["allowed_account_ids"]].flat()[0]);
}

/** Evenly spread places of a list, at most so many. */
export function spread<T>(list: readonly T[], most: number): T[] {
  const step = Math.max(1, list.length / most);
  return list.filter((_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step));
}
