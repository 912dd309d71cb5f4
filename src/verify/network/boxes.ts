import { type Model } from "../model/model";
import { type Resource } from "../model/resource";
import { type Value } from "../model/value";
import { parseRange, type Range } from "./ipv4";
import { addressesOf, EVERY_ADDRESS, joinAddresses, NO_ADDRESS, type Addresses } from "./packets";

/** Types that stand for a VPC. */
export const VPC_TYPES: readonly string[] = ["aws_vpc", "aws_default_vpc"];
/** Types that stand for a subnet. */
export const SUBNET_TYPES: readonly string[] = ["aws_subnet", "aws_default_subnet"];

/** References of a chain that leads to a VPC; a longer one leads in a circle. */
const MOST_LINKS = 4;

/** The VPC that a resource says it is in, directly, by its subnet, or by what another resource says. */
export function vpcOf(model: Model, resource: Resource, links = 0): Resource | undefined {
  if (links > MOST_LINKS) return undefined;
  const named = model.follow(resource.value("vpc_id"));
  if (named.kind === "resource") {
    if (VPC_TYPES.includes(named.resource.type)) return named.resource;
    return named.attribute === "vpc_id" ? vpcOf(model, named.resource, links + 1) : undefined;
  }
  const subnet = model.referred(resource, "subnet_id", "aws_subnet");
  return subnet === undefined ? undefined : vpcOf(model, subnet, links + 1);
}

/** The IPv4 range of a VPC or a subnet, where it is written out. */
export function rangeOf(resource: Resource): Range | undefined {
  const cidr = resource.text("cidr_block");
  return cidr === undefined ? undefined : parseRange(cidr);
}

/** The subnets of a VPC. */
export function subnetsIn(model: Model, vpc: Resource): Resource[] {
  return model.referring(vpc).filter(({ type }) => SUBNET_TYPES.includes(type));
}

/** Attributes by which a VPC or a subnet is given IPv6 addresses that no file says. */
const CHOSEN_BY_AWS = ["assign_generated_ipv6_cidr_block", "ipv6_ipam_pool_id", "ipv6_netmask_length"] as const;

/**
 * The addresses of a VPC or a subnet, `exact` where all of them are known. Those that are not known may be any, so that a
 * part of the family is in the set that is not the resource's.
 */
export function addressesIn(model: Model, resource: Resource): Part {
  const parts = partsOf(model, resource);
  return {
    addresses: joinAddresses(...parts.map(({ addresses }) => addresses)),
    exact: parts.every(({ exact }) => exact),
  };
}

/** The addresses that are certainly those of a VPC or a subnet: none of what is not known. */
export function certainAddressesIn(model: Model, ...resources: readonly Resource[]): Addresses {
  const parts = resources.flatMap((resource) => partsOf(model, resource));
  return joinAddresses(...parts.flatMap(({ addresses, exact }) => (exact ? [addresses] : [])));
}

/** Addresses of a resource, `exact` where they are known. */
interface Part {
  readonly addresses: Addresses;
  readonly exact: boolean;
}

function partsOf(model: Model, resource: Resource): Part[] {
  const parts = [familyOf(resource, "cidr_block", 4, true), familyOf(resource, "ipv6_cidr_block", 6, false)];
  if (CHOSEN_BY_AWS.some((name) => resource.text(name) !== undefined || resource.truth(name) !== false))
    parts.push({ addresses: { 4: [], 6: EVERY_ADDRESS[6] }, exact: false });
  if (VPC_TYPES.includes(resource.type))
    for (const one of model.referring(resource)) {
      if (one.type === "aws_vpc_ipv4_cidr_block_association") parts.push(familyOf(one, "cidr_block", 4, true));
      if (one.type === "aws_vpc_ipv6_cidr_block_association") parts.push(familyOf(one, "ipv6_cidr_block", 6, true));
    }
  return parts;
}

/**
 * The largest IPv4 block that AWS gives a VPC or a subnet: a wider one is refused, and stands for nothing.
 * https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html
 */
const LARGEST_BLOCK = 2 ** 16;

function familyOf(resource: Resource, attribute: string, family: 4 | 6, always: boolean): Part {
  const value = resource.value(attribute);
  if (value.kind === "absent" && !always) return { addresses: NO_ADDRESS, exact: true };
  const known = addressesOf(resource.text(attribute) ?? "");
  const isBlock = known?.[4].every(({ from, to }) => Number(to) - Number(from) < LARGEST_BLOCK) === true;
  if (known !== undefined && known[family].length > 0 && isBlock) return { addresses: known, exact: true };
  return { addresses: { ...NO_ADDRESS, [family]: EVERY_ADDRESS[family] }, exact: false };
}

/** The addresses of a CIDR block that is written out, or that of a resource which has it written out. */
export function addressesNamed(model: Model, value: Value): Addresses | undefined {
  const target = model.follow(value);
  if (target.kind === "known") return typeof target.value === "string" ? addressesOf(target.value) : undefined;
  return target.kind === "resource" ? addressesOf(target.resource.text(target.attribute) ?? "") : undefined;
}
