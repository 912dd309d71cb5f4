import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { HospitalLink, type HospitalLinkProps } from "../../constructs/hospital-link";
import { PrivateNetwork } from "../../constructs/private-network";
import { synthesized, type Resource, type Resources } from "../resources";

const build = (more: Partial<HospitalLinkProps> = {}): Resources =>
  synthesized((stack) => {
    new AwsProvider(stack, "aws", { region: "eu-west-1" });
    const network = new PrivateNetwork(stack, "network", {
      name: "box",
      cidrBlock: "172.20.0.0/20",
      availabilityZoneIds: ["euw1-az1", "euw1-az2"],
      tiers: [
        { name: "data", cidrBlocks: ["172.20.0.0/23", "172.20.2.0/23"] },
        { name: "link", cidrBlocks: ["172.20.5.128/27", "172.20.5.160/27"] },
      ],
    });
    new HospitalLink(stack, "link", {
      name: "databox-x-hospital",
      region: "eu-west-1",
      account: "111111111111",
      vpcId: network.vpc.id,
      tier: network.tier("link"),
      firewallAddress: "203.0.113.10",
      routing: { kind: "static" },
      prefixes: ["192.168.40.0/24", "192.168.44.0/24"],
      logGroupName: "/databox/x/databox/vpn",
      ...more,
    });
  });
const connectionOf = (resources: Resources): Resource => resources.only("aws_vpn_connection");

describe("HospitalLink", () => {
  it.each(["tunnel1", "tunnel2"])(
    "takes IKEv2 and strong algorithms only on %s, and leaves no list to AWS",
    (tunnel) => {
      const connection = connectionOf(build());
      const of = (name: string): unknown => connection[`${tunnel}_${name}`];
      expect(of("ike_versions")).toEqual(["ikev2"]);
      for (const phase of ["phase1", "phase2"]) {
        expect(of(`${phase}_encryption_algorithms`)).toEqual(["AES256-GCM-16"]);
        expect(of(`${phase}_integrity_algorithms`)).toEqual(["SHA2-384", "SHA2-512"]);
        expect(of(`${phase}_dh_group_numbers`)).toEqual([19, 20, 21]);
      }
      expect(of("phase1_lifetime_seconds")).toBe(28_800);
      expect(of("phase2_lifetime_seconds")).toBe(3600);
      expect(of("startup_action")).toBe("start");
      expect(of("dpd_timeout_action")).toBe("restart");
      expect(of("enable_tunnel_lifecycle_control")).toBe(true);
    },
  );

  it.each(["tunnel1", "tunnel2"])("records the negotiations of %s in the box's own log group", (tunnel) => {
    expect(connectionOf(build())[`${tunnel}_log_options`]).toEqual({
      cloudwatch_log_options: {
        log_enabled: true,
        log_group_arn: "arn:aws:logs:eu-west-1:111111111111:log-group:/databox/x/databox/vpn",
        log_output_format: "json",
      },
    });
  });

  it("leaves the pre-shared keys to Secrets Manager, and names none", () => {
    const connection = connectionOf(build());
    expect(connection["preshared_key_storage"]).toBe("SecretsManager");
    expect(connection).not.toHaveProperty("tunnel1_preshared_key");
    expect(connection).not.toHaveProperty("tunnel2_preshared_key");
  });

  it("joins the firewall to a gateway of the one VPC", () => {
    const resources = build();
    expect(resources.only("aws_customer_gateway")).toMatchObject({ type: "ipsec.1", ip_address: "203.0.113.10" });
    expect(resources.only("aws_vpn_gateway")).toMatchObject({ amazon_side_asn: "64512" });
    expect(resources.types).not.toContain("aws_ec2_transit_gateway");
    expect(resources.types).not.toContain("aws_vpn_gateway_route_propagation");
  });

  it("routes the hospital's networks from its own tier only, and takes no route from the far side", () => {
    const resources = build();
    const tables = resources.ofType("aws_route_table");
    for (const table of tables.values()) expect(table["propagating_vgws"]).toEqual([]);
    for (const zone of [0, 1]) {
      expect(tables.get(`network/routes-data-${zone}`)?.["route"]).toEqual([]);
      expect(tables.get(`network/routes-link-${zone}`)?.["route"]).toEqual(
        ["192.168.40.0/24", "192.168.44.0/24"].map(
          (cidr_block) =>
            expect.objectContaining({
              cidr_block,
              gateway_id: expect.stringMatching(/^\$\{aws_vpn_gateway\..*\.id\}$/) as string,
            }) as unknown,
        ),
      );
    }
  });

  it("writes static routes down on the connection, and none with BGP, whose prefixes the tables bound", () => {
    const fixed = build({ selectors: { hospital: "192.168.40.0/21", box: "172.20.5.128/26" } });
    expect(connectionOf(fixed)).toMatchObject({
      static_routes_only: true,
      local_ipv4_network_cidr: "192.168.40.0/21",
      remote_ipv4_network_cidr: "172.20.5.128/26",
    });
    expect([...fixed.ofType("aws_vpn_connection_route").values()].map((one) => one["destination_cidr_block"])).toEqual([
      "192.168.40.0/24",
      "192.168.44.0/24",
    ]);
    const chosen = build({ routing: { kind: "bgp", asn: 65_010, amazonAsn: 64_600 } });
    expect(connectionOf(chosen)).toMatchObject({ static_routes_only: false, local_ipv4_network_cidr: "0.0.0.0/0" });
    expect(chosen.types).not.toContain("aws_vpn_connection_route");
    expect(chosen.only("aws_customer_gateway")).toMatchObject({ bgp_asn: "65010" });
    expect(chosen.only("aws_vpn_gateway")).toMatchObject({ amazon_side_asn: "64600" });
    expect(chosen.at("aws_route_table", "network/routes-link-0")["route"]).toHaveLength(2);
  });

  it("gives ASNs of more than 31 bits by the argument that takes them", () => {
    const gateway = build({ routing: { kind: "bgp", asn: 4_200_000_001 } }).only("aws_customer_gateway");
    expect(gateway).toMatchObject({ bgp_asn_extended: "4200000001" });
    expect(gateway).not.toHaveProperty("bgp_asn");
  });

  it("raises an alarm for each tunnel, and tells nobody unless asked", () => {
    const alarms = build().ofType("aws_cloudwatch_metric_alarm");
    expect([...alarms.keys()]).toEqual(["link/tunnel1-down", "link/tunnel2-down"]);
    for (const [path, alarm] of alarms)
      expect(alarm).toMatchObject({
        namespace: "AWS/VPN",
        metric_name: "TunnelState",
        comparison_operator: "LessThanThreshold",
        threshold: 1,
        treat_missing_data: "breaching",
        alarm_actions: [],
        dimensions: {
          TunnelIpAddress: expect.stringContaining(
            path.includes("tunnel1") ? ".tunnel1_address" : ".tunnel2_address",
          ) as string,
        },
      });
    const topic = "arn:aws:sns:eu-west-1:111111111111:alarms";
    for (const alarm of build({ alarmTopicArn: topic }).ofType("aws_cloudwatch_metric_alarm").values())
      expect(alarm).toMatchObject({ alarm_actions: [topic], ok_actions: [topic] });
  });
});
