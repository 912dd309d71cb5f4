import { type DataValue } from "../../plugin/values";
import { type Call } from "../resource-type";
import { type StoredResource } from "../store";
import { cidrOf, textOf } from "./refusals";

/** Addresses that AWS keeps at the start of a subnet: https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html */
const RESERVED = 4;

/** A number as an IPv4 address. */
export function hostOf(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");
}

/** An address of a subnet that AWS may give away; nothing where there is no subnet with IPv4 addresses. */
export function addressIn(subnet: StoredResource | undefined, { digits, store }: Call): string | undefined {
  const block = cidrOf(subnet?.values["cidr_block"]);
  if (subnet === undefined || block === undefined) return undefined;
  // The last one is kept too.
  const room = Math.max(2 ** (32 - block.bits) - RESERVED - 1, 1);
  const taken = new Set(
    ["aws_network_interface", "aws_instance"]
      .flatMap((type) => store.ofType(type))
      .filter(({ values }) => values["subnet_id"] === subnet.id)
      .map(({ values }) => values["private_ip"]),
  );
  const first = Number.parseInt(digits(4), 16);
  for (let step = 0; step < room; step += 1) {
    const address = hostOf(block.base + RESERVED + ((first + step) % room));
    if (!taken.has(address)) return address;
  }
  return undefined;
}

/** https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html */
export function privateDnsName(address: DataValue | undefined, region: string): string {
  const text = textOf(address);
  if (text === undefined) return "";
  return `ip-${text.replaceAll(".", "-")}.${region === "us-east-1" ? "ec2" : `${region}.compute`}.internal`;
}
