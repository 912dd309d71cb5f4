import { type Channel } from "../../channel";
import { type Value } from "../../model/value";
import { valuesAt } from "../../rules";

/** Attributes that give a VPC, a subnet or an interface an IPv6 address, by type. */
const GIVE_IPV6: Readonly<Record<string, readonly string[]>> = {
  aws_vpc: [
    "assign_generated_ipv6_cidr_block",
    "ipv6_cidr_block",
    "ipv6_ipam_pool_id",
    "ipv6_netmask_length",
    "ipv6_cidr_block_network_border_group",
  ],
  aws_subnet: ["assign_ipv6_address_on_creation", "ipv6_cidr_block", "ipv6_native", "enable_dns64"],
  aws_network_interface: [
    "ipv6_address_count",
    "ipv6_addresses",
    "ipv6_address_list",
    "ipv6_prefixes",
    "ipv6_prefix_count",
    "enable_primary_ipv6",
  ],
  aws_instance: ["ipv6_address_count", "ipv6_addresses", "enable_primary_ipv6"],
  aws_alb: ["ip_address_type"],
  aws_lb: ["ip_address_type"],
  aws_ec2_client_vpn_endpoint: ["endpoint_ip_address_type", "traffic_ip_address_type"],
  aws_vpc_endpoint: ["ip_address_type"],
  aws_lambda_function: ["vpc_config.ipv6_allowed_for_dual_stack"],
  aws_launch_template: [
    "ipv6_address_count",
    "ipv6_addresses",
    "ipv6_prefix_count",
    "ipv6_prefixes",
    "primary_ipv6",
  ].map((name) => `network_interfaces.${name}`),
};

/** Catalogue row N02. */
export const ipv6: Channel = {
  id: "net.ipv6",
  title: "IPv6",
  opens: "an IPv6 block or address in a box: every IPv6 address is a public one",
  closes: "no VPC, subnet, interface or machine has IPv6",
  sources: ["https://docs.aws.amazon.com/vpc/latest/userguide/vpc-migrate-ipv6.html"],
  types: [...Object.keys(GIVE_IPV6), "aws_vpc_ipv6_cidr_block_association"],
  decide: (model, ruling) => {
    for (const association of model.ofType("aws_vpc_ipv6_cidr_block_association"))
      ruling.open(
        association,
        "it gives a VPC public IPv6 addresses",
        leak([association.address]),
        `remove ${association.address}`,
      );
    for (const [type, attributes] of Object.entries(GIVE_IPV6))
      for (const resource of model.ofType(type)) {
        const given = attributes.flatMap((name) =>
          valuesAt(resource, name)
            .filter((value) => !givesNothing(value))
            .map(({ kind }) => ({ name, kind })),
        );
        for (const { name, kind } of given)
          if (kind === "known")
            ruling.open(
              resource,
              `${name} gives it IPv6`,
              leak([resource.address]),
              `remove ${name} from ${resource.address}`,
            );
          else
            ruling.unproven(
              resource,
              `${name} is an expression; whether it gives IPv6 cannot be told`,
              `leave ${name} out`,
            );
        if (given.length === 0 && type === "aws_vpc") ruling.closed(resource, "the VPC has no IPv6 block");
      }
  },
};

function givesNothing(value: Value): boolean {
  if (value.kind === "absent") return true;
  return value.kind === "known" && [false, "false", "", 0, "0", "ipv4"].some((nothing) => value.value === nothing);
}

function leak(through: readonly string[]) {
  return {
    from: "any machine with an IPv6 address",
    by: "anybody who runs code there",
    through,
    to: "any host that has an IPv6 address; none of these addresses is private",
  };
}
