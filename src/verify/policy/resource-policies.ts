import { type Model } from "../model/model";
import { type Resource } from "../model/resource";
import { type Ruling } from "../verdict";
import { principalsWithin, sourcesWithin } from "./bounds";
import { readPolicy, type Statement } from "./document";

/** A kind of resource policy, and what a foreign principal in it could do. */
export interface ResourcePolicyKind {
  /** Attribute that holds the policy. */
  readonly attribute: string;
  /** What is protected, as a sentence names it. */
  readonly what: string;
  /** Whether a service principal needs no source condition, since only the account's own resources can use it. */
  readonly trustsServices: (service: string) => boolean;
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
    for (const statement of foreign)
      ruling.open(
        resource,
        `${statement.sid || "an Allow"} serves ${describe(statement)}`,
        {
          from: kind.what,
          by: describe(statement),
          through: [resource.address],
          to: "an account outside of the project",
        },
        `bound ${statement.sid || "the Allow"} to the project's accounts (aws:PrincipalAccount, or aws:SourceAccount for a service)`,
      );
    if (foreign.length === 0) ruling.closed(resource, "every Allow serves the project's accounts only");
  }
}

function isOwn(model: Model, statement: Statement, kind: ResourcePolicyKind): boolean {
  const services = statement.principals.filter((principal) => principal.kind === "service");
  if (services.length > 0 && services.length === statement.principals.length)
    return sourcesWithin(statement, model.accounts) || services.every(({ name }) => kind.trustsServices(name));
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
