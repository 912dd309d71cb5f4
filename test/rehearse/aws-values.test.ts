import { contains, parseCidr } from "../../src/project/cidr";
import { judgedBy } from "../second-opinion";
import { type JsonObject } from "../terraform/judged-copy";
import { resourcesOf } from "./moto/apply";
import { COMPANY, configurationOf, engineJudge, HOSPITAL, ScratchCloud } from "./scratch-cloud";

const TRUST = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
});
const VPC = "${aws_vpc.main.id}";
const SUBNET = "${aws_subnet.main.id}";
const COMPANYS = { provider: "aws.company" };

const CONFIGURATION = configurationOf({
  aws_vpc: { main: { cidr_block: "10.7.0.0/16" }, company: { cidr_block: "10.8.0.0/16", ...COMPANYS } },
  aws_subnet: { main: { vpc_id: VPC, cidr_block: "10.7.1.0/28" } },
  aws_security_group: { main: { name: "given", vpc_id: VPC }, nameless: { vpc_id: VPC } },
  aws_network_interface: Object.fromEntries(
    ["a", "b", "c"].map((name) => [name, { subnet_id: SUBNET, description: name }]),
  ),
  aws_vpc_endpoint: {
    // Endpoints of one service share its prefix list.
    gateway: { vpc_id: VPC, service_name: "com.amazonaws.eu-west-1.s3" },
    s3: {
      vpc_id: VPC,
      service_name: "com.amazonaws.eu-west-1.s3",
      vpc_endpoint_type: "Interface",
      subnet_ids: [SUBNET],
    },
    logs: {
      vpc_id: VPC,
      service_name: "com.amazonaws.eu-west-1.logs",
      vpc_endpoint_type: "Interface",
      subnet_ids: [SUBNET],
    },
  },
  aws_vpc_peering_connection: {
    main: { vpc_id: VPC, peer_vpc_id: "${aws_vpc.company.id}", peer_owner_id: COMPANY },
  },
  aws_vpc_peering_connection_accepter: {
    main: { vpc_peering_connection_id: "${aws_vpc_peering_connection.main.id}", auto_accept: true, ...COMPANYS },
  },
  aws_route53_zone: { main: { name: "box.internal", vpc: [{ vpc_id: VPC }] } },
  aws_iam_role: {
    given: { name: "given", assume_role_policy: TRUST },
    prefixed: { name_prefix: "ward-", assume_role_policy: TRUST },
    nameless: { assume_role_policy: TRUST },
  },
  aws_iam_instance_profile: { main: { name: "profile", role: "${aws_iam_role.given.name}" } },
  aws_s3_bucket: {
    locked: { bucket: "databox-values-locked", object_lock_enabled: true },
    prefixed: { bucket_prefix: "databox-values-" },
    nameless: {},
  },
  aws_s3_bucket_versioning: {
    main: { bucket: "${aws_s3_bucket.locked.id}", versioning_configuration: [{ status: "Enabled" }] },
  },
  aws_cloudwatch_log_group: { main: { name: "main" } },
  aws_launch_template: {
    main: {
      name: "main",
      image_id: "resolve:ssm:/databox/images/compute",
      iam_instance_profile: [{ arn: "${aws_iam_instance_profile.main.arn}" }],
      metadata_options: [{ http_tokens: "required" }],
      block_device_mappings: [
        { device_name: "/dev/xvda", ebs: [{ encrypted: "true", volume_size: 200, volume_type: "gp3" }] },
      ],
    },
  },
  aws_instance: {
    templated: {
      instance_type: "m7i.large",
      subnet_id: SUBNET,
      launch_template: [{ id: "${aws_launch_template.main.id}", version: "$Latest" }],
    },
    plain: { ami: "ami-0123456789abcdef0", instance_type: "m7i.large", subnet_id: SUBNET },
  },
});

judgedBy("what AWS says of what is made", engineJudge(), (engine) => {
  let made: ReadonlyMap<string, JsonObject>;
  const valuesOf = (address: string): JsonObject => {
    const found = made.get(address);
    if (found === undefined) throw new Error(`${address} was not made`);
    return found;
  };

  beforeAll(async () => {
    const cloud = await ScratchCloud.of(engine(), CONFIGURATION);
    try {
      expect((await cloud.apply(CONFIGURATION)).diagnostics).toEqual([]);
      // What AWS says by itself is no drift.
      const { code, stdout } = await cloud.workspace.run(["plan", "-detailed-exitcode", "-no-color"]);
      expect(code === 0 ? "" : stdout).toBe("");
      made = resourcesOf(JSON.parse((await cloud.workspace.run(["show", "-json"])).stdout));
    } finally {
      await cloud.close();
    }
  });

  it("gives each interface and machine an address of its own in its subnet, and the name of it", () => {
    const holders = ["aws_network_interface.a", "aws_network_interface.b", "aws_network_interface.c"].concat(
      "aws_instance.templated",
      "aws_instance.plain",
    );
    const addresses = holders.map((address) => String(valuesOf(address)["private_ip"]));
    expect(new Set(addresses).size).toBe(addresses.length);
    for (const address of addresses) expect(contains(parseCidr("10.7.1.0/28"), parseCidr(`${address}/32`))).toBe(true);
    expect(valuesOf("aws_network_interface.a")["private_dns_name"]).toBe(
      `ip-${addresses[0]?.replaceAll(".", "-")}.eu-west-1.compute.internal`,
    );
    const [place] = valuesOf("aws_vpc_endpoint.logs")["subnet_configuration"] as readonly JsonObject[];
    expect(contains(parseCidr("10.7.1.0/28"), parseCidr(`${String(place?.["ipv4"])}/32`))).toBe(true);
  });

  it("gives a VPC one route table, the main one, by default", () => {
    const { default_route_table_id: table, main_route_table_id: main } = valuesOf("aws_vpc.main");
    expect(table).toMatch(/^rtb-[0-9a-f]{17}$/);
    expect(main).toBe(table);
  });

  it("makes names as the provider does, and has no prefix of names that are given", () => {
    expect(valuesOf("aws_iam_role.given")).toMatchObject({ id: "given", name_prefix: "" });
    expect(valuesOf("aws_security_group.main")["name_prefix"]).toBe("");
    const prefixed = valuesOf("aws_iam_role.prefixed");
    expect(prefixed["name"]).toMatch(/^ward-[0-9a-f]{26}$/);
    expect(prefixed).toMatchObject({
      id: prefixed["name"],
      name_prefix: "ward-",
      arn: `arn:aws:iam::${HOSPITAL}:role/${String(prefixed["name"])}`,
    });
    expect(valuesOf("aws_iam_role.nameless")["name"]).toMatch(/^terraform-[0-9a-f]{26}$/);
    expect(valuesOf("aws_security_group.nameless")).toMatchObject({
      name: expect.stringMatching(/^terraform-[0-9a-f]{26}$/) as unknown,
      name_prefix: "terraform-",
    });
    expect(valuesOf("aws_s3_bucket.prefixed")["id"]).toMatch(/^databox-values-[0-9a-f]{26}$/);
    expect(valuesOf("aws_s3_bucket.nameless")["id"]).toMatch(/^terraform-[0-9a-f]{26}$/);
  });

  it("says of a bucket what AWS says of a new one", () => {
    expect(valuesOf("aws_s3_bucket.locked")).toMatchObject({
      acl: "",
      website_domain: "",
      website_endpoint: "",
      hosted_zone_id: "Z1BKCTXD74EZPE",
      versioning: [{ enabled: true, mfa_delete: false }],
      object_lock_configuration: [{ object_lock_enabled: "Enabled" }],
      grant: [{ permissions: ["FULL_CONTROL"], type: "CanonicalUser" }],
    });
    expect(valuesOf("aws_s3_bucket.nameless")).toMatchObject({
      versioning: [{ enabled: false }],
      object_lock_configuration: [],
    });
    expect(valuesOf("aws_s3_bucket_versioning.main")).toMatchObject({ versioning_configuration: [{ mfa_delete: "" }] });
  });

  it("has one prefix list for a service, whichever kind of endpoint leads there", () => {
    const { prefix_list_id: list } = valuesOf("aws_vpc_endpoint.gateway");
    expect(list).toMatch(/^pl-[0-9a-f]{8}$/);
    expect(valuesOf("aws_vpc_endpoint.s3")["prefix_list_id"]).toBe(list);
    expect(valuesOf("aws_vpc_endpoint.logs")).toMatchObject({ prefix_list_id: "", service_region: "eu-west-1" });
  });

  it("names each side of a peering to the other", () => {
    expect(valuesOf("aws_vpc_peering_connection.main")).toMatchObject({
      accept_status: "pending-acceptance",
      peer_owner_id: COMPANY,
      peer_region: "eu-west-1",
    });
    expect(valuesOf("aws_vpc_peering_connection_accepter.main")).toMatchObject({
      peer_owner_id: HOSPITAL,
      peer_region: "eu-west-1",
      accepter: [{ allow_remote_vpc_dns_resolution: false }],
    });
  });

  it("gives a machine what its launch template says, and AWS's defaults otherwise", () => {
    expect(valuesOf("aws_instance.templated")).toMatchObject({
      ami: expect.stringMatching(/^ami-[0-9a-f]{17}$/) as unknown,
      iam_instance_profile: "profile",
      launch_template: [{ name: "main", version: "$Latest" }],
      metadata_options: [{ http_endpoint: "enabled", http_tokens: "required" }],
      root_block_device: [{ encrypted: true, iops: 3000, throughput: 125, volume_size: 200, volume_type: "gp3" }],
    });
    expect(valuesOf("aws_instance.plain")).toMatchObject({
      iam_instance_profile: "",
      instance_initiated_shutdown_behavior: "stop",
      key_name: "",
      metadata_options: [{ http_tokens: "optional" }],
      vpc_security_group_ids: [valuesOf("aws_vpc.main")["default_security_group_id"]],
    });
  });

  it("gives log groups their class and private zones the region of their VPC", () => {
    expect(valuesOf("aws_cloudwatch_log_group.main")["log_group_class"]).toBe("STANDARD");
    const { vpc, name_servers: servers } = valuesOf("aws_route53_zone.main");
    expect(vpc).toEqual([expect.objectContaining({ vpc_region: "eu-west-1" })]);
    expect(servers).toHaveLength(4);
  });
});
