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

/** https://docs.aws.amazon.com/kms/latest/developerguide/key-store-overview.html */
function checkKeyStore(call: Call): void {
  const { values, store, account, region } = call;
  const keyStore = textOf(values["custom_key_store_id"]);
  if (keyStore === undefined) return;
  for (const [attribute, what] of Object.entries({
    enable_key_rotation: "automatic key rotation",
    multi_region: "multi-Region keys",
  }))
    if (values[attribute] === true)
      refuse("UnsupportedOperationException", `${keyStore} is a custom key store, which does not support ${what}.`);
  // Terraform makes a key store and does not connect it; the API has a call of its own for that.
  if (store.find("aws_kms_custom_key_store", keyStore, { account, region }) !== undefined)
    refuse(
      "CustomKeyStoreInvalidStateException",
      `The connection state of the custom key store ${keyStore} is DISCONNECTED, and has to be CONNECTED.`,
    );
  const external = textOf(values["xks_key_id"]);
  const isTaken = store
    .ofType("aws_kms_key", { account, region })
    .some((one) => one.values["custom_key_store_id"] === keyStore && one.values["xks_key_id"] === external);
  if (external !== undefined && isTaken)
    refuse("XksKeyAlreadyInUseException", `The external key ${external} is associated with another KMS key already.`);
}

const key = (noun: string): ResourceType => ({
  noun,
  id: "{uuid}",
  arn: "kms:{region}:{account}:key/{id}",
  policies: { policy: "key" },
  computed: ({ values }, id) => ({
    key_id: id,
    key_state: "Enabled",
    rotation_period_in_days: textOf(values["custom_key_store_id"]) === undefined ? 365 : 0,
  }),
  create: (call) => {
    checkLockOut(call);
    checkKeyStore(call);
  },
  update: checkLockOut,
});

export const KEY_TYPES: Readonly<Record<string, ResourceType>> = {
  aws_kms_key: key("KMS Key"),
  aws_kms_external_key: {
    ...key("KMS External Key"),
    // Nobody imports material in a rehearsal.
    computed: () => ({
      enabled: false,
      expiration_model: "",
      key_state: "PendingImport",
      key_usage: "ENCRYPT_DECRYPT",
    }),
  },
  aws_kms_custom_key_store: {
    noun: "KMS Custom Key Store",
    id: "cks-{hex17}",
    create: ({ store, values, account, region }) => {
      const name = textOf(values["custom_key_store_name"]);
      const isTaken = store
        .ofType("aws_kms_custom_key_store", { account, region })
        .some((one) => one.values["custom_key_store_name"] === name);
      if (name !== undefined && isTaken)
        refuse("CustomKeyStoreNameInUseException", `The custom key store name ${name} is in use.`);
    },
    heldBy: { aws_kms_key: "custom_key_store_id" },
    heldCode: "CustomKeyStoreHasCMKsException",
  },
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
