import { type TerraformStack } from "cdktf";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { DnsFirewall } from "../../constructs/dns-firewall";
import { EgressLock, type NetworkFlow } from "../../constructs/egress-lock";
import { PrivateEndpoints } from "../../constructs/private-endpoints";
import { PrivateNetwork } from "../../constructs/private-network";
import { synthesized, type Resource, type Resources } from "../resources";

const build = (body: (stack: TerraformStack) => void): Resources =>
  synthesized((stack) => {
    new AwsProvider(stack, "aws", { region: "eu-west-1" });
    body(stack);
  });

const network = (stack: TerraformStack): PrivateNetwork =>
  new PrivateNetwork(stack, "network", {
    name: "box",
    cidrBlock: "10.0.0.0/22",
    availabilityZoneIds: ["euw1-az1", "euw1-az2"],
    tiers: [
      { name: "web", cidrBlocks: ["10.0.0.0/26", "10.0.0.64/26"] },
      { name: "data", cidrBlocks: ["10.0.1.0/26", "10.0.1.64/26"] },
    ],
  });

describe("PrivateNetwork", () => {
  it("has no way out: no IPv6, no public addresses, absolute empty routes, Amazon's resolver", () => {
    const resources = build(network);
    expect(resources.types).toEqual([
      "aws_route_table",
      "aws_route_table_association",
      "aws_subnet",
      "aws_vpc",
      "aws_vpc_dhcp_options",
      "aws_vpc_dhcp_options_association",
    ]);
    expect(resources.only("aws_vpc")).toMatchObject({
      cidr_block: "10.0.0.0/22",
      assign_generated_ipv6_cidr_block: false,
      enable_dns_support: true,
      enable_dns_hostnames: true,
      instance_tenancy: "default",
    });
    for (const table of resources.ofType("aws_route_table").values())
      expect(table).toMatchObject({ route: [], propagating_vgws: [] });
    expect(resources.at("aws_subnet", "network/subnet-data-1")).toMatchObject({
      cidr_block: "10.0.1.64/26",
      availability_zone_id: "euw1-az2",
      map_public_ip_on_launch: false,
      assign_ipv6_address_on_creation: false,
    });
    expect(resources.only("aws_vpc_dhcp_options")).toMatchObject({ domain_name_servers: ["AmazonProvidedDNS"] });
  });

  it("writes routes out in full, per zone", () => {
    const resources = build((stack) => {
      network(stack).tier("data").addRoute(1, "10.9.0.0/24", { networkInterfaceId: "eni-1" });
    });
    const routes = (path: string): unknown => resources.at("aws_route_table", path)["route"];
    expect(routes("network/routes-data-0")).toEqual([]);
    expect(routes("network/routes-data-1")).toEqual([
      expect.objectContaining({
        cidr_block: "10.9.0.0/24",
        network_interface_id: "eni-1",
        gateway_id: null,
        nat_gateway_id: null,
      }),
    ]);
  });

  it.each([
    [
      "a default route",
      (n: PrivateNetwork) => n.tier("data").addRoute(0, "0.0.0.0/0", { networkInterfaceId: "eni" }),
      "a box has no default route, got 0.0.0.0/0 in tier data; name the exact range",
    ],
    [
      "a zone that it lacks",
      (n: PrivateNetwork) => n.tier("data").addRoute(2, "10.9.0.0/24", { networkInterfaceId: "eni" }),
      "tier data has 2 zone(s), got a route for zone 2",
    ],
    ["a tier that it lacks", (n: PrivateNetwork) => n.tier("gone"), "no tier gone in this network; it has web, data"],
  ])("refuses %s", (_name, act, message) => {
    expect(() => build((stack) => void act(network(stack)))).toThrow(message);
  });

  it("refuses tiers that do not fit the zones, or share a name", () => {
    const make = (tiers: { name: string; cidrBlocks: string[] }[]) => () =>
      build(
        (stack) =>
          void new PrivateNetwork(stack, "n", {
            name: "box",
            cidrBlock: "10.0.0.0/22",
            availabilityZoneIds: ["a"],
            tiers,
          }),
      );
    expect(make([{ name: "web", cidrBlocks: [] }])).toThrow(
      "tier web needs one CIDR block per zone, got 0 for 1 zone(s)",
    );
    const web = { name: "web", cidrBlocks: ["10.0.0.0/26"] };
    expect(make([web, { ...web, cidrBlocks: ["10.0.0.64/26"] }])).toThrow(
      "tier web is named twice; give each tier a name of its own",
    );
  });
});

describe("EgressLock", () => {
  const lock = (flows?: readonly NetworkFlow[]): Resources =>
    build((stack) => void new EgressLock(stack, "lock", { network: network(stack), ...(flows ? { flows } : {}) }));
  const rules = (resources: Resources, tier: string, direction: "ingress" | "egress"): string[] =>
    (resources.at("aws_network_acl", `lock/acl-${tier}`)[direction] as Resource[]).map(
      ({ rule_no, action, protocol, cidr_block, from_port, to_port }) =>
        `${String(rule_no)} ${String(action)} ${String(protocol)} ${String(cidr_block)} ${String(from_port)}-${String(to_port)}`,
    );

  it("adopts and empties what AWS makes by default, and shuts every tier, with no flows", () => {
    const resources = lock();
    expect(resources.only("aws_default_security_group")).toMatchObject({ ingress: [], egress: [] });
    expect(resources.only("aws_default_route_table")).toMatchObject({ route: [], propagating_vgws: [] });
    // Blocks of a default ACL are left out where there is none, which is what empties it.
    expect(resources.only("aws_default_network_acl")).toMatchObject({ lifecycle: { ignore_changes: ["subnet_ids"] } });
    for (const tier of ["web", "data"])
      expect([rules(resources, tier, "ingress"), rules(resources, tier, "egress")]).toEqual([[], []]);
    expect(resources.only("aws_vpc_block_public_access_options")).toMatchObject({
      internet_gateway_block_mode: "block-bidirectional",
    });
  });

  it("lets a flow pass between two tiers, and its answers back, and nothing else", () => {
    const resources = lock([{ from: "web", to: "data", traffic: { protocol: "tcp", port: 443 } }]);
    expect(rules(resources, "web", "egress")).toEqual([
      "100 allow tcp 10.0.1.0/26 443-443",
      "110 allow tcp 10.0.1.64/26 443-443",
    ]);
    expect(rules(resources, "web", "ingress")).toEqual([
      "100 allow tcp 10.0.1.0/26 1024-65535",
      "110 allow tcp 10.0.1.64/26 1024-65535",
    ]);
    expect(rules(resources, "data", "ingress")).toEqual([
      "100 allow tcp 10.0.0.0/26 443-443",
      "110 allow tcp 10.0.0.64/26 443-443",
    ]);
    expect(rules(resources, "data", "egress")).toEqual([
      "100 allow tcp 10.0.0.0/26 1024-65535",
      "110 allow tcp 10.0.0.64/26 1024-65535",
    ]);
  });

  it("lets IPsec pass as IKE, NAT traversal and ESP only", () => {
    const resources = lock([{ from: "web", to: ["172.16.4.0/25"], traffic: { protocol: "ipsec" } }]);
    const ipsec = [
      "100 allow udp 172.16.4.0/25 500-500",
      "110 allow udp 172.16.4.0/25 4500-4500",
      "120 allow 50 172.16.4.0/25 0-0",
    ];
    expect([rules(resources, "web", "egress"), rules(resources, "web", "ingress")]).toEqual([ipsec, ipsec]);
    expect(rules(resources, "data", "ingress")).toEqual([]);
  });

  it("refuses more rules than an ACL holds, and tiers that do not exist", () => {
    const wide = Array.from({ length: 21 }, (_, index) => `10.9.${index}.0/24`);
    expect(() => lock([{ from: "web", to: wide, traffic: { protocol: "tcp", port: 443 } }])).toThrow(
      "the network ACL of tier web needs 21 ingress rules, AWS allows 20; name wider ranges or fewer flows",
    );
    expect(() => lock([{ from: "gone", to: "web", traffic: { protocol: "all" } }])).toThrow(
      "no tier gone in this network",
    );
  });

  it("leaves the account's switch alone where it is told to", () => {
    const resources = build(
      (stack) => void new EgressLock(stack, "lock", { network: network(stack), blockPublicAccess: false }),
    );
    expect(resources.types).not.toContain("aws_vpc_block_public_access_options");
  });
});

describe("DnsFirewall", () => {
  it("blocks every name with no props, and fails closed", () => {
    const resources = build((stack) => void new DnsFirewall(stack, "dns", { name: "box", vpcId: "vpc-1" }));
    expect(resources.only("aws_route53_resolver_firewall_rule")).toMatchObject({
      action: "BLOCK",
      block_response: "NXDOMAIN",
      priority: 9000,
    });
    expect(resources.only("aws_route53_resolver_firewall_domain_list")).toMatchObject({ domains: ["*"] });
    expect(resources.only("aws_route53_resolver_firewall_config")).toMatchObject({
      resource_id: "vpc-1",
      firewall_fail_open: "DISABLED",
    });
    expect(resources.only("aws_route53_resolver_firewall_rule_group_association")).toMatchObject({
      vpc_id: "vpc-1",
      priority: 101,
    });
  });

  it("lets the named hosts pass before that, each once", () => {
    const resources = build(
      (stack) =>
        void new DnsFirewall(stack, "dns", {
          name: "box",
          vpcId: "vpc-1",
          allowedNames: ["b.example", "a.example", "b.example"],
        }),
    );
    expect(resources.at("aws_route53_resolver_firewall_rule", "dns/allow")).toMatchObject({
      action: "ALLOW",
      priority: 100,
      firewall_domain_redirection_action: "INSPECT_REDIRECTION_DOMAIN",
    });
    expect(resources.at("aws_route53_resolver_firewall_domain_list", "dns/allowed-names")).toMatchObject({
      domains: ["a.example", "b.example"],
    });
  });

  it("refuses a wildcard", () => {
    expect(() =>
      build((stack) => void new DnsFirewall(stack, "dns", { name: "box", vpcId: "v", allowedNames: ["*.example"] })),
    ).toThrow("DNS Firewall names must be exact, got *.example; name each host, since a wildcard label carries data");
  });
});

describe("PrivateEndpoints", () => {
  const grant = {
    sid: "Read",
    actions: ["s3:GetObject"],
    resources: ["arn:aws:s3:::b/*"],
    principalAccounts: ["111111111111"],
    resourceAccounts: ["222222222222"],
  };
  const endpoints = (props: { service: string; grants?: (typeof grant)[]; addresses?: string[] }) =>
    build((stack) => {
      const n = network(stack);
      const made = new PrivateEndpoints(stack, "endpoints", {
        name: "box",
        region: "eu-west-1",
        vpcId: n.vpc.id,
        tier: n.tier("data"),
        endpoints: [{ grants: [grant], ...props }],
      });
      made.allowFrom("web", new SecurityGroup(stack, "web", { name: "web", vpcId: n.vpc.id, egress: [] }));
    });

  it("bound both sides of every request, and answer only", () => {
    const resources = endpoints({ service: "s3", addresses: ["10.0.1.10", "10.0.1.74"] });
    const endpoint = resources.only("aws_vpc_endpoint");
    expect(endpoint).toMatchObject({
      service_name: "com.amazonaws.eu-west-1.s3",
      vpc_endpoint_type: "Interface",
      private_dns_enabled: true,
      ip_address_type: "ipv4",
      dns_options: { dns_record_ip_type: "ipv4", private_dns_only_for_inbound_resolver_endpoint: false },
      subnet_configuration: [
        expect.objectContaining({ ipv4: "10.0.1.10" }),
        expect.objectContaining({ ipv4: "10.0.1.74" }),
      ],
    });
    expect(JSON.parse(endpoint["policy"] as string)).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "Read",
          Effect: "Allow",
          Principal: "*",
          Action: ["s3:GetObject"],
          Resource: ["arn:aws:s3:::b/*"],
          Condition: {
            StringEquals: { "aws:PrincipalAccount": ["111111111111"], "aws:ResourceAccount": ["222222222222"] },
          },
        },
      ],
    });
    expect(resources.at("aws_security_group", "endpoints/security-group")).toMatchObject({ egress: [] });
    expect(resources.only("aws_vpc_security_group_ingress_rule")).toMatchObject({
      ip_protocol: "tcp",
      from_port: 443,
      to_port: 443,
    });
  });

  it("refuse to be open to everything, or to lack an address in a zone", () => {
    expect(() => endpoints({ service: "logs", grants: [] })).toThrow(
      "the logs endpoint needs at least one grant; leave the endpoint out to shut it",
    );
    expect(() => endpoints({ service: "s3", addresses: ["10.0.1.10"] })).toThrow(
      "the s3 endpoint needs one address per zone, got 1 for 2 zone(s)",
    );
    const many = Array.from({ length: 200 }, (_, index) => ({ ...grant, sid: `Read${index}` }));
    expect(() => endpoints({ service: "s3", grants: many })).toThrow(
      /a policy of 200 statements has \d+ characters, AWS takes 20480; name fewer principals or resources/,
    );
  });
});
