import { type Channel } from "../../channel";
import { type Model } from "../../model/model";
import { type Place } from "../../model/model";
import { showValue, type Value } from "../../model/value";
import { certainAddressesIn, VPC_TYPES } from "../../network/boxes";
import { Network } from "../../network/network";
import { describePackets } from "../../network/packet-text";
import { EVERY_ADDRESS, isEmpty, packets, subtract, type Addresses } from "../../network/packets";
import { prefixListAddresses } from "../../network/prefix-lists";
import { readRoutes } from "../../network/routes";
import { isOfPrefixList } from "../../network/security-groups";
import { type Ruling } from "../../verdict";

/** Catalogue row N17. */
export const prefixLists: Channel = {
  id: "net.prefix-lists",
  title: "Lists of prefixes",
  opens: "a rule or a route for a list of prefixes that holds more than ranges of the boxes, or nobody knows what",
  closes: "every list that a rule or a route names is one of the configuration, with ranges of its VPCs only",
  sources: [
    "https://docs.aws.amazon.com/vpc/latest/userguide/managed-prefix-lists.html",
    "https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html",
  ],
  types: ["aws_ec2_managed_prefix_list", "aws_ec2_managed_prefix_list_entry"],
  decide: (model, ruling) => {
    const boxes = certainAddressesIn(model, ...model.ofType(...VPC_TYPES));
    const { groups } = Network.of(model);
    let used = 0;
    const seen = new Set<string>();
    for (const key of groups.keys)
      for (const rule of groups.rulesOf(key).rules) {
        if (!isOfPrefixList(rule) || "group" in rule.to) continue;
        used += 1;
        const once = `${rule.declaredBy.address} ${rule.direction} ${rule.peer}`;
        if (seen.has(once)) continue;
        seen.add(once);
        judge(ruling, rule.declaredBy, rule.peer, rule.unread === undefined ? rule.to.addresses : undefined, boxes);
      }
    for (const { declaredBy, destination } of readRoutes(model).routes)
      if (isList(model, destination)) {
        used += 1;
        judge(
          ruling,
          declaredBy,
          `the prefix list ${showValue(destination)}`,
          prefixListAddresses(model, destination),
          boxes,
        );
      }
    if (used === 0)
      ruling.closed({ address: "(configuration)", path: null }, "no rule of a security group and no route names one");
  },
};

/** Whether a route's destination is a list: what is no range, and not a reference to one. */
function isList(model: Model, destination: Value): boolean {
  const target = model.follow(destination);
  if (target.kind === "resource") return target.resource.type === "aws_ec2_managed_prefix_list";
  return target.kind === "known" && /^pl-/.test(String(target.value));
}

function judge(ruling: Ruling, at: Place, list: string, addresses: Addresses | undefined, boxes: Addresses): void {
  const mend = `name ranges of the configuration's VPCs in ${at.address}`;
  if (addresses === undefined) {
    ruling.unproven(at, `it names ${list}, and what is in it cannot be told; AWS's own hold whole services`, mend);
    return;
  }
  const beyond = subtract(packets(EVERY_ADDRESS, addresses), packets(EVERY_ADDRESS, boxes));
  if (isEmpty(beyond)) ruling.closed(at, `${list} holds ranges of the configuration's VPCs only`);
  else
    ruling.open(
      at,
      `it names ${list}, which holds more than ranges of the boxes`,
      {
        from: "any machine to which the rule or route applies",
        by: "anybody who runs code there",
        through: [at.address],
        to: describePackets(beyond),
      },
      mend,
    );
}
