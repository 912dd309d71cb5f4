import { createHash } from "node:crypto";
import { type DataValue } from "../../plugin/values";
import { zonesOf } from "../regions";
import { type Call, type ResourceType } from "../resource-type";
import { addressIn, hostOf, privateDnsName } from "./addresses";
import {
  subnetOf,
  vpcOf,
  written,
  checkGroups,
  cidrOf,
  cidrsOfVpc,
  holdsAddress,
  isWithin,
  listOf,
  overlaps,
  refuse,
  required,
  textOf,
} from "./refusals";

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpcPeeringConnectionOptionsDescription.html */
const PEERING_OPTIONS = { allow_remote_vpc_dns_resolution: false };

export const NETWORK_TYPES: Readonly<Record<string, ResourceType>> = {
  aws_vpc: {
    noun: "EC2 VPC",
    id: "vpc-{hex17}",
    arn: "ec2:{region}:{account}:vpc/{id}",
    computed: (call, id) => {
      // A VPC starts with one route table, which is its main one.
      const table = `rtb-${call.digits(17)}`;
      return {
        default_network_acl_id: `acl-${call.digits(17)}`,
        default_route_table_id: table,
        main_route_table_id: table,
        default_security_group_id: `sg-${call.digits(17)}`,
        dhcp_options_id: `dopt-${id.slice(4)}`,
        enable_network_address_usage_metrics: false,
        ipv6_association_id: "",
        ipv6_cidr_block: "",
        ipv6_cidr_block_network_border_group: "",
      };
    },
    create: ({ values }) => {
      const block = cidrOf(values["cidr_block"]);
      if (block !== undefined && (block.bits < 16 || block.bits > 28))
        refuse("InvalidVpc.Range", `The CIDR '${written(values["cidr_block"])}' is invalid.`);
    },
    heldBy: {
      aws_subnet: "vpc_id",
      aws_internet_gateway: "vpc_id",
      aws_vpc_endpoint: "vpc_id",
      aws_security_group: "vpc_id",
      aws_route_table: "vpc_id",
      aws_network_acl: "vpc_id",
      aws_vpc_peering_connection: "vpc_id",
      aws_vpn_gateway: "vpc_id",
    },
  },
  aws_subnet: {
    noun: "EC2 Subnet",
    id: "subnet-{hex17}",
    arn: "ec2:{region}:{account}:subnet/{id}",
    computed: (call) => {
      const zones = zonesOf(call.region);
      const zone =
        zones.find(
          ({ id, name }) => id === call.values["availability_zone_id"] || name === call.values["availability_zone"],
        ) ?? zones[0];
      return {
        availability_zone: zone?.name ?? `${call.region}a`,
        availability_zone_id: zone?.id ?? "",
        private_dns_hostname_type_on_launch: "ip-name",
        ipv6_cidr_block_association_id: "",
      };
    },
    create: (call) => {
      const vpc = vpcOf(call);
      const text = written(call.values["cidr_block"]);
      const block = cidrOf(text);
      const zones = zonesOf(call.region);
      for (const attribute of ["availability_zone_id", "availability_zone"]) {
        const zone = textOf(call.values[attribute]);
        const known = zones.map(({ id, name }) => (attribute === "availability_zone" ? name : id));
        if (zone !== undefined && known.length > 0 && !known.includes(zone))
          refuse(
            "InvalidParameterValue",
            `Value (${zone}) for parameter ${attribute === "availability_zone" ? "availabilityZone" : "availabilityZoneId"} is invalid. Subnets can currently only be created in the following availability zones: ${known.join(", ")}.`,
          );
      }
      if (block === undefined) return;
      if (block.bits > 28 || !cidrsOfVpc(call, vpc).some((outer) => isWithin(block, outer)))
        refuse("InvalidSubnet.Range", `The CIDR '${text}' is invalid.`);
      const others = call.store.ofType("aws_subnet").filter(({ values }) => values["vpc_id"] === vpc.id);
      if (others.some(({ values }) => overlapping(values["cidr_block"], text)))
        refuse("InvalidSubnet.Conflict", `The CIDR '${text}' conflicts with another subnet`);
    },
    heldBy: {
      aws_network_interface: "subnet_id",
      aws_instance: "subnet_id",
      aws_vpc_endpoint: "subnet_ids",
      aws_nat_gateway: "subnet_id",
      aws_ec2_client_vpn_network_association: "subnet_id",
    },
  },
  aws_internet_gateway: {
    noun: "EC2 Internet Gateway",
    id: "igw-{hex17}",
    arn: "ec2:{region}:{account}:internet-gateway/{id}",
    create: attachOnce("aws_internet_gateway", "network gateway"),
  },
  aws_internet_gateway_attachment: {
    id: ({ values }) => `${written(values["internet_gateway_id"])}:${written(values["vpc_id"])}`,
  },
  aws_egress_only_internet_gateway: { id: "eigw-{hex17}", create: (call) => void vpcOf(call) },
  aws_nat_gateway: {
    noun: "EC2 NAT Gateway",
    id: "nat-{hex17}",
    create: (call) => {
      if (textOf(call.values["subnet_id"]) === undefined) return;
      const subnet = subnetOf(call, call.values["subnet_id"]);
      const gateways = call.store
        .ofType("aws_internet_gateway")
        .some(({ values }) => values["vpc_id"] === subnet.values["vpc_id"]);
      if (call.values["connectivity_type"] !== "private" && !gateways)
        refuse("Gateway.NotAttached", `Network ${written(subnet.values["vpc_id"])} has no Internet gateway attached`);
      const allocation = textOf(call.values["allocation_id"]);
      if (allocation !== undefined && call.store.find("aws_eip", allocation) === undefined)
        refuse("InvalidAllocationID.NotFound", `The allocation ID '${allocation}' does not exist`);
    },
  },
  aws_network_interface: {
    noun: "EC2 Network Interface",
    id: "eni-{hex17}",
    arn: "ec2:{region}:{account}:network-interface/{id}",
    computed: (call) => {
      const { values, digits, region, store } = call;
      const address =
        textOf(listOf(values["private_ips"])[0]) ??
        textOf(values["private_ip"]) ??
        addressIn(store.find("aws_subnet", values["subnet_id"]), call) ??
        "";
      return {
        private_ip: address,
        private_ips: [address],
        private_ips_count: Math.max(listOf(values["private_ips"]).length - 1, 0),
        private_ip_list: [address],
        private_dns_name: privateDnsName(address, region),
        mac_address: `02:${digits(10).match(/../g)?.join(":") ?? ""}`,
        interface_type: "interface",
        outpost_arn: "",
      };
    },
    create: (call) => {
      const subnet = subnetOf(call, call.values["subnet_id"]);
      checkGroups(call, call.values["security_groups"], subnet.values["vpc_id"]);
      const block = cidrOf(subnet.values["cidr_block"]);
      const others = call.store
        .ofType("aws_network_interface")
        .filter(({ values }) => values["subnet_id"] === subnet.id);
      for (const value of listOf(call.values["private_ips"])) {
        const address = written(value);
        if (block !== undefined && !holdsAddress(block, address))
          refuse("InvalidParameterValue", "Address does not fall within the subnet's address range");
        if (block !== undefined && reserved(block).includes(address))
          refuse("InvalidParameterValue", `Address ${address} is in subnet's reserved address range`);
        if (others.some(({ values }) => listOf(values["private_ips"]).includes(address)))
          refuse("InvalidIPAddress.InUse", `The address '${address}' is in use.`);
      }
    },
    heldBy: { aws_instance: "network_interface" },
    heldCode: "InvalidNetworkInterface.InUse",
  },
  aws_vpc_peering_connection: {
    noun: "EC2 VPC Peering Connection",
    id: "pcx-{hex17}",
    computed: ({ values, region }) => {
      const isActive = values["auto_accept"] === true;
      return {
        accept_status: isActive ? "active" : "pending-acceptance",
        peer_region: region,
        // Options are there once there is a connection.
        ...(isActive ? { accepter: [PEERING_OPTIONS], requester: [PEERING_OPTIONS] } : {}),
      };
    },
    create: (call) => {
      const vpc = vpcOf(call);
      const peer = call.store.find("aws_vpc", call.values["peer_vpc_id"]);
      if (peer === undefined) return;
      if (peer.id === vpc.id)
        refuse("InvalidParameterValue", "The requester VPC and the accepter VPC cannot be the same.");
      const [ours, theirs] = [cidrsOfVpc(call, vpc), cidrsOfVpc(call, peer)];
      if (ours.some((a) => theirs.some((b) => overlaps(a, b))))
        refuse("VpcPeeringConnectionFailed", `Failed due to incorrect VPC-ID, Account ID, or overlapping CIDR range`);
      const twins = call.store
        .ofType("aws_vpc_peering_connection")
        .some(
          ({ values: { vpc_id: a, peer_vpc_id: b } }) =>
            (a === vpc.id && b === peer.id) || (a === peer.id && b === vpc.id),
        );
      if (twins)
        refuse(
          "VpcPeeringConnectionAlreadyExists",
          `There is already a VPC peering connection between ${vpc.id} and ${peer.id}`,
        );
    },
  },
  aws_vpc_peering_connection_accepter: {
    id: ({ values }) => written(values["vpc_peering_connection_id"]),
    computed: ({ store, values }) => {
      const found = store.find("aws_vpc_peering_connection", values["vpc_peering_connection_id"]);
      const request = found?.values ?? {};
      return {
        accept_status: "active",
        vpc_id: request["peer_vpc_id"] ?? "",
        peer_vpc_id: request["vpc_id"] ?? "",
        peer_owner_id: found?.account ?? "",
        peer_region: found?.region ?? "",
        accepter: [PEERING_OPTIONS],
        requester: [PEERING_OPTIONS],
      };
    },
    create: (call) =>
      void required(
        call,
        "aws_vpc_peering_connection",
        call.values["vpc_peering_connection_id"],
        "InvalidVpcPeeringConnectionID.NotFound",
        "vpcPeeringConnection",
      ),
  },
  aws_vpc_dhcp_options: {
    noun: "EC2 DHCP Options",
    id: "dopt-{hex17}",
    arn: "ec2:{region}:{account}:dhcp-options/{id}",
    heldBy: { aws_vpc_dhcp_options_association: "dhcp_options_id" },
  },
  aws_vpc_dhcp_options_association: {
    id: ({ values }) => `${written(values["dhcp_options_id"])}-${written(values["vpc_id"])}`,
    create: (call) => void vpcOf(call),
  },
  aws_vpc_endpoint: {
    noun: "EC2 VPC Endpoint",
    id: "vpce-{hex17}",
    arn: "ec2:{region}:{account}:vpc-endpoint/{id}",
    computed: (call, id) => {
      const { values, digits, region, store } = call;
      const name = `${id}-${digits(8)}.${written(values["service_name"]).split(".").reverse().join(".")}`;
      return {
        state: "available",
        prefix_list_id: HAS_PREFIX_LIST.test(written(values["service_name"]))
          ? prefixListOf(values["service_name"], region)
          : "",
        cidr_blocks: [],
        dns_entry: [{ dns_name: name, hosted_zone_id: `Z${digits(13).toUpperCase()}` }],
        network_interface_ids: listOf(values["subnet_ids"]).map(() => `eni-${digits(17)}`),
        subnet_configuration: listOf(values["subnet_ids"]).map((subnet) => ({
          ipv4: addressIn(store.find("aws_subnet", subnet), call) ?? "",
          ipv6: "",
          subnet_id: subnet,
        })),
        service_region: region,
        ip_address_type: "ipv4",
        requester_managed: false,
      };
    },
    create: checkEndpoint,
  },
  aws_vpc_block_public_access_options: {
    id: "{account}",
    computed: ({ account, region }) => ({ aws_account_id: account, aws_region: region }),
  },
  aws_flow_log: {
    noun: "Flow Log",
    id: "fl-{hex17}",
    arn: "ec2:{region}:{account}:vpc-flow-log/{id}",
    create: ({ store, values }) => {
      const same = ["vpc_id", "subnet_id", "eni_id", "log_destination", "traffic_type"];
      if (
        store
          .ofType("aws_flow_log")
          .some((one) => same.every((name) => (one.values[name] ?? null) === (values[name] ?? null)))
      )
        refuse(
          "FlowLogAlreadyExists",
          "There is an existing Flow Log with the same configuration and log destination.",
        );
    },
  },
};

function attachOnce(type: string, noun: string): ResourceType["create"] {
  return (call) => {
    if (textOf(call.values["vpc_id"]) === undefined) return;
    const vpc = vpcOf(call);
    if (call.store.ofType(type).some(({ values }) => values["vpc_id"] === vpc.id))
      refuse("InvalidParameterValue", `Network ${vpc.id} already has an internet gateway attached (${noun})`);
  };
}

function checkEndpoint(call: Call): void {
  const vpc = vpcOf(call);
  const { values, region } = call;
  const service = written(values["service_name"]);
  if (
    !service.startsWith("com.amazonaws.vpce.") &&
    !new RegExp(
      `^(com\\.amazonaws|aws\\.(api|sagemaker))\\.(${region}\\.[\\w.-]+|[\\w-]+\\.${region}.*|s3-global.*)$`,
    ).test(service)
  )
    refuse("InvalidServiceName", `The Vpc Endpoint Service '${service}' does not exist`);
  const subnets = listOf(values["subnet_ids"]).map((id) => subnetOf(call, id));
  const zones = subnets.map(({ values: { availability_zone_id: zone } }) => zone);
  if (new Set(zones).size < zones.length)
    refuse(
      "DuplicateSubnetsInSameZone",
      "Found another VPC endpoint subnet in the availability zone. VPC endpoint subnets should be in different availability zones supported by the VPC endpoint service.",
    );
  for (const subnet of subnets)
    if (subnet.values["vpc_id"] !== vpc.id)
      refuse("InvalidSubnet.Conflict", `The subnet '${subnet.id}' is not in the vpc '${vpc.id}'`);
  checkGroups(call, values["security_group_ids"], vpc.id);
  if (values["private_dns_enabled"] !== true) return;
  if (vpc.values["enable_dns_support"] === false || vpc.values["enable_dns_hostnames"] !== true)
    refuse(
      "InvalidParameter",
      `Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for ${vpc.id}`,
    );
  const twin = call.store
    .ofType("aws_vpc_endpoint")
    .some(
      ({ values: other }) =>
        other["vpc_id"] === vpc.id && other["service_name"] === service && other["private_dns_enabled"] === true,
    );
  if (twin)
    refuse(
      "InvalidParameter",
      `private-dns-enabled cannot be set because there is already a conflicting DNS domain for ${service} in the VPC ${vpc.id}`,
    );
}

/** Services that have a list of addresses, whichever kind of endpoint leads to them: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribePrefixLists.html */
const HAS_PREFIX_LIST = /\.(s3|s3express|dynamodb)$/;

/** The list of a service's addresses, which is one in a region: https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html */
function prefixListOf(service: DataValue | undefined, region: string): string {
  return `pl-${createHash("sha256")
    .update(`${region} ${written(service)}`)
    .digest("hex")
    .slice(0, 8)}`;
}

function overlapping(a: DataValue | undefined, b: string): boolean {
  const [left, right] = [cidrOf(a), cidrOf(b)];
  return left !== undefined && right !== undefined && overlaps(left, right);
}

/** The first four addresses of a subnet and its last: https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html */
function reserved({ base, bits }: { readonly base: number; readonly bits: number }): string[] {
  const last = base + 2 ** (32 - bits) - 1;
  return [base, base + 1, base + 2, base + 3, last].map((address) => hostOf(address));
}
