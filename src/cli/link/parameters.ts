import { LINK_TUNNEL } from "../../../constructs/link-tunnel";
import { hostAddress, linkAddresses, linkSelectors, type HospitalLinkSpec, type Project } from "../../project";
import { UserError } from "../terminal";
import { type LinkOutputs } from "./outputs";

/** One of the two tunnels, as the hospital's firewall has to know it. */
export interface TunnelParameters {
  readonly number: 1 | 2;
  /** Address of the AWS end on the internet; a name that resolves nowhere until it is known. */
  readonly remote: string;
  /** Addresses inside of the tunnel, with their prefix length. */
  readonly insideFirewall: string;
  readonly insideAmazon: string;
  /** Number of the tunnel's interface, unlike that of any other link. */
  readonly interfaceId: number;
}

/** All that the hospital's end of a link is set up from. There is no secret in it. */
export interface LinkParameters {
  /** What the link is called at both ends. */
  readonly name: string;
  readonly project: string;
  readonly region: string;
  readonly link: HospitalLinkSpec;
  readonly tunnels: readonly [TunnelParameters, TunnelParameters];
  /** What the tunnels carry. */
  readonly selectors: { readonly hospital: string; readonly box: string };
  /** What BGP announces from the AWS side: the whole box, of which the link's endpoint answers alone. */
  readonly boxCidr: string;
  /** Subnets of the link's endpoint. */
  readonly endpointCidrs: readonly string[];
  /** Fixed addresses of the link's endpoint. */
  readonly endpointAddresses: readonly string[];
  readonly endpointName: string;
  readonly secret: string;
  readonly buckets: readonly string[];
  /** Whether everything that AWS chooses is known. */
  readonly complete: boolean;
}

/**
 * The parameters of a project's link.
 *
 * @param outputs what AWS chose, once the project is applied; placeholders stand in its place where it is left out
 * @throws UserError where the project has no link
 */
export function linkParameters(project: Project, outputs: LinkOutputs | undefined): LinkParameters {
  const { dataBox, name, region } = project;
  const link = dataBox.hospitalLink;
  if (link === undefined)
    throw new UserError(`${name} has no link to its hospital's firewall; add dataBox.hospitalLink to its project file`);
  const tunnel = (number: 1 | 2): TunnelParameters => {
    const cidr = link.insideCidrs[number - 1] ?? "";
    const insideFirewall = hostAddress(cidr, 2);
    const [, , third = 0, fourth = 0] = insideFirewall.split(".").map(Number);
    return {
      number,
      // RFC 2606: no name ends in .invalid.
      remote: outputs?.tunnels[number - 1] ?? `TUNNEL-${number}-ADDRESS.invalid`,
      insideFirewall: `${insideFirewall}/30`,
      insideAmazon: hostAddress(cidr, 1),
      interfaceId: third * 256 + fourth,
    };
  };
  return {
    name: `databox-${name}-hospital`,
    project: name,
    region,
    link,
    tunnels: [tunnel(1), tunnel(2)],
    selectors: linkSelectors(project) ?? { hospital: "0.0.0.0/0", box: "0.0.0.0/0" },
    boxCidr: dataBox.network.cidr,
    endpointCidrs: dataBox.network.link,
    endpointAddresses: linkAddresses(project),
    endpointName: outputs?.endpoint ?? "LINK-ENDPOINT-NAME.invalid",
    secret: outputs?.secret ?? "SECRET-ARN",
    buckets: dataBox.stores.flatMap((store) => (store.kind === "objects" ? [store.bucket] : [])),
    complete: outputs !== undefined,
  };
}

/** What both tunnels agree on, as strongSwan writes it: the middle one of the choices that AWS is given. */
export const SWANCTL_PROPOSALS = { ike: "aes256gcm16-prfsha384-ecp384", esp: "aes256gcm16-ecp384" } as const;

/** AWS's own names of the same, for other firewalls. */
export const AGREED = LINK_TUNNEL;
