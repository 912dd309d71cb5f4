import { formatCidr, overlaps, parseCidr, type Cidr } from "../../../project/cidr";
import { isList, isObject, type DataValue, type ObjectValue } from "../../plugin/values";
import { AwsError } from "../aws-error";
import { type Call } from "../resource-type";
import { type StoredResource } from "../store";

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html */
export function refuse(code: string, message: string): never {
  throw new AwsError(code, message);
}

export function textOf(value: DataValue | undefined): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

export function listOf(value: DataValue | undefined): readonly DataValue[] {
  return isList(value) ? value : [];
}

/** A value as messages and ids have it. */
export function written(value: DataValue | undefined): string {
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

export function objectsOf(value: DataValue | undefined): ObjectValue[] {
  return listOf(value).filter(isObject);
}

/** The resource that an attribute names; refused where it is not there. Ids of other accounts' resources may be. */
export function required(
  call: Call,
  type: string,
  id: DataValue | undefined,
  code: string,
  noun: string,
): StoredResource {
  const found = call.store.find(type, id);
  if (found === undefined) refuse(code, `The ${noun} ID '${written(id)}' does not exist`);
  return found;
}

/** A CIDR block; nothing where the text is none, which the provider refuses by itself. */
export function cidrOf(value: DataValue | undefined): Cidr | undefined {
  try {
    return typeof value === "string" ? parseCidr(value) : undefined;
  } catch {
    return undefined;
  }
}

/** Whether one block lies in another. */
export function isWithin(inner: Cidr, outer: Cidr): boolean {
  return inner.bits >= outer.bits && overlaps(inner, outer);
}

export { formatCidr, overlaps, type Cidr };

/** Whether an address lies in a block. */
export function holdsAddress(block: Cidr, address: string): boolean {
  const one = cidrOf(`${address}/32`);
  return one !== undefined && isWithin(one, block);
}

/** The blocks of a VPC: its first one, and those that were joined to it. */
export function cidrsOfVpc({ store }: Call, vpc: StoredResource): Cidr[] {
  const joined = store
    .ofType("aws_vpc_ipv4_cidr_block_association")
    .filter(({ values }) => values["vpc_id"] === vpc.id)
    .map(({ values }) => values["cidr_block"]);
  return [vpc.values["cidr_block"], ...joined].flatMap((text) => cidrOf(text) ?? []);
}

/** Groups have to be of the VPC that they are used in. */
export function checkGroups(call: Call, groups: DataValue | undefined, vpc: DataValue | undefined): void {
  for (const id of listOf(groups)) {
    const group = required(call, "aws_security_group", id, "InvalidGroup.NotFound", "security group");
    if (vpc !== undefined && group.values["vpc_id"] !== vpc)
      refuse("InvalidGroup.NotFound", "You have specified two resources that belong to different networks.");
  }
}

export function vpcOf(call: Call): StoredResource {
  return required(call, "aws_vpc", call.values["vpc_id"], "InvalidVpcID.NotFound", "vpc");
}

export function subnetOf(call: Call, id: DataValue | undefined): StoredResource {
  return required(call, "aws_subnet", id, "InvalidSubnetID.NotFound", "subnet");
}
