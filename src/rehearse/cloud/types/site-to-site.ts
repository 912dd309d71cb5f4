import { hostAddress } from "../../../project/cidr";
import { type Diagnostic } from "../../plugin/provider";
import { type DataValue, type ObjectValue } from "../../plugin/values";
import { type Call, type ResourceType } from "../resource-type";
import { cidrOf, isWithin, listOf, refuse, required, textOf, vpcOf, written } from "./refusals";

const TUNNELS = ["tunnel1", "tunnel2"] as const;
/** Addresses of AWS's ends, of a range for documentation: RFC 5737. */
const OUTSIDE = "198.51.100";
/** Blocks that AWS keeps: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpnTunnelOptionsSpecification.html */
const RESERVED_INSIDE = [0, 1, 2, 3, 4, 5].map((third) => `169.254.${third}.0/30`).concat("169.254.169.252/30");

/** The two ends inside of a tunnel: of its /30 the first address is AWS's, the second the customer's. */
function insideOf(
  values: ObjectValue,
  tunnel: (typeof TUNNELS)[number],
  digits: Call["digits"],
): Record<string, DataValue> {
  const third = 8 + (Number.parseInt(digits(2), 16) % 160);
  const cidr = textOf(values[`${tunnel}_inside_cidr`]) ?? `169.254.${third}.${tunnel === "tunnel1" ? 0 : 4}/30`;
  return {
    [`${tunnel}_inside_cidr`]: cidr,
    [`${tunnel}_vgw_inside_address`]: hostAddress(cidr, 1),
    [`${tunnel}_cgw_inside_address`]: hostAddress(cidr, 2),
  };
}

/** Of keys in Secrets Manager AWS says that it keeps them there; of others it gives them to whoever asks. */
function keysOf({ account, digits, region, values }: Call, id: string): Record<string, DataValue> {
  const kept = values["preshared_key_storage"] === "SecretsManager";
  return {
    preshared_key_arn: `arn:aws:secretsmanager:${region}:${account}:secret:s2svpn!${id}-${digits(6)}`,
    preshared_key_storage: kept ? "SecretsManager" : "Standard",
    ...Object.fromEntries(
      TUNNELS.map((tunnel) => [
        `${tunnel}_preshared_key`,
        kept ? "REDACTED" : (textOf(values[`${tunnel}_preshared_key`]) ?? `made.by.the.rehearsal.${tunnel}`),
      ]),
    ),
  };
}

function checkConnection(call: Call): void {
  const { store, values } = call;
  required(
    call,
    "aws_customer_gateway",
    values["customer_gateway_id"],
    "InvalidCustomerGatewayID.NotFound",
    "customerGateway",
  );
  if (textOf(values["vpn_gateway_id"]) !== undefined) {
    required(call, "aws_vpn_gateway", values["vpn_gateway_id"], "InvalidVpnGatewayID.NotFound", "vpnGateway");
    const same = ["customer_gateway_id", "vpn_gateway_id"];
    if (store.ofType("aws_vpn_connection").some((one) => same.every((name) => one.values[name] === values[name])))
      refuse("InvalidVpnConnection.AlreadyExists", "A VPN connection between these two gateways already exists.");
  }
  const inside = TUNNELS.flatMap((tunnel) => textOf(values[`${tunnel}_inside_cidr`]) ?? []);
  if (new Set(inside).size < inside.length)
    refuse("InvalidParameterCombination", "The inside CIDR blocks of the two tunnels must be different");
  for (const tunnel of TUNNELS)
    for (const group of listOf(values[`${tunnel}_phase1_dh_group_numbers`]))
      if (group === 5) refuse("InvalidParameterValue", "Phase1DHGroupNumbers must not contain 5");
}

function reservedInsides(config: ObjectValue): Diagnostic[] {
  return TUNNELS.flatMap((tunnel) => {
    const name = `${tunnel}_inside_cidr`;
    const cidr = textOf(config[name]);
    return cidr === undefined || !RESERVED_INSIDE.includes(cidr)
      ? []
      : [
          {
            severity: "error" as const,
            summary: `expected ${name} to not be any of [${RESERVED_INSIDE.join(" ")}], got ${cidr}`,
            detail: "",
            path: [name],
          },
        ];
  });
}

export const SITE_TO_SITE_TYPES: Readonly<Record<string, ResourceType>> = {
  aws_vpn_gateway: {
    noun: "EC2 VPN Gateway",
    id: "vgw-{hex17}",
    arn: "ec2:{region}:{account}:vpn-gateway/{id}",
    create: (call) => {
      if (textOf(call.values["vpc_id"]) === undefined) return;
      const vpc = vpcOf(call);
      if (call.store.ofType("aws_vpn_gateway").some(({ values }) => values["vpc_id"] === vpc.id))
        refuse("InvalidParameterValue", `Network ${vpc.id} already has a VPN gateway attached`);
    },
    heldBy: { aws_vpn_connection: "vpn_gateway_id" },
    heldCode: "IncorrectState",
  },
  aws_customer_gateway: {
    noun: "EC2 Customer Gateway",
    id: "cgw-{hex17}",
    arn: "ec2:{region}:{account}:customer-gateway/{id}",
    heldBy: { aws_vpn_connection: "customer_gateway_id" },
    heldCode: "IncorrectState",
  },
  aws_vpn_connection: {
    noun: "EC2 VPN Connection",
    id: "vpn-{hex17}",
    arn: "ec2:{region}:{account}:vpn-connection/{id}",
    computed: (call, id) => {
      const { digits, store, values } = call;
      const asn = textOf(store.find("aws_vpn_gateway", values["vpn_gateway_id"])?.values["amazon_side_asn"]) ?? "64512";
      const first = 1 + (Number.parseInt(digits(2), 16) % 120);
      return {
        ...keysOf(call, id),
        ...Object.fromEntries(
          TUNNELS.flatMap((tunnel, index) =>
            Object.entries({
              ...insideOf(values, tunnel, digits),
              [`${tunnel}_address`]: `${OUTSIDE}.${first + index * 120}`,
              [`${tunnel}_bgp_asn`]: asn,
              [`${tunnel}_bgp_holdtime`]: 30,
              [`${tunnel}_inside_ipv6_cidr`]: "",
            }),
          ),
        ),
        customer_gateway_configuration: "",
        core_network_arn: "",
        core_network_attachment_arn: "",
        transit_gateway_attachment_id: "",
        tunnel_inside_ip_version: "ipv4",
        outside_ip_address_type: "PublicIpv4",
        enable_acceleration: false,
        local_ipv6_network_cidr: "",
        remote_ipv6_network_cidr: "",
        routes: [],
        vgw_telemetry: [],
      };
    },
    validate: reservedInsides,
    create: checkConnection,
  },
  aws_vpn_connection_route: {
    noun: "EC2 VPN Connection Route",
    id: ({ values }) => `${written(values["destination_cidr_block"])}:${written(values["vpn_connection_id"])}`,
    create: (call) => {
      const { values } = call;
      const connection = required(
        call,
        "aws_vpn_connection",
        values["vpn_connection_id"],
        "InvalidVpnConnectionID.NotFound",
        "vpnConnection",
      );
      if (connection.values["static_routes_only"] !== true)
        refuse(
          "InvalidVpnConnection.InvalidState",
          "Static routes cannot be added to a VPN connection with BGP routing",
        );
      const block = cidrOf(values["destination_cidr_block"]);
      const gateway = call.store.find("aws_vpn_gateway", connection.values["vpn_gateway_id"]);
      const vpc = call.store.find("aws_vpc", gateway?.values["vpc_id"]);
      const own = cidrOf(vpc?.values["cidr_block"]);
      if (block !== undefined && own !== undefined && isWithin(block, own))
        refuse(
          "InvalidParameterValue",
          `The route ${written(values["destination_cidr_block"])} lies in the VPC itself`,
        );
    },
  },
};
