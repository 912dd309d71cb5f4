import { type Model } from "../model/model";
import { type Resource } from "../model/resource";
import { parseRange, type Range } from "./ipv4";

/** The VPC that a resource says it is in, directly or by its subnet. */
export function vpcOf(model: Model, resource: Resource): Resource | undefined {
  const direct = model.referred(resource, "vpc_id", "aws_vpc");
  if (direct !== undefined) return direct;
  const subnet = model.referred(resource, "subnet_id", "aws_subnet");
  return subnet === undefined ? undefined : model.referred(subnet, "vpc_id", "aws_vpc");
}

/** The IPv4 range of a VPC or a subnet, where it is written out. */
export function rangeOf(resource: Resource): Range | undefined {
  const cidr = resource.text("cidr_block");
  return cidr === undefined ? undefined : parseRange(cidr);
}

/** The subnets of a VPC. */
export function subnetsIn(model: Model, vpc: Resource): Resource[] {
  return model.referring(vpc).filter((resource) => resource.type === "aws_subnet");
}
