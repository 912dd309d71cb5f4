import { type Channel } from "../../channel";
import { type Block, type Resource } from "../../model/resource";

/** Attributes whose value is a secret, and lands in the state, by type; `*` for every type. */
const SECRET_ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  aws_acm_certificate: ["private_key"],
  aws_iam_access_key: ["secret", "ses_smtp_password_v4"],
  aws_kms_custom_key_store: ["key_store_password"],
  aws_kms_external_key: ["key_material_base64"],
  aws_secretsmanager_secret_version: ["secret_string", "secret_binary"],
  aws_vpn_connection: ["tunnel1_preshared_key", "tunnel2_preshared_key"],
  "*": ["password", "master_password", "admin_password", "auth_token"],
};

/** Shapes of credentials, wherever they stand: AWS access keys, and private keys in PEM. */
const SECRET_TEXT = /\b(AKIA|ASIA)[A-Z0-9]{16}\b|-----BEGIN [A-Z ]*PRIVATE KEY-----/;

export const stateSecrets: Channel = {
  id: "state.secrets",
  title: "Secrets in configuration and state",
  opens: "a secret that stands in the configuration, or that Terraform keeps in its state, for whoever can read these",
  closes: "no attribute that holds a secret is set, nothing looks like a credential, and no output gives one away",
  sources: ["https://developer.hashicorp.com/terraform/language/manage-sensitive-data"],
  decide: (model, ruling) => {
    let found = false;
    const open = (at: { address: string; path: string | null }, why: string, mend: string): void => {
      found = true;
      ruling.open(
        at,
        why,
        {
          from: at.address,
          by: "whoever reads the configuration or the state",
          through: [at.address],
          to: "wherever state and plans are kept",
        },
        mend,
      );
    };
    for (const resource of model.resources) {
      for (const name of secretsOf(resource))
        if (resource.value(name).kind !== "absent" && resource.text(name) !== "")
          open(
            resource,
            `${name} would be kept in the state`,
            `take ${name} out of ${resource.address}: put the secret outside of Terraform`,
          );
      if (SECRET_TEXT.test(JSON.stringify(resource.attributes)))
        open(
          resource,
          "it holds what looks like a credential",
          `take the credential out of ${resource.address}, and withdraw it`,
        );
    }
    for (const [name, body] of Object.entries(model.configuration.outputs)) {
      const text = JSON.stringify(body ?? null);
      const secret = Object.values(SECRET_ATTRIBUTES)
        .flat()
        .find((attribute) => new RegExp(`\\.${attribute}\\b`).test(text));
      if (secret !== undefined)
        open({ address: `output.${name}`, path: null }, `it gives ${secret} away`, `remove output.${name}`);
    }
    for (const { name, block } of model.providers)
      if (holdsKeys(block))
        open(
          { address: `provider.${name}`, path: null },
          "it holds credentials",
          "let the environment give credentials",
        );
    if (!found)
      ruling.closed(
        { address: "(configuration)", path: null },
        "no secret stands in it, and none is kept in its state",
      );
  },
};

function secretsOf(resource: Resource): readonly string[] {
  return [...(SECRET_ATTRIBUTES[resource.type] ?? []), ...(SECRET_ATTRIBUTES["*"] ?? [])];
}

function holdsKeys(provider: Block): boolean {
  return ["access_key", "secret_key", "token"].some((name) => provider.value(name).kind !== "absent");
}
