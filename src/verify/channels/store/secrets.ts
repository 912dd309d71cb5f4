import { type Channel } from "../../channel";
import { ruleOnOutsiders } from "../../policy-rule";

/** Catalogue row P11. */
export const secrets: Channel = {
  id: "store.secrets",
  title: "Whom secrets serve",
  opens: "a secret that a principal of another account, anybody, or a service on anybody's behalf may read",
  closes: "every secret has a policy, and no request of theirs is allowed by it",
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
      else if (separate.length === 0)
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
