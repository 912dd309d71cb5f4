import { type Channel } from "../../channel";
import { entriesOf, objectOf } from "../../load/json";
import { Block } from "../../model/resource";
import { type Ruling } from "../../verdict";

/**
 * Settings of the s3 backend that say which bucket, object, key, role and lock. Proxies, certificates, endpoints, ACLs,
 * keys of the caller's own and checks that are skipped are not among them.
 * https://developer.hashicorp.com/terraform/language/backend/s3
 */
const S3_SETTINGS = new Set([
  "allowed_account_ids",
  "assume_role",
  "assume_role_with_web_identity",
  "bucket",
  "dynamodb_table",
  "encrypt",
  "external_id",
  "forbidden_account_ids",
  "key",
  "kms_key_id",
  "max_retries",
  "profile",
  "region",
  "retry_mode",
  "role_arn",
  "session_name",
  "shared_config_files",
  "shared_credentials_files",
  "use_dualstack_endpoint",
  "use_fips_endpoint",
  "use_lockfile",
  "workspace_key_prefix",
]);

const AT = { address: "terraform.backend", path: null };

/** Catalogue row T01. */
export const backend: Channel = {
  id: "state.backend",
  title: "Where the state is kept",
  opens: "a state, in which every name and id of the project stands, that is kept by somebody else or unencrypted",
  closes:
    "it is kept encrypted in a bucket, with a key and by a role of the project's, or on the machine that Terraform runs on",
  sources: [
    "https://developer.hashicorp.com/terraform/language/backend/s3",
    "https://developer.hashicorp.com/terraform/language/state/sensitive-data",
  ],
  decide: ({ configuration, accounts }, ruling) => {
    const { terraform } = configuration;
    if (terraform["cloud"] !== undefined) {
      ruling.open(AT, "it is kept by HCP Terraform", leak("another company"), "keep it in a bucket of the hospital's");
      return;
    }
    const backends = entriesOf(terraform["backend"]);
    const [first, ...more] = backends;
    if (configuration.form !== "configuration" && first === undefined) {
      // Not a part of what is judged: the claim says so, and no secret is in the state (state.secrets).
      ruling.closed(AT, `where it is kept stands in the configuration, not in a ${configuration.form}`);
      return;
    }
    if (more.length > 0) {
      ruling.unproven(AT, "there are several backends; which one keeps it cannot be told", "keep one backend");
      return;
    }
    const [kind, body] = first ?? ["local", {}];
    if (kind === "local") ruling.closed(AT, "it stays on the machine that Terraform runs on");
    else if (kind !== "s3")
      ruling.open(AT, `it is kept by ${kind}`, leak("another service"), "keep it in a bucket of the hospital's");
    else judgeS3(new Block(Object.fromEntries(entriesOf(body))), accounts, ruling);
  },
};

function judgeS3(settings: Block, accounts: ReadonlySet<string>, ruling: Ruling): void {
  const roles = [settings, ...settings.blocks("assume_role"), ...settings.blocks("assume_role_with_web_identity")];
  const foreign = [...roles.flatMap((role) => role.text("role_arn") ?? []), settings.text("kms_key_id") ?? ""]
    .map((arn) => ({ arn, account: /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(arn)?.[1] }))
    .find(({ account }) => account !== undefined && accounts.size > 0 && !accounts.has(account));
  const unread = Object.keys(objectOf(settings.attributes)).filter(
    (name) => !S3_SETTINGS.has(name) && settings.value(name).kind !== "absent" && settings.list(name).length > 0,
  );
  if (settings.truth("encrypt") !== true || settings.value("kms_key_id").kind === "absent")
    ruling.unproven(AT, "it is not said to be encrypted with a key of the hospital's", "set encrypt and kms_key_id");
  else if (foreign !== undefined)
    ruling.open(AT, `it is kept by ${foreign.arn}, not the project's`, leak(foreign.arn), "name the project's own");
  else if (unread.length > 0)
    ruling.unproven(
      AT,
      `${unread.join(", ")} may send it elsewhere, or open it to others`,
      `remove ${unread.join(", ")} from the backend`,
    );
  else ruling.closed(AT, `it is kept in ${settings.text("bucket") ?? "a bucket"}, under a key of its own`);
}

function leak(to: string) {
  return { from: "whatever stands in the state", by: "whoever keeps it", through: ["terraform.backend"], to };
}
