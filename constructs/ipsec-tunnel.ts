/** One end of an IPsec tunnel. */
export interface IpsecEnd {
  /** IKE identity, a name rather than an address, so that it survives readdressing. */
  readonly identity: string;
  /** Private IPv4 address of the gateway on the underlay. */
  readonly address: string;
  /** IPv4 CIDR blocks behind the gateway that the tunnel carries. */
  readonly subnets: readonly string[];
}

/** A tunnel as seen from one of its gateways. */
export interface IpsecTunnel {
  readonly local: IpsecEnd;
  readonly remote: IpsecEnd;
}

/**
 * The only proposals: AES-256-GCM with SHA2-512 as pseudo-random function and the 384-bit random ECP group for IKE
 * (groups 19 to 21 of RFC 5903), AES-256-GCM with perfect forward secrecy in the same group for ESP (RFC 4106).
 */
export const IPSEC_PROPOSALS = { ike: "aes_gcm256-sha2_512-dh20", esp: "aes_gcm256-null-dh20" } as const;

/**
 * The libreswan connection of a tunnel, for `/etc/ipsec.d`. Policy-based: the kernel encrypts exactly the given pairs
 * of ranges, and drops them, rather than sending them in clear, while there is no tunnel. Holds no secret.
 */
export function libreswanConnection(name: string, tunnel: IpsecTunnel): string {
  const { local, remote } = tunnel;
  return `conn ${name}
    auto=start
    type=tunnel
    authby=secret
    ikev2=insist
    ike=${IPSEC_PROPOSALS.ike}
    esp=${IPSEC_PROPOSALS.esp}
    pfs=yes
    ikelifetime=8h
    salifetime=1h
    dpddelay=10
    dpdtimeout=30
    dpdaction=restart
    failureshunt=drop
    negotiationshunt=drop
    left=${local.address}
    leftid=@${local.identity}
    leftsubnets=${subnetList(local.subnets)}
    right=${remote.address}
    rightid=@${remote.identity}
    rightsubnets=${subnetList(remote.subnets)}
`;
}

/** The line of `/etc/ipsec.d/*.secrets` that binds a pre-shared key, held in a shell variable, to the two identities. */
export function libreswanSecretLine(tunnel: IpsecTunnel, shellVariable: string): string {
  return `@${tunnel.local.identity} @${tunnel.remote.identity} : PSK \\"$${shellVariable}\\"`;
}

function subnetList(subnets: readonly string[]): string {
  return `{${subnets.join(",")}}`;
}
