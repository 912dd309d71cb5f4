import { type Channel } from "../../channel";
import { ruleOnOutsiders } from "../../policy-rule";
import { KEY_TYPES, keysOf, policiesOfKey } from "../../policy/keys";

/** Catalogue rows K01 and K06. */
export const keyPolicy: Channel = {
  id: "key.policy",
  title: "Whom keys serve",
  opens: "a key that a principal of another account, anybody, or a service on anybody's behalf may use or govern",
  closes: "no request of theirs is allowed, for any action, whatever else it says",
  sources: [
    "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html",
    "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html",
  ],
  types: [...KEY_TYPES, "aws_kms_key_policy"],
  decide: (model, ruling) => {
    const keys = keysOf(model);
    const policies = model.ofType("aws_kms_key_policy");
    for (const key of keys) {
      const separate = policiesOfKey(model, key);
      const own = key.value("policy").kind !== "absent";
      if (separate.length + Number(own) > 1)
        ruling.unproven(key, "two resources set its policy; which one holds cannot be told", "keep one");
      if (key.truth("bypass_policy_lockout_safety_check") !== false)
        ruling.unproven(
          key,
          "AWS's check that somebody stays able to govern the key is bypassed",
          `remove bypass_policy_lockout_safety_check from ${key.address}`,
        );
      if (own) ruleOnOutsiders(model, ruling, key, { what: `whatever ${key.address} protects` });
      else if (separate.length === 0)
        ruling.closed(key, "it has AWS's own policy, which leaves it to IAM in its account");
    }
    for (const policy of policies) ruleOnOutsiders(model, ruling, policy, { what: "whatever the key protects" });
    if (keys.length + policies.length === 0)
      ruling.closed({ address: "(configuration)", path: null }, "it declares no key");
  },
};
