/** What a verdict speaks of and what it does not: part of every report, so that nobody reads more into it. */
export interface Claim {
  readonly heldAgainst: readonly string[];
  readonly notHeldAgainst: readonly string[];
  /** What this version of the verifier does not decide, and so assumes. */
  readonly notDecided: readonly string[];
}

export const CLAIM: Claim = {
  heldAgainst: [
    "a researcher who is root on a machine of a box and has brought credentials of a foreign account",
    "a stolen laptop or VPN certificate",
    "a mistake in the constructs that made the configuration: the verifier shares no code with them",
  ],
  notHeldAgainst: [
    "a photograph of a screen",
    "an insider of the hospital with authority over its keys",
    "covert channels in timing, billing or names",
    "the root user, the organisation's management account and the cloud's own staff, as far as custody does not stop them",
  ],
  notDecided: [
    "who may change these controls: identity policies, boundaries and organisation policies are not followed",
    "what passes inside of a tunnel, and whether its gateways forward only what their configuration says",
    "which traffic security groups and network ACLs let pass between the subnets of one box",
    "sharing of snapshots and images by a principal that holds the permission",
    "what is live: this is the verdict on a configuration",
  ],
};
