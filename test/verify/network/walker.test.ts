import fc from "fast-check";
import { readConfiguration } from "../../../src/verify/load/read-configuration";
import { Model } from "../../../src/verify/model/model";
import { Network } from "../../../src/verify/network/network";
import { type PacketSet } from "../../../src/verify/network/packets";
import { PacketWalker, type Fate, type Packet } from "./packet-walker";
import { randomNetwork, terraformOf, type RandomInterface, type RandomNetwork } from "./random-network";

const NUMBERS = { tcp: 6, udp: 17, esp: 50 } as const;
const number = (address: string): number => address.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0);

function holds(set: PacketSet, packet: Packet): boolean {
  const point = [
    number(packet.source),
    number(packet.destination),
    NUMBERS[packet.protocol],
    packet.protocol === "esp" ? 0 : packet.sourcePort,
    packet.protocol === "esp" ? 0 : packet.port,
  ];
  return set[4].some((box) => box.every(({ from, to }, at) => from <= (point[at] ?? -1) && (point[at] ?? -1) <= to));
}

const FOREIGN = ["192.0.2.7", "203.0.113.9"];
const PORTS = [22, 443, 450, 1024];

function* probes(network: RandomNetwork, from: RandomInterface): Generator<Packet> {
  const addresses = [...network.interfaces.map(({ address }) => address), ...FOREIGN];
  for (const source of from.forwards ? addresses : [from.address])
    for (const destination of addresses)
      if (destination !== from.address)
        for (const protocol of ["tcp", "udp", "esp"] as const)
          for (const port of protocol === "esp" ? [0] : PORTS)
            for (const sourcePort of protocol === "esp" ? [0] : [22, 443])
              yield { source, destination, protocol, sourcePort, port };
}

const same = (fate: Fate, at: string[], exits: string[]): boolean =>
  fate === undefined
    ? at.length === 0 && exits.length === 0
    : "at" in fate
      ? at.length === 1 && at[0] === fate.at && exits.length === 0
      : at.length === 0 && exits.length === 1 && exits[0] === fate.exit;

describe("what the network lets pass", () => {
  it("is what a walk of each packet finds, on networks drawn at random", () => {
    const tally = { delivered: 0, left: 0, dropped: 0 };
    fc.assert(
      fc.property(randomNetwork, (network) => {
        const engine = Network.of(new Model(readConfiguration(terraformOf(network))));
        const walker = new PacketWalker(network);
        for (const from of network.interfaces) {
          const one = engine.classes.find(({ members }) => members.some(({ name }) => name === from.name));
          if (one === undefined) throw new Error(`no class for ${from.name}`);
          const deliveries = engine.deliveries(one);
          const exits = engine.exits(one);
          for (const packet of probes(network, from)) {
            const fate = walker.sent(from, packet);
            const at = deliveries
              .filter(({ packets }) => holds(packets, packet))
              .map(({ to }) => to.members[0]?.name ?? "");
            const out = exits.filter(({ packets }) => holds(packets, packet)).map(({ kind }) => String(kind));
            const answer = walker.answered(from, packet);
            // What answers a flow from outside leaves as well; it arrives nowhere as a new flow.
            const leaves =
              fate !== undefined && "exit" in fate
                ? fate
                : answer !== undefined && "exit" in answer
                  ? answer
                  : undefined;
            const arrives = fate !== undefined && "at" in fate ? fate : undefined;
            if (fate === undefined && leaves === undefined) tally.dropped += 1;
            else if (leaves === undefined) tally.delivered += 1;
            else tally.left += 1;
            if (!same(arrives, [...new Set(at)], []) || !same(leaves, [], [...new Set(out)]))
              throw new Error(
                `${from.name} ${JSON.stringify(packet)}: walked ${JSON.stringify({ fate, answer })}, decided ${JSON.stringify({ at, out })}`,
              );
          }
        }
      }),
      { seed: 31, numRuns: 150 },
    );
    // A comparison of nothing with nothing would prove nothing.
    expect(Math.min(...Object.values(tally))).toBeGreaterThan(1000);
  });

  it("holds at least what a walk finds, where AWS chooses the addresses", () => {
    let found = 0;
    fc.assert(
      fc.property(randomNetwork, (network) => {
        const engine = Network.of(new Model(readConfiguration(terraformOf(network, false))));
        const walker = new PacketWalker(network);
        for (const from of network.interfaces) {
          const one = engine.classes.find(({ members }) => members.some(({ name }) => name === from.name));
          if (one === undefined) throw new Error(`no class for ${from.name}`);
          for (const packet of probes(network, from)) {
            const fate = walker.sent(from, packet);
            if (fate === undefined) continue;
            found += 1;
            const held =
              "at" in fate
                ? engine
                    .deliveries(one)
                    .some(
                      ({ to, packets }) => to.members.some(({ name }) => name === fate.at) && holds(packets, packet),
                    )
                : engine.exits(one).some(({ kind, packets }) => kind === fate.exit && holds(packets, packet));
            if (!held) throw new Error(`${from.name} ${JSON.stringify(packet)} is missed: ${JSON.stringify(fate)}`);
          }
        }
      }),
      { seed: 33, numRuns: 60 },
    );
    expect(found).toBeGreaterThan(1000);
  });
});
