import { type Configuration } from "./sealed-box";

/** One change to a sealed configuration, and what the verifier has to say of it. */
export interface Mutation {
  readonly name: string;
  readonly change: (configuration: Configuration) => void;
  readonly channel: string;
  readonly verdict: "open" | "unproven";
}

type Attributes = Record<string, unknown>;

function get(configuration: Configuration, type: string, name: string): Attributes {
  const resource = configuration.resource[type]?.[name];
  if (resource === undefined) throw new Error(`no ${type}.${name} to change`);
  return resource;
}

/** Sets attributes of a resource; `undefined` takes one away. */
const set =
  (type: string, name: string, attributes: Attributes) =>
  (configuration: Configuration): void => {
    const resource = get(configuration, type, name);
    for (const [key, value] of Object.entries(attributes))
      if (value === undefined) delete resource[key];
      else resource[key] = value;
  };

const add =
  (type: string, attributes: Attributes = {}, name = "added") =>
  (configuration: Configuration): void => {
    (configuration.resource[type] ??= {})[name] = attributes;
  };

const remove =
  (type: string, name: string) =>
  (configuration: Configuration): void => {
    get(configuration, type, name);
    delete configuration.resource[type]?.[name];
  };

/** Changes the policy in an attribute. */
const editPolicy =
  (type: string, name: string, edit: (statements: Attributes[]) => void, attribute = "policy") =>
  (configuration: Configuration): void => {
    const resource = get(configuration, type, name);
    const policy = JSON.parse(String(resource[attribute])) as { Statement: Attributes[] };
    edit(policy.Statement);
    resource[attribute] = JSON.stringify(policy);
  };

const route = (to: Attributes): Attributes => ({ route_table_id: "${aws_route_table.lab_compute.id}", ...to });
const both =
  (...changes: ((configuration: Configuration) => void)[]) =>
  (configuration: Configuration): void => {
    for (const change of changes) change(configuration);
  };

const open = (channel: string, name: string, change: Mutation["change"]): Mutation => ({
  name,
  change,
  channel,
  verdict: "open",
});
const unproven = (channel: string, name: string, change: Mutation["change"]): Mutation => ({
  name,
  change,
  channel,
  verdict: "unproven",
});

const endpoint = (edit: (statement: Attributes) => void): Mutation["change"] =>
  editPolicy("aws_vpc_endpoint", "s3", ([statement]) => {
    if (statement) edit(statement);
  });
const bucket = (edit: (deny: Attributes, allow: Attributes, all: Attributes[]) => void): Mutation["change"] =>
  editPolicy("aws_s3_bucket_policy", "store", (all) => {
    if (all[0] && all[1]) edit(all[0], all[1], all);
  });

/** Lets somebody read, whatever else he says. */
const grant = (principal: unknown): Mutation["change"] =>
  bucket((_deny, allow) => {
    allow["Principal"] = principal;
    delete allow["Condition"];
  });

/** Every way of breaking the sealed boxes that the first channels have to find. */
export const MUTATIONS: readonly Mutation[] = [
  unproven("supply.unknown-attributes", "an attribute of a later provider", set("aws_vpc", "lab", { teleport: true })),
  unproven(
    "supply.unknown-attributes",
    "an attribute of a later provider inside of a block",
    set("aws_security_group", "lab_gateway", {
      ingress: [{ protocol: "tcp", from_port: 1, to_port: 1, teleport: true }],
    }),
  ),
  open(
    "share.volume-snapshots",
    "a shared snapshot",
    add("aws_snapshot_create_volume_permission", { snapshot_id: "snap-1", account_id: "999999999999" }),
  ),
  open("net.internet-gateway", "an internet gateway", add("aws_internet_gateway", { vpc_id: "${aws_vpc.lab.id}" })),
  open(
    "net.internet-gateway",
    "an attached internet gateway from elsewhere",
    add("aws_internet_gateway_attachment", { vpc_id: "${aws_vpc.lab.id}", internet_gateway_id: "igw-0123" }),
  ),
  open(
    "net.internet-gateway",
    "a route to a gateway that is not in the configuration",
    add("aws_route", route({ destination_cidr_block: "0.0.0.0/0", gateway_id: "igw-0123" })),
  ),
  open(
    "net.internet-gateway",
    "an inline route to an internet gateway",
    both(
      add("aws_internet_gateway"),
      set("aws_route_table", "lab_compute", {
        route: [{ cidr_block: "0.0.0.0/1", gateway_id: "${aws_internet_gateway.added.id}" }],
      }),
    ),
  ),
  open("net.nat-gateway", "a NAT gateway", add("aws_nat_gateway", { subnet_id: "${aws_subnet.lab_compute.id}" })),
  open(
    "net.nat-gateway",
    "a regional NAT gateway, which has no subnet",
    add("aws_nat_gateway", { vpc_id: "${aws_vpc.lab.id}", availability_mode: "regional" }),
  ),
  open(
    "net.nat-gateway",
    "a route to somebody's NAT gateway",
    add("aws_route", route({ destination_cidr_block: "0.0.0.0/0", nat_gateway_id: "${var.nat}" })),
  ),
  open(
    "net.egress-only-gateway",
    "an egress-only gateway",
    add("aws_egress_only_internet_gateway", { vpc_id: "${aws_vpc.lab.id}" }),
  ),
  open(
    "net.egress-only-gateway",
    "a route to one",
    add("aws_route", route({ destination_ipv6_cidr_block: "::/0", egress_only_gateway_id: "eigw-1" })),
  ),
  open("net.ipv6", "a generated IPv6 block", set("aws_vpc", "lab", { assign_generated_ipv6_cidr_block: true })),
  open(
    "net.ipv6",
    "an IPv6 block of the VPC",
    add("aws_vpc_ipv6_cidr_block_association", { vpc_id: "${aws_vpc.lab.id}" }),
  ),
  open("net.ipv6", "an IPv6 subnet", set("aws_subnet", "lab_compute", { ipv6_cidr_block: "2001:db8::/64" })),
  unproven(
    "net.ipv6",
    "an IPv6 switch that is an expression",
    set("aws_vpc", "lab", { assign_generated_ipv6_cidr_block: "${var.ipv6}" }),
  ),
  open("net.public-address", "an elastic address", add("aws_eip")),
  open(
    "net.public-address",
    "a machine with a public address",
    set("aws_instance", "train", { associate_public_ip_address: true }),
  ),
  open(
    "net.public-address",
    "a subnet that gives public addresses",
    set("aws_subnet", "lab_compute", { map_public_ip_on_launch: true }),
  ),
  open(
    "net.public-address",
    "a template that gives public addresses",
    set("aws_launch_template", "gateway", { network_interfaces: [{ associate_public_ip_address: "true" }] }),
  ),
  unproven(
    "net.public-address",
    "a machine in a subnet that is not in the configuration",
    set("aws_instance", "train", { subnet_id: "subnet-1", associate_public_ip_address: undefined }),
  ),
  open(
    "net.peering",
    "a peering with a foreign VPC",
    add("aws_vpc_peering_connection", { vpc_id: "${aws_vpc.lab.id}", peer_vpc_id: "vpc-0123" }),
  ),
  open(
    "net.peering",
    "a foreign peering that is accepted",
    add("aws_vpc_peering_connection_accepter", { vpc_peering_connection_id: "pcx-0123", auto_accept: true }),
  ),
  open(
    "net.peering",
    "a route over a foreign peering",
    add("aws_route", route({ destination_cidr_block: "10.99.0.0/16", vpc_peering_connection_id: "pcx-0123" })),
  ),
  open(
    "net.peering",
    "the peering routed for compute machines too",
    set("aws_route_table_association", "lab_compute", { route_table_id: "${aws_route_table.lab_gateway.id}" }),
  ),
  open(
    "net.peering",
    "a route over the peering to all of the far box",
    set("aws_route_table", "lab_gateway", {
      route: [{ cidr_block: "172.16.0.0/20", vpc_peering_connection_id: "${aws_vpc_peering_connection.tunnel.id}" }],
    }),
  ),
  open(
    "net.peering",
    "a gateway that may send anything to its peer",
    set("aws_security_group", "lab_gateway", {
      egress: [{ protocol: "-1", from_port: 0, to_port: 0, cidr_blocks: ["0.0.0.0/0"] }],
    }),
  ),
  open(
    "net.peering",
    "a gateway that may send HTTPS to its peer",
    add("aws_vpc_security_group_egress_rule", {
      security_group_id: "${aws_security_group.lab_gateway.id}",
      cidr_ipv4: "172.16.4.9/32",
      ip_protocol: "tcp",
      from_port: 443,
      to_port: 443,
    }),
  ),
  open(
    "net.peering",
    "a gateway that takes a wide range of UDP",
    add("aws_vpc_security_group_ingress_rule", {
      security_group_id: "${aws_security_group.lab_gateway.id}",
      cidr_ipv4: "172.16.0.0/12",
      ip_protocol: "udp",
      from_port: 500,
      to_port: 4500,
    }),
  ),
  open(
    "net.peering",
    "another machine in the gateways' subnet",
    add("aws_instance", {
      subnet_id: "${aws_subnet.lab_gateway.id}",
      metadata_options: { http_tokens: "required", http_put_response_hop_limit: 1 },
    }),
  ),
  open(
    "net.peering",
    "a gateway that may send anything to a group of the peered VPC",
    add("aws_vpc_security_group_egress_rule", {
      security_group_id: "${aws_security_group.lab_gateway.id}",
      referenced_security_group_id: "${aws_security_group.data_gateway.id}",
      ip_protocol: "-1",
    }),
  ),
  open(
    "net.peering",
    "a gateway that may send anything to a group of somebody's",
    add("aws_vpc_security_group_egress_rule", {
      security_group_id: "${aws_security_group.lab_gateway.id}",
      referenced_security_group_id: "999999999999/sg-0123",
      ip_protocol: "-1",
    }),
  ),
  unproven(
    "net.peering",
    "a peering table that is the main one",
    add("aws_main_route_table_association", {
      vpc_id: "${aws_vpc.lab.id}",
      route_table_id: "${aws_route_table.lab_gateway.id}",
    }),
  ),
  unproven(
    "net.peering",
    "a peering with a VPC that cannot be told",
    set("aws_vpc_peering_connection", "tunnel", { peer_vpc_id: "${var.vpc}" }),
  ),
  open(
    "net.forwarders",
    "everything routed through the gateway",
    set("aws_route_table", "lab_compute", {
      route: [{ cidr_block: "0.0.0.0/0", network_interface_id: "${aws_network_interface.lab_gateway.id}" }],
    }),
  ),
  open(
    "net.transit-gateway",
    "a transit gateway",
    add("aws_ec2_transit_gateway_vpc_attachment", { vpc_id: "${aws_vpc.lab.id}" }),
  ),
  open("net.site-to-site", "a site-to-site VPN", add("aws_vpn_gateway", { vpc_id: "${aws_vpc.lab.id}" })),
  open(
    "people.instance-connect",
    "an EC2 Instance Connect endpoint",
    add("aws_ec2_instance_connect_endpoint", { subnet_id: "${aws_subnet.lab_compute.id}" }),
  ),
  open("net.publication", "a published service", add("aws_vpc_endpoint_service", { acceptance_required: false })),
  open(
    "net.transit-gateway",
    "a route to a transit gateway",
    add("aws_route", route({ destination_cidr_block: "10.0.0.0/8", transit_gateway_id: "tgw-1" })),
  ),
  open(
    "net.site-to-site-proposals",
    "a VPN connection whose algorithms are AWS's to choose",
    add("aws_vpn_connection", { type: "ipsec.1", preshared_key_storage: "SecretsManager" }),
  ),
  open(
    "state.secrets",
    "a VPN connection whose keys AWS makes and tells",
    add("aws_vpn_connection", { type: "ipsec.1", customer_gateway_id: "cgw-1", vpn_gateway_id: "vgw-1" }),
  ),
  open(
    "net.site-to-site-flows",
    "a machine that sends to a site",
    both(
      add("aws_route", {
        route_table_id: "${aws_route_table.lab_compute.id}",
        destination_cidr_block: "192.168.0.0/16",
        gateway_id: "vgw-1",
      }),
      set("aws_instance", "train", { vpc_security_group_ids: ["${aws_security_group.lab_compute.id}"] }),
      set("aws_security_group", "lab_compute", {
        egress: [{ protocol: "tcp", from_port: 22, to_port: 22, cidr_blocks: ["192.168.40.0/24"] }],
      }),
    ),
  ),
  unproven(
    "net.site-to-site-flows",
    "a table for what a VPN brings in",
    add("aws_route_table_association", { gateway_id: "vgw-1", route_table_id: "${aws_route_table.lab_compute.id}" }),
  ),
  open("net.site-to-site", "propagated routes", set("aws_route_table", "lab_compute", { propagating_vgws: ["vgw-1"] })),
  unproven(
    "net.unread-routes",
    "a route to something unknown",
    add("aws_route", route({ destination_cidr_block: "10.0.0.0/8", gateway_id: "${var.gateway}" })),
  ),
  unproven(
    "net.unread-routes",
    "routes from an expression",
    set("aws_route_table", "lab_compute", { route: "${var.routes}" }),
  ),
  open("dns.resolver", "no DNS Firewall", remove("aws_route53_resolver_firewall_rule_group_association", "lab")),
  open("dns.resolver", "no last rule", remove("aws_route53_resolver_firewall_rule", "lab_block")),
  open(
    "dns.resolver",
    "a last rule for one type of query only",
    set("aws_route53_resolver_firewall_rule", "lab_block", { q_type: "TXT" }),
  ),
  open(
    "dns.resolver",
    "a last rule that only alerts",
    set("aws_route53_resolver_firewall_rule", "lab_block", { action: "ALERT" }),
  ),
  open(
    "dns.resolver",
    "a wildcard that is allowed",
    set("aws_route53_resolver_firewall_domain_list", "allowed", { domains: ["*.example.com"] }),
  ),
  open(
    "dns.resolver",
    "an order in which everything is allowed first",
    both(
      add("aws_route53_resolver_firewall_rule", {
        firewall_rule_group_id: "${aws_route53_resolver_firewall_rule_group.lab.id}",
        firewall_domain_list_id: "${aws_route53_resolver_firewall_domain_list.all.id}",
        action: "ALLOW",
        priority: 50,
      }),
    ),
  ),
  open(
    "dns.fail-open",
    "a firewall that fails open",
    set("aws_route53_resolver_firewall_config", "data", { firewall_fail_open: "ENABLED" }),
  ),
  unproven(
    "dns.resolver",
    "allowed names from an expression",
    set("aws_route53_resolver_firewall_domain_list", "allowed", { domains: ["${var.name}"] }),
  ),
  open("dns.dhcp", "a name server of its own", add("aws_vpc_dhcp_options", { domain_name_servers: ["10.8.0.9"] })),
  open("dns.zones", "a public zone", set("aws_route53_zone", "store", { vpc: undefined })),
  unproven("dns.zones", "a zone for a foreign VPC", set("aws_route53_zone", "store", { vpc: [{ vpc_id: "vpc-1" }] })),
  open("net.endpoints", "an endpoint without a policy", set("aws_vpc_endpoint", "s3", { policy: undefined })),
  open(
    "net.endpoints",
    "an endpoint that serves any account's principals",
    endpoint((statement) => (statement["Condition"] = { StringEquals: { "aws:ResourceAccount": "111111111111" } })),
  ),
  open(
    "net.endpoints",
    "an endpoint that reaches any account's buckets",
    endpoint((statement) => {
      statement["Resource"] = "*";
      statement["Condition"] = { StringEquals: { "aws:PrincipalAccount": "111111111111" } };
    }),
  ),
  open(
    "net.endpoints",
    "bounds that hold where the key is absent",
    endpoint(
      (statement) =>
        (statement["Condition"] = {
          StringEqualsIfExists: { "aws:PrincipalAccount": "111111111111" },
          StringEquals: { "aws:ResourceAccount": "111111111111" },
        }),
    ),
  ),
  open(
    "net.endpoints",
    "a foreign account among the principals",
    endpoint(
      (statement) =>
        (statement["Condition"] = {
          StringEquals: {
            "aws:PrincipalAccount": ["111111111111", "999999999999"],
            "aws:ResourceAccount": "111111111111",
          },
        }),
    ),
  ),
  open(
    "net.endpoints",
    "a foreign bucket among the resources",
    endpoint((statement) => {
      statement["Resource"] = ["arn:aws:s3:::store/*", "arn:aws:s3:::elsewhere/*"];
      statement["Condition"] = { StringEquals: { "aws:PrincipalAccount": "111111111111" } };
    }),
  ),
  open(
    "net.endpoints",
    "a bucket name that anyone can take",
    endpoint((statement) => {
      statement["Resource"] = "arn:aws:s3:::store*/*";
      statement["Condition"] = { StringEquals: { "aws:PrincipalAccount": "111111111111" } };
    }),
  ),
  open(
    "net.endpoints",
    "a bound to an organisation, of which the project's accounts are but some",
    endpoint(
      (statement) =>
        (statement["Condition"] = { StringEquals: { "aws:PrincipalOrgID": "o-0123", "aws:ResourceOrgID": "o-0123" } }),
    ),
  ),
  open(
    "net.endpoints",
    "an endpoint to somebody's service",
    set("aws_vpc_endpoint", "s3", { service_name: "com.amazonaws.vpce.eu-west-1.vpce-svc-0123" }),
  ),
  open(
    "net.endpoints",
    "an endpoint of a service that takes no policy",
    set("aws_vpc_endpoint", "s3", { service_name: "com.amazonaws.eu-west-1.acm" }),
  ),
  open(
    "net.endpoints",
    "a Gateway Load Balancer endpoint",
    set("aws_vpc_endpoint", "s3", { vpc_endpoint_type: "GatewayLoadBalancer" }),
  ),
  unproven(
    "net.endpoints",
    "a policy that is an expression",
    set("aws_vpc_endpoint", "s3", { policy: "${data.aws_iam_policy_document.x.json}" }),
  ),
  unproven(
    "net.endpoints",
    "a policy set twice",
    add("aws_vpc_endpoint_policy", { vpc_endpoint_id: "${aws_vpc_endpoint.s3.id}", policy: "{}" }),
  ),
  unproven("net.endpoints", "providers that name no account", (configuration) => {
    configuration.provider.aws = [{ region: "eu-west-1" }];
  }),
  open("people.client-vpn", "a split tunnel", set("aws_ec2_client_vpn_endpoint", "people", { split_tunnel: true })),
  open(
    "people.client-vpn",
    "one factor only",
    set("aws_ec2_client_vpn_endpoint", "people", { authentication_options: [{ type: "certificate-authentication" }] }),
  ),
  open(
    "people.client-vpn",
    "a self-service portal",
    set("aws_ec2_client_vpn_endpoint", "people", { self_service_portal: "enabled" }),
  ),
  open(
    "people.client-vpn",
    "a rule for the whole box",
    set("aws_ec2_client_vpn_authorization_rule", "people", { target_network_cidr: "10.8.0.0/22" }),
  ),
  open(
    "people.client-vpn",
    "a rule for everything",
    set("aws_ec2_client_vpn_authorization_rule", "people", { target_network_cidr: "0.0.0.0/0" }),
  ),
  open(
    "people.client-vpn",
    "a rule for everybody",
    set("aws_ec2_client_vpn_authorization_rule", "people", { authorize_all_groups: true }),
  ),
  unproven(
    "people.client-vpn",
    "a route of its own",
    add("aws_ec2_client_vpn_route", { destination_cidr_block: "0.0.0.0/0" }),
  ),
  open("people.serial-console", "the serial console", set("aws_ec2_serial_console_access", "off", { enabled: true })),
  open(
    "people.serial-console",
    "the serial console, by the provider's default",
    set("aws_ec2_serial_console_access", "off", { enabled: undefined }),
  ),
  open("store.reads-outside", "no bucket policy", remove("aws_s3_bucket_policy", "store")),
  open("store.public-access", "no public access block", remove("aws_s3_bucket_public_access_block", "store")),
  open(
    "store.public-access",
    "half a public access block",
    set("aws_s3_bucket_public_access_block", "store", { block_public_policy: false }),
  ),
  open(
    "store.public-access",
    "ACLs",
    set("aws_s3_bucket_ownership_controls", "store", { rule: [{ object_ownership: "ObjectWriter" }] }),
  ),
  open(
    "store.reads-outside",
    "the denial taken away",
    bucket((_deny, _allow, all) => all.shift()),
  ),
  open(
    "store.reads-outside",
    "a denial that spares versions",
    bucket((deny) => (deny["Action"] = ["s3:GetObject"])),
  ),
  open(
    "store.reads-outside",
    "a denial for one prefix only",
    bucket((deny) => (deny["Resource"] = "${aws_s3_bucket.store.arn}/secret/*")),
  ),
  open(
    "store.reads-outside",
    "a denial that spares somebody",
    bucket(
      (deny) =>
        (deny["Condition"] = {
          StringNotEquals: { "aws:SourceVpce": "${aws_vpc_endpoint.s3.id}" },
          ArnNotEquals: { "aws:PrincipalArn": "arn:aws:iam::111111111111:role/Me" },
        }),
    ),
  ),
  open(
    "store.reads-outside",
    "a denial that spares a foreign endpoint",
    bucket(
      (deny) =>
        (deny["Condition"] = { StringNotEquals: { "aws:SourceVpce": ["${aws_vpc_endpoint.s3.id}", "vpce-0123"] } }),
    ),
  ),
  open(
    "store.reads-outside",
    "a denial for one account only",
    bucket((deny) => (deny["Principal"] = { AWS: "arn:aws:iam::111111111111:root" })),
  ),
  open(
    "store.carriers",
    "replication",
    add("aws_s3_bucket_replication_configuration", { bucket: "${aws_s3_bucket.store.id}" }),
  ),
  open("store.carriers", "an inventory, by the bucket's name", add("aws_s3_bucket_inventory", { bucket: "store" })),
  open(
    "store.carriers",
    "a website",
    add("aws_s3_bucket_website_configuration", { bucket: "${aws_s3_bucket.store.bucket}" }),
  ),
  open("store.reads-outside", "another bucket without anything", add("aws_s3_bucket", { bucket: "other" })),
  unproven(
    "store.reads-outside",
    "a policy that is an expression",
    set("aws_s3_bucket_policy", "store", { policy: "${jsonencode({})}" }),
  ),
  unproven(
    "store.reads-outside",
    "a policy of an unknown bucket",
    add("aws_s3_bucket_policy", { bucket: "${var.bucket}", policy: "{}" }),
  ),
  open("store.bucket-policy", "a foreign reader", grant({ AWS: "arn:aws:iam::999999999999:root" })),
  open("store.bucket-policy", "everybody as a reader", grant("*")),
  open(
    "store.bucket-policy",
    "everybody of an organisation as a reader",
    bucket((_deny, allow) => {
      allow["Principal"] = "*";
      allow["Condition"] = { StringEquals: { "aws:PrincipalOrgID": "o-0123" } };
    }),
  ),
  open("store.bucket-policy", "a service on anybody's behalf", grant({ Service: "logging.s3.amazonaws.com" })),
  open(
    "key.policy",
    "a foreign principal of a key",
    editPolicy("aws_kms_key", "data", (all) =>
      all.push({ Effect: "Allow", Principal: { AWS: "999999999999" }, Action: "kms:Decrypt", Resource: "*" }),
    ),
  ),
  open(
    "key.policy",
    "a key for everybody through a service",
    editPolicy("aws_kms_key", "data", (all) =>
      all.push({
        Effect: "Allow",
        Principal: "*",
        Action: "kms:Decrypt",
        Resource: "*",
        Condition: { StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" } },
      }),
    ),
  ),
  open(
    "identity.deploy-role",
    "a key with AWS's own policy",
    both(set("aws_kms_key", "data", { policy: undefined }), (configuration) => {
      Object.assign(configuration.provider.aws[0] ?? {}, {
        assume_role: [{ role_arn: "arn:aws:iam::111111111111:role/Deploy" }],
      });
    }),
  ),
  open(
    "store.secrets",
    "a secret for another account",
    set("aws_secretsmanager_secret_policy", "psk", {
      policy: JSON.stringify({
        Statement: {
          Effect: "Allow",
          Principal: { AWS: "arn:aws:iam::999999999999:role/x" },
          Action: "*",
          Resource: "*",
        },
      }),
    }),
  ),
  open(
    "store.secret-copies",
    "a replicated secret",
    set("aws_secretsmanager_secret", "psk", { replica: [{ region: "us-east-1" }] }),
  ),
  open(
    "identity.role-trust",
    "a role for another account",
    editPolicy(
      "aws_iam_role",
      "compute",
      (all) =>
        all.push({ Effect: "Allow", Principal: { AWS: "arn:aws:iam::999999999999:root" }, Action: "sts:AssumeRole" }),
      "assume_role_policy",
    ),
  ),
  open(
    "identity.role-trust",
    "a role for a federation",
    editPolicy(
      "aws_iam_role",
      "compute",
      (all) =>
        all.push({
          Effect: "Allow",
          Principal: { Federated: "token.actions.githubusercontent.com" },
          Action: "sts:AssumeRoleWithWebIdentity",
        }),
      "assume_role_policy",
    ),
  ),
  unproven(
    "identity.role-trust",
    "a role for a service on anybody's behalf",
    editPolicy(
      "aws_iam_role",
      "compute",
      (all) =>
        all.push({ Effect: "Allow", Principal: { Service: "firehose.amazonaws.com" }, Action: "sts:AssumeRole" }),
      "assume_role_policy",
    ),
  ),
  open(
    "compute.instance-metadata",
    "metadata without tokens",
    set("aws_instance", "train", { metadata_options: { http_tokens: "optional", http_put_response_hop_limit: 1 } }),
  ),
  open(
    "compute.instance-metadata",
    "metadata over two hops",
    set("aws_launch_template", "gateway", {
      metadata_options: { http_tokens: "required", http_put_response_hop_limit: 2 },
    }),
  ),
  open(
    "compute.instance-metadata",
    "metadata by default",
    set("aws_instance", "train", { metadata_options: undefined }),
  ),
  open(
    "log.flow-logs",
    "flow logs to a foreign bucket",
    set("aws_flow_log", "lab", { log_destination: "arn:aws:s3:::elsewhere/flows/" }),
  ),
  unproven("log.flow-logs", "flow logs to somewhere", set("aws_flow_log", "lab", { log_destination: "${var.logs}" })),
  open(
    "log.delivery-streams",
    "a stream to an HTTP endpoint",
    add("aws_kinesis_firehose_delivery_stream", { destination: "http_endpoint" }),
  ),
  unproven("supply.unknown-resources", "a type that is not known", add("aws_quantum_teleporter", { name: "x" })),
  unproven("supply.opaque-parts", "a module", (configuration) => {
    configuration["module"] = { vpc: { source: "./vpc" } };
  }),
  unproven("supply.opaque-parts", "a data source", (configuration) => {
    configuration["data"] = { external: { x: { program: ["sh"] } } };
  }),
  unproven(
    "supply.opaque-parts",
    "a provisioner",
    set("aws_instance", "train", { provisioner: [{ "local-exec": { command: "curl" } }] }),
  ),
  unproven("supply.opaque-parts", "another provider", (configuration) => {
    configuration["terraform"] = { required_providers: { aws: { source: "aws" }, null: { source: "hashicorp/null" } } };
  }),
  unproven("supply.opaque-parts", "servers other than AWS's", (configuration) => {
    configuration.provider.aws[0] = { ...configuration.provider.aws[0], endpoints: [{ s3: "https://example.com" }] };
  }),
  unproven(
    "supply.opaque-parts",
    "ignored changes of a policy",
    set("aws_s3_bucket_policy", "store", { lifecycle: { ignore_changes: ["policy"] } }),
  ),
  unproven(
    "supply.opaque-parts",
    "generated blocks",
    set("aws_security_group", "lab_compute", { dynamic: { egress: {} } }),
  ),
  unproven("supply.opaque-parts", "a resource in another region", set("aws_vpc", "lab", { region: "us-east-1" })),
  open(
    "state.secrets",
    "a pre-shared key in the configuration",
    add("aws_secretsmanager_secret_version", { secret_string: "s3cret" }),
  ),
  open(
    "state.secrets",
    "an access key in user data",
    set("aws_instance", "train", { user_data: `export AWS_ACCESS_KEY_ID=${"AKIA"}ABCDEFGHIJKLMNOP` }),
  ),
  open("state.secrets", "an output of a private key", (configuration) => {
    configuration["output"] = { key: { value: "${aws_acm_certificate.x.private_key}" } };
  }),
];

/** Changes that open nothing. */
export const HARMLESS: readonly { readonly name: string; readonly change: Mutation["change"] }[] = [
  { name: "tags", change: set("aws_vpc", "lab", { tags: { Name: "lab" } }) },
  {
    name: "another private subnet",
    change: add("aws_subnet", { vpc_id: "${aws_vpc.lab.id}", cidr_block: "10.8.1.0/24" }),
  },
  { name: "an alarm", change: add("aws_cloudwatch_metric_alarm", {}) },
  {
    name: "an extra denial",
    change: bucket((_deny, _allow, all) =>
      all.push({
        Sid: "More",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: "*",
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      }),
    ),
  },
  { name: "statements in another order", change: bucket((_deny, _allow, all) => all.reverse()) },
  {
    name: "actions in another case",
    change: bucket((deny) => (deny["Action"] = ["S3:GETOBJECT*", "s3:deleteobject*", "s3:LISTBUCKET*"])),
  },
  {
    name: "reads denied one by one",
    change: bucket(
      (deny) =>
        (deny["Action"] = [
          "s3:GetObject",
          "s3:GetObjectA*",
          "s3:GetObjectLegalHold",
          "s3:GetObjectRetention",
          "s3:GetObjectT*",
          "s3:GetObjectVersion*",
          "s3:ListBucket",
          "s3:ListBucketMultipartUploads",
          "s3:ListBucketVersions",
        ]),
    ),
  },
  {
    name: "the bucket's ARN written out",
    change: bucket((deny) => (deny["Resource"] = ["arn:aws:s3:::store", "arn:aws:s3:::store/*"])),
  },
  {
    name: "the whole VPC in place of the endpoint",
    change: bucket((deny) => (deny["Condition"] = { StringNotEquals: { "aws:SourceVpc": "${aws_vpc.data.id}" } })),
  },
  {
    name: "a denial that says what it does where the key is absent",
    change: bucket(
      (deny) => (deny["Condition"] = { StringNotEqualsIfExists: { "aws:SourceVpce": "${aws_vpc_endpoint.s3.id}" } }),
    ),
  },
  { name: "no DNS at all", change: set("aws_vpc", "lab", { enable_dns_support: false }) },
  {
    name: "a local route",
    change: add("aws_route", route({ destination_cidr_block: "10.8.0.0/22", gateway_id: "local" })),
  },
  {
    name: "a principal by ARN in place of the account",
    change: endpoint(
      (statement) =>
        (statement["Condition"] = {
          ArnLike: { "aws:PrincipalArn": "arn:aws:iam::222222222222:role/*" },
          StringEquals: { "aws:ResourceAccount": "111111111111" },
        }),
    ),
  },
  { name: "an escaped dollar sign", change: set("aws_instance", "train", { user_data: "echo $${HOME}" }) },
];
