import { type Channel } from "../../channel";
import { ruleOutGateways } from "./gateway";

/** Catalogue row N01. */
export const internetGateway: Channel = {
  id: "net.internet-gateway",
  title: "Internet gateway",
  opens: "an internet gateway, or a route to one",
  closes: "no internet gateway exists and no route names one",
  sources: ["https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html"],
  types: ["aws_internet_gateway", "aws_internet_gateway_attachment"],
  decide: (model, ruling) => {
    ruleOutGateways(model, ruling, {
      types: ["aws_internet_gateway", "aws_internet_gateway_attachment"],
      route: "gateway_id",
      idPrefix: "igw-",
      name: "internet gateway",
      to: "any host on the internet",
    });
  },
};
