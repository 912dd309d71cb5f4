import { type Channel } from "../../channel";
import { ruleOutGateways } from "./gateway";

/** Catalogue row N03. */
export const egressOnlyGateway: Channel = {
  id: "net.egress-only-gateway",
  title: "Egress-only internet gateway",
  opens: "an egress-only internet gateway, or a route to one",
  closes: "no egress-only internet gateway exists and no route names one",
  sources: ["https://docs.aws.amazon.com/vpc/latest/userguide/egress-only-internet-gateway.html"],
  types: ["aws_egress_only_internet_gateway"],
  decide: (model, ruling) => {
    ruleOutGateways(model, ruling, {
      types: ["aws_egress_only_internet_gateway"],
      route: "egress_only_gateway_id",
      idPrefix: "eigw-",
      name: "egress-only internet gateway",
      to: "any host on the internet that has an IPv6 address",
    });
  },
};
