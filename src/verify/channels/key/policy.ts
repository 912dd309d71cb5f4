import { type Channel } from "../../channel";
import { judgeResourcePolicies } from "../../policy/resource-policies";

export const keyPolicy: Channel = {
  id: "key.policy",
  title: "Whom keys serve",
  opens:
    "a key policy that allows anything to a principal of another account, to everybody, or to a service on anybody's behalf",
  closes: "every Allow of every key's policy serves the project's accounts only",
  sources: ["https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html"],
  decide: (model, ruling) => {
    for (const key of model.ofType("aws_kms_key")) {
      const separate = model
        .ofType("aws_kms_key_policy")
        .some((policy) => model.referred(policy, "key_id", "aws_kms_key") === key);
      if (key.value("policy").kind === "absent" && !separate)
        ruling.unproven(
          key,
          "it has no policy of its own; AWS's default hands the key to every administrator of its account",
          "write the key's policy out",
        );
    }
    judgeResourcePolicies(model, ruling, model.ofType("aws_kms_key", "aws_kms_key_policy"), {
      attribute: "policy",
      what: "whatever the key protects",
    });
  },
};
