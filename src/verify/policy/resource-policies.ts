import { type Model } from "../model/model";
import { type Resource } from "../model/resource";
import { type Ruling } from "../verdict";
import { principalsWithin, sourcesWithin, unmodelledKeys } from "./bounds";
import { readPolicy, type Statement } from "./document";

/** A kind of resource policy, and what a foreign principal in it could do. */
export interface ResourcePolicyKind {
  /** Attribute that holds the policy. */
  readonly attribute: string;
  /** What is protected, as a sentence names it. */
  readonly what: string;
  /**
   * For trust policies: services that are known to take a role of the role's own account only. To pass a role takes
   * `iam:PassRole` in its account, so that another service without a source condition is unproven rather than open.
   * @default - a service without a source condition acts for anybody
   */
  readonly passedInAccount?: ReadonlySet<string>;
}

/**
 * Rules on the policies of resources: every Allow serves principals of the project's accounts only, or a service on their
 * behalf only.
 */
export function judgeResourcePolicies(
  model: Model,
  ruling: Ruling,
  resources: readonly Resource[],
  kind: ResourcePolicyKind,
): void {
  for (const resource of resources) {
    const raw = resource.attributes[kind.attribute];
    if (raw === undefined || raw === null) continue;
    const reading = readPolicy(typeof raw === "string" ? raw : "");
    if ("unread" in reading) {
      ruling.unproven(resource, `its policy cannot be read: ${reading.unread}`, "write the policy out as JSON");
      continue;
    }
    if (model.accounts.size === 0) {
      ruling.unproven(
        resource,
        "no provider says in which accounts it works",
        "set allowed_account_ids of every provider",
      );
      continue;
    }
    const foreign = reading.statements.filter(
      (statement) => statement.effect === "Allow" && !isOwn(model, statement, kind),
    );
    for (const statement of foreign) judgeForeign(resource, statement, kind, ruling);
    if (foreign.length === 0) ruling.closed(resource, "every Allow serves the project's accounts only");
  }
}

function judgeForeign(resource: Resource, statement: Statement, kind: ResourcePolicyKind, ruling: Ruling): void {
  const label = statement.sid || "an Allow";
  const unmodelled = unmodelledKeys(statement);
  const mend = `bound ${label} to the project's accounts (aws:PrincipalAccount, or aws:SourceAccount for a service)`;
  if (unmodelled.length > 0)
    ruling.unproven(resource, `${label} has a condition on ${unmodelled.join(", ")}, which is not modelled`, mend);
  else if (kind.passedInAccount && onlyServices(statement))
    ruling.unproven(resource, `${label} serves ${describe(statement)}; for whom the service acts cannot be told`, mend);
  else
    ruling.open(
      resource,
      `${label} serves ${describe(statement)}`,
      {
        from: kind.what,
        by: describe(statement),
        through: [resource.address],
        to: "an account outside of the project",
      },
      mend,
    );
}

function onlyServices(statement: Statement): boolean {
  return statement.principals.length > 0 && statement.principals.every(({ kind }) => kind === "service");
}

function isOwn(model: Model, statement: Statement, kind: ResourcePolicyKind): boolean {
  if (onlyServices(statement))
    return (
      sourcesWithin(statement, model.accounts) ||
      statement.principals.every(
        (principal) => principal.kind === "service" && kind.passedInAccount?.has(principal.name),
      )
    );
  return principalsWithin(statement, model.accounts);
}

function describe(statement: Statement): string {
  if (statement.notPrincipal) return "everybody but the principals it names";
  const names = statement.principals.map((principal) => {
    switch (principal.kind) {
      case "everyone":
        return "everybody";
      case "account":
        return principal.arn;
      case "service":
        return `${principal.name}, for any account`;
      case "other":
        return principal.text;
    }
  });
  return names.length === 0 ? "whoever has the permission" : names.join(", ");
}
