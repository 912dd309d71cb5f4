import { type Channel } from "./channel";
import { type Model } from "./model/model";
import { type Block, type Resource } from "./model/resource";
import { showValue, type Value } from "./model/value";
import { ownerOf } from "./ownership";

/** What a rule says of a resource. */
export type Outcome =
  | { readonly verdict: "closed"; readonly why: string }
  /** `to`: where the bytes end up; the channel's own word for it where it is left out. */
  | {
      readonly verdict: "open";
      readonly why: string;
      readonly to?: string;
      readonly mend: string;
      readonly request?: Readonly<Record<string, string>>;
    }
  | { readonly verdict: "unproven"; readonly why: string; readonly mend: string };

/** Looks at one resource; an empty answer says nothing for or against it. */
export type Rule = (resource: Resource, model: Model) => readonly Outcome[];

/** A channel that is decided resource by resource, from what each one's attributes say. */
export interface RuleChannelProps extends Pick<Channel, "id" | "title" | "opens" | "closes" | "sources"> {
  /** The byte's way, as a witness tells it: where it is, by whom it is sent, and where to. */
  readonly way: { readonly from: string; readonly by: string; readonly to: string };
  /** The rules by resource type; a type may have several. */
  readonly rules: Readonly<Record<string, Rule | readonly Rule[]>>;
}

/** A channel whose every resource type has rules. Closed where no resource of the types is there. */
export function ruleChannel({ way, rules, ...rest }: RuleChannelProps): Channel {
  const types = Object.keys(rules);
  return {
    ...rest,
    types,
    decide: (model, ruling) => {
      const resources = model.ofType(...types);
      for (const resource of resources)
        for (const rule of [rules[resource.type] ?? []].flat())
          for (const outcome of rule(resource, model)) {
            if (outcome.verdict === "closed") ruling.closed(resource, outcome.why);
            else if (outcome.verdict === "unproven") ruling.unproven(resource, outcome.why, outcome.mend);
            else
              ruling.open(
                resource,
                outcome.why,
                {
                  from: way.from,
                  by: way.by,
                  through: [resource.address],
                  to: outcome.to ?? way.to,
                  ...(outcome.request === undefined ? {} : { request: outcome.request }),
                },
                outcome.mend,
              );
          }
      if (resources.length === 0)
        ruling.closed({ address: "(configuration)", path: null }, `it declares no ${types.join(", no ")}`);
    },
  };
}

/** Opens by being there. */
export function present(why: string, to?: string): Rule {
  return ({ address }) => [{ verdict: "open", why, ...(to === undefined ? {} : { to }), mend: `remove ${address}` }];
}

/** Its being there cannot be judged from a configuration. */
export function notDecidable(why: string): Rule {
  return ({ address }) => [{ verdict: "unproven", why, mend: `remove ${address}, or judge it by hand` }];
}

/** Closes by being there: it can only forbid. */
export function forbids(why: string): Rule {
  return () => [{ verdict: "closed", why }];
}

/**
 * Each value at the path is one of those allowed.
 *
 * @param path attribute, or blocks and an attribute: `vpc_config.endpoint_public_access`
 * @param absent what AWS does where the attribute, or the block around it, is left out
 */
export function requires(
  path: string,
  allowed: readonly (string | number | boolean)[],
  { absent, why, to }: { readonly absent: "open" | "closed"; readonly why: string; readonly to?: string },
): Rule {
  const wanted = allowed.map(String);
  return (resource) =>
    valuesAt(resource, path).map((value): Outcome => {
      const mend = `set ${path} of ${resource.address} to ${wanted.join(" or ")}`;
      if (
        value.kind === "absent" ? absent === "closed" : value.kind === "known" && wanted.includes(String(value.value))
      )
        return { verdict: "closed", why: `${path} is ${value.kind === "absent" ? "left out" : showValue(value)}` };
      if (value.kind !== "absent" && value.kind !== "known")
        return { verdict: "unproven", why: `${path} is ${showValue(value)}; what that is cannot be told`, mend };
      return {
        verdict: "open",
        why: `${path} is ${value.kind === "absent" ? "left out" : showValue(value)}: ${why}`,
        ...(to === undefined ? {} : { to }),
        mend,
      };
    });
}

/** Nothing stands at the path: no attribute, no block, or an empty list. */
export function excludes(path: string, why: string, to?: string): Rule {
  return (resource) => {
    const set = valuesAt(resource, path).filter((value) => !isEmpty(value));
    if (set.length === 0) return [{ verdict: "closed", why: `${path} is left out` }];
    return [
      {
        verdict: "open",
        why: `${path} is ${set.map(showValue).join(", ")}: ${why}`,
        ...(to === undefined ? {} : { to }),
        mend: `remove ${path} from ${resource.address}`,
      },
    ];
  };
}

/**
 * What the path names belongs to the project: a resource of the configuration, or one of its accounts' by its ARN.
 *
 * @param absent what AWS does where it is left out: keeps within the account, or goes elsewhere
 */
export function staysWithin(path: string, { absent = "closed" }: { readonly absent?: "open" | "closed" } = {}): Rule {
  return (resource, model) =>
    valuesAt(resource, path).map((value): Outcome => {
      const mend = `let ${path} of ${resource.address} name a resource of this configuration`;
      if (isEmpty(value))
        return absent === "closed"
          ? { verdict: "closed", why: `${path} is left out` }
          : { verdict: "open", why: `${path} is left out, and AWS chooses`, mend };
      const owner = ownerOf(model, value);
      if (owner === "own") return { verdict: "closed", why: `${path} is ${showValue(value)}, the project's own` };
      if (owner === "unknown")
        return { verdict: "unproven", why: `${path} is ${showValue(value)}; whose that is cannot be told`, mend };
      return {
        verdict: "open",
        why: `${path} is ${showValue(value)}, not the project's`,
        to: showValue(value),
        mend,
      };
    });
}

/** The rules hold only where a condition does, which is read from the resource; otherwise it says nothing. */
export function where(condition: (resource: Resource, model: Model) => boolean, ...rules: readonly Rule[]): Rule {
  return (resource, model) => (condition(resource, model) ? rules.flatMap((rule) => rule(resource, model)) : []);
}

/**
 * Every value at a path of blocks and an attribute; one that is absent where the attribute, or a block on the way to it,
 * is left out; one that is unknown where blocks are generated.
 */
export function valuesAt(block: Block, path: string): Value[] {
  const [first = "", ...rest] = path.split(".");
  if (rest.length === 0) {
    const values = block.list(first);
    return values.length === 0 ? [block.value(first)] : values;
  }
  if (block.hasHiddenBlocks(first)) return [{ kind: "unknown", expression: `(generated ${first} blocks)` }];
  const blocks = block.blocks(first);
  return blocks.length === 0 ? [{ kind: "absent" }] : blocks.flatMap((inner) => valuesAt(inner, rest.join(".")));
}

function isEmpty(value: Value): boolean {
  if (value.kind === "absent") return true;
  if (value.kind !== "known") return false;
  const { value: raw } = value;
  return raw === null || raw === "" || raw === false || (Array.isArray(raw) && raw.length === 0) || isEmptyObject(raw);
}

function isEmptyObject(raw: unknown): boolean {
  return typeof raw === "object" && raw !== null && !Array.isArray(raw) && Object.keys(raw).length === 0;
}
