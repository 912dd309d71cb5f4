import { type Channel } from "../../channel";
import { Block, type Attributes } from "../../model/resource";
import { NOT_WRITTEN, showValue, type Value } from "../../model/value";

/** Attributes, at any depth, by which a resource names parts of a network that hold it, or that it changes. */
const NAMES_A_PART = new Set([
  "client_vpn_endpoint_id",
  "firewall_rule_group_id",
  "network_acl_id",
  "network_interface_id",
  "route_table_id",
  "route_table_ids",
  "security_group_id",
  "security_group_ids",
  "security_groups",
  "subnet_id",
  "subnet_ids",
  "subnets",
  "vpc_endpoint_id",
  "vpc_id",
  "vpc_security_group_ids",
]);

/** Catalogue row N37: parts of a network that the configuration uses and does not declare. */
export const undeclaredParts: Channel = {
  id: "net.undeclared-parts",
  title: "Parts of networks that are not declared",
  opens:
    "a machine, endpoint, table or rule in a VPC, subnet, group, table or endpoint that the configuration does not declare: what surrounds it there may lead anywhere",
  closes: "every part of a network that a resource names is one of the configuration",
  sources: ["https://docs.aws.amazon.com/vpc/latest/userguide/how-it-works.html"],
  decide: (model, ruling) => {
    let named = 0;
    for (const resource of model.resources)
      for (const { name, value } of partsNamed(resource.attributes)) {
        named += 1;
        const target = model.follow(value);
        if (target.kind === "resource" || (target.kind === "known" && target.value === "")) continue;
        ruling.unproven(
          resource,
          `its ${name} is ${showValue(value)}, which is nothing that this configuration declares`,
          `let ${name} of ${resource.address} refer to a resource of this configuration`,
        );
      }
    ruling.closed({ address: "(configuration)", path: null }, `${named} parts of networks are named`);
  },
};

/** Whether nothing was written of an attribute that a plan does not know. */
function isOpen(attributes: Attributes, name: string): boolean {
  return new Block(attributes).list(name).every((value) => showValue(value) === NOT_WRITTEN);
}

/** Every value of such an attribute, wherever it stands in a resource. */
function partsNamed(attributes: Attributes): { readonly name: string; readonly value: Value }[] {
  return Object.entries(attributes).flatMap(([name, raw]) => {
    if (name === "//") return [];
    // Of a cluster the provider repeats its one subnet as a list, which a plan does not know yet.
    if (name === "subnet_ids" && new Block(attributes).value("subnet_id").kind !== "absent" && isOpen(attributes, name))
      return [];
    if (NAMES_A_PART.has(name))
      return new Block(attributes)
        .list(name)
        .filter(({ kind }) => kind !== "absent")
        .map((value) => ({ name, value }));
    return [raw]
      .flat()
      .flatMap((inner: unknown) =>
        inner !== null && typeof inner === "object" ? partsNamed(inner as Attributes) : [],
      );
  });
}
