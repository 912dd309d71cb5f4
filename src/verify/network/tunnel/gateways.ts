import { type Model } from "../../model/model";
import { type Block, type Resource } from "../../model/resource";
import { readValue, showValue } from "../../model/value";
import { certainAddressesIn, vpcOf } from "../boxes";
import { names, textWithout } from "../mentions";
import { describePackets } from "../packet-text";
import {
  addressesOf,
  EVERY_ADDRESS,
  includes,
  intersect,
  isEmpty,
  NO_PACKET,
  packets,
  subtract,
  union,
  type Addresses,
  type PacketSet,
} from "../packets";
import { readConnections, type Connection, type Fault } from "./libreswan";
import { readRuleSet, type RuleSet } from "./nftables";
import { readScript } from "./script";

/** A tunnel as one of its gateways is told to keep it. */
export interface TunnelEnd {
  readonly connection: Connection;
  /** Interface of the gateway at the other end, where it is one of the configuration. */
  readonly peer: Resource | undefined;
  /** New flows that enter the tunnel here. */
  readonly outbound: PacketSet;
  /** New flows that come out of the tunnel here and go on. */
  readonly inbound: PacketSet;
}

/** A machine behind interfaces that take packets for others, and what its user data tell it to forward. */
export interface Gateway {
  /** The interface that routes lead to. */
  readonly at: Resource;
  readonly machine: Resource;
  readonly tunnels: readonly TunnelEnd[];
  /** Flows whose source becomes the gateway's own address. */
  readonly translates: PacketSet;
  /** Why its user data are no evidence that it forwards only this; none where they are. */
  readonly faults: readonly Fault[];
}

/** Types that put a machine behind an interface which they name. */
const MACHINES: readonly string[] = ["aws_instance", "aws_launch_template", "aws_network_interface_attachment"];

/** Where the nftables service looks for its rule set, by distribution. */
const READ_AT_BOOT = /^\/etc\/(?:sysconfig\/)?nftables\.conf$/;

/** Machines behind an interface. */
export function machinesBehind(model: Model, at: Resource): Resource[] {
  if (at.type === "aws_instance") return [at];
  const named = model
    .referring(at)
    .filter((one) => MACHINES.includes(one.type) && isAttached(one, at))
    .map((one) => model.referred(one, "instance_id", "aws_instance") ?? one);
  // An interface may name its machine itself; a machine that cannot be told stands behind it all the same.
  const own = at.blocks("attachment").map((block) => model.referred(block, "instance", "aws_instance") ?? at);
  const hidden = at.hasHiddenBlocks("attachment") ? [at] : [];
  return [...new Set([...named, ...own, ...hidden])];
}

/** Whether a resource names an interface as one of its own, and not only its address in a text. */
function isAttached(machine: Resource, at: Resource): boolean {
  return names(textWithout(machine, "user_data", "user_data_base64"), at);
}

/** The gateways of a configuration: machines behind interfaces that do not check for whom a packet is. */
export function readGateways(model: Model): Gateway[] {
  const forwarding = model
    .ofType("aws_network_interface", "aws_instance")
    .filter((one) => one.value("source_dest_check").kind !== "absent" && one.truth("source_dest_check") !== true);
  return forwarding.flatMap((at) =>
    machinesBehind(model, at).map((machine) => readGateway(model, at, machine, forwarding)),
  );
}

function readGateway(model: Model, at: Resource, machine: Resource, others: readonly Resource[]): Gateway {
  const text = userData(machine);
  const nothing = { at, machine, tunnels: [], translates: NO_PACKET };
  if (text === undefined)
    return {
      ...nothing,
      faults: [fault("its user data are not text that could be read", `write user_data of ${machine.address} out`)],
    };
  const { files, unread, loads, atBoot } = readScript(model, text);
  const faults: Fault[] = unread.map((line) =>
    fault(`its user data hold what is not understood: ${shorten(line)}`, "leave it out"),
  );
  const [ruleFile, ...more] = [...files.keys()].filter((path) => path.includes("nftables"));
  const rules = ruleFile === undefined ? undefined : readRuleSet(files.get(ruleFile) ?? "");
  if (machine.type === "aws_instance" && machine.truth("user_data_replace_on_change") !== true)
    faults.push(
      fault(
        "a change of its user data leaves it as it was, so that what is live may be another thing",
        `set user_data_replace_on_change of ${machine.address}`,
      ),
    );
  if (rules === undefined || ruleFile === undefined || more.length > 0 || loads.some((path) => path !== ruleFile))
    return {
      ...nothing,
      faults: [
        ...faults,
        fault("it has no one rule set of nftables that says what it forwards", "write one, and load no other"),
      ],
    };
  if (!atBoot.includes("nftables") || !READ_AT_BOOT.test(ruleFile))
    faults.push(
      fault(
        "its rule set is not loaded when it starts again, and it would forward whatever comes",
        "write it where the nftables service reads it, and enable the service",
      ),
    );
  if (!loads.includes(ruleFile))
    return {
      ...nothing,
      faults: [
        ...faults,
        fault("it loads no one rule set of nftables that says what it forwards", "load one, with nft -f"),
      ],
    };
  faults.push(
    ...rules.unread.map((line) => fault(`its rule set holds what is not understood: ${shorten(line)}`, "leave it out")),
  );
  if (!rules.drops)
    faults.push({
      verdict: "open",
      why: "it forwards whatever no rule names",
      mend: "let the forward chain have policy drop",
    });
  const read = [...files]
    .filter(([path]) => path.startsWith("/etc/ipsec."))
    .map(([, content]) => readConnections(content));
  faults.push(
    ...read
      .flatMap((one) => one.unread)
      .map((line) => fault(`its IPsec configuration holds what is not understood: ${shorten(line)}`, "leave it out")),
  );
  const tunnels = read
    .flatMap(({ connections }) => connections)
    .map((connection) => readTunnel(model, at, connection, rules, others));
  faults.push(...tunnels.flatMap(({ faults: own }) => own), ...faultsOfRules(rules, tunnels));
  if (tunnels.length === 0) faults.push(fault("it declares no tunnel", "declare the connection to its peer"));
  return { ...nothing, tunnels, translates: rules.translates, faults };
}

/** Something in user data that is not understood. */
export function fault(why: string, mend: string): Fault {
  return { verdict: "unproven", why, mend };
}

function shorten(line: string): string {
  return line.length > 80 ? `${line.slice(0, 80)}...` : line;
}

/** The user data of a machine as text; nothing where they are encoded, or those of a template. */
export function userData(machine: Block): string | undefined {
  const raw = machine.attributes["user_data"];
  if (typeof raw !== "string" || machine.value("user_data_base64").kind !== "absent") return undefined;
  // What a state tells is only a digest of it.
  return /^[0-9a-f]{40}$/.test(raw) || !raw.startsWith("#!/bin/bash\n") ? undefined : raw.slice("#!/bin/bash\n".length);
}

function readTunnel(
  model: Model,
  at: Resource,
  connection: Connection,
  rules: RuleSet,
  gateways: readonly Resource[],
): TunnelEnd & { readonly faults: readonly Fault[] } {
  const { name, left, right, local, remote } = connection;
  const faults: Fault[] = [...connection.faults];
  const peer = gateways.find((one) => one !== at && hasAddress(model, one, right));
  if (!hasAddress(model, at, left))
    faults.push(fault(`left of ${name} is not its own address`, `set left to that of ${at.address}`));
  if (peer === undefined)
    faults.push({
      verdict: right === undefined || right.includes("${") ? "unproven" : "open",
      why: `${name} leads to ${right ?? "nothing"}, no gateway of the configuration`,
      mend: "set right to the address of a gateway of this configuration",
    });
  faults.push(...faultsOfRange(model, name, local, vpcOf(model, at)));
  faults.push(...faultsOfRange(model, name, remote, peer === undefined ? undefined : vpcOf(model, peer)));
  const there = local === undefined || remote === undefined ? NO_PACKET : packets(local, remote);
  const back = local === undefined || remote === undefined ? NO_PACKET : packets(remote, local);
  const accepted = (which: (arrived: boolean) => boolean): PacketSet =>
    union(...rules.accepts.filter(({ arrived }) => which(arrived)).map((rule) => rule.packets));
  return {
    connection,
    peer,
    outbound: intersect(
      there,
      accepted((arrived) => !arrived),
    ),
    inbound: intersect(
      back,
      accepted(() => true),
    ),
    faults,
  };
}

/** What a tunnel carries has to lie within the two boxes that it joins. */
function faultsOfRange(model: Model, name: string, ranges: Addresses | undefined, vpc: Resource | undefined): Fault[] {
  if (ranges === undefined) return [fault(`the ranges that ${name} carries cannot be read`, "write them out")];
  if (vpc === undefined) return [];
  const addresses = certainAddressesIn(model, vpc);
  const beyond = subtract(packets(EVERY_ADDRESS, ranges), packets(EVERY_ADDRESS, addresses));
  return isEmpty(beyond)
    ? []
    : [
        {
          verdict: "open",
          why: `${name} carries ${describePackets(beyond)}, beyond ${vpc.address}`,
          mend: `name ranges of ${vpc.address} only`,
        },
      ];
}

function faultsOfRules(rules: RuleSet, tunnels: readonly TunnelEnd[]): Fault[] {
  const carried = union(...tunnels.flatMap(({ outbound, inbound }) => [outbound, inbound]));
  const inbound = union(...tunnels.map((tunnel) => tunnel.inbound));
  // Ranges that cannot be read are a fault of their own.
  const read = tunnels.every(({ connection: { local, remote } }) => local !== undefined && remote !== undefined);
  return rules.accepts.flatMap(({ packets: accepted, arrived, narrow, text }): Fault[] => {
    if (!narrow)
      return [
        fault(
          `it forwards without naming both ranges and the ports: ${shorten(text)}`,
          "name ranges, protocol and ports",
        ),
      ];
    const clear = subtract(accepted, carried);
    if (read && !isEmpty(clear))
      return [
        {
          verdict: "open",
          why: `it forwards ${describePackets(clear)} in clear: no tunnel carries that`,
          mend: "forward only between the ranges of the tunnel",
        },
      ];
    const comesOut = intersect(accepted, inbound);
    if (isEmpty(comesOut)) return [];
    if (!arrived) return [fault("it takes for tunnelled what comes in clear", "add meta secpath exists to the rule")];
    return includes(rules.translates, comesOut)
      ? []
      : [
          fault(
            "what comes out of the tunnel keeps its source address",
            "translate the source to the gateway's own, with masquerade",
          ),
        ];
  });
}

/** Whether a text of a configuration is the address of an interface: a reference to it, or the one that it is given. */
function hasAddress(model: Model, at: Resource, text: string | undefined): boolean {
  if (text === undefined) return false;
  const target = model.follow(readValue(text));
  if (target.kind === "resource") return target.resource === at && target.attribute === "private_ip";
  if (target.kind !== "known" || addressesOf(`${text}/32`) === undefined) return false;
  const [first, ...more] = [...at.list("private_ips"), ...at.list("private_ip")].map(showValue);
  return first === text && more.every((one) => one === text);
}
