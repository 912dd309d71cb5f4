import { mayRePolicy } from "../policy-grammar";
import { type Call, type ResourceType } from "../resource-type";
import { refuse, textOf, written } from "./refusals";

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html */
function checkLockOut({ values, caller, account }: Call): void {
  const policy = textOf(values["policy"]);
  if (policy === undefined || values["bypass_policy_lockout_safety_check"] === true) return;
  if (!mayRePolicy(policy, caller, account))
    refuse(
      "MalformedPolicyDocumentException",
      "The new key policy will not allow you to update the key policy in the future.",
    );
}

const key = (noun: string): ResourceType => ({
  noun,
  id: "{uuid}",
  arn: "kms:{region}:{account}:key/{id}",
  policies: { policy: "key" },
  computed: (_, id) => ({ key_id: id, key_state: "Enabled", rotation_period_in_days: 365, expiration_model: "" }),
  create: checkLockOut,
  update: checkLockOut,
});

export const KEY_TYPES: Readonly<Record<string, ResourceType>> = {
  aws_kms_key: key("KMS Key"),
  aws_kms_external_key: key("KMS External Key"),
  aws_kms_alias: {
    noun: "KMS Alias",
    id: "{name}",
    arn: "kms:{region}:{account}:{name}",
    computed: ({ values, region, account }) => {
      const target = written(values["target_key_id"]);
      return { target_key_arn: target.startsWith("arn:") ? target : `arn:aws:kms:${region}:${account}:key/${target}` };
    },
    create: ({ store, values, account, region }) => {
      const name = written(values["name"]);
      if (store.find("aws_kms_alias", name, { account, region }) !== undefined)
        refuse(
          "AlreadyExistsException",
          `An alias with the name arn:aws:kms:${region}:${account}:${name} already exists`,
        );
      const target = written(values["target_key_id"]).split("/").at(-1);
      if (store.find("aws_kms_key", target) === undefined && store.find("aws_kms_external_key", target) === undefined)
        refuse("NotFoundException", `Key 'arn:aws:kms:${region}:${account}:key/${written(target)}' does not exist`);
    },
  },
  aws_secretsmanager_secret: {
    noun: "Secrets Manager Secret",
    id: (call) =>
      `arn:aws:secretsmanager:${call.region}:${call.account}:secret:${written(call.values["name"])}-${call.digits(6)}`,
    arn: "{id}",
    computed: (_, id) => ({ arn: id, policy: "", replica: [] }),
    create: ({ store, values, account, region }) => {
      const name = textOf(values["name"]);
      const twin = store
        .ofType("aws_secretsmanager_secret", { account, region })
        .some((one) => one.values["name"] === name);
      if (name !== undefined && twin)
        refuse("ResourceExistsException", `The operation failed because the secret ${name} already exists.`);
      if (name !== undefined && !/^[\w/+=.@-]{1,512}$/.test(name))
        refuse(
          "ValidationException",
          "Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!",
        );
    },
  },
  aws_secretsmanager_secret_policy: {
    noun: "Secrets Manager Secret Policy",
    id: "{secret_arn}",
    policies: { policy: "secret" },
    create: ({ store, values }) => {
      if (store.find("aws_secretsmanager_secret", values["secret_arn"]) === undefined)
        refuse("ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
      if (
        values["block_public_policy"] === true &&
        /"Effect":\s*"Allow"[^}]*"Principal":\s*("\*"|\{"AWS":\s*"\*"\})/.test(written(values["policy"]))
      )
        refuse("PublicPolicyException", "This resource policy grants a broad access to your secret.");
    },
  },
};
