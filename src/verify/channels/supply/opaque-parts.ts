import { type Channel } from "../../channel";
import { objectOf, type Model } from "../../model/model";
import { Block, type Resource } from "../../model/resource";
import { type Ruling } from "../../verdict";

const AWS_SOURCES = new Set([
  "aws",
  "hashicorp/aws",
  "registry.terraform.io/hashicorp/aws",
  "registry.opentofu.org/hashicorp/aws",
]);

/** Changes that Terraform may be told to overlook, since what they name follows from resources that are judged. */
const MAY_BE_IGNORED = new Map([["aws_default_network_acl", new Set(["subnet_ids"])]]);

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
    for (const resource of model.resources) judgeResource(resource, ruling);
    ruling.closed(
      { address: "(configuration)", path: null },
      `${model.resources.length} resources of one provider, each written out`,
    );
  },
};

function judgeTopLevel(model: Model, ruling: Ruling): void {
  for (const [section, why] of [
    ["module", "a module's resources are not in the file"],
    ["data", "a data source reads, and may run, what is not in the file"],
    ["ephemeral", "an ephemeral resource runs what is not in the file"],
    ["import", "an import takes over what is not in the file"],
    ["removed", "a removed block lets a resource go on unseen"],
    ["moved", "a moved block renames what the state holds"],
  ] as const)
    for (const name of Object.keys(objectOf(model.json[section])))
      ruling.unproven(
        { address: `${section}.${name}`, path: null },
        why,
        `write out what ${section}.${name} stands for`,
      );
  for (const list of ["import", "removed", "moved"])
    if (Array.isArray(model.json[list]) && model.json[list].length > 0)
      ruling.unproven(
        { address: list, path: null },
        `${list} blocks change what the file does not show`,
        "remove them",
      );
}

function judgeProviders(model: Model, ruling: Ruling): void {
  const required = objectOf(objectOf(model.json["terraform"])["required_providers"]);
  for (const [name, spec] of Object.entries(required)) {
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
    if (name !== "aws" && !Object.hasOwn(required, name))
      ruling.unproven({ address, path: null }, `the provider ${name} may do anything`, `remove ${name}`);
    if (block.value("endpoints").kind !== "absent" && block.list("endpoints").length > 0)
      ruling.unproven(
        { address, path: null },
        "it sends requests to other servers than AWS's",
        `remove endpoints from ${address}`,
      );
  }
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
  if (resource.value("region").kind !== "absent")
    ruling.unproven(
      resource,
      "it is made in a region of its own, where the region's switches may be other ones",
      `leave region out of ${resource.address}`,
    );
  const allowed = MAY_BE_IGNORED.get(resource.type);
  for (const lifecycle of resource.blocks("lifecycle"))
    for (const ignored of lifecycle.list("ignore_changes"))
      if (ignored.kind !== "known" || allowed?.has(String(ignored.value)) !== true)
        ruling.unproven(
          resource,
          "changes behind Terraform's back are ignored, so that what is live may be another thing",
          `remove ignore_changes from ${resource.address}`,
        );
}
