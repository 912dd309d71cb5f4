import { type ResourceType } from "../resource-type";
import { SITE_TO_SITE_TYPES } from "./site-to-site";
import { cidrOf, cidrsOfVpc, objectsOf, overlaps, refuse, required, written } from "./refusals";

/** https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/what-is-best-practices.html */
export const VPN_TYPES: Readonly<Record<string, ResourceType>> = {
  aws_ec2_client_vpn_endpoint: {
    noun: "EC2 Client VPN Endpoint",
    id: "cvpn-endpoint-{hex17}",
    arn: "ec2:{region}:{account}:client-vpn-endpoint/{id}",
    computed: ({ region }, id) => ({
      dns_name: `*.${id}.prod.clientvpn.${region}.amazonaws.com`,
      self_service_portal_url: "",
      endpoint_ip_address_type: "ipv4",
      traffic_ip_address_type: "ipv4",
    }),
    create: (call) => {
      const { values } = call;
      const block = cidrOf(values["client_cidr_block"]);
      if (block !== undefined && (block.bits < 12 || block.bits > 22))
        refuse("InvalidParameterValue", "Client CIDR block must be between /12 and /22");
      const vpc = call.store.find("aws_vpc", values["vpc_id"]);
      if (block !== undefined && vpc !== undefined && cidrsOfVpc(call, vpc).some((one) => overlaps(one, block)))
        refuse(
          "InvalidParameterValue",
          `Client CIDR block ${written(values["client_cidr_block"])} overlaps with the CIDR of the VPC`,
        );
      const kinds = objectsOf(values["authentication_options"]).map((one) => one["type"]);
      if (kinds.length > 2 || new Set(kinds).size < kinds.length)
        refuse("InvalidParameterValue", "Only one authentication method of each type may be given");
    },
    heldBy: { aws_ec2_client_vpn_network_association: "client_vpn_endpoint_id" },
    heldCode: "InvalidClientVpnEndpointState",
  },
  aws_ec2_client_vpn_network_association: {
    noun: "EC2 Client VPN Network Association",
    id: "cvpn-assoc-{hex17}",
    computed: ({ store, values }) => ({
      association_id: "",
      vpc_id: store.find("aws_subnet", values["subnet_id"])?.values["vpc_id"] ?? "",
    }),
    create: (call) => {
      const { store, values } = call;
      required(
        call,
        "aws_ec2_client_vpn_endpoint",
        values["client_vpn_endpoint_id"],
        "InvalidClientVpnEndpointId.NotFound",
        "client VPN endpoint",
      );
      const subnet = required(call, "aws_subnet", values["subnet_id"], "InvalidSubnetID.NotFound", "subnet");
      const others = store
        .ofType("aws_ec2_client_vpn_network_association")
        .filter((one) => one.values["client_vpn_endpoint_id"] === values["client_vpn_endpoint_id"])
        .map((one) => store.find("aws_subnet", one.values["subnet_id"]));
      if (others.some((one) => one?.id === subnet.id))
        refuse(
          "InvalidClientVpnDuplicateAssociationException",
          "The specified subnet is already associated with the Client VPN endpoint.",
        );
      if (others.some((one) => one?.values["availability_zone_id"] === subnet.values["availability_zone_id"]))
        refuse(
          "InvalidClientVpnDuplicateAssociationException",
          "A subnet of this Availability Zone is already associated with the Client VPN endpoint.",
        );
    },
  },
  aws_ec2_client_vpn_authorization_rule: {
    noun: "EC2 Client VPN Authorization Rule",
    id: ({ values }) =>
      [values["client_vpn_endpoint_id"], values["target_network_cidr"], values["access_group_id"]]
        .flatMap((one) => (typeof one === "string" ? [one] : []))
        .join(","),
    create: (call) => {
      const { store, values } = call;
      required(
        call,
        "aws_ec2_client_vpn_endpoint",
        values["client_vpn_endpoint_id"],
        "InvalidClientVpnEndpointId.NotFound",
        "client VPN endpoint",
      );
      const same = ["client_vpn_endpoint_id", "target_network_cidr", "access_group_id"];
      if (
        store
          .ofType("aws_ec2_client_vpn_authorization_rule")
          .some((one) => same.every((name) => (one.values[name] ?? null) === (values[name] ?? null)))
      )
        refuse("InvalidClientVpnDuplicateAuthorizationRule", "The authorization rule already exists.");
    },
  },
  ...SITE_TO_SITE_TYPES,
  aws_ec2_transit_gateway: {
    noun: "EC2 Transit Gateway",
    id: "tgw-{hex17}",
    arn: "ec2:{region}:{account}:transit-gateway/{id}",
    heldBy: { aws_ec2_transit_gateway_vpc_attachment: "transit_gateway_id" },
    heldCode: "IncorrectState",
  },
  aws_ec2_transit_gateway_vpc_attachment: { id: "tgw-attach-{hex17}" },
  aws_ec2_transit_gateway_route_table: { id: "tgw-rtb-{hex17}" },
};
