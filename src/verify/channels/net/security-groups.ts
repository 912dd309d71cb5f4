import { type Channel } from "../../channel";
import { type Model } from "../../model/model";
import { type Resource } from "../../model/resource";
import { addressesIn, certainAddressesIn, VPC_TYPES } from "../../network/boxes";
import { Network } from "../../network/network";
import { describePackets } from "../../network/packet-text";
import {
  EVERY_ADDRESS,
  isEmpty,
  joinAddresses,
  packets,
  subtract,
  type Addresses,
  type PacketSet,
} from "../../network/packets";
import { isOfPrefixList, type GroupRule } from "../../network/security-groups";
import { type Ruling } from "../../verdict";

/** Catalogue row N16. */
export const securityGroups: Channel = {
  id: "net.security-groups",
  title: "Security groups",
  opens: "a security group that lets packets go beyond the boxes, or lets somebody from beyond them open a connection",
  closes:
    "each rule of each group names ranges of the configuration's VPCs or groups of its own, and the default groups are adopted",
  sources: [
    "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
    "https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html",
  ],
  types: [
    "aws_default_security_group",
    "aws_network_interface_sg_attachment",
    "aws_security_group",
    "aws_security_group_rule",
    "aws_vpc_security_group_egress_rule",
    "aws_vpc_security_group_ingress_rule",
  ],
  decide: (model, ruling) => {
    const vpcs = model.ofType(...VPC_TYPES);
    const certain = bothWays(certainAddressesIn(model, ...vpcs));
    const possible = bothWays(joinAddresses(...vpcs.map((vpc) => addressesIn(model, vpc).addresses)));
    const { groups } = Network.of(model);
    for (const key of groups.keys) judge(model, ruling, key, certain, possible);
    if (groups.keys.length === 0)
      ruling.closed({ address: "(configuration)", path: null }, "it declares no VPC and no security group");
  },
};

type BothWays = Readonly<Record<GroupRule["direction"], PacketSet>>;

/** The packets that go to addresses, and those that come from there. */
function bothWays(addresses: Addresses): BothWays {
  return { egress: packets(EVERY_ADDRESS, addresses), ingress: packets(addresses, EVERY_ADDRESS) };
}

function judge(model: Model, ruling: Ruling, key: string, certain: BothWays, possible: BothWays): void {
  const network = Network.of(model);
  const group = network.groups.resourceOf(key);
  if (group === undefined) return;
  const members = network.classes.filter(({ groups }) => groups === undefined || groups.includes(key));
  if (VPC_TYPES.includes(group.type) && members.length === 0) {
    ruling.unproven(
      group,
      "nobody adopts its default security group, which lets out everything of whatever is launched without a group",
      `declare aws_default_security_group for ${group.address} with ingress and egress empty`,
    );
    return;
  }
  const { rules, unread } = network.groups.rulesOf(key);
  let sound = unread.length === 0;
  for (const { direction, why } of unread)
    ruling.unproven(group, why, `write ${direction} of ${group.address} out, [] where there is none`);
  for (const rule of rules) {
    // Lists of prefixes are judged by a channel of their own.
    if ("group" in rule.to || isOfPrefixList(rule)) continue;
    const side =
      rule.direction === "egress"
        ? packets(EVERY_ADDRESS, rule.to.addresses, rule.traffic)
        : packets(rule.to.addresses, EVERY_ADDRESS, rule.traffic);
    const beyond = subtract(side, certain[rule.direction]);
    if (isEmpty(beyond)) continue;
    sound = false;
    if (rule.unread !== undefined)
      ruling.unproven(
        rule.declaredBy,
        `its ${rule.direction} for ${rule.peer}: ${rule.unread}`,
        "name ranges of the configuration's VPCs, protocol and ports",
      );
    else if (isEmpty(subtract(beyond, possible[rule.direction])))
      ruling.unproven(
        rule.declaredBy,
        `its ${rule.direction} for ${rule.peer} is within the boxes only if a VPC has that range, which cannot be told`,
        "write cidr_block of each VPC out, from /16 to /28",
      );
    else
      openRule(
        ruling,
        group,
        rule,
        beyond,
        members.flatMap((one) => one.members),
      );
  }
  if (sound)
    ruling.closed(
      group,
      `${rules.length === 0 ? "it lets nothing pass" : `its ${rules.length} rules name ranges and groups of the configuration`}`,
    );
}

function openRule(
  ruling: Ruling,
  group: Resource,
  rule: GroupRule,
  beyond: PacketSet,
  members: readonly Resource[],
): void {
  const out = rule.direction === "egress";
  const who = members
    .slice(0, 3)
    .map(({ address }) => address)
    .join(", ");
  const machines = who === "" ? `whatever is put into ${group.address}` : who;
  ruling.open(
    rule.declaredBy,
    out ? `it lets out ${describePackets(beyond)}` : `it lets ${rule.peer} open connections`,
    {
      from: machines,
      by: out ? "anybody who runs code there" : `somebody at ${rule.peer}, who is answered`,
      through: [...new Set([group.address, rule.declaredBy.address])],
      to: out ? describePackets(beyond) : rule.peer,
    },
    `name ranges of the configuration's VPCs only in ${rule.declaredBy.address}`,
  );
}
