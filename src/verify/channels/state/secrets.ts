import { type Channel } from "../../channel";
import { objectOf } from "../../load/json";
import { type Model } from "../../model/model";
import { type Block, type Resource } from "../../model/resource";
import { hasExpression } from "../../model/value";

/** Attributes whose value is a secret, and lands in the state, by type; `*` for every type, in its blocks too. */
const SECRET_ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  aws_acm_certificate: ["private_key"],
  aws_iam_access_key: ["secret", "ses_smtp_password_v4"],
  aws_iam_server_certificate: ["private_key"],
  aws_kms_custom_key_store: ["key_store_password", "xks_proxy_authentication_credential"],
  aws_kms_external_key: ["key_material_base64"],
  aws_kms_replica_external_key: ["key_material_base64"],
  aws_secretsmanager_secret_version: ["secret_string", "secret_binary"],
  aws_ssm_parameter: ["value"],
  aws_vpn_connection: ["tunnel1_preshared_key", "tunnel2_preshared_key"],
  "*": ["password", "passwords", "master_password", "master_user_password", "admin_password", "auth_token"],
};

/** What AWS makes that is a secret: an output of it gives it away, and the state keeps it anyway. */
const SECRET_RESULTS = [
  "customer_gateway_configuration",
  "encrypted_secret",
  "password_data",
  "private_key_pem",
  "plaintext",
];

/**
 * Shapes of credentials, wherever they stand: AWS's access keys and secret keys, private keys in PEM and PGP, tokens of
 * code forges, and pre-shared keys of IPsec.
 */
const SECRET_TEXT = new RegExp(
  [
    String.raw`\b(AKIA|ASIA)[A-Z0-9]{16}\b`,
    String.raw`(aws_secret_access_key|AWS_SECRET_ACCESS_KEY|SecretAccessKey)["'\s]*[=:]["'\s]*[A-Za-z0-9/+]{40}`,
    "-----BEGIN [A-Z ]*PRIVATE KEY( BLOCK)?-----",
    String.raw`\bgh[pousr]_[A-Za-z0-9]{36}`,
    String.raw`\bglpat-[\w-]{20}`,
    String.raw`:\s*PSK\s+["0]`,
  ].join("|"),
);

const BASE64 = /^[A-Za-z0-9+/\s]{40,}={0,2}\s*$/;

/** Catalogue rows T01 and N14. */
export const stateSecrets: Channel = {
  id: "state.secrets",
  title: "Secrets in configuration and state",
  opens: "a secret that stands in the configuration, or that Terraform keeps in its state, for whoever can read these",
  closes: "no attribute that holds a secret is set, nothing looks like a credential, and no output gives one away",
  sources: [
    "https://developer.hashicorp.com/terraform/language/manage-sensitive-data",
    "https://docs.aws.amazon.com/vpn/latest/s2svpn/enhanced-security.html",
  ],
  decide: (model, ruling) => {
    const { configuration, resources, providers } = model;
    let found = false;
    const open = (at: { address: string; path: string | null }, why: string, mend: string): void => {
      found = true;
      const to = "wherever state and plans are kept";
      ruling.open(
        at,
        why,
        { from: at.address, by: "whoever reads the configuration or the state", through: [at.address], to },
        mend,
      );
    };
    const lookAt = (at: { address: string; path: string | null }, body: unknown): void => {
      if (holdsCredential(body))
        open(at, "it holds what looks like a credential", `take the credential out of ${at.address}, and withdraw it`);
    };
    for (const resource of resources) {
      if (resource.type === "aws_vpn_connection" && makesKeys(model, resource))
        open(
          resource,
          "AWS makes pre-shared keys for it, and Terraform keeps them in its state",
          `set preshared_key_storage of ${resource.address} to "SecretsManager", or authenticate the customer gateway by certificate_arn`,
        );
      for (const name of secretsIn(resource))
        open(
          resource,
          `${name} would be kept in the ${name.endsWith("_wo") ? "configuration" : "state"}`,
          `take ${name} out of ${resource.address}: put the secret outside of Terraform`,
        );
      lookAt(resource, resource.attributes);
    }
    for (const [name, body] of Object.entries(configuration.outputs)) {
      const at = { address: `output.${name}`, path: null };
      const text = JSON.stringify(body ?? null);
      const secret = [...Object.values(SECRET_ATTRIBUTES).flat(), ...SECRET_RESULTS]
        .filter((attribute) => attribute !== "value")
        .find((attribute) => new RegExp(`\\.${attribute}\\b`).test(text));
      if (secret !== undefined) open(at, `it gives ${secret} away`, `remove output.${name}`);
      lookAt(at, body);
    }
    for (const [section, body] of Object.entries(configuration.inputs)) lookAt({ address: section, path: null }, body);
    for (const { name, block } of providers) {
      const at = { address: `provider.${name}`, path: null };
      if (holdsKeys(block)) open(at, "it holds credentials", "let the environment give credentials");
      lookAt(at, block.attributes);
    }
    lookAt({ address: "terraform.backend", path: null }, configuration.terraform["backend"]);
    if (!found)
      ruling.closed(
        { address: "(configuration)", path: null },
        "no secret stands in it, and none is kept in its state",
      );
  },
};

/** Paths of attributes that are set and hold a secret: by their names, or write-only and written out. */
function secretsIn({ type, attributes }: Resource): string[] {
  const names = new Set([...(SECRET_ATTRIBUTES[type] ?? []), ...(SECRET_ATTRIBUTES["*"] ?? [])]);
  const everywhere = new Set(SECRET_ATTRIBUTES["*"]);
  const found: string[] = [];
  const visit = (name: string, value: unknown, path: string, among: ReadonlySet<string>): void => {
    if (
      isSet(value) &&
      (among.has(name) || (name.endsWith("_wo") && typeof value === "string" && !hasExpression(value)))
    )
      found.push(path);
    else
      for (const block of Array.isArray(value) ? (value as unknown[]) : [value])
        for (const [inner, below] of Object.entries(objectOf(block)))
          visit(inner, below, `${path}.${inner}`, everywhere);
  };
  for (const [name, value] of Object.entries(attributes)) if (name !== "//") visit(name, value, name, names);
  return found;
}

/**
 * Whether a VPN connection has pre-shared keys that AWS gives to whoever describes it. Of keys in Secrets Manager it says
 * REDACTED. https://docs.aws.amazon.com/vpn/latest/s2svpn/enhanced-security.html
 */
function makesKeys(model: Model, connection: Resource): boolean {
  if (connection.text("preshared_key_storage") === "SecretsManager") return false;
  const customer = model.referred(connection, "customer_gateway_id", "aws_customer_gateway");
  return customer === undefined || !isSet(customer.attributes["certificate_arn"]);
}

/** AWS's word, in a state, that it keeps a secret elsewhere. */
const KEPT_ELSEWHERE = "REDACTED";

function isSet(value: unknown): boolean {
  if (value === KEPT_ELSEWHERE) return false;
  return value !== undefined && value !== null && value !== "" && !(Array.isArray(value) && value.length === 0);
}

/** Whether a text anywhere in a body looks like a credential, as it stands or encoded in base64. */
function holdsCredential(body: unknown): boolean {
  if (typeof body === "string")
    return (
      SECRET_TEXT.test(body) || (BASE64.test(body) && SECRET_TEXT.test(Buffer.from(body, "base64").toString("latin1")))
    );
  if (Array.isArray(body)) return body.some(holdsCredential);
  return body !== null && typeof body === "object" && Object.values(body).some(holdsCredential);
}

function holdsKeys(provider: Block): boolean {
  return ["access_key", "secret_key", "token"].some((name) => provider.value(name).kind !== "absent");
}
