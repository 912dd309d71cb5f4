import { type Channel } from "../../channel";
import { type Model } from "../../model/model";
import { type Resource } from "../../model/resource";
import { keyAt } from "../../policy/keys";
import { readPolicy } from "../../policy/document";
import { ruleOnOutsiders } from "../../policy-rule";
import {
  accountOf,
  anyIdentityOf,
  decideFor,
  inAccountOf,
  policyOfKey,
  rolesNamedBy,
  type Question,
} from "../../requests";
import { type Ruling } from "../../verdict";

/** Catalogue row P11. */
export const secrets: Channel = {
  id: "store.secrets",
  title: "Whom secrets serve",
  opens:
    "a secret that a principal of another account, anybody, a service on anybody's behalf, or everybody of its own account may read",
  closes:
    "every secret has a policy, and no request of theirs is allowed by it; in its own account only those read it whom its policy, or the policy of its key, names",
  sources: [
    "https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_resource-policies.html",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html",
  ],
  types: ["aws_secretsmanager_secret", "aws_secretsmanager_secret_policy"],
  decide: (model, ruling) => {
    const secretsThere = model.ofType("aws_secretsmanager_secret");
    const policies = model.ofType("aws_secretsmanager_secret_policy");
    for (const secret of secretsThere) {
      const separate = policies.filter(
        (policy) => model.referred(policy, "secret_arn", "aws_secretsmanager_secret") === secret,
      );
      const own = secret.value("policy").kind !== "absent";
      if (separate.length + Number(own) > 1)
        ruling.unproven(secret, "two resources set its policy; which one holds cannot be told", "keep one");
      else if (own) ruleOnOutsiders(model, ruling, secret, { what: `the value of ${secret.address}` });
      const [holder] = [...separate, ...(own ? [secret] : [])];
      if (holder !== undefined) judgeReaders(model, secret, holder, ruling);
      else
        ruling.unproven(
          secret,
          "it has no policy: whoever of its account has the permission reads it, from anywhere",
          `give ${secret.address} a policy that names its readers`,
        );
    }
    for (const policy of policies) ruleOnOutsiders(model, ruling, policy, { what: "the secret's value" });
    if (secretsThere.length + policies.length === 0)
      ruling.closed({ address: "(configuration)", path: null }, "it declares no secret");
  },
};

/**
 * In a secret's own account IAM allows by itself: only those are its readers whom its policy spares by name, or whom the
 * key lets decrypt that its value is encrypted with.
 */
function judgeReaders(model: Model, secret: Resource, holder: Resource, ruling: Ruling): void {
  const reading = readPolicy(String(holder.attributes["policy"]));
  const owner = accountOf(secret);
  // What cannot be read, and in whose account it is, is said where outsiders are asked about.
  if ("unread" in reading || owner === undefined) return;
  const { statements } = reading;
  const key = keyAt(model, secret, "kms_key_id");
  const ofKey = key === undefined ? undefined : policyOfKey(model, key);
  const named = rolesNamedBy([...statements, ...(ofKey?.statements ?? [])]);
  const readers = anyIdentityOf(owner, named);
  const read: Question = {
    actions: ["secretsmanager:GetSecretValue", "secretsmanager:BatchGetSecretValue"],
    principals: [readers],
    region: inAccountOf(secret),
    layers: [{ name: `policy of ${holder.address}`, statements, needsAllow: false }],
  };
  const decrypt: Question = {
    actions: ["kms:Decrypt"],
    principals: [readers],
    region: [],
    layers: ofKey ? [ofKey] : [],
  };
  if (decideFor(model, read).kind === "none") ruling.closed(holder, "nobody reads it whom its policy does not name");
  else if (ofKey !== undefined && decideFor(model, decrypt).kind === "none")
    ruling.closed(holder, `nobody decrypts it whom the policy of ${key?.address ?? "its key"} does not name`);
  else
    ruling.unproven(
      holder,
      `whoever of account ${owner} has the permission reads it, from anywhere`,
      `deny secretsmanager:GetSecretValue in ${holder.address} to everybody but its readers`,
    );
}
