import { type Channel } from "../../channel";
import { readDisplayServer } from "../../display/dcv";
import { type Model } from "../../model/model";
import { type Resource } from "../../model/resource";
import { addressesNamed } from "../../network/boxes";
import { type InterfaceClass } from "../../network/interfaces";
import { Network } from "../../network/network";
import { describePackets } from "../../network/packet-text";
import {
  DESTINATION,
  EVERY_ADDRESS,
  isEmpty,
  joinAddresses,
  packets,
  restrict,
  subtract,
  trafficOf,
  union,
  type Addresses,
  type PacketSet,
} from "../../network/packets";
import { machinesBehind } from "../../network/tunnel/gateways";
import { type Ruling } from "../../verdict";

const ASSOCIATION = "aws_ec2_client_vpn_network_association";

/** Catalogue row M08: what people on a VPN reach, and what it hands to their machines. */
export const displays: Channel = {
  id: "people.displays",
  title: "What laptops on a VPN reach",
  opens:
    "a laptop on a VPN that opens connections to anything but a display: files, clipboard and printing come out by it",
  closes:
    "what rules of authorization, security groups and routes let laptops reach are ports of Amazon DCV on machines whose user data are read whole: every feature that hands something over is denied to everybody, and only display and input are allowed",
  sources: [
    "https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/how-it-works.html",
    "https://docs.aws.amazon.com/dcv/latest/adminguide/security-authorization-file-create-permission.html",
    "https://docs.aws.amazon.com/dcv/latest/adminguide/config-param-ref.html",
  ],
  types: [ASSOCIATION, "aws_instance"],
  decide: (model, ruling) => {
    const network = Network.of(model);
    const judged = new Set<Resource>();
    for (const from of network.classes)
      for (const association of from.members.filter(({ type }) => type === ASSOCIATION)) {
        const authorized = authorizedBy(model, association);
        for (const { to, packets: sent, through } of network.deliveries(from)) {
          const reached = restrict(sent, DESTINATION, authorized);
          if (!isEmpty(reached)) judge(model, ruling, association, to, reached, through, judged);
        }
      }
    if (judged.size === 0)
      ruling.closed({ address: "(configuration)", path: null }, "no laptop on a VPN reaches anything");
  },
};

/** The addresses to which the rules of an association's endpoint let somebody send. */
function authorizedBy(model: Model, association: Resource): Addresses {
  const endpoint = model.follow(association.value("client_vpn_endpoint_id"));
  const rules = model.ofType("aws_ec2_client_vpn_authorization_rule").filter((rule) => {
    const of = model.follow(rule.value("client_vpn_endpoint_id"));
    return of.kind !== "resource" || endpoint.kind !== "resource" || of.resource === endpoint.resource;
  });
  return joinAddresses(
    ...rules.map((rule) => addressesNamed(model, rule.value("target_network_cidr")) ?? EVERY_ADDRESS),
  );
}

function judge(
  model: Model,
  ruling: Ruling,
  association: Resource,
  to: InterfaceClass,
  reached: PacketSet,
  through: readonly string[],
  judged: Set<Resource>,
): void {
  const witness = (what: string) => ({
    from: `${what} (${describePackets(reached)})`,
    by: "a person on the VPN",
    through: [association.address, ...through, to.subnet.address],
    to: "the person's own machine",
  });
  for (const member of to.members) {
    if (member.type === ASSOCIATION || judged.has(member)) continue;
    judged.add(member);
    const machines = machinesBehind(model, member).filter(({ type }) => type === "aws_instance");
    if (machines.length === 0)
      ruling.open(
        member,
        `laptops on the VPN reach it by ${describePackets(reached)}, and it is no display`,
        witness(member.address),
        `let the VPN's group and rules reach displays only, not ${member.address}`,
      );
    for (const machine of machines) {
      const { port, faults } = readDisplayServer(model, machine);
      const beyond = subtract(reached, portOf(port));
      if (!isEmpty(beyond))
        ruling.open(
          machine,
          `laptops on the VPN reach it by ${describePackets(beyond)}, beside its display`,
          witness(machine.address),
          `let nothing but port ${port} of ${machine.address} be reached from the VPN`,
        );
      for (const { verdict, why, mend } of faults)
        if (verdict === "open") ruling.open(machine, why, witness(machine.address), mend);
        else ruling.unproven(machine, why, mend);
      if (isEmpty(beyond) && faults.length === 0)
        ruling.closed(machine, `laptops reach its display at port ${port}, which hands nothing over`);
    }
  }
}

function portOf(port: number): PacketSet {
  return union(
    ...["tcp", "udp"].map((protocol) =>
      packets(EVERY_ADDRESS, EVERY_ADDRESS, trafficOf(protocol, port, port)?.traffic),
    ),
  );
}
