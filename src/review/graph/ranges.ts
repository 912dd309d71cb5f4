import { type Model } from "../../verify/model/model";
import { type Resource } from "../../verify/model/resource";

/** The CIDR blocks of a network or a subnet, as far as they are written out. */
export function rangeTexts(model: Model, resource: Resource): string[] {
  const further = model
    .referring(resource)
    .filter(({ type }) => /^aws_vpc_ipv[46]_cidr_block_association$/.test(type))
    .flatMap((one) => one.text("cidr_block") ?? one.text("ipv6_cidr_block") ?? []);
  const own = ["cidr_block", "ipv6_cidr_block"].flatMap((name) => resource.text(name) ?? []);
  return [...own, ...further].filter((text) => text !== "");
}
