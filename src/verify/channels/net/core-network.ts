import { outwardChannel } from "./outward";

const CORE = "every network of the core network";

/** Catalogue row N11. */
export const coreNetwork = outwardChannel({
  id: "net.core-network",
  title: "Core networks",
  opens: "an attachment to a core network of Cloud WAN, or a route to one",
  closes: "none exists and no route names one",
  sources: ["https://docs.aws.amazon.com/network-manager/latest/cloudwan/what-is-cloudwan.html"],
  leadsTo: {
    aws_networkmanager_attachment_accepter: CORE,
    aws_networkmanager_connect_attachment: CORE,
    aws_networkmanager_core_network: CORE,
    aws_networkmanager_dx_gateway_attachment: CORE,
    aws_networkmanager_site_to_site_vpn_attachment: CORE,
    aws_networkmanager_transit_gateway_peering: CORE,
    aws_networkmanager_vpc_attachment: CORE,
  },
  routes: { core_network_arn: CORE },
});
