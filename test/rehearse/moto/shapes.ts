import { contains, parseCidr } from "../../../src/project/cidr";
import { type Json, type JsonObject } from "../../terraform/judged-copy";

/** Parts of ids that AWS draws, each with the name of its form. What derives from names, accounts and regions stays. */
const DRAWN: readonly (readonly [form: RegExp, name: string])[] = [
  [/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]00:00)/g, "<time>"],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, "<uuid>"],
  [/\b([0-9a-f]{2}:){5}[0-9a-f]{2}\b/g, "<mac>"],
  // Names that the provider makes.
  [/\bterraform-[0-9a-f]{26}\b/g, "terraform-<hex26>"],
  // https://docs.aws.amazon.com/ec2/latest/userguide/resource-ids.html
  [/\b([a-z]+(?:-[a-z]+)*)-[0-9a-f]{17}\b/g, "$1-<hex17>"],
  [/\b([a-z]+(?:-[a-z]+)*)-[0-9a-f]{8}\b/g, "$1-<hex8>"],
  // The second part of the name of an interface endpoint.
  [/(<hex17>)-[0-9a-z]{8}\./g, "$1-<8>."],
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
  [/\bA(RO|IP|NP|ID)A[A-Z0-9]{17}\b/g, "A$1A<17>"],
  // https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html
  [/(:secret:.+)-[A-Za-z0-9]{6}$/g, "$1-<6>"],
  // Hosted zones; those of services are the same for everybody, and as long.
  [/(?<=^|\/)Z[A-Z0-9]{12,31}(?=$|_)/g, "<zone>"],
  [/(?<=^|\/)[0-9A-Y][A-Z0-9]{20,21}(?=$|_)/g, "<zone without Z>"],
  // Hashes of what a filter is for.
  [/^cwlsf-\d+$/g, "cwlsf-<number>"],
  [/\bip-\d+-\d+-\d+-\d+\b/g, "ip-<address>"],
  // Canonical user ids: https://docs.aws.amazon.com/AmazonS3/latest/userguide/finding-canonical-user-id.html
  [/^[0-9a-f]{64}$/g, "<hex64>"],
];
const IPV4 = /^\d+\.\d+\.\d+\.\d+$/;
/** Attributes whose values are documented tables, which are compared as they are. */
const LITERAL = new Set(["hosted_zone_id"]);

/**
 * The values of resources with every drawn part replaced by its form; where it is the id of another of the resources, by that
 * one's address; and where it is an address in the subnet that stands beside it, by that.
 */
export function shapesOf(made: ReadonlyMap<string, JsonObject>): ReadonlyMap<string, JsonObject> {
  const named = new Map<string, string>();
  for (const [address, { id }] of made)
    if (typeof id === "string" && formOf(id) !== id && !named.has(id)) named.set(id, address);
  const blocks = new Map<string, string>();
  for (const [address, { id, cidr_block: block }] of made)
    if (address.startsWith("aws_subnet.")) blocks.set(String(id), String(block));

  const shape = (value: Json, own: string, block: string | undefined): Json => {
    if (typeof value === "string") {
      if (IPV4.test(value))
        return block !== undefined && contains(parseCidr(block), parseCidr(`${value}/32`))
          ? "<address of the subnet>"
          : "<address>";
      return formOf(
        value.replaceAll(/[\w-]{8,}/g, (text) => {
          const address = named.get(text);
          return address === undefined || address === own ? text : `<${address}>`;
        }),
      );
    }
    if (Array.isArray(value)) return (value as readonly Json[]).map((one) => shape(one, own, block));
    if (value === null || typeof value !== "object") return value === 0 ? null : value;
    const values = value as JsonObject;
    const inner = blocks.get(String(values["subnet_id"])) ?? block;
    return Object.fromEntries(
      Object.entries(values).map(([name, one]) => [name, LITERAL.has(name) ? one : shape(one, own, inner)]),
    );
  };
  return new Map([...made].map(([address, values]) => [address, shape(values, address, undefined) as JsonObject]));
}

function formOf(text: string): string {
  return DRAWN.reduce((written, [form, name]) => written.replace(form, name), text);
}
