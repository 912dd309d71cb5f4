import { outwardChannel } from "./outward";

/** Catalogue rows N34 and N35. */
export const edge = outwardChannel({
  id: "net.edge",
  title: "Carrier, local and other clouds' gateways",
  opens: "a gateway of a carrier's or local zone, of a rack on premises, or of another cloud's network",
  closes: "none exists and no route names one",
  sources: [
    "https://docs.aws.amazon.com/wavelength/latest/developerguide/how-wavelengths-work.html",
    "https://docs.aws.amazon.com/outposts/latest/userguide/outposts-local-gateways.html",
  ],
  leadsTo: {
    aws_ec2_carrier_gateway: "a carrier's network",
    aws_ec2_local_gateway_route: "a network on premises",
    aws_ec2_local_gateway_route_table_vpc_association: "a network on premises",
    aws_odb_network: "Oracle's network",
    aws_odb_network_peering_connection: "Oracle's network",
  },
  routes: {
    carrier_gateway_id: "a carrier's network",
    local_gateway_id: "a network on premises",
    odb_network_arn: "Oracle's network",
  },
});
