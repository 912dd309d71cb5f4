import { AGREED, type LinkParameters } from "./parameters";

/** The parameters of a link by their usual names, for firewalls of any make. Holds no secret. */
export function parameterTable(parameters: LinkParameters): string {
  const { complete, link, selectors, tunnels } = parameters;
  const rows: (readonly [string, string])[] = [
    ["link", parameters.name],
    ["firewall, local identity", link.firewall],
    ...tunnels.flatMap(({ insideAmazon, insideFirewall, number, remote }): (readonly [string, string])[] => [
      [`tunnel ${number}, remote address and identity`, remote],
      [`tunnel ${number}, inside, firewall`, insideFirewall],
      [`tunnel ${number}, inside, AWS`, insideAmazon],
    ]),
    ["authentication", `pre-shared key of each tunnel, in ${parameters.secret}`],
    ["IKE", "version 2 only"],
    ["IKE, encryption", AGREED.encryptionAlgorithms.join(" or ")],
    ["IKE, pseudo-random function", AGREED.integrityAlgorithms.join(" or ")],
    ["IKE, Diffie-Hellman groups", AGREED.dhGroupNumbers.join(", ")],
    ["IKE, lifetime", `${AGREED.ikeLifetimeSeconds} s`],
    ["ESP, encryption", AGREED.encryptionAlgorithms.join(" or ")],
    ["ESP, perfect forward secrecy, groups", AGREED.dhGroupNumbers.join(", ")],
    ["ESP, lifetime", `${AGREED.childLifetimeSeconds} s`],
    ["dead peer detection", `after ${AGREED.dpdTimeoutSeconds} s, restart`],
    ["traffic selector, hospital", selectors.hospital],
    ["traffic selector, AWS", selectors.box],
    ["MTU inside, TCP MSS", "1446, 1406"],
    ...routing(parameters),
    ["what may be opened", `TCP 443 from ${link.prefixes.join(", ")} to ${parameters.endpointAddresses.join(", ")}`],
    ["what may come in", "nothing but answers"],
    ["endpoint of the loaders", `https://${parameters.endpointName}`],
    ["buckets", parameters.buckets.join(", ")],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return [
    ...(complete
      ? []
      : ["NOT COMPLETE: AWS chooses what ends in .invalid, and SECRET-ARN; give --outputs once it is applied", ""]),
    ...rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`),
    "",
  ].join("\n");
}

function routing({ boxCidr, endpointCidrs, link }: LinkParameters): (readonly [string, string])[] {
  if (link.routing.kind === "static")
    return [["routing", `static: ${endpointCidrs.join(", ")} through the tunnels, tunnel 1 first`]];
  return [
    ["routing", `BGP: AS ${link.routing.asn} here, AS ${link.routing.amazonAsn} at AWS`],
    ["BGP, announce nothing but", link.prefixes.join(", ")],
    ["BGP, take nothing but", boxCidr],
  ];
}
