import { AGREED, SWANCTL_PROPOSALS, type LinkParameters, type TunnelParameters } from "./parameters";

/** Largest packet inside of a tunnel: https://docs.aws.amazon.com/vpn/latest/s2svpn/cgw-best-practice.html */
const MTU = 1446;

/**
 * The connections of a link for strongSwan 5.9 or newer, as a file of `/etc/swanctl/conf.d`. Route-based, with one XFRM
 * interface a tunnel, so that both tunnels stand at once. Holds no secret.
 * https://docs.strongswan.org/docs/latest/swanctl/swanctlConf.html
 */
export function swanctlConfiguration(parameters: LinkParameters): string {
  return [
    ...instructions(parameters),
    "connections {",
    ...parameters.tunnels.map((one) => connection(parameters, one)),
    "}",
    "",
  ].join("\n");
}

function connection({ link, name, selectors }: LinkParameters, tunnel: TunnelParameters): string {
  const id = `${name}-${tunnel.number}`;
  return `  ${id} {
    version = 2
    mobike = no
    unique = replace
    remote_addrs = ${tunnel.remote}
    proposals = ${SWANCTL_PROPOSALS.ike}
    rekey_time = ${AGREED.ikeLifetimeSeconds - 3600}s
    over_time = 1800s
    dpd_delay = 10s
    keyingtries = 0
    local {
      auth = psk
      id = ${link.firewall}
    }
    remote {
      auth = psk
      id = ${tunnel.remote}
    }
    children {
      ${id} {
        local_ts = ${selectors.hospital}
        remote_ts = ${selectors.box}
        esp_proposals = ${SWANCTL_PROPOSALS.esp}
        rekey_time = ${AGREED.childLifetimeSeconds - 600}s
        life_time = ${AGREED.childLifetimeSeconds}s
        start_action = start
        dpd_action = restart
        close_action = start
        if_id_in = ${tunnel.interfaceId}
        if_id_out = ${tunnel.interfaceId}
      }
    }
  }`;
}

function instructions(parameters: LinkParameters): string[] {
  const { complete, endpointCidrs, link, name, project, secret, tunnels } = parameters;
  const lines = [
    `The hospital's end of the link to the data box of ${project}: /etc/swanctl/conf.d/${name}.conf,`,
    "for strongSwan 5.9 or newer. It holds no secret.",
    ...(complete
      ? []
      : [
          "",
          "NOT COMPLETE: what ends in .invalid, and SECRET-ARN, AWS chooses when the project is applied. Then:",
          "  terraform output -json > outputs.json",
          `  databox link show <project file> --outputs outputs.json`,
        ]),
    "",
    `1. The pre-shared keys, one a tunnel, are in AWS Secrets Manager: ${secret}`,
    `   Put them into /etc/swanctl/conf.d/${name}-secrets.conf, readable by root alone:`,
    "     secrets {",
    ...tunnels.flatMap(({ number, remote }) => [
      `       ike-${name}-${number} {`,
      `         id-1 = ${remote}`,
      `         secret = "(the key of tunnel ${number})"`,
      "       }",
    ]),
    "     }",
    "2. One interface a tunnel; eth0 is the one towards the internet:",
    ...tunnels.flatMap(({ insideFirewall, interfaceId }) => [
      `     ip link add databox-${interfaceId} type xfrm dev eth0 if_id ${interfaceId}`,
      `     ip address add ${insideFirewall} dev databox-${interfaceId}`,
      `     ip link set databox-${interfaceId} mtu ${MTU} up`,
    ]),
    "   Answers may come back by either tunnel: net.ipv4.conf.all.rp_filter = 2. In strongswan.conf:",
    "     charon { install_routes = no }",
    ...routing(parameters),
    `4. Let ${link.prefixes.join(" and ")} open TCP 443 to ${endpointCidrs.join(" and ")}, and nothing come in.`,
  ];
  return lines.map((line) => (line === "" ? "#" : `# ${line}`));
}

function routing({ boxCidr, endpointCidrs, link, tunnels }: LinkParameters): string[] {
  if (link.routing.kind === "static")
    return [
      "3. Routes, the first tunnel before the second:",
      ...tunnels.flatMap(({ interfaceId, number }) =>
        endpointCidrs.map((cidr) => `     ip route add ${cidr} dev databox-${interfaceId} metric ${number * 100}`),
      ),
    ];
  const { amazonAsn, asn } = link.routing;
  return [
    `3. BGP, from AS ${asn}, in each tunnel; announce nothing but ${link.prefixes.join(" and ")},`,
    `   and take nothing but ${boxCidr}:`,
    ...tunnels.map(({ insideAmazon }) => `     neighbor ${insideAmazon} remote-as ${amazonAsn}`),
  ];
}
