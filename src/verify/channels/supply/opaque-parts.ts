import { type Channel } from "../../channel";
import { entriesOf, objectOf } from "../../load/json";
import { accountsOfProvider, type Model } from "../../model/model";
import { Block, type Resource } from "../../model/resource";
import { type Ruling } from "../../verdict";

const AWS_SOURCES = new Set([
  "aws",
  "hashicorp/aws",
  "registry.terraform.io/hashicorp/aws",
  "registry.opentofu.org/hashicorp/aws",
]);

/**
 * Settings of the AWS provider that say where it gets its credentials, in which account and region it works, how it asks
 * again and what it tags. Proxies, certificates, endpoints and checks that are skipped are not among them.
 * https://registry.terraform.io/providers/hashicorp/aws/6.25.0/docs#argument-reference
 */
const PROVIDER_SETTINGS = new Set([
  "//",
  "access_key",
  "alias",
  "allowed_account_ids",
  "assume_role",
  "assume_role_with_web_identity",
  "default_tags",
  "forbidden_account_ids",
  "ignore_tags",
  "max_retries",
  "profile",
  "region",
  "retry_mode",
  "secret_key",
  "shared_config_files",
  "shared_credentials_files",
  "token",
  "token_bucket_rate_limiter_capacity",
  "use_dualstack_endpoint",
  "use_fips_endpoint",
  "user_agent",
  "version",
]);

/** What a lifecycle block may say besides. https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle */
const LIFECYCLE = new Set([
  "create_before_destroy",
  "ignore_changes",
  "postcondition",
  "precondition",
  "prevent_destroy",
  "replace_triggered_by",
]);

/** Changes that Terraform may be told to overlook, since what they name follows from resources that are judged, or opens nothing. */
const MAY_BE_IGNORED = new Map([
  ["aws_default_network_acl", new Set(["subnet_ids"])],
  // When imported material expires: an expiry can only take a key away.
  ["aws_kms_external_key", new Set(["valid_to"])],
]);

/** Catalogue rows T02 to T04. */
export const opaqueParts: Channel = {
  id: "supply.opaque-parts",
  title: "Parts that cannot be seen into",
  opens:
    "modules, provisioners, data sources, other providers, generated blocks and ignored changes: what they do is not in the file",
  closes: "the configuration has none of them",
  sources: [
    "https://developer.hashicorp.com/terraform/language/provisioners",
    "https://developer.hashicorp.com/terraform/language/block/resource#ignore_changes",
  ],
  decide: (model, ruling) => {
    judgeTopLevel(model, ruling);
    judgeProviders(model, ruling);
    for (const resource of model.resources) {
      judgeResource(resource, ruling);
      if (resource.type.startsWith("aws_") && resource.provider === undefined && model.accounts.size > 0)
        ruling.unproven(
          resource,
          "which provider makes it, and so in which account, cannot be told, while other providers say so",
          `set provider of ${resource.address} to one that is configured`,
        );
    }
    ruling.closed(
      { address: "(configuration)", path: null },
      `${model.resources.length} resources of one provider, each written out`,
    );
  },
};

/** Data sources whose answer follows from the configuration itself. */
const LOCAL_DATA = new Set(["aws_iam_policy_document", "aws_partition"]);

function judgeTopLevel(model: Model, ruling: Ruling): void {
  for (const { address, why, mend } of model.configuration.opaque) ruling.unproven({ address, path: null }, why, mend);
  for (const source of model.data) {
    if (LOCAL_DATA.has(source.type)) continue;
    const [provider = ""] = source.type.split("_");
    if (provider === "aws")
      // What AWS answered stands in a plan or a state, where it is judged as a value.
      if (model.configuration.form !== "configuration") continue;
      else
        ruling.unproven(
          source,
          "what it reads is not in the configuration",
          `write out what ${source.address} stands for, or judge the plan`,
        );
    else
      ruling.unproven(
        source,
        "a data source of another provider reads, or runs, what is elsewhere",
        `remove ${source.address}`,
      );
  }
}

function judgeProviders(model: Model, ruling: Ruling): void {
  const required = entriesOf(model.configuration.terraform["required_providers"]);
  for (const [name, spec] of required) {
    const source = new Block(objectOf(spec)).text("source") ?? name;
    if (!AWS_SOURCES.has(source))
      ruling.unproven(
        { address: `provider.${name}`, path: null },
        `the provider ${source} may do anything`,
        `remove ${name} from required_providers`,
      );
  }
  for (const { name, block } of model.providers) {
    const address = `provider.${name}${block.text("alias") === undefined ? "" : `.${block.text("alias") ?? ""}`}`;
    if (name !== "aws" && !required.some(([one]) => one === name))
      ruling.unproven({ address, path: null }, `the provider ${name} may do anything`, `remove ${name}`);
    if (name === "aws" && model.accounts.size > 0 && accountsOfProvider(block).length === 0 && makes(model, block))
      ruling.unproven(
        { address, path: null },
        "in which account it works cannot be told, while other providers say so",
        `set allowed_account_ids of ${address}`,
      );
    const unread = Object.keys(block.attributes).filter(
      (one) => !PROVIDER_SETTINGS.has(one) && block.truth(one) !== false && block.list(one).length > 0,
    );
    if (name === "aws" && unread.length > 0)
      ruling.unproven(
        { address, path: null },
        `${unread.join(", ")} may change whom it asks, by what way, or what it checks`,
        `remove ${unread.join(", ")} from ${address}`,
      );
  }
}

function makes(model: Model, provider: Block): boolean {
  return model.resources.some((resource) => resource.provider === provider);
}

function judgeResource(resource: Resource, ruling: Ruling): void {
  if (resource.value("provisioner").kind !== "absent")
    ruling.unproven(
      resource,
      "a provisioner runs programs where Terraform runs",
      `remove the provisioner of ${resource.address}`,
    );
  if (resource.value("dynamic").kind !== "absent")
    ruling.unproven(resource, "its blocks are generated", `write the blocks of ${resource.address} out`);
  // A state names the region of every resource: it is one of its own only where it is not its provider's.
  if (resource.value("region").kind !== "absent" && resource.text("region") !== resource.provider?.text("region"))
    ruling.unproven(
      resource,
      "it is made in a region of its own, where the region's switches may be other ones",
      `leave region out of ${resource.address}`,
    );
  const allowed = MAY_BE_IGNORED.get(resource.type);
  for (const lifecycle of resource.blocks("lifecycle")) {
    const unread = Object.keys(lifecycle.attributes).filter((one) => !LIFECYCLE.has(one));
    if (unread.length > 0)
      ruling.unproven(
        resource,
        `what ${unread.join(", ")} in its lifecycle does is not modelled`,
        `remove ${unread.join(", ")} from the lifecycle of ${resource.address}`,
      );
    for (const ignored of lifecycle.list("ignore_changes"))
      if (ignored.kind !== "known" || allowed?.has(String(ignored.value)) !== true)
        ruling.unproven(
          resource,
          "changes behind Terraform's back are ignored, so that what is live may be another thing",
          `remove ignore_changes from ${resource.address}`,
        );
  }
}
