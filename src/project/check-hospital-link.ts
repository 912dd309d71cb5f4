import { type Placement } from "./address-plan";
import { type Cidr, contains, formatCidr, overlaps, parseCidr } from "./cidr";
import { type ProjectFile } from "./schema";

/** ASN of the AWS side of a virtual private gateway, where none is given. */
export const AMAZON_ASN = 64_512;

/** Private ASNs that a virtual private gateway takes: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpnGateway.html */
const AMAZON_ASNS = [
  [64_512, 65_534],
  [4_200_000_000, 4_294_967_294],
] as const;

/** ASNs that AWS keeps for itself: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateCustomerGateway.html */
const RESERVED_ASNS: readonly number[] = [7224, 9059, 10_124, 17_943];

/** Blocks in which no firewall on the internet has its address: RFC 6890, and multicast and above. */
const NOT_PUBLIC = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "224.0.0.0/3",
].map(parseCidr);

/** Blocks that no network of a hospital can have: this host, loopback, the tunnels' inside, multicast and above. */
const NO_NETWORK = ["0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/3"].map(parseCidr);

/** Shortest prefix that is taken for a hospital's network: half of the internet is none. */
const WIDEST_BITS = 8;

/** What no single field of the hospital's link shows. */
export function checkHospitalLink(
  content: ProjectFile,
  placement: Placement,
  report: (path: readonly PropertyKey[], message: string) => void,
): void {
  const { dataBox } = content;
  const link = dataBox.hospitalLink;
  if (link === undefined) return;
  const at = (...path: PropertyKey[]): PropertyKey[] => ["dataBox", "hospitalLink", ...path];
  if (NOT_PUBLIC.some((block) => contains(block, parseCidr(`${link.firewall}/32`))))
    report(at("firewall"), `${link.firewall} is no address on the internet; give the firewall's public one`);
  if (dataBox.loaders.length === 0)
    report(at(), "the link is for dataBox.loaders, and there is none; name the hospital's role that puts data in");
  checkAsns(link, at, report);
  checkPrefixes(link.prefixes, placement, at, report);
}

type Link = NonNullable<ProjectFile["dataBox"]["hospitalLink"]>;
type At = (...path: PropertyKey[]) => PropertyKey[];
type Report = (path: readonly PropertyKey[], message: string) => void;

function checkAsns({ routing, asn, amazonAsn }: Link, at: At, report: Report): void {
  if (routing === "static") {
    if (asn !== undefined) report(at("asn"), "static routes have no ASN; leave it out, or set routing: bgp");
    if (amazonAsn !== undefined)
      report(at("amazonAsn"), "static routes have no ASN; leave it out, or set routing: bgp");
    return;
  }
  const amazon = amazonAsn ?? AMAZON_ASN;
  if (asn === undefined)
    report(at("routing"), "BGP needs the ASN of the hospital's firewall; add asn, e.g. asn: 65010");
  else if (RESERVED_ASNS.includes(asn))
    report(at("asn"), `AWS keeps ASN ${asn} for itself; take a private one, e.g. 65010`);
  else if (asn === amazon)
    report(at("asn"), `${asn} is the ASN of the AWS side, too; take another one here, or set amazonAsn`);
  if (amazonAsn !== undefined && !AMAZON_ASNS.some(([from, to]) => from <= amazonAsn && amazonAsn <= to))
    report(
      at("amazonAsn"),
      `expected a private ASN (${AMAZON_ASNS.map(([from, to]) => `${from} to ${to}`).join(", or ")}), got ${amazonAsn}`,
    );
}

function checkPrefixes(prefixes: readonly string[], { blocks }: Placement, at: At, report: Report): void {
  const seen: Cidr[] = [];
  prefixes.forEach((prefix, index) => {
    const block = parseCidr(prefix);
    const say = (message: string): void => report(at("prefixes", index), message);
    const box = [...blocks].find(([, own]) => overlaps(own, block));
    const twin = seen.find((other) => overlaps(other, block));
    if (block.bits < WIDEST_BITS)
      say(`${prefix} is wider than /${WIDEST_BITS}; name the networks that load data, one by one`);
    else if (NO_NETWORK.some((one) => overlaps(one, block)))
      say(`${prefix} holds addresses that no network can have; name the hospital's networks`);
    else if (box !== undefined)
      say(
        `${prefix} overlaps ${box[0]} (${formatCidr(box[1])}), and packets would stay there; name another network, or give ${box[0]} another block by cidr`,
      );
    else if (twin !== undefined)
      say(`${prefix} overlaps ${formatCidr(twin)}, which is named already; keep one of them`);
    seen.push(block);
  });
}
