import { ALL_TRAFFIC, EVERY_ADDRESS, packets, union, type PacketSet, type Traffic } from "./packets";

const toPort = (port: number): Traffic => ({
  ...ALL_TRAFFIC,
  protocol: { from: 17, to: 17 },
  destinationPort: { from: port, to: port },
});

/** IPsec between any two hosts: IKE and NAT traversal (RFC 7296, UDP 500 and 4500), and ESP (RFC 4303, protocol 50). */
export const IPSEC: PacketSet = union(
  ...[toPort(500), toPort(4500), { ...ALL_TRAFFIC, protocol: { from: 50, to: 50 } }].map((traffic) =>
    packets(EVERY_ADDRESS, EVERY_ADDRESS, traffic),
  ),
);
