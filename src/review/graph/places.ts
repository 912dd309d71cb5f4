import { accountsOfProvider, type Model } from "../../verify/model/model";
import { type Block, type Resource } from "../../verify/model/resource";
import { rangeTexts } from "./ranges";
import { VPC_TYPES, vpcOf } from "../../verify/network/boxes";
import { type Box, type Group, type Part, type PartKind } from "./graph";
import { COUNTED, OWNED_BY, SHOWN } from "./kinds";
import { boxNameOf, nameOf, partName } from "./names";

type Growing<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer U)[] ? U[] : T[K] };
type GrowingPart = Growing<Part>;
type GrowingGroup = Omit<Growing<Group>, "parts"> & { parts: GrowingPart[] };
type GrowingBox = Omit<Growing<Box>, "groups"> & { groups: GrowingGroup[]; readonly prefix: string };

/** Where each resource of a configuration is shown: in the box of its network, or in that of its account. */
export class Places {
  private readonly growing: GrowingBox[] = [];
  private readonly byNetwork = new Map<Resource, GrowingBox>();
  private readonly byProvider = new Map<Block | undefined, GrowingBox[]>();
  private readonly shownAt = new Map<string, string>();

  public constructor(private readonly model: Model) {
    for (const network of model.ofType(...VPC_TYPES)) {
      const box = this.addBox("network", boxNameOf(network), network.provider, nameOf(network));
      box.ranges.push(...rangeTexts(model, network));
      if (network.region !== undefined) box.region = network.region;
      this.byNetwork.set(network, box);
      this.show(box, network.address);
    }
  }

  public get boxes(): readonly Box[] {
    return this.growing
      .map(({ prefix: _, ...box }) => box)
      .filter(({ kind, groups }) => kind === "network" || groups.length > 0);
  }

  /** The id of the box, part or link that stands for an address, where one does. */
  public idOf(address: string): string | undefined {
    return this.shownAt.get(address);
  }

  /** The box that a resource belongs to. */
  public boxOf(resource: Resource): string {
    return this.find(resource).id;
  }

  public boxOfNetwork(network: Resource): string | undefined {
    return this.byNetwork.get(network)?.id;
  }

  /** The box that an id is in, or is. */
  public boxWith(id: string): string | undefined {
    return this.growing.find((box) => id === box.id || id.startsWith(`${box.id}.`))?.id;
  }

  /** Lets something that is drawn elsewhere stand for an address. */
  public show({ id }: { readonly id: string }, ...addresses: readonly string[]): void {
    for (const address of addresses) if (!this.shownAt.has(address)) this.shownAt.set(address, id);
  }

  /** A subnet's group: one for all subnets of the network that are called alike. */
  public subnetGroup(subnet: Resource, network: Resource, name: (box: string) => string): GrowingGroup {
    const box = this.byNetwork.get(network) ?? this.find(subnet);
    const called = name(box.prefix);
    const group = this.group(box, "subnet", called);
    group.ranges.push(...rangeTexts(this.model, subnet));
    this.show(group, subnet.address);
    return group;
  }

  /** The group of what stands in no subnet. */
  public groupFor(resource: Resource, kind: "edge" | "account" | "named"): GrowingGroup {
    return this.group(this.find(resource), kind, "");
  }

  /** Puts resources into a group as one thing, together with those that are called alike. */
  public put(group: GrowingGroup, kind: PartKind, first: Resource, ...more: readonly Resource[]): string {
    const known = this.shownAt.get(first.address);
    if (known !== undefined) return known;
    const box = this.growing.find(({ id }) => group.id.startsWith(`${id}.`));
    const name = COUNTED.has(kind) ? "" : partName(first, kind, box?.prefix ?? "");
    let part = group.parts.find((one) => one.kind === kind && one.name === name);
    if (part === undefined) {
      part = { id: `${group.id}.${group.parts.length}`, kind, name, count: 0, addresses: [] };
      group.parts.push(part);
    }
    part.count += 1;
    part.addresses.push(first.address, ...more.map(({ address }) => address));
    this.show(part, ...part.addresses);
    return part.id;
  }

  /** What a resource is shown on: itself, or what it is a part of. */
  public shownFor(resource: Resource): string | undefined {
    const own = this.idOf(resource.address);
    if (own !== undefined) return own;
    const attribute = OWNED_BY.get(resource.type);
    const owner = attribute === undefined ? undefined : this.model.follow(resource.value(attribute));
    return owner?.kind === "resource" ? this.idOf(owner.resource.address) : undefined;
  }

  private find(resource: Resource): GrowingBox {
    const network = vpcOf(this.model, resource);
    const inNetwork = network === undefined ? undefined : this.byNetwork.get(network);
    if (inNetwork !== undefined) return inNetwork;
    const ofProvider = this.byProvider.get(resource.provider) ?? [];
    const construct = resource.path?.split("/")[1];
    const sameConstruct = ofProvider.find(({ name }) => name === construct);
    if (sameConstruct !== undefined) return sameConstruct;
    const networks = ofProvider.filter(({ kind }) => kind === "network");
    if (networks.length === 1 && networks[0] !== undefined) return networks[0];
    const account = ofProvider.find(({ kind }) => kind === "account") ?? this.onlyNetworkOf(resource.provider);
    return account ?? this.addBox("account", resource.provider?.text("alias") ?? "", resource.provider, "");
  }

  /** The network of the account that a provider works in, where it has one only. */
  private onlyNetworkOf(provider: Block | undefined): GrowingBox | undefined {
    const [account] = provider === undefined ? [] : accountsOfProvider(provider);
    const networks = this.growing.filter((box) => box.kind === "network" && box.account === account);
    return account !== undefined && networks.length === 1 ? networks[0] : undefined;
  }

  private addBox(kind: Box["kind"], name: string, provider: Block | undefined, prefix: string): GrowingBox {
    const [account] = provider === undefined ? [] : accountsOfProvider(provider);
    const region = provider?.text("region");
    const box: GrowingBox = {
      id: `b${this.growing.length}`,
      kind,
      name,
      ranges: [],
      account,
      region,
      groups: [],
      prefix,
    };
    this.growing.push(box);
    this.byProvider.set(provider, [...(this.byProvider.get(provider) ?? []), box]);
    return box;
  }

  private group(box: GrowingBox, kind: Group["kind"], name: string): GrowingGroup {
    let group = box.groups.find((one) => one.kind === kind && one.name === name);
    if (group === undefined) {
      group = { id: `${box.id}.g${box.groups.length}`, kind, name, ranges: [], parts: [] };
      box.groups.push(group);
    }
    return group;
  }
}

/** Whether a picture shows resources of a type by themselves, in no subnet. */
export function isShown(resource: Resource): boolean {
  return SHOWN.get(resource.type)?.inSubnetOnly !== true && SHOWN.has(resource.type) && !OWNED_BY.has(resource.type);
}
