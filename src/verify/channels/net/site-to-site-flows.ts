import { type Channel } from "../../channel";
import { type Resource } from "../../model/resource";
import { type InterfaceClass } from "../../network/interfaces";
import { Network } from "../../network/network";
import { describePackets } from "../../network/packet-text";
import {
  ALL_TRAFFIC,
  EVERY_ADDRESS,
  isEmpty,
  NO_PACKET,
  packets,
  subtract,
  union,
  type PacketSet,
} from "../../network/packets";
import { type Exit } from "../../network/walk";
import { type Ruling } from "../../verdict";
import { judgeReadsAtSite, THE_SITE } from "./site-to-site-reads";

const TCP = 6;
const HTTPS = 443;

/** What an endpoint of AWS's sends back to whoever called it over HTTPS. */
const HTTPS_ANSWERS: PacketSet = packets(EVERY_ADDRESS, EVERY_ADDRESS, {
  ...ALL_TRAFFIC,
  protocol: { from: TCP, to: TCP },
  sourcePort: { from: HTTPS, to: HTTPS },
});

/** Catalogue row N12: what a site-to-site VPN carries, where there is one. */
export const siteToSiteFlows: Channel = {
  id: "net.site-to-site-flows",
  title: "What site-to-site VPNs carry",
  opens: "a machine that sends to the site, or answers it, or an endpoint through which the site reads what is stored",
  closes:
    "nothing leaves by a VPN but HTTPS answers of AWS's own S3 endpoints, and no request through these reads or lists objects, whoever sends it",
  sources: [
    "https://docs.aws.amazon.com/vpn/latest/s2svpn/VPNRoutingTypes.html",
    "https://docs.aws.amazon.com/vpc/latest/userguide/gateway-route-tables.html",
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/privatelink-interface-endpoints.html",
  ],
  decide: (model, ruling) => {
    const network = Network.of(model);
    const reached = new Set<Resource>();
    let found = false;
    for (const association of model.ofType("aws_route_table_association"))
      if (association.value("gateway_id").kind !== "absent") {
        found = true;
        ruling.unproven(
          association,
          "routes for what a gateway brings in are not followed",
          `remove ${association.address}`,
        );
      }
    for (const one of network.classes) {
      const answered = network.answered(one).filter(isVpn);
      if (isEndpoint(one)) {
        const beyond = subtract(packetsOf(answered), HTTPS_ANSWERS);
        if (answered.some((exit) => !isEmpty(exit.packets))) for (const member of one.members) reached.add(member);
        if (isEmpty(beyond)) continue;
        found = true;
        openFlow(ruling, one, answered, `it answers on more than HTTPS: ${describePackets(beyond)}`);
        continue;
      }
      const opened = network.opened(one).filter(isVpn);
      const leaving = packetsOf([...opened, ...answered]);
      if (isEmpty(leaving)) continue;
      found = true;
      const verb = isEmpty(packetsOf(opened)) ? "answers" : "sends to";
      openFlow(ruling, one, [...opened, ...answered], `it ${verb} the site: ${describePackets(leaving)}`);
    }
    for (const endpoint of reached) judgeReadsAtSite(model, ruling, endpoint);
    if (!found && reached.size === 0)
      ruling.closed(
        { address: "(configuration)", path: null },
        `nothing that ${network.classes.length} kinds of interfaces send or answer leaves by a VPN`,
      );
  },
};

function isVpn({ kind }: Exit): boolean {
  return kind === "vpn";
}

function packetsOf(exits: readonly Exit[]): PacketSet {
  return exits.length === 0 ? NO_PACKET : union(...exits.map((exit) => exit.packets));
}

/** Whether AWS's own endpoints alone stand behind an interface: they answer, and never call. */
function isEndpoint({ managed, members }: InterfaceClass): boolean {
  return managed && members.every(({ type }) => type === "aws_vpc_endpoint");
}

function openFlow(ruling: Ruling, from: InterfaceClass, exits: readonly Exit[], why: string): void {
  const [sender] = from.members;
  if (sender === undefined) return;
  ruling.open(
    sender,
    why,
    {
      from: from.members.map(({ address }) => address).join(", "),
      by: "anybody who runs code there, or somebody at the site who is answered",
      through: [...new Set(exits.flatMap(({ at, through }) => [...through, at.address]))],
      to: THE_SITE,
    },
    `leave ${from.subnet.address} without a route to the VPN, or let groups and ACLs pass HTTPS to S3 endpoints only`,
  );
}
