import { coveringBlock, formatCidr, hostAddress, parseCidr } from "./cidr";
import { type Project } from "./project";

/** Names of a stack's outputs that the hospital's end of its link is set up from. */
export const LINK_OUTPUTS = {
  tunnels: "hospital-link-tunnels",
  secret: "hospital-link-secret",
  endpoint: "hospital-link-endpoint",
} as const;

/** Number of the link endpoint's address within its subnet; AWS keeps the first four. */
const LINK_HOST = 10;

/** Fixed address, in each zone, of the endpoint that the hospital's loaders call. */
export function linkAddresses({ dataBox: { network } }: Project): string[] {
  return network.link.map((cidr) => hostAddress(cidr, LINK_HOST));
}

/** IPv4 blocks at the two ends that the tunnels of a link carry. */
export interface LinkSelectors {
  readonly hospital: string;
  readonly box: string;
}

/**
 * What the tunnels of a project's link carry: of static routes the smallest blocks around the hospital's networks and
 * the link's tier, as a tunnel has one of each; with BGP everything, since BGP itself runs between the tunnels' inside
 * addresses, and routes alone decide.
 */
export function linkSelectors({ dataBox: { hospitalLink, network } }: Project): LinkSelectors | undefined {
  if (hospitalLink === undefined || hospitalLink.routing.kind === "bgp") return undefined;
  const around = (cidrs: readonly string[]): string => formatCidr(coveringBlock(cidrs.map(parseCidr)));
  return { hospital: around(hospitalLink.prefixes), box: around(network.link) };
}
