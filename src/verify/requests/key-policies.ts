import { type Model } from "../model/model";
import { type Resource } from "../model/resource";
import { principalOf, readPolicy, type Statement } from "../policy/document";
import { accountOf } from "./arns";
import { type Layer } from "./decide";

/** AWS's own policy of a key that is given none: it leaves the key to IAM in its account. */
const leftToIam = (account: string): Statement => ({
  sid: "(AWS's own key policy)",
  effect: "Allow",
  principals: [{ kind: "account", account, arn: `arn:aws:iam::${account}:root` }],
  notPrincipal: false,
  actions: ["kms:*"],
  notAction: false,
  resources: ["*"],
  notResource: false,
  conditions: [],
});

/**
 * What a key's policy and its grants say of whoever uses it: one of them has to allow, and a denial holds for both.
 * Nothing where the policy cannot be read.
 */
export function policyOfKey(model: Model, key: Resource): Layer | undefined {
  const separate = model
    .ofType("aws_kms_key_policy")
    .find((policy) => model.referred(policy, "key_id", key.type) === key);
  const holder = separate ?? key;
  const granted = grantsOf(model, key);
  if (holder.value("policy").kind === "absent") {
    const account = accountOf(key);
    const statements = [...(account === undefined ? [] : [leftToIam(account)]), ...granted];
    return { name: `AWS's policy of ${key.address}`, statements, needsAllow: true };
  }
  const raw = holder.attributes["policy"];
  const reading = readPolicy(typeof raw === "string" ? raw : "");
  if ("unread" in reading) return undefined;
  return { name: `policy of ${holder.address}`, statements: [...reading.statements, ...granted], needsAllow: true };
}

/**
 * Grants as statements. A grant for a key that cannot be told may be for this one; what constrains it is left out.
 * https://docs.aws.amazon.com/kms/latest/developerguide/grants.html
 */
function grantsOf(model: Model, key: Resource): Statement[] {
  return model.ofType("aws_kms_grant").flatMap((grant) => {
    const target = model.follow(grant.value("key_id"));
    if (target.kind === "resource" && target.resource !== key) return [];
    const grantee = grant.attributes["grantee_principal"];
    if (typeof grantee !== "string") return [];
    return [
      {
        sid: grant.address,
        effect: "Allow" as const,
        principals: [principalOf("AWS", grantee)],
        notPrincipal: false,
        actions: grant.list("operations").map((one) => (one.kind === "known" ? `kms:${String(one.value)}` : "kms:*")),
        notAction: false,
        resources: ["*"],
        notResource: false,
        conditions: [],
      },
    ];
  });
}
