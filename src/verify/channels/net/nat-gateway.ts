import { type Channel } from "../../channel";
import { type Model } from "../../model/model";
import { type Resource } from "../../model/resource";
import { Network } from "../../network/network";
import { ruleOutGateways } from "./gateway";

/** Catalogue rows N04 to N06. */
export const natGateway: Channel = {
  id: "net.nat-gateway",
  title: "NAT gateway",
  opens: "a NAT gateway, zonal or regional, or a private one whose own subnet leads out, or a route to one",
  closes: "no NAT gateway exists, and no route names one, but for private ones in subnets that lead nowhere outside",
  sources: ["https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html"],
  types: ["aws_nat_gateway"],
  decide: (model, ruling) => {
    ruleOutGateways(model, ruling, {
      types: ["aws_nat_gateway"],
      route: "nat_gateway_id",
      idPrefix: "nat-",
      name: "NAT gateway",
      to: "any host that the NAT gateway's own subnet reaches, the internet as a rule",
      staysWithin: (gateway) => staysWithin(model, gateway),
    });
  },
};

/** A private NAT gateway gives packets another source; where they go is what its own subnet's routes say. */
function staysWithin(model: Model, gateway: Resource): string | undefined {
  const subnet = model.referred(gateway, "subnet_id", "aws_subnet");
  if (gateway.text("connectivity_type") !== "private" || subnet === undefined) return undefined;
  return Network.of(model).waysOut(subnet).length === 0
    ? `it is private, and nothing leaves the configuration's VPCs by the routes of ${subnet.address}`
    : undefined;
}
