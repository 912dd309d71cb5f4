import { showValue } from "../../model/value";
import { outwardChannel } from "./outward";

const A_SITE = "a site of somebody's outside of AWS";

/** Catalogue rows N12 to N14. */
export const siteToSite = outwardChannel({
  id: "net.site-to-site",
  title: "Site-to-site VPN",
  opens: "a VPN connection or gateway, a route to one, or routes that the far side chooses",
  closes: "none exists, no route names one, and no table takes routes from one",
  sources: [
    "https://docs.aws.amazon.com/vpn/latest/s2svpn/VPC_VPN.html",
    "https://docs.aws.amazon.com/vpn/latest/s2svpn/VPNRoutingTypes.html",
  ],
  leadsTo: {
    aws_customer_gateway: A_SITE,
    aws_vpn_connection: A_SITE,
    aws_vpn_connection_route: A_SITE,
    aws_vpn_gateway: A_SITE,
    aws_vpn_gateway_attachment: A_SITE,
    aws_vpn_gateway_route_propagation: "wherever the far side's routes lead",
  },
  routes: { gateway_id: A_SITE },
  gatewayIds: "vgw-",
  judge: (model, ruling) => {
    for (const edge of model.ofType("aws_route_table_association"))
      if (/^vgw-/.test(edge.text("gateway_id") ?? ""))
        ruling.open(
          edge,
          `it gives a table to ${showValue(edge.value("gateway_id"))}, so that there is one`,
          {
            from: "any machine of the VPC",
            by: "somebody at the far side who opens a connection",
            through: [edge.address],
            to: A_SITE,
          },
          `remove ${edge.address}, and the virtual private gateway that it names`,
        );
    for (const table of model.ofType("aws_route_table", "aws_default_route_table"))
      if (table.list("propagating_vgws").length > 0)
        ruling.open(
          table,
          "routes are propagated into it from a virtual private gateway: the far side chooses them",
          {
            from: "any machine whose subnet uses the table",
            by: "anybody who runs code there",
            through: [table.address],
            to: "wherever the far side's routes lead",
          },
          `set propagating_vgws of ${table.address} to []`,
        );
  },
});
