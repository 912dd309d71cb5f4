import { type Channel } from "../../channel";
import { judgeResourcePolicies } from "../../policy/resource-policies";

export const secretPolicy: Channel = {
  id: "secret.policy",
  title: "Whom secrets serve",
  opens: "a secret that a principal of another account reads, or that is replicated to another region",
  closes: "every Allow of every secret's policy serves the project's accounts only, and no secret is replicated",
  sources: ["https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_resource-policies.html"],
  decide: (model, ruling) => {
    const secrets = model.ofType("aws_secretsmanager_secret");
    for (const secret of secrets) {
      if (secret.list("replica").length === 0) ruling.closed(secret, "it is not replicated");
      else
        ruling.unproven(
          secret,
          "it is replicated; what becomes of the replicas is not followed",
          `remove the replicas of ${secret.address}`,
        );
    }
    judgeResourcePolicies(model, ruling, [...secrets, ...model.ofType("aws_secretsmanager_secret_policy")], {
      attribute: "policy",
      what: "the secret",
    });
  },
};
