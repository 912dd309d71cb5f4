import { outwardChannel } from "./outward";

const ATTACHED = "every network that is attached to the transit gateway";

/** Catalogue rows N09 and N10. */
export const transitGateway = outwardChannel({
  id: "net.transit-gateway",
  title: "Transit gateways",
  opens: "a transit gateway, an attachment to one, or a route to one: what else is attached is decided elsewhere",
  closes: "none exists and no route names one",
  sources: [
    "https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html",
    "https://docs.aws.amazon.com/vpc/latest/tgw/tgw-peering.html",
  ],
  leadsTo: {
    aws_ec2_transit_gateway: ATTACHED,
    aws_ec2_transit_gateway_connect: ATTACHED,
    aws_ec2_transit_gateway_connect_peer: ATTACHED,
    aws_ec2_transit_gateway_peering_attachment: "every network that is attached to the other transit gateway",
    aws_ec2_transit_gateway_peering_attachment_accepter: "every network that is attached to the other transit gateway",
    aws_ec2_transit_gateway_route: ATTACHED,
    aws_ec2_transit_gateway_route_table: ATTACHED,
    aws_ec2_transit_gateway_route_table_association: ATTACHED,
    aws_ec2_transit_gateway_route_table_propagation: ATTACHED,
    aws_ec2_transit_gateway_vpc_attachment: ATTACHED,
    aws_ec2_transit_gateway_vpc_attachment_accepter: ATTACHED,
  },
  routes: { transit_gateway_id: ATTACHED },
});
