import { type Model } from "../../model/model";
import { type Resource } from "../../model/resource";
import { type Statement } from "../../policy/document";
import {
  accountOf,
  anyIdentityOf,
  arnOf,
  decideFor,
  inAccountOf,
  like,
  namedIdentity,
  policiesOfRole,
  RESOURCE,
  textsOf,
  type Answer,
  type Case,
  type IdentityPolicies,
  type Literal,
} from "../../requests";
import { backupRoles } from "./backup-roles";
import { boxesOfRole, type RoleBoxes } from "./boxes-of-roles";
import { isOfService } from "./roles-of-services";

/** A role that machines have, where they run, and what it may do by itself. */
export interface Actor extends IdentityPolicies {
  readonly role: Resource;
  readonly principal: Case;
  readonly boxes: RoleBoxes;
}

/**
 * The roles of machines and services, and those that these take on, once for each box that they are taken on from. AWS
 * Backup is no machine: what it carries, and at whose word, is for `share.backup-vaults`.
 */
export function machineActors(model: Model): Actor[] {
  const texts = textsOf(model);
  const { kept } = backupRoles(model);
  const actors = model
    .ofType("aws_iam_role")
    .filter((role) => isOfService(role) && !kept.has(arnOf(texts, role) ?? ""))
    .map((role) => actorOf(model, role, boxesOfRole(model, role)));
  const rest = model.ofType("aws_iam_role").filter((role) => !isOfService(role));
  for (const taker of actors)
    for (const role of rest) {
      const isKnown = actors.some((one) => one.role === role && isSame(one.boxes, taker.boxes));
      if (!isKnown && mayTakeOn(model, taker, role)) actors.push(actorOf(model, role, taker.boxes));
    }
  return actors;
}

function actorOf(model: Model, role: Resource, boxes: RoleBoxes): Actor {
  const texts = textsOf(model);
  const arn = arnOf(texts, role);
  const account = accountOf(role) ?? texts.symbol(`account of ${role.address}`);
  return {
    role,
    principal: arn === undefined ? anyIdentityOf(account) : namedIdentity(arn),
    boxes,
    ...policiesOfRole(model, role),
  };
}

/** Whether a role's own policies let it take on another one; whom that one trusts is left out, which can only add. */
function mayTakeOn(model: Model, { boundary, identity, principal }: Actor, role: Resource): boolean {
  const arn = arnOf(textsOf(model), role) ?? "arn:*:iam::*:role/*";
  const question = { actions: ["sts:AssumeRole"], principals: [principal], region: [like(RESOURCE, [arn])] };
  const layers = [identity, ...(boundary === undefined ? [] : [boundary])];
  return decideFor(model, { ...question, layers }).kind !== "none";
}

function isSame(one: RoleBoxes, other: RoleBoxes): boolean {
  return (
    one.account === other.account &&
    one.vpcs.size === other.vpcs.size &&
    [...one.vpcs].every((vpc) => other.vpcs.has(vpc))
  );
}

/** Whether a role is of the account of a resource, where IAM may allow by itself. */
export function isOwn(resource: Resource, { principal }: Actor): boolean {
  return accountOf(resource) === principal.account;
}

/** Whether a role may do something with a resource: by IAM within the resource's policy, or by that policy alone. */
export function asksFor(
  model: Model,
  resource: Resource,
  statements: readonly Statement[],
  who: Actor,
  actions: readonly string[],
  says: readonly Literal[],
): Answer {
  const { principal, identity, boundary } = who;
  const question = { principals: [principal], region: [...inAccountOf(resource), ...says], actions };
  const own = isOwn(resource, who);
  const policy = { name: `the policy of ${resource.address}`, statements };
  const iam = [identity, ...(boundary === undefined ? [] : [boundary])];
  // Most roles have no business with most stores, which their own policies tell at once.
  const alone = decideFor(model, { ...question, layers: [identity] });
  const byIam =
    alone.kind === "none"
      ? alone
      : decideFor(model, { ...question, layers: [...iam, { ...policy, needsAllow: !own }] });
  if (byIam.kind === "found" || !own) return byIam;
  const named = statements.filter((one) => one.effect === "Deny" || !delegates(one));
  const byPolicy = decideFor(model, { ...question, layers: [{ ...policy, statements: named, needsAllow: true }] });
  return byPolicy.kind === "none" ? byIam : byPolicy;
}

/** Whether an Allow leaves it to IAM of the accounts that it names, and so allows nobody by itself in its own account. */
function delegates({ principals, notPrincipal }: Statement): boolean {
  return !notPrincipal && principals.every((one) => one.kind === "account" && /^\d{12}$|:root$/.test(one.arn));
}
