import { type Model } from "./model/model";
import { type Resource } from "./model/resource";
import { ruleOnRequests, statementsOf } from "./policy-ruling";
import {
  anonymous,
  federated,
  foreignIdentities,
  inAccountOf,
  perimeterOf,
  serviceForOthers,
  type Case,
  type Literal,
} from "./requests";
import { type Outcome, type Rule } from "./rules";
import { Ruling } from "./verdict";

/**
 * Whoever is not of the project: other accounts, nobody in particular, whomever a federation vouches for, and services on
 * behalf of other accounts.
 */
export function outsiders(model: Model, policy: unknown): Case[] {
  const { accounts, bucketArns } = perimeterOf(model);
  return [
    ...foreignIdentities(accounts, [typeof policy === "string" ? policy : ""]),
    anonymous(),
    federated(),
    serviceForOthers(accounts, bucketArns),
  ];
}

/** How a channel asks whether a resource's policy serves the project only. */
export interface ServesProjectOnly {
  /** Attribute that holds the policy's JSON. @default policy */
  readonly attribute?: string;
  /** What is protected, as a sentence names it. */
  readonly what: string;
  /** What every request says. @default - nothing */
  readonly region?: readonly Literal[];
  /** Who is not of the project. @default - {@link outsiders} */
  readonly principals?: (model: Model, policy: unknown) => Case[];
  /** Why a request that passes is no proof of a way out. @default - it is one */
  readonly doubt?: string;
}

/** Rules on a resource's policy: no request of anybody who is not of the project is allowed by it. */
export function ruleOnOutsiders(
  model: Model,
  ruling: Ruling,
  resource: Resource,
  { attribute = "policy", what, region = [], principals = outsiders, doubt }: ServesProjectOnly,
): void {
  const statements = statementsOf(resource, attribute, ruling, resource);
  if (statements === undefined) return;
  if (model.accounts.size === 0) {
    ruling.unproven(
      resource,
      "no provider says in which accounts it works",
      "set allowed_account_ids of every provider",
    );
    return;
  }
  const mend = `bound each Allow in ${attribute} of ${resource.address} to aws:PrincipalAccount, or aws:SourceAccount for a service`;
  ruleOnRequests(
    model,
    ruling,
    resource,
    {
      principals: principals(model, resource.attributes[attribute]),
      region: [...region, ...inAccountOf(resource)],
      layers: [{ name: `${attribute} of ${resource.address}`, statements, needsAllow: true }],
    },
    {
      from: what,
      to: "outside of the project",
      opens: "it serves others than the project",
      closed: "every Allow serves the project's accounts only",
      mend,
      ...(doubt === undefined ? {} : { doubt }),
    },
  );
}

/**
 * A resource policy serves the project's accounts only: each Allow is bound to their principals, or to a service that acts
 * for them.
 *
 * @param attribute attribute that holds the policy's JSON
 * @param absent what AWS does without a policy: closed to other accounts, or open
 */
export function servesProjectOnly(attribute = "policy", absent: "open" | "closed" = "closed"): Rule {
  return (resource, model) => {
    if (resource.value(attribute).kind === "absent" || resource.text(attribute) === "")
      return [
        absent === "closed"
          ? { verdict: "closed", why: `${attribute} is left out, and so only its own account is served` }
          : {
              verdict: "open",
              why: `${attribute} is left out, and so everybody is served`,
              mend: `give ${resource.address} a policy`,
            },
      ];
    const ruling = new Ruling();
    ruleOnOutsiders(model, ruling, resource, { attribute, what: "what it protects" });
    return outcomesOf(ruling);
  };
}

/** What was ruled, as outcomes of a rule. */
export function outcomesOf(ruling: Ruling): Outcome[] {
  const { findings, evidence } = ruling.report("", "");
  return [
    ...findings.map(({ verdict, why, mend, witness }) => ({
      verdict,
      why,
      mend: mend ?? "",
      ...(witness?.request === undefined ? {} : { request: witness.request }),
    })),
    ...evidence.map(({ why }) => ({ verdict: "closed" as const, why })),
  ];
}
