import { type Channel } from "../../channel";
import { ruleOutGateways } from "./gateway";

export const natGateway: Channel = {
  id: "net.nat-gateway",
  title: "NAT gateway",
  opens: "a NAT gateway, zonal or regional, public or private, or a route to one",
  closes: "no NAT gateway exists and no route names one",
  sources: ["https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html"],
  decide: (model, ruling) => {
    ruleOutGateways(model, ruling, {
      types: ["aws_nat_gateway"],
      route: "nat_gateway_id",
      idPrefix: "nat-",
      name: "NAT gateway",
      to: "any host that the NAT gateway's own subnet reaches, the internet as a rule",
    });
  },
};
