import { type Channel } from "../../channel";
import { vpcOf } from "../../network/boxes";
import { Network } from "../../network/network";
import { describePackets } from "../../network/packet-text";
import { includes, type PacketSet } from "../../network/packets";
import { type Gateway, type TunnelEnd } from "../../network/tunnel/gateways";
import { boxOf, reachedFrom, runsCode } from "../../network/reach";
import { type Ruling } from "../../verdict";

interface Tunnel {
  readonly gateway: Gateway;
  readonly end: TunnelEnd;
  /** The two boxes that it joins. */
  readonly boxes: readonly [string, string];
}

/** What two tunnel ends agree on, and what follows of it for boxes that no tunnel joins. */
export const tunnelFlows: Channel = {
  id: "net.tunnel-flows",
  title: "What passes inside of tunnels",
  opens: "a box that reaches another one which it shares no tunnel with, also by way of a third",
  closes:
    "both ends of each tunnel name the same flows, all tunnels have one box in common, and whatever a box reaches, over any number of machines, shares a tunnel with it",
  sources: [
    "https://www.rfc-editor.org/rfc/rfc4301 (traffic selectors)",
    "https://docs.aws.amazon.com/vpc/latest/userguide/route-table-options.html#route-tables-appliance-routing",
  ],
  types: ["aws_instance", "aws_network_interface"],
  decide: (model, ruling) => {
    const network = Network.of(model);
    const tunnels = tunnelsOf(network);
    for (const tunnel of tunnels) judgeEnds(network, ruling, tunnel);
    judgeShape(ruling, tunnels);
    judgeReach(network, ruling, new Set(tunnels.map(({ boxes }) => pair(...boxes))));
    if (tunnels.length === 0) ruling.closed({ address: "(configuration)", path: null }, "it keeps no tunnel");
  },
};

function pair(one: string, other: string): string {
  return [one, other].sort().join(" and ");
}

function tunnelsOf(network: Network): Tunnel[] {
  return network.gateways.flatMap((gateway) =>
    gateway.tunnels.flatMap((end): Tunnel[] => {
      const near = vpcOf(network.model, gateway.at);
      const far = end.peer === undefined ? undefined : vpcOf(network.model, end.peer);
      return near === undefined || far === undefined ? [] : [{ gateway, end, boxes: [near.address, far.address] }];
    }),
  );
}

/** The two ends of a tunnel name the same flows: what one lets in, the other lets out. */
function judgeEnds(network: Network, ruling: Ruling, { gateway, end }: Tunnel): void {
  const { at, machine } = gateway;
  const others = network.gateways
    .filter((other) => other.at === end.peer)
    .flatMap(({ tunnels }) => tunnels.filter(({ peer }) => peer === at));
  const [other] = others;
  const mend = "write the same ranges and ports at both ends";
  if (other === undefined || others.length > 1)
    ruling.unproven(
      machine,
      `the gateway at ${end.peer?.address ?? "its other end"} does not name it as its one peer`,
      mend,
    );
  else if (!same(end.outbound, other.inbound) || !same(end.inbound, other.outbound))
    ruling.unproven(
      machine,
      `it sends ${describePackets(end.outbound)} and takes ${describePackets(end.inbound)}; the other end takes ${describePackets(other.inbound)} and sends ${describePackets(other.outbound)}`,
      mend,
    );
  else
    ruling.closed(
      machine,
      `both ends name the same flows: out ${describePackets(end.outbound)}, in ${describePackets(end.inbound)}`,
    );
}

function same(a: PacketSet, b: PacketSet): boolean {
  return includes(a, b) && includes(b, a);
}

/** Tunnels form a star: one that joins two boxes besides the one that all others share joins boxes that must not meet. */
function judgeShape(ruling: Ruling, tunnels: readonly Tunnel[]): void {
  const partners = new Map<string, Set<string>>();
  for (const { boxes } of tunnels)
    for (const [one, other] of [boxes, [boxes[1], boxes[0]]] as const)
      partners.set(one, (partners.get(one) ?? new Set<string>()).add(other));
  const [hub] = [...partners.keys()].sort((a, b) => (partners.get(b)?.size ?? 0) - (partners.get(a)?.size ?? 0));
  for (const { gateway, boxes } of tunnels)
    if (hub !== undefined && !boxes.includes(hub))
      ruling.open(
        gateway.machine,
        `its tunnel joins ${pair(...boxes)}, while all others lead to ${hub}`,
        {
          from: boxes[0],
          by: "anybody who runs code there",
          through: [gateway.machine.address],
          to: boxes[1],
        },
        `remove the tunnel of ${gateway.machine.address}`,
      );
}

/** Whatever a box reaches over any number of machines, each of them taken over, shares a tunnel with it. */
function judgeReach(network: Network, ruling: Ruling, joined: ReadonlySet<string>): void {
  const told = new Set<string>();
  for (const from of network.classes) {
    if (!runsCode(network, from)) continue;
    for (const { delivery, hosts } of reachedFrom(network, from)) {
      const { to, packets } = delivery;
      const boxes = pair(boxOf(from), boxOf(to));
      if (boxOf(to) === boxOf(from) || told.has(boxes)) continue;
      const [sender, receiver] = [from.members[0], to.members[0]];
      if (sender === undefined || receiver === undefined) continue;
      if (joined.has(boxes)) {
        if (delivery.tunnelled && hosts.length === 0)
          ruling.closed(sender, `through the tunnel it sends ${describePackets(packets)} to ${receiver.address}`);
        continue;
      }
      told.add(boxes);
      ruling.open(
        sender,
        `it reaches ${boxOf(to)}, with which its box shares no tunnel`,
        {
          from: from.members.map(({ address }) => address).join(", "),
          by: "anybody who runs code there, and on each machine that it passes",
          through: [...hosts, ...delivery.through, from.subnet.address],
          to: `${receiver.address} (${describePackets(packets)})`,
        },
        `let nothing pass from ${from.subnet.address} towards ${boxOf(to)}`,
      );
    }
  }
}
