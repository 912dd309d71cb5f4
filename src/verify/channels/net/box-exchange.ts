import { type Channel } from "../../channel";
import { type Model } from "../../model/model";
import { type Resource } from "../../model/resource";
import { vpcOf } from "../../network/boxes";
import { type InterfaceClass } from "../../network/interfaces";
import { IPSEC } from "../../network/ipsec";
import { Network } from "../../network/network";
import { describePackets } from "../../network/packet-text";
import { isEmpty, subtract } from "../../network/packets";
import { machinesBehind } from "../../network/tunnel/gateways";
import { boxOf } from "../../network/reach";
import { type Delivery } from "../../network/walk";
import { type Ruling } from "../../verdict";

/** Catalogue rows N08 and N21: what passes between two boxes outside of a tunnel. */
export const boxExchange: Channel = {
  id: "net.box-exchange",
  title: "What two boxes exchange",
  opens: "packets in clear from one VPC to another, over whatever joins them, or a machine that takes part in both",
  closes:
    "whatever each interface may send, nothing of it arrives in another VPC but IKE and ESP between gateways of one tunnel",
  sources: [
    "https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html",
    "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/scenarios-enis.html",
    "https://www.rfc-editor.org/rfc/rfc7296 (IKEv2: UDP 500 and 4500)",
    "https://www.rfc-editor.org/rfc/rfc4303 (ESP: protocol 50)",
  ],
  types: ["aws_instance", "aws_network_interface", "aws_network_interface_attachment"],
  decide: (model, ruling) => {
    const network = Network.of(model);
    bridges(model, ruling);
    let pairs = 0;
    for (const { subnet } of network.classes.filter((one) => isUnplaced(network, one)))
      ruling.unproven(
        subnet,
        "which VPC it is in, or which table it uses, cannot be told",
        "refer to a VPC and to route tables of this configuration",
      );
    for (const from of network.classes)
      for (const delivery of network.deliveries(from))
        if (!delivery.tunnelled && boxOf(delivery.to) !== boxOf(from)) {
          judge(network, ruling, from, delivery);
          pairs += 1;
        }
    ruling.closed(
      { address: "(configuration)", path: null },
      pairs === 0
        ? `nothing that ${network.classes.length} kinds of interfaces may send arrives in another VPC`
        : `of what ${network.classes.length} kinds of interfaces may send, ${pairs} flows were followed into another VPC`,
    );
  },
};

/** Whether interfaces are in a subnet of which nobody knows where it sends. */
function isUnplaced(network: Network, { subnet, vpc }: InterfaceClass): boolean {
  const hops = network.tables.hopsFrom(subnet);
  return vpc === undefined || hops.some(({ leadsTo }) => leadsTo.kind === "unread" && leadsTo.declaredBy === subnet);
}

function judge(network: Network, ruling: Ruling, from: InterfaceClass, { to, packets, through }: Delivery): void {
  const between = isGateway(from) && isGateway(to);
  const clear = between ? subtract(packets, IPSEC) : packets;
  const [sender, receiver] = [from.members[0], to.members[0]];
  if (sender === undefined || receiver === undefined) return;
  if (!isEmpty(clear)) {
    ruling.open(
      sender,
      `it sends ${describePackets(clear)} into ${boxOf(to)}, in clear`,
      {
        from: from.members.map(({ address }) => address).join(", "),
        by: "anybody who runs code there",
        through: through.length === 0 ? [from.subnet.address] : [...through],
        to: `${receiver.address} (${describePackets(clear)})`,
      },
      `let nothing but IKE and ESP between tunnel gateways pass from ${from.subnet.address} to ${to.subnet.address}`,
    );
    return;
  }
  const keeps = network.gatewaysOf(to)?.filter(({ tunnels }) => tunnels.length > 0) ?? [];
  const own = keeps.some(({ tunnels }) =>
    tunnels.some(({ peer }) => peer !== undefined && inBox(network.model, peer, from)),
  );
  if (keeps.length > 0 && !own)
    ruling.unproven(
      receiver,
      `its group lets IPsec come from ${sender.address}, whose box it keeps no tunnel with`,
      "name the address of its own peer only",
    );
  else
    ruling.closed(
      sender,
      `it sends ${describePackets(packets)} to ${receiver.address}, and nothing else leaves its box`,
    );
}

function inBox(model: Model, peer: Resource, one: InterfaceClass): boolean {
  return vpcOf(model, peer)?.address === one.vpc?.address;
}

function isGateway({ forwards, members }: InterfaceClass): boolean {
  return forwards && members.every(({ type }) => type === "aws_network_interface");
}

/** Machines with interfaces in several boxes: whoever runs code there carries from one to the other. */
function bridges(model: Model, ruling: Ruling): void {
  const boxes = new Map<Resource, Map<string, Resource>>();
  for (const at of model.ofType("aws_network_interface", "aws_instance"))
    for (const machine of machinesBehind(model, at)) {
      const vpc = vpcOf(model, at);
      if (vpc === undefined && at === machine) continue;
      const known = boxes.get(machine) ?? new Map<string, Resource>();
      boxes.set(machine, known.set(vpc?.address ?? at.address, at));
    }
  for (const [machine, interfaces] of boxes)
    if (interfaces.size > 1)
      ruling.open(
        machine,
        `it has interfaces in ${[...interfaces.keys()].join(" and ")}`,
        {
          from: "any machine that reaches it in one of the boxes",
          by: "anybody who runs code on it",
          through: [...interfaces.values()].map(({ address }) => address),
          to: "the other box",
        },
        `leave ${machine.address} one interface`,
      );
}
