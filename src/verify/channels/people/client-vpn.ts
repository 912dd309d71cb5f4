import { type Channel } from "../../channel";
import { type Model } from "../../model/model";
import { type Resource } from "../../model/resource";
import { rangeOf, subnetsIn, vpcOf } from "../../network/boxes";
import { covers, parseRange } from "../../network/ipv4";
import { showValue } from "../../model/value";
import { type Ruling } from "../../verdict";

/** Catalogue row M08. */
export const clientVpn: Channel = {
  id: "people.client-vpn",
  title: "Client VPN",
  opens: "a laptop on the VPN that reaches more than desktops, bridges to the internet, or enters with one factor",
  closes:
    "device certificate and federated sign-in are both asked for, the tunnel takes all traffic and its routes are enforced on the laptop, and each rule names groups and single subnets of one box; what is reached there is people.displays",
  sources: [
    "https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/client-authentication.html",
    "https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/cvpn-working-rules.html",
    "https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/cvpn-working-cre.html",
  ],
  types: [
    "aws_ec2_client_vpn_authorization_rule",
    "aws_ec2_client_vpn_endpoint",
    "aws_ec2_client_vpn_network_association",
    "aws_ec2_client_vpn_route",
  ],
  decide: (model, ruling) => {
    const endpoints = model.ofType("aws_ec2_client_vpn_endpoint");
    for (const endpoint of endpoints) judgeEndpoint(endpoint, ruling);
    for (const rule of model.ofType("aws_ec2_client_vpn_authorization_rule")) judgeRule(model, rule, ruling);
    for (const route of model.ofType("aws_ec2_client_vpn_route"))
      ruling.unproven(
        route,
        `it routes ${showValue(route.value("destination_cidr_block"))} for VPN clients, beyond what the association does`,
        `remove ${route.address}`,
      );
    if (endpoints.length === 0) for (const vpc of model.ofType("aws_vpc")) ruling.closed(vpc, "there is no client VPN");
  },
};

function leak(through: readonly string[], to: string) {
  return { from: "a machine in the box", by: "a person on the VPN", through, to };
}

function judgeEndpoint(endpoint: Resource, ruling: Ruling): void {
  const types = endpoint.blocks("authentication_options").map((option) => option.text("type"));
  let sound = true;
  const open = (why: string, to: string, mend: string): void => {
    sound = false;
    ruling.open(endpoint, why, leak([endpoint.address], to), mend);
  };
  if (
    !types.includes("certificate-authentication") ||
    !types.some((type) => type === "federated-authentication" || type === "directory-service-authentication")
  )
    open(
      `it asks for ${types.join(" and ") || "nothing"} only`,
      "whoever holds the one factor",
      "ask for both a device certificate and a federated sign-in",
    );
  const split = endpoint.truth("split_tunnel");
  if (split === true)
    open(
      "the laptop keeps its own way to the internet while connected",
      "the internet, bridged by the laptop",
      `set split_tunnel of ${endpoint.address} to false`,
    );
  if (split === undefined) {
    sound = false;
    ruling.unproven(endpoint, "split_tunnel is an expression", "write it out");
  }
  if (endpoint.blocks("client_route_enforcement_options").every((block) => block.truth("enforced") !== true))
    open(
      "nothing holds the laptop to the tunnel's routes while connected: software on it may take them back",
      "the internet, bridged by the laptop",
      `set client_route_enforcement_options.enforced of ${endpoint.address}`,
    );
  if (endpoint.value("self_service_portal").kind !== "absent" && endpoint.text("self_service_portal") !== "disabled")
    open(
      "its self-service portal hands out profiles on the internet",
      "whoever reaches the portal",
      `set self_service_portal of ${endpoint.address} to disabled`,
    );
  if (endpoint.list("dns_servers").length > 0)
    open(
      "laptops look names up at servers that DNS Firewall does not see",
      "whoever runs the name servers",
      `leave dns_servers out of ${endpoint.address}`,
    );
  if (sound)
    ruling.closed(endpoint, "device certificate and federated sign-in, full tunnel that is enforced, no portal");
}

function judgeRule(model: Model, rule: Resource, ruling: Ruling): void {
  const endpoint = model.referred(rule, "client_vpn_endpoint_id", "aws_ec2_client_vpn_endpoint");
  const vpc = endpoint === undefined ? undefined : vpcOf(model, endpoint);
  const text = rule.text("target_network_cidr");
  const range = text === undefined ? undefined : parseRange(text);
  if (vpc === undefined || range === undefined) {
    ruling.unproven(
      rule,
      "which network it opens cannot be told",
      "name a subnet's range, of a VPC of this configuration",
    );
    return;
  }
  const namesGroup = rule.value("access_group_id").kind !== "absent" && rule.text("access_group_id") !== "";
  if (rule.truth("authorize_all_groups") !== false || !namesGroup) {
    ruling.open(
      rule,
      "it lets everybody of the identity provider in",
      leak([rule.address], "everybody of the identity provider"),
      "name groups by access_group_id",
    );
    return;
  }
  const subnet = subnetsIn(model, vpc).find((one) => {
    const own = rangeOf(one);
    return own !== undefined && covers([own], range);
  });
  if (subnet === undefined) {
    ruling.open(
      rule,
      `it opens ${text ?? ""}, more than one subnet of ${vpc.address}`,
      leak([rule.address], "the laptop, as files over any protocol"),
      "name the desktops' subnet only",
    );
    return;
  }
  ruling.closed(rule, `one group reaches ${subnet.address} only`);
}
