import { type Model } from "../../model/model";
import { Network } from "../../network/network";
import { describePackets } from "../../network/packet-text";
import { isEmpty, union } from "../../network/packets";
import { type Route } from "../../network/routes";

/** Machines that are named; the others are counted. */
const NAMED = 3;

/** Who sends packets over a route that leads out, and which, as a witness tells it. */
export interface Flow {
  /** Interfaces whose groups, ACLs and tables let packets go there; what might be put there, where none does. */
  readonly from: string;
  /** The packets, in words to be appended to where they end up. */
  readonly what: string;
}

/** What leaves by some routes: of all that the interfaces of the configuration may send, what these routes take. */
export function flowOver(model: Model, routes: readonly Route[], otherwise: string): Flow {
  const network = Network.of(model);
  const leaving = network.classes.flatMap((one) =>
    network
      .exits(one)
      .filter(({ route, packets }) => route !== undefined && routes.includes(route) && !isEmpty(packets))
      .map(({ packets }) => ({ packets, members: one.members.map(({ address }) => address) })),
  );
  if (leaving.length === 0) return { from: otherwise, what: " (nothing that stands there sends to it yet)" };
  const members = [...new Set(leaving.flatMap((one) => one.members))];
  const named = members.slice(0, NAMED).join(", ");
  return {
    from: members.length > NAMED ? `${named} and ${members.length - NAMED} more` : named,
    what: ` (${describePackets(union(...leaving.map(({ packets }) => packets)))})`,
  };
}
