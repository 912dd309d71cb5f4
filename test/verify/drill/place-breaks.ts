import { type StackJson } from "../../stacks/example-projects";
import { adding, addingTo, changing, setting, together, type Attributes, type Edit, type Edits } from "./edits";
import { type Break } from "./network-breaks";

const isCompute = (_: Attributes, name: string): boolean => name.includes("compute");
const isGateway = (_: Attributes, name: string): boolean => name.includes("gateway");
const undeclared = (name: string, edits: Edits): Break => ({ name, channel: "net.undeclared-parts", edits });
const IGW = "igw-0123456789abcdef0";

/** A way into the world for a group of each VPC, whose own range is made to hold it. */
const insideOf = (range: Attributes): Edits =>
  together(
    (stack) =>
      Object.entries(stack.resource["aws_vpc"] ?? {}).map(([name]) => (copy: StackJson): void => {
        const vpc = copy.resource["aws_vpc"]?.[name] ?? {};
        delete vpc["cidr_block"];
        Object.assign(vpc, range);
      }),
    addingTo("aws_vpc", "aws_security_group", (id) => ({
      vpc_id: id,
      ingress: [],
      egress: [{ protocol: "-1", from_port: 0, to_port: 0, cidr_blocks: ["0.0.0.0/0"] }],
    })),
  );

/** Parts of a network that are somebody's, and places where machines get ways of their own. */
export const PLACE_BREAKS: readonly Break[] = [
  undeclared(
    "a machine in somebody's subnet",
    setting("aws_instance", { subnet_id: "subnet-0123456789abcdef0" }, isCompute),
  ),
  undeclared(
    "a machine in somebody's group",
    setting("aws_instance", { vpc_security_group_ids: ["sg-0123456789abcdef0"] }, isCompute),
  ),
  undeclared(
    "a subnet of somebody's table",
    setting("aws_route_table_association", { route_table_id: "rtb-0123456789abcdef0" }),
  ),
  undeclared(
    "an interface of somebody's on a machine",
    addingTo("aws_instance", "aws_network_interface_attachment", (id) => ({
      instance_id: id,
      device_index: 1,
      network_interface_id: "eni-0123456789abcdef0",
    })),
  ),
  undeclared(
    "a group of somebody's on an interface",
    addingTo("aws_network_interface", "aws_network_interface_sg_attachment", (id) => ({
      network_interface_id: id,
      security_group_id: "sg-0123456789abcdef0",
    })),
  ),
  undeclared(
    "a template with somebody's interface",
    setting("aws_launch_template", { network_interfaces: [{ network_interface_id: "eni-0123456789abcdef0" }] }),
  ),
  undeclared(
    "an endpoint in somebody's VPC",
    setting("aws_vpc_endpoint", { vpc_id: "vpc-0123456789abcdef0", subnet_ids: [], security_group_ids: [] }),
  ),
  undeclared(
    "a table that leads to somebody's gateway endpoint",
    addingTo("aws_route_table", "aws_vpc_endpoint_route_table_association", (id) => ({
      route_table_id: id,
      vpc_endpoint_id: "vpce-0123456789abcdef0",
    })),
  ),
  {
    name: "a machine in no subnet",
    channel: "net.public-address",
    edits: changing("aws_instance", (one) => void delete one["subnet_id"], isCompute),
  },
  {
    name: "a table for somebody's internet gateway",
    channel: "net.internet-gateway",
    edits: addingTo("aws_route_table", "aws_route_table_association", (id) => ({
      route_table_id: id,
      gateway_id: IGW,
    })),
  },
  {
    name: "a table for somebody's VPN gateway",
    channel: "net.site-to-site",
    edits: addingTo("aws_route_table", "aws_route_table_association", (id) => ({
      route_table_id: id,
      gateway_id: "vgw-0123456789abcdef0",
    })),
  },
  {
    name: "a group for the world in a VPC whose range nobody knows",
    channel: "net.security-groups",
    edits: insideOf({ ipv4_ipam_pool_id: "ipam-pool-1" }),
  },
  {
    name: "a group for the world in a VPC as large as the world",
    channel: "net.security-groups",
    edits: insideOf({ cidr_block: "0.0.0.0/0" }),
  },
  {
    name: "a template with IPv6",
    channel: "net.ipv6",
    edits: setting("aws_launch_template", { network_interfaces: [{ ipv6_address_count: 1 }] }),
  },
  {
    name: "a carrier's address in a template",
    channel: "net.public-address",
    edits: setting("aws_launch_template", { network_interfaces: [{ associate_carrier_ip_address: "true" }] }),
  },
  {
    name: "an interface in the network on premises",
    channel: "net.public-address",
    edits: setting("aws_subnet", { enable_lni_at_device_index: 1 }),
  },
  {
    name: "an interface that names a machine in another box",
    channel: "net.box-exchange",
    edits: (stack: StackJson): Edit[] => {
      const subnets = Object.keys(stack.resource["aws_subnet"] ?? {});
      const data = subnets.find((name) => name.startsWith("data-box"));
      return Object.keys(stack.resource["aws_instance"] ?? {})
        .filter((name) => isCompute({}, name))
        .map((name) => (copy: StackJson): void => {
          (copy.resource["aws_network_interface"] ??= {})["added"] = {
            provider: copy.resource["aws_instance"]?.[name]?.["provider"],
            subnet_id: `\${aws_subnet.${String(data)}.id}`,
            attachment: [{ instance: `\${aws_instance.${name}.id}`, device_index: 1 }],
          };
        });
    },
  },
  {
    name: "an interface that forwards, and names its machine",
    channel: "net.tunnel-configuration",
    edits: (stack: StackJson) =>
      Object.entries(stack.resource["aws_instance"] ?? {})
        .filter(([name]) => isCompute({}, name))
        .map(([name, { provider, subnet_id: subnet, vpc_security_group_ids: groups }]) => (copy: StackJson): void => {
          (copy.resource["aws_network_interface"] ??= {})["added"] = {
            provider,
            subnet_id: subnet,
            security_groups: groups,
            source_dest_check: false,
            attachment: { instance: `\${aws_instance.${name}.id}`, device_index: 1 },
          };
        }),
  },
  {
    name: "WINS servers of somebody's",
    channel: "dns.dhcp",
    edits: setting("aws_vpc_dhcp_options", { netbios_name_servers: ["203.0.113.7"] }),
  },
  {
    name: "options of somebody's",
    channel: "dns.dhcp",
    edits: setting("aws_vpc_dhcp_options_association", { dhcp_options_id: "dopt-0123456789abcdef0" }),
  },
  {
    name: "somebody's zone in a VPC",
    channel: "dns.forwarding",
    edits: addingTo("aws_vpc", "aws_route53_zone_association", (id) => ({
      vpc_id: id,
      zone_id: "Z0123456789ABCDEFGHIJ",
    })),
  },
  {
    name: "a record in somebody's zone",
    channel: "dns.zones",
    edits: setting("aws_route53_record", { zone_id: "Z0123456789ABCDEFGHIJ" }),
  },
  {
    name: "a rule that may be of any group",
    channel: "dns.resolver",
    edits: adding("aws_route53_resolver_firewall_rule", {
      name: "x",
      action: "ALLOW",
      priority: 1,
      firewall_rule_group_id: "${var.group}",
      firewall_domain_list_id: "rslvr-fdl-1",
    }),
  },
  {
    name: "queries that are recorded by somebody's configuration",
    channel: "log.query-logs",
    edits: setting("aws_route53_resolver_query_log_config_association", {
      resolver_query_log_config_id: "rqlc-0123456789abcdef0",
    }),
  },
  {
    name: "an elastic address on an internal load balancer",
    channel: "net.load-balancers",
    edits: addingTo("aws_subnet", "aws_lb", (id) => ({
      internal: true,
      load_balancer_type: "network",
      subnet_mapping: [{ subnet_id: id, allocation_id: "eipalloc-1" }],
    })),
  },
  {
    name: "a machine behind somebody's load balancer",
    channel: "net.load-balancers",
    edits: addingTo("aws_instance", "aws_elb_attachment", (id) => ({ instance: id, elb: "elsewhere" })),
  },
  {
    name: "routes in a list within a list",
    channel: "net.unread-routes",
    edits: setting("aws_route_table", { route: [[{ cidr_block: "0.0.0.0/0", gateway_id: IGW }]] }, isGateway),
  },
];
