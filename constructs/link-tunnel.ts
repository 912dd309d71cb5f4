/** What both ends of a link's tunnels agree on, as AWS names it. */
export const LINK_TUNNEL = {
  ikeVersions: ["ikev2"],
  encryptionAlgorithms: ["AES256-GCM-16"],
  /** With AES-GCM the pseudo-random function of IKE only: the cipher authenticates by itself. */
  integrityAlgorithms: ["SHA2-384", "SHA2-512"],
  /** Random ECP groups of 256, 384 and 521 bits (RFC 5903); what AWS numbers higher are old MODP groups (RFC 5114). */
  dhGroupNumbers: [19, 20, 21],
  ikeLifetimeSeconds: 28_800,
  childLifetimeSeconds: 3600,
  dpdTimeoutSeconds: 30,
} as const;
