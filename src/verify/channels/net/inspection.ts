import { outwardChannel } from "./outward";

const BEHIND = "the service behind a Gateway Load Balancer endpoint";
const FIREWALL = "whatever the firewall lets pass: names in TLS and HTTP can be forged";

/** Catalogue rows N23 and N24. */
export const inspection = outwardChannel({
  id: "net.inspection",
  title: "Appliances and firewalls in the path",
  opens:
    "an endpoint through which packets pass a service of somebody's, or a firewall whose lists of names stand for a proof",
  closes: "no route leads through one, and there is no firewall that something else would have to rest on",
  sources: [
    "https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-load-balancer-endpoints.html",
    "https://hackingthe.cloud/aws/post_exploitation/network-firewall-egress-filtering-bypass/",
  ],
  leadsTo: {
    aws_networkfirewall_firewall: FIREWALL,
    aws_networkfirewall_firewall_policy: FIREWALL,
    aws_networkfirewall_rule_group: FIREWALL,
    aws_networkfirewall_vpc_endpoint_association: FIREWALL,
  },
  routes: { vpc_endpoint_id: BEHIND },
  types: ["aws_vpc_endpoint"],
  judge: (model, ruling) => {
    for (const endpoint of model.ofType("aws_vpc_endpoint")) {
      if (endpoint.text("vpc_endpoint_type") !== "GatewayLoadBalancer") continue;
      ruling.open(
        endpoint,
        `it leads to ${BEHIND}`,
        {
          from: "any packet that is routed to it",
          by: "anybody who runs code in the VPC",
          through: [endpoint.address],
          to: "whoever runs the appliance",
        },
        `remove ${endpoint.address}`,
      );
    }
  },
});
