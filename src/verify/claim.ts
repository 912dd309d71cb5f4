/** What a verdict speaks of and what it does not: part of every report, so that nobody reads more into it. */
export interface Claim {
  readonly heldAgainst: readonly string[];
  readonly notHeldAgainst: readonly string[];
  /** What does not stand in a configuration, and so is assumed. */
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
    "whoever deploys may change infrastructure, roles and bucket policies: that each change passed this verdict and an approval first is the pipeline's matter",
    "who outside of a box may ask AWS for a machine's console output, screen or tags is for the accounts' own policies, which are not in the configuration",
    "who of an account may hand AWS Backup a role, and so have it fill another vault, is for the accounts' own policies, as far as they are not in the configuration",
    "service-linked roles do what AWS says they do: no policy of an organisation bounds them, nor its management account",
    "machine images hold what they are said to hold; of gateways the rendered configuration is read, not the programs",
    "services on a machine's own link (time, activation, metadata) carry nothing out of it",
    "accounts in which a provider of the configuration makes something are taken for the project's own: whose they are is not in it",
    "records (trails, flow logs, logs of queries and connections) confine nothing: that one is missing is no way out",
    "of a plan or a state, where the state is kept is judged in the configuration only",
    "of a plan, functions around a reference are not shown by Terraform, nor are ignored changes",
    "nothing was changed behind Terraform's back: a configuration or a plan is not what is live, a state is what Terraform last saw; databox drift reads what is live, as far as a state knows it",
  ],
};
