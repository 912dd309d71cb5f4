import { adding, changing, FOREIGN, isDeny, policies, setting, type Edits, type Statement } from "./edits";

/** A way to break one kind of custody. */
export interface CustodyBreak {
  readonly name: string;
  readonly channel: string;
  readonly edits: Edits;
}

const enclave = (_: unknown, name: string): boolean => name.includes("enclave");
const deployer = (account: string): string => `arn:aws:iam::${account}:role/DataBoxDeploy`;
const withoutDenials = (all: Statement[], ...more: Statement[]): void => {
  all.splice(0, all.length, ...all.filter((one) => !isDeny(one)), ...more);
};

export const IMPORTED_BREAKS: readonly CustodyBreak[] = [
  {
    name: "material in the configuration",
    channel: "key.grants",
    edits: setting("aws_kms_external_key", { key_material_base64: "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=" }),
  },
  {
    name: "material in the state",
    channel: "state.secrets",
    edits: setting("aws_kms_external_key", { key_material_base64: "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=" }),
  },
  {
    name: "a key that is copied to other regions",
    channel: "key.grants",
    edits: setting("aws_kms_external_key", { multi_region: true }),
  },
  {
    name: "a foreign account that decrypts",
    channel: "key.policy",
    edits: policies("aws_kms_external_key", "policy", (all) =>
      all.push({ Effect: "Allow", Principal: { AWS: FOREIGN }, Action: "kms:Decrypt", Resource: "*" }),
    ),
  },
  {
    name: "a deploy role that imports material of its own",
    channel: "identity.deploy-role",
    edits: policies("aws_kms_external_key", "policy", (all) =>
      withoutDenials(all, {
        Effect: "Allow",
        Principal: { AWS: deployer("611111111111") },
        Action: "kms:ImportKeyMaterial",
        Resource: "*",
      }),
    ),
  },
  {
    name: "a policy whose live form is ignored",
    channel: "supply.opaque-parts",
    edits: setting("aws_kms_external_key", { lifecycle: { ignore_changes: ["valid_to", "policy"] } }),
  },
];

export const HSM_BREAKS: readonly CustodyBreak[] = [
  {
    name: "a key store whose password is in the configuration",
    channel: "state.secrets",
    edits: adding("aws_kms_custom_key_store", { custom_key_store_name: "x", key_store_password: "kmsPswd4" }),
  },
  {
    name: "a key that a foreign account governs",
    channel: "key.policy",
    edits: policies("aws_kms_key", "policy", (all) =>
      all.push({ Effect: "Allow", Principal: { AWS: FOREIGN }, Action: "kms:PutKeyPolicy", Resource: "*" }),
    ),
  },
  {
    name: "an enclave of any image",
    channel: "key.attestation",
    edits: policies(
      "aws_kms_key",
      "policy",
      (all) => {
        for (const one of all)
          if (JSON.stringify(one).includes("RecipientAttestation"))
            one.Condition = { Null: { "kms:RecipientAttestation:ImageSha384": String(isDeny(one)) } };
      },
      enclave,
    ),
  },
  {
    name: "a debug enclave, which measures zeros",
    channel: "key.attestation",
    edits: changing(
      "aws_kms_key",
      (key) => (key["policy"] = String(key["policy"]).replace(/[0-9a-f]{96}/g, "0".repeat(96))),
      enclave,
    ),
  },
  {
    name: "an administrator outside of enclaves, and no denial",
    channel: "key.attestation",
    edits: policies(
      "aws_kms_key",
      "policy",
      (all) =>
        withoutDenials(all, {
          Effect: "Allow",
          Principal: { AWS: "arn:aws:iam::611111111111:role/Admin" },
          Action: "kms:Decrypt",
          Resource: "*",
        }),
      enclave,
    ),
  },
];

export const EXTERNAL_BREAKS: readonly CustodyBreak[] = [
  {
    name: "a proxy on the internet",
    channel: "key.grants",
    edits: adding("aws_kms_custom_key_store", {
      custom_key_store_name: "x",
      custom_key_store_type: "EXTERNAL_KEY_STORE",
      xks_proxy_connectivity: "PUBLIC_ENDPOINT",
    }),
  },
  {
    name: "a proxy behind somebody's endpoint service",
    channel: "key.grants",
    edits: adding("aws_kms_custom_key_store", {
      custom_key_store_name: "x",
      custom_key_store_type: "EXTERNAL_KEY_STORE",
      xks_proxy_connectivity: "VPC_ENDPOINT_SERVICE",
      xks_proxy_vpc_endpoint_service_name: "com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0",
    }),
  },
  {
    name: "a proxy's credential in the configuration",
    channel: "state.secrets",
    edits: adding("aws_kms_custom_key_store", {
      custom_key_store_name: "x",
      xks_proxy_authentication_credential: [{ access_key_id: "ABCDEFGHIJKLMNOPQRST", raw_secret_access_key: "x" }],
    }),
  },
  {
    name: "a grant to a foreign role",
    channel: "key.grants",
    edits: adding("aws_kms_grant", {
      key_id: "x",
      grantee_principal: `arn:aws:iam::${FOREIGN}:role/x`,
      operations: ["Decrypt"],
    }),
  },
  {
    name: "a key that the deploy role decrypts with",
    channel: "identity.deploy-role",
    edits: policies("aws_kms_key", "policy", (all) =>
      withoutDenials(all, {
        Effect: "Allow",
        Principal: { AWS: deployer("611111111111") },
        Action: "kms:Decrypt",
        Resource: "*",
      }),
    ),
  },
];

/** Changes of custody that open nothing. */
export const HARMLESS_CUSTODY: readonly { readonly name: string; readonly edits: Edits }[] = [
  {
    name: "policies in another order",
    edits: (stack) =>
      ["aws_kms_key", "aws_kms_external_key"].flatMap((type) =>
        policies(type, "policy", (all) => void all.reverse())(stack),
      ),
  },
  {
    name: "an alarm more",
    edits: adding("aws_cloudwatch_metric_alarm", {
      alarm_name: "more",
      comparison_operator: "LessThanThreshold",
      evaluation_periods: 1,
    }),
  },
];
