import { type TargetReport } from "../../verify";
import { type Model } from "../../verify/model/model";
import { type Resource } from "../../verify/model/resource";
import { SUBNET_TYPES, vpcOf } from "../../verify/network/boxes";
import { Network } from "../../verify/network/network";
import { machinesBehind } from "../../verify/network/tunnel/gateways";
import { type Graph } from "./graph";
import { addFindings } from "./findings";
import { SHOWN } from "./kinds";
import { Links } from "./links";
import { subnetName } from "./names";
import { isShown, Places } from "./places";

/**
 * The boxes of a configuration with their subnets, gateways and stores, how they are joined, and the ways out that a
 * report found. Read from the verifier's model, so that it shows anybody's Terraform.
 */
export function readGraph(model: Model, report: TargetReport): Graph {
  const network = Network.of(model);
  const places = new Places(model);
  addSubnets(model, network, places);
  for (const resource of model.resources)
    if (isShown(resource) && places.idOf(resource.address) === undefined) addAlone(model, places, resource);
  const links = new Links(model, network, places);
  const { ways, tones } = addFindings(model, report, places, links);
  return { boxes: places.boxes, outsides: links.outsides, links: links.all, ways, tones };
}

function addSubnets(model: Model, network: Network, places: Places): void {
  for (const subnet of model.ofType(...SUBNET_TYPES)) {
    const vpc = vpcOf(model, subnet);
    if (vpc === undefined) continue;
    const group = places.subnetGroup(subnet, vpc, (box) => subnetName(subnet, box));
    for (const { members, forwards } of network.inSubnet(subnet))
      for (const member of members)
        if (SHOWN.get(member.type)?.atEdge !== true) addMember(model, places, group, member, forwards);
    for (const nat of model.referring(subnet))
      if (nat.type === "aws_nat_gateway") places.put(group, "nat-gateway", nat);
  }
}

function addMember(
  model: Model,
  places: Places,
  group: ReturnType<Places["groupFor"]>,
  member: Resource,
  forwards: boolean,
): void {
  const machines = member.type === "aws_network_interface" ? machinesBehind(model, member) : [];
  const known = [member, ...machines].map(({ address }) => places.idOf(address)).find((id) => id !== undefined);
  if (known !== undefined) {
    places.show({ id: known }, member.address, ...machines.map(({ address }) => address));
    return;
  }
  const owner = places.shownFor(member);
  if (owner !== undefined) {
    places.show({ id: owner }, member.address);
    return;
  }
  const kind = forwards ? "tunnel-gateway" : (SHOWN.get(member.type)?.kind ?? "other");
  const owned = ownerOf(model, member);
  places.put(group, kind, owned ?? member, ...(owned === undefined ? [] : [member]), ...machines);
}

/** What a member is there for, where it is named once for several subnets. */
function ownerOf(model: Model, member: Resource): Resource | undefined {
  const attribute = {
    aws_ec2_client_vpn_network_association: "client_vpn_endpoint_id",
    aws_efs_mount_target: "file_system_id",
  }[member.type];
  const owner = attribute === undefined ? undefined : model.follow(member.value(attribute));
  return owner?.kind === "resource" ? owner.resource : undefined;
}

function addAlone(model: Model, places: Places, resource: Resource): void {
  const { kind, atEdge = false } = SHOWN.get(resource.type) ?? { kind: "other" };
  const isEdge = atEdge || vpcOf(model, resource) !== undefined;
  places.put(places.groupFor(resource, isEdge ? "edge" : "account"), kind, resource);
}
