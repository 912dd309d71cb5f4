/**
 * How a witness tells the only roles that read something: all of them, in the order of their names, and from where.
 *
 * @param networks CIDR blocks that they come from; anywhere where there is none
 */
export function readersText(roleArns: readonly string[], networks: readonly string[] = []): string {
  const from = networks.length === 0 ? "anywhere" : [...networks].sort().join(", ");
  return `${[...roleArns].sort().join(", ")}, and nobody else, from ${from}`;
}

/** How a witness tells the only roles that read a bucket at the other end of a VPN. */
export function siteReadersText(bucket: string, roleArns: readonly string[]): string {
  return `${[...roleArns].sort().join(", ")}, and nobody else, who read ${bucket} at the site at the other end of a VPN`;
}
