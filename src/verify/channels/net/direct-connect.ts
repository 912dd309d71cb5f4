import { outwardChannel } from "./outward";

const LINE = "a site, over a line of its own";

/** Catalogue row N15. */
export const directConnect = outwardChannel({
  id: "net.direct-connect",
  title: "Direct Connect",
  opens: "a gateway or interface of a line to a site",
  closes: "none exists",
  sources: ["https://docs.aws.amazon.com/directconnect/latest/UserGuide/direct-connect-gateways-intro.html"],
  leadsTo: {
    aws_dx_connection: LINE,
    aws_dx_gateway: LINE,
    aws_dx_gateway_association: LINE,
    aws_dx_gateway_association_proposal: LINE,
    aws_dx_hosted_private_virtual_interface: LINE,
    aws_dx_hosted_public_virtual_interface: LINE,
    aws_dx_hosted_transit_virtual_interface: LINE,
    aws_dx_private_virtual_interface: LINE,
    aws_dx_public_virtual_interface: LINE,
    aws_dx_transit_virtual_interface: LINE,
  },
});
