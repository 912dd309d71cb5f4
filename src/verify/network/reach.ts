import { type InterfaceClass } from "./interfaces";
import { type Network } from "./network";
import { type Delivery } from "./walk";

/** What arrives somewhere, and the machines that it passed, each of them taken over. */
export interface Reached {
  readonly delivery: Delivery;
  readonly hosts: readonly string[];
}

/** The box that an interface is in: its VPC, or where that cannot be told its subnet. */
export function boxOf({ vpc, subnet }: InterfaceClass): string {
  return vpc?.address ?? subnet.address;
}

/** Whether a researcher's code may run behind an interface: not on a gateway that does what it is told, nor at a service. */
export function runsCode(network: Network, one: InterfaceClass): boolean {
  return !one.managed && (!one.forwards || network.forges(one));
}

/** Whatever an interface reaches over any number of machines. */
export function reachedFrom(network: Network, from: InterfaceClass): Reached[] {
  const found: Reached[] = [];
  const seen = new Set([from.key]);
  const agenda: { at: InterfaceClass; hosts: readonly string[] }[] = [{ at: from, hosts: [] }];
  for (let next = agenda.shift(); next !== undefined; next = agenda.shift())
    for (const delivery of network.deliveries(next.at)) {
      found.push({ delivery, hosts: next.hosts });
      const { to } = delivery;
      if (seen.has(to.key) || !runsCode(network, to)) continue;
      seen.add(to.key);
      agenda.push({ at: to, hosts: [...next.hosts, ...to.members.slice(0, 1).map(({ address }) => address)] });
    }
  return found;
}
