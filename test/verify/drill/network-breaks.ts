import { type StackJson } from "../../stacks/example-projects";
import {
  addingTo,
  adding,
  changing,
  removing,
  setting,
  together,
  type Attributes,
  type Edit,
  type Edits,
  FOREIGN,
} from "./edits";

/** A way of breaking a sealed stack, and the channel that has to be found open by it. */
export interface Break {
  readonly name: string;
  readonly channel: string;
  readonly edits: Edits;
}

const routing = (to: Attributes): Edits =>
  addingTo("aws_route_table", "aws_route", (id) => ({ route_table_id: id, ...to }));
const isGateway = (_: Attributes, name: string): boolean => name.includes("gateway");
const isCompute = (_: Attributes, name: string): boolean => name.includes("compute-group");
const inVpc = (type: string, attributes: Attributes = {}): Edits =>
  addingTo("aws_vpc", type, (id) => ({ vpc_id: id, ...attributes }));
const inSubnet = (type: string, attributes: Attributes = {}): Edits =>
  addingTo("aws_subnet", type, (id) => ({ subnet_id: id, ...attributes }));
const everything = { protocol: "-1", from_port: 0, to_port: 0, cidr_blocks: ["0.0.0.0/0"] };

/** What a machine cannot be without. */
const MACHINE = { ami: "ami-0123456789abcdef0", instance_type: "t3.micro" };

export const NETWORK_BREAKS: readonly Break[] = [
  { name: "an internet gateway in a VPC", channel: "net.internet-gateway", edits: inVpc("aws_internet_gateway") },
  {
    name: "an attachment of somebody's internet gateway",
    channel: "net.internet-gateway",
    edits: inVpc("aws_internet_gateway_attachment", { internet_gateway_id: "igw-0123456789abcdef0" }),
  },
  {
    name: "an inline default route",
    channel: "net.internet-gateway",
    edits: setting("aws_route_table", { route: [{ cidr_block: "0.0.0.0/0", gateway_id: "igw-0123456789abcdef0" }] }),
  },
  {
    name: "a narrow route to an internet gateway",
    channel: "net.internet-gateway",
    edits: routing({ destination_cidr_block: "203.0.113.7/32", gateway_id: "igw-0123456789abcdef0" }),
  },
  {
    name: "a route of the default table",
    channel: "net.internet-gateway",
    edits: setting("aws_default_route_table", {
      route: [{ cidr_block: "198.51.100.0/24", gateway_id: "igw-0123456789abcdef0" }],
    }),
  },
  { name: "a NAT gateway in a subnet", channel: "net.nat-gateway", edits: inSubnet("aws_nat_gateway") },
  {
    name: "a regional NAT gateway",
    channel: "net.nat-gateway",
    edits: inVpc("aws_nat_gateway", { availability_mode: "regional" }),
  },
  {
    name: "a route to a NAT gateway",
    channel: "net.nat-gateway",
    edits: routing({ destination_cidr_block: "0.0.0.0/0", nat_gateway_id: "nat-0123456789abcdef0" }),
  },
  {
    name: "an egress-only gateway",
    channel: "net.egress-only-gateway",
    edits: inVpc("aws_egress_only_internet_gateway"),
  },
  {
    name: "an IPv6 route",
    channel: "net.egress-only-gateway",
    edits: routing({ destination_ipv6_cidr_block: "::/0", egress_only_gateway_id: "eigw-0123456789abcdef0" }),
  },
  {
    name: "a generated IPv6 range",
    channel: "net.ipv6",
    edits: setting("aws_vpc", { assign_generated_ipv6_cidr_block: true }),
  },
  {
    name: "an IPv6 range beside the VPC",
    channel: "net.ipv6",
    edits: inVpc("aws_vpc_ipv6_cidr_block_association", { ipv6_ipam_pool_id: "ipam-pool-1" }),
  },
  {
    name: "an IPv6 range of a subnet",
    channel: "net.ipv6",
    edits: setting("aws_subnet", { ipv6_cidr_block: "2001:db8::/64" }),
  },
  {
    name: "a public address of a machine",
    channel: "net.public-address",
    edits: setting("aws_instance", { associate_public_ip_address: true }),
  },
  {
    name: "public addresses in a subnet",
    channel: "net.public-address",
    edits: setting("aws_subnet", { map_public_ip_on_launch: true }),
  },
  {
    name: "an elastic address on a machine",
    channel: "net.public-address",
    edits: addingTo("aws_instance", "aws_eip", (id) => ({ domain: "vpc", instance: id })),
  },
  {
    name: "an elastic address on an interface",
    channel: "net.public-address",
    edits: addingTo("aws_network_interface", "aws_eip_association", (id) => ({
      network_interface_id: id,
      allocation_id: "eipalloc-1",
    })),
  },
  {
    name: "a template with public addresses",
    channel: "net.public-address",
    edits: setting("aws_launch_template", { network_interfaces: [{ associate_public_ip_address: "true" }] }),
  },
  {
    name: "a peering with a foreign VPC",
    channel: "net.peering",
    edits: setting("aws_vpc_peering_connection", { peer_vpc_id: "vpc-0123456789abcdef0" }),
  },
  {
    name: "a second peering, with a foreign account",
    channel: "net.peering",
    edits: inVpc("aws_vpc_peering_connection", { peer_vpc_id: "vpc-0123456789abcdef0", peer_owner_id: FOREIGN }),
  },
  {
    name: "a route over somebody's peering",
    channel: "net.peering",
    edits: routing({ destination_cidr_block: "192.0.2.0/24", vpc_peering_connection_id: "pcx-0123456789abcdef0" }),
  },
  {
    name: "a machine beside a gateway",
    channel: "net.peering",
    edits: addingTo("aws_subnet", "aws_instance", (id) => ({ subnet_id: id, ...MACHINE }), isGateway),
  },
  {
    name: "plain traffic out of a gateway",
    channel: "net.peering",
    edits: setting("aws_security_group", { egress: [everything] }, isGateway),
  },
  {
    name: "plain traffic into a gateway",
    channel: "net.peering",
    edits: addingTo(
      "aws_security_group",
      "aws_vpc_security_group_ingress_rule",
      (id) => ({ security_group_id: id, cidr_ipv4: "0.0.0.0/0", ip_protocol: "-1" }),
      isGateway,
    ),
  },
  {
    name: "names resolved across a peering",
    channel: "net.peering",
    edits: setting("aws_vpc_peering_connection", { requester: [{ allow_remote_vpc_dns_resolution: true }] }),
  },
  {
    name: "a way into the world for compute",
    channel: "net.security-groups",
    edits: addingTo(
      "aws_security_group",
      "aws_vpc_security_group_egress_rule",
      (id) => ({ security_group_id: id, cidr_ipv4: "0.0.0.0/0", ip_protocol: "-1" }),
      isCompute,
    ),
  },
  {
    name: "a way to a prefix list of AWS's",
    channel: "net.prefix-lists",
    edits: addingTo(
      "aws_security_group",
      "aws_vpc_security_group_egress_rule",
      (id) => ({
        security_group_id: id,
        prefix_list_id: "pl-78a54011",
        ip_protocol: "tcp",
        from_port: 443,
        to_port: 443,
      }),
      isCompute,
    ),
  },
  {
    name: "a transit gateway",
    channel: "net.transit-gateway",
    edits: inVpc("aws_ec2_transit_gateway_vpc_attachment", {
      transit_gateway_id: "tgw-0123456789abcdef0",
      subnet_ids: ["subnet-0123456789abcdef0"],
    }),
  },
  {
    name: "a route to a transit gateway",
    channel: "net.transit-gateway",
    edits: routing({ destination_cidr_block: "10.0.0.0/8", transit_gateway_id: "tgw-0123456789abcdef0" }),
  },
  {
    name: "a transit gateway that takes whoever comes",
    channel: "net.transit-gateway",
    edits: adding("aws_ec2_transit_gateway", { auto_accept_shared_attachments: "enable" }),
  },
  {
    name: "a core network",
    channel: "net.core-network",
    edits: inVpc("aws_networkmanager_vpc_attachment", { core_network_id: "core-network-1", subnet_arns: [] }),
  },
  {
    name: "a VPN gateway",
    channel: "net.site-to-site",
    edits: inVpc("aws_vpn_gateway"),
  },
  {
    name: "a VPN connection",
    channel: "net.site-to-site",
    edits: adding("aws_vpn_connection", { type: "ipsec.1", customer_gateway_id: "cgw-1", vpn_gateway_id: "vgw-1" }),
  },
  {
    name: "routes that the far side chooses",
    channel: "net.site-to-site",
    edits: setting("aws_route_table", { propagating_vgws: ["vgw-0123456789abcdef0"] }),
  },
  {
    name: "Direct Connect",
    channel: "net.direct-connect",
    edits: adding("aws_dx_gateway_association", { dx_gateway_id: "dx-1", associated_gateway_id: "vgw-1" }),
  },
  {
    name: "an interface for another account",
    channel: "net.interface-sharing",
    edits: addingTo("aws_network_interface", "aws_network_interface_permission", (id) => ({
      network_interface_id: id,
      aws_account_id: FOREIGN,
      permission: "INSTANCE-ATTACH",
    })),
  },
  {
    name: "mirrored traffic",
    channel: "net.traffic-mirroring",
    edits: addingTo("aws_network_interface", "aws_ec2_traffic_mirror_session", (id) => ({
      network_interface_id: id,
      session_number: 1,
      traffic_mirror_filter_id: "tmf-1",
      traffic_mirror_target_id: "tmt-1",
    })),
  },
  {
    name: "an inspection endpoint of somebody's",
    channel: "net.inspection",
    edits: inVpc("aws_vpc_endpoint", {
      vpc_endpoint_type: "GatewayLoadBalancer",
      service_name: "com.amazonaws.vpce.ap-northeast-2.vpce-svc-0123456789abcdef0",
    }),
  },
  {
    name: "a load balancer for the internet",
    channel: "net.load-balancers",
    edits: addingTo("aws_subnet", "aws_lb", (id) => ({
      subnets: [id],
      internal: false,
      load_balancer_type: "network",
    })),
  },
  {
    name: "a load balancer by default for the internet",
    channel: "net.load-balancers",
    edits: addingTo("aws_subnet", "aws_lb", (id) => ({ subnets: [id] })),
  },
  {
    name: "CloudFront before a machine",
    channel: "net.publication",
    edits: addingTo("aws_instance", "aws_cloudfront_vpc_origin", (_, name) => ({
      vpc_origin_endpoint_config: [{ name: "x", arn: `\${aws_instance.${name}.arn}`, http_port: 80, https_port: 443 }],
    })),
  },
  {
    name: "an endpoint service",
    channel: "net.publication",
    edits: adding("aws_vpc_endpoint_service", { acceptance_required: false, allowed_principals: ["*"] }),
  },
  {
    name: "Global Accelerator",
    channel: "net.publication",
    edits: adding("aws_globalaccelerator_endpoint_group", {
      listener_arn: "arn:aws:globalaccelerator::111111111111:accelerator/1/listener/1",
    }),
  },
  {
    name: "a Lattice network",
    channel: "net.publication",
    edits: addingTo("aws_vpc", "aws_vpclattice_service_network_vpc_association", (id) => ({
      vpc_identifier: id,
      service_network_identifier: "sn-0123456789abcdef0",
    })),
  },
  {
    name: "a Lattice resource gateway",
    channel: "net.publication",
    edits: inVpc("aws_vpclattice_resource_gateway", { name: "gateway", subnet_ids: [] }),
  },
  {
    name: "Verified Access",
    channel: "net.publication",
    edits: adding("aws_verifiedaccess_endpoint", { endpoint_type: "load-balancer", attachment_type: "vpc" }),
  },
  {
    name: "a route server",
    channel: "net.route-server",
    edits: adding("aws_vpc_route_server", { amazon_side_asn: 65000 }),
  },
  { name: "a carrier gateway", channel: "net.edge", edits: inVpc("aws_ec2_carrier_gateway") },
  {
    name: "a route to a local gateway",
    channel: "net.edge",
    edits: routing({ destination_cidr_block: "10.0.0.0/8", local_gateway_id: "lgw-0123456789abcdef0" }),
  },
  {
    name: "a machine that takes part in two boxes",
    channel: "net.box-exchange",
    edits: (stack: StackJson): Edit[] => {
      const subnets = Object.keys(stack.resource["aws_subnet"] ?? {});
      const first = subnets.find((name) => name.startsWith("data-box") && name.includes("-data-"));
      return subnets
        .filter((name) => name.startsWith("research-box") && name.includes("compute"))
        .map((name) => (copy: StackJson): void => {
          const provider = copy.resource["aws_subnet"]?.[name]?.["provider"];
          const interfaces = (copy.resource["aws_network_interface"] ??= {});
          interfaces["one"] = { provider, subnet_id: `\${aws_subnet.${String(first)}.id}` };
          interfaces["two"] = { provider, subnet_id: `\${aws_subnet.${name}.id}` };
          (copy.resource["aws_instance"] ??= {})["bridge"] = {
            ...MACHINE,
            provider,
            network_interface: [
              { device_index: 0, network_interface_id: "${aws_network_interface.one.id}" },
              { device_index: 1, network_interface_id: "${aws_network_interface.two.id}" },
            ],
          };
        });
    },
  },
  {
    name: "a gateway's configuration without encryption",
    channel: "net.tunnel-configuration",
    edits: changing(
      "aws_instance",
      (one) => (one["user_data"] = String(one["user_data"]).replaceAll(/aes_gcm[0-9a-z_]*/g, "null")),
      (one) => String(one["user_data"]).includes("aes_gcm"),
    ),
  },
  {
    name: "a gateway's configuration for the whole world",
    channel: "net.tunnel-configuration",
    edits: changing(
      "aws_instance",
      (one) => (one["user_data"] = String(one["user_data"]).replaceAll(/(rightsubnets?=)\S+/g, "$10.0.0.0/0")),
      (one) => /rightsubnet/.test(String(one["user_data"])),
    ),
  },
  {
    name: "a gateway that forwards whatever comes",
    channel: "net.tunnel-configuration",
    edits: changing(
      "aws_instance",
      (one) => (one["user_data"] = String(one["user_data"]).replaceAll(/policy drop/g, "policy accept")),
      (one) => String(one["user_data"]).includes("policy drop"),
    ),
  },
  {
    name: "no user data of a gateway",
    channel: "net.tunnel-configuration",
    edits: changing(
      "aws_instance",
      (one) => void delete one["user_data"],
      (one) => String(one["user_data"]).includes("policy drop"),
    ),
  },
  {
    name: "a policy-free endpoint",
    channel: "net.endpoints",
    edits: changing("aws_vpc_endpoint", (one) => void delete one["policy"]),
  },
  {
    name: "an endpoint of another's service",
    channel: "net.endpoints",
    edits: inVpc("aws_vpc_endpoint", {
      vpc_endpoint_type: "Interface",
      service_name: "com.amazonaws.vpce.ap-northeast-2.vpce-svc-0123456789abcdef0",
      policy: "{}",
    }),
  },
  {
    name: "an S3 gateway endpoint with AWS's default policy",
    channel: "net.endpoints",
    edits: inVpc("aws_vpc_endpoint", { service_name: "com.amazonaws.ap-northeast-2.s3" }),
  },
  {
    name: "an endpoint of a service that takes no policy",
    channel: "net.endpoints",
    edits: inVpc("aws_vpc_endpoint", {
      service_name: "com.amazonaws.ap-northeast-2.appsync-api",
      vpc_endpoint_type: "Interface",
    }),
  },
  {
    name: "no DNS Firewall",
    channel: "dns.resolver",
    edits: removing("aws_route53_resolver_firewall_rule_group_association"),
  },
  {
    name: "no last rule",
    channel: "dns.resolver",
    edits: removing("aws_route53_resolver_firewall_rule", ({ action }) => action === "BLOCK"),
  },
  {
    name: "a last rule that only alerts",
    channel: "dns.resolver",
    edits: setting(
      "aws_route53_resolver_firewall_rule",
      { action: "ALERT", block_response: null },
      ({ action }) => action === "BLOCK",
    ),
  },
  {
    name: "a last rule for one type of query",
    channel: "dns.resolver",
    edits: setting("aws_route53_resolver_firewall_rule", { q_type: "A" }, ({ action }) => action === "BLOCK"),
  },
  {
    name: "a wildcard among the allowed names",
    channel: "dns.resolver",
    edits: changing(
      "aws_route53_resolver_firewall_domain_list",
      (list) => (list["domains"] as string[]).push("*.example.org"),
      ({ domains }) => !(domains as string[]).includes("*"),
    ),
  },
  {
    name: "a firewall that fails open",
    channel: "dns.fail-open",
    edits: setting("aws_route53_resolver_firewall_config", { firewall_fail_open: "ENABLED" }),
  },
  {
    name: "no word on failing open",
    channel: "dns.fail-open",
    edits: removing("aws_route53_resolver_firewall_config"),
  },
  {
    name: "chains of names that are trusted",
    channel: "dns.redirection",
    edits: setting(
      "aws_route53_resolver_firewall_rule",
      { firewall_domain_redirection_action: "TRUST_REDIRECTION_DOMAIN" },
      ({ action }) => action === "ALLOW",
    ),
  },
  {
    name: "an outbound resolver",
    channel: "dns.forwarding",
    edits: adding("aws_route53_resolver_endpoint", { direction: "OUTBOUND", security_group_ids: [], ip_address: [] }),
  },
  {
    name: "a rule that forwards names",
    channel: "dns.forwarding",
    edits: adding("aws_route53_resolver_rule", {
      domain_name: "example.org",
      rule_type: "FORWARD",
      target_ip: [{ ip: "203.0.113.7" }],
    }),
  },
  {
    name: "name servers elsewhere",
    channel: "dns.dhcp",
    edits: setting("aws_vpc_dhcp_options", { domain_name_servers: ["203.0.113.7"] }),
  },
  {
    name: "a zone that another's VPC sees",
    channel: "dns.forwarding",
    edits: addingTo("aws_route53_zone", "aws_route53_zone_association", (id) => ({
      zone_id: id,
      vpc_id: "vpc-0123456789abcdef0",
    })),
  },
  {
    name: "a public zone",
    channel: "dns.zones",
    edits: adding("aws_route53_zone", { name: "example.org" }),
  },
  {
    name: "query logs to elsewhere",
    channel: "log.query-logs",
    edits: setting("aws_route53_resolver_query_log_config", { destination_arn: "arn:aws:s3:::elsewhere" }),
  },
  {
    name: "everything among one account's shares",
    channel: "share.resource-shares",
    edits: together(
      adding("aws_ram_resource_share", { name: "x", allow_external_principals: true }),
      addingTo(
        "aws_subnet",
        "aws_ram_resource_association",
        (_, name) => ({
          resource_arn: `\${aws_subnet.${name}.arn}`,
          resource_share_arn: "${aws_ram_resource_share.added.arn}",
        }),
        () => true,
        "shared",
      ),
    ),
  },
];
