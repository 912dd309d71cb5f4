import { type Model } from "../model/model";
import { type Resource } from "../model/resource";
import { type Statement } from "../policy/document";
import { accountOf } from "./arns";
import { type Question } from "./decide";
import { rolesNamedBy } from "./named-roles";
import { decideFor } from "./organization";
import { perimeterOf } from "./perimeter";
import { anonymous, anyIdentityOf, foreignIdentities, namedIdentity, serviceForOthers, type Case } from "./principals";
import { type Literal } from "./tests";
import { textsOf } from "./texts";

/** Some of those who may send a request for a bucket, and whether its policy has to allow it. */
export type Askers = Pick<Question, "principals" | "layers">;

/**
 * Everybody who may send a request for a bucket. Its own account allows by identity policies, whatever they are, so only
 * the bucket policy's denials count there; everybody else needs its Allow.
 *
 * @param at what holds the policy
 * @param except ARNs that are not asked about
 */
export function askersOf(
  model: Model,
  bucket: Resource,
  at: Resource,
  statements: readonly Statement[],
  except: readonly string[] = [],
): Askers[] {
  const { accounts, bucketArns } = perimeterOf(model);
  const owner = accountOf(bucket);
  const texts = [JSON.stringify(at.attributes["policy"] ?? "")];
  // An owner that no provider names is like any account that the policy does not name.
  const [stranger] = foreignIdentities(accounts, texts).slice(-1);
  const owners: Case[] =
    owner === undefined ? (stranger === undefined ? [] : [stranger]) : [anyIdentityOf(owner, except)];
  const others: Case[] = [
    ...[...accounts].filter((account) => account !== owner).map((account) => anyIdentityOf(account, except)),
    ...foreignIdentities(accounts, texts),
    anonymous(),
    serviceForOthers(accounts, bucketArns),
  ];
  const layer = (needsAllow: boolean) => [{ name: `the policy of ${bucket.address}`, statements, needsAllow }];
  return [
    { principals: owners, layers: layer(false) },
    { principals: others, layers: layer(true) },
  ];
}

/** Who may send a request of a set. */
export type Roles =
  /** These roles and nobody else; where one cannot be decided it is among them. */
  | { readonly kind: "named"; readonly arns: readonly string[] }
  /** Not only roles that the policy names: the question shows who else, or that it is not decided. */
  | { readonly kind: "anybody"; readonly question: Question };

/** The roles by whom requests of a set pass a bucket's policy, if it lets nobody pass but roles that it names. */
export function rolesThat(
  model: Model,
  bucket: Resource,
  at: Resource,
  statements: readonly Statement[],
  set: { readonly actions: readonly string[]; readonly region: readonly Literal[] },
): Roles {
  const texts = textsOf(model);
  const named = rolesNamedBy(statements, (arn) => texts.read(arn).text);
  const owner = accountOf(bucket);
  for (const askers of askersOf(model, bucket, at, statements)) {
    const principals = askers.principals.map((one) =>
      one.kind === "identity" && one.account !== undefined
        ? { ...anyIdentityOf(one.account, named), name: one.name }
        : one,
    );
    const question = { ...askers, principals, ...set };
    if (decideFor(model, question).kind !== "none") return { kind: "anybody", question };
  }
  const arns = named.filter((arn) => {
    const needsAllow = arn.split(":")[4] !== owner;
    const layers = [{ name: `the policy of ${bucket.address}`, statements, needsAllow }];
    return decideFor(model, { principals: [namedIdentity(arn)], layers, ...set }).kind !== "none";
  });
  return { kind: "named", arns };
}
