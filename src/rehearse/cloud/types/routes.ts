import { type ObjectValue } from "../../plugin/values";
import { type Call, type ResourceType } from "../resource-type";
import { objectsOf, refuse, required, subnetOf, textOf, vpcOf, written } from "./refusals";

/** Attributes of a route that name where it leads, and the type of what they name. */
const TARGETS: Readonly<Record<string, readonly [type: string, code: string, noun: string]>> = {
  egress_only_gateway_id: [
    "aws_egress_only_internet_gateway",
    "InvalidGatewayID.NotFound",
    "egress only internet gateway",
  ],
  nat_gateway_id: ["aws_nat_gateway", "InvalidNatGatewayID.NotFound", "NAT gateway"],
  network_interface_id: ["aws_network_interface", "InvalidNetworkInterfaceID.NotFound", "networkInterface"],
  vpc_endpoint_id: ["aws_vpc_endpoint", "InvalidVpcEndpointId.NotFound", "VPC endpoint"],
  vpc_peering_connection_id: [
    "aws_vpc_peering_connection",
    "InvalidVpcPeeringConnectionID.NotFound",
    "vpcPeeringConnection",
  ],
};

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRoute.html */
function checkRoute(call: Call, route: ObjectValue, vpc: string, table: string): void {
  const gateway = textOf(route["gateway_id"]);
  if (gateway?.startsWith("igw-") === true) {
    const found = required(
      call,
      "aws_internet_gateway",
      gateway,
      "InvalidInternetGatewayID.NotFound",
      "internetGateway",
    );
    const attached = call.store
      .ofType("aws_internet_gateway_attachment")
      .some(({ values }) => values["internet_gateway_id"] === gateway && values["vpc_id"] === vpc);
    if (found.values["vpc_id"] !== vpc && !attached)
      refuse(
        "InvalidParameterValue",
        `route table ${table} and network gateway ${gateway} belong to different networks`,
      );
  }
  if (gateway?.startsWith("vgw-") === true) {
    const found = required(call, "aws_vpn_gateway", gateway, "InvalidVpnGatewayID.NotFound", "vpnGateway");
    if (found.values["vpc_id"] !== vpc)
      refuse(
        "InvalidParameterValue",
        `route table ${table} and network gateway ${gateway} belong to different networks`,
      );
  }
  for (const [attribute, [type, code, noun]] of Object.entries(TARGETS)) {
    const id = textOf(route[attribute]);
    if (id === undefined) continue;
    const found = required(call, type, id, code, noun);
    const subnet = call.store.find("aws_subnet", found.values["subnet_id"]);
    const networks = [found.values["vpc_id"], found.values["peer_vpc_id"], subnet?.values["vpc_id"]];
    if (!networks.includes(vpc))
      refuse("InvalidParameterValue", `route table ${table} and interface ${id} belong to different networks`);
  }
}

const destinationOf = (route: ObjectValue): string =>
  [
    "cidr_block",
    "destination_cidr_block",
    "ipv6_cidr_block",
    "destination_ipv6_cidr_block",
    "destination_prefix_list_id",
  ]
    .map((name) => textOf(route[name]))
    .find((text) => text !== undefined) ?? "";

function checkRoutes(call: Call, table: string, routes: readonly ObjectValue[], vpc: string): void {
  const seen = new Set<string>();
  for (const route of routes) {
    const destination = destinationOf(route);
    if (seen.has(destination)) refuse("RouteAlreadyExists", `The route identified by ${destination} already exists.`);
    seen.add(destination);
    checkRoute(call, route, vpc, table);
  }
}

export const ROUTE_TYPES: Readonly<Record<string, ResourceType>> = {
  aws_route_table: {
    noun: "EC2 Route Table",
    id: "rtb-{hex17}",
    arn: "ec2:{region}:{account}:route-table/{id}",
    create: (call) => checkRoutes(call, "rtb", objectsOf(call.values["route"]), vpcOf(call).id),
    update: (call) => checkRoutes(call, call.prior.id, objectsOf(call.values["route"]), vpcOf(call).id),
    heldBy: { aws_route_table_association: "route_table_id" },
  },
  aws_default_route_table: {
    id: ({ values }) => written(values["default_route_table_id"]),
    arn: "ec2:{region}:{account}:route-table/{id}",
    computed: ({ store, values }) => ({
      vpc_id:
        store.ofType("aws_vpc").find((vpc) => vpc.values["default_route_table_id"] === values["default_route_table_id"])
          ?.id ?? "",
    }),
  },
  aws_route: {
    noun: "Route",
    id: (call) => `r-${written(call.values["route_table_id"])}${call.digits(10)}`,
    create: (call) => {
      const id = written(call.values["route_table_id"]);
      const table = call.store.find("aws_route_table", id) ?? call.store.find("aws_default_route_table", id);
      if (table === undefined) refuse("InvalidRouteTableID.NotFound", `The routeTable ID '${id}' does not exist`);
      const destination = destinationOf(call.values);
      const others = [
        ...objectsOf(table.values["route"]),
        ...call.store
          .ofType("aws_route")
          .filter(({ values }) => values["route_table_id"] === id)
          .map(({ values }) => values),
      ];
      if (others.some((one) => destinationOf(one) === destination))
        refuse("RouteAlreadyExists", `The route identified by ${destination} already exists.`);
      checkRoute(call, call.values, written(table.values["vpc_id"]), id);
    },
  },
  aws_route_table_association: {
    noun: "EC2 Route Table Association",
    id: "rtbassoc-{hex17}",
    create: (call) => {
      const subnet = textOf(call.values["subnet_id"]);
      if (subnet === undefined) return;
      subnetOf(call, subnet);
      const others = call.store.ofType("aws_route_table_association");
      if (others.some(({ values }) => values["subnet_id"] === subnet))
        refuse(
          "Resource.AlreadyAssociated",
          `the specified association for route table ${written(call.values["route_table_id"])} conflicts with an existing association`,
        );
    },
  },
};
