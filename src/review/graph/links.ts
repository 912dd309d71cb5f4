import { type Model } from "../../verify/model/model";
import { type Resource } from "../../verify/model/resource";
import { showValue } from "../../verify/model/value";
import { VPC_TYPES, vpcOf } from "../../verify/network/boxes";
import { type Network } from "../../verify/network/network";
import { type Link, type LinkKind, type Outside, type OutsideKind } from "./graph";
import { nameOf } from "./names";
import { type Places } from "./places";

/** Gateways behind which lies one thing, whatever the configuration says. */
const BEHIND: Readonly<Record<string, readonly [OutsideKind, LinkKind]>> = {
  aws_ec2_carrier_gateway: ["carrier", "other"],
  aws_ec2_client_vpn_endpoint: ["people", "people"],
  aws_egress_only_internet_gateway: ["internet", "internet"],
  aws_internet_gateway: ["internet", "internet"],
};

/** How the boxes of a configuration are joined, with one another and with what lies outside. */
export class Links {
  public readonly all: Link[] = [];
  public readonly outsides: Outside[] = [];
  /** Ids of what lies outside, by what it is and from where it is seen. */
  private readonly keys = new Map<string, string>();

  public constructor(
    private readonly model: Model,
    private readonly network: Network,
    private readonly places: Places,
  ) {
    this.addTunnels();
    this.addPeerings();
    this.addGateways();
    this.addTransit();
    this.addSites();
    this.addOthers();
  }

  /** Something outside, once for each place that it is seen from. */
  public outside(kind: OutsideKind, name: string, seenFrom: string): string {
    const id = `o-${kind}-${seenFrom}-${name}`;
    const known = this.keys.get(id);
    if (known !== undefined) return known;
    const short = `o${this.outsides.length}`;
    this.keys.set(id, short);
    this.outsides.push({ id: short, kind, name });
    return short;
  }

  public join(kind: LinkKind, from: string, to: string, ...resources: readonly Resource[]): string {
    const addresses = resources.map(({ address }) => address);
    const known = this.all.find((link) => link.kind === kind && link.from === from && link.to === to);
    if (known !== undefined) {
      this.all[this.all.indexOf(known)] = { ...known, addresses: [...known.addresses, ...addresses] };
      this.places.show(known, ...addresses);
      return known.id;
    }
    const link: Link = { id: `l${this.all.length}`, kind, from, to, addresses };
    this.all.push(link);
    this.places.show(link, ...addresses);
    return link.id;
  }

  private addTunnels(): void {
    for (const { at, tunnels } of this.network.gateways)
      for (const { peer } of tunnels) {
        const [from, to] = [
          this.places.idOf(at.address),
          peer === undefined ? undefined : this.places.idOf(peer.address),
        ];
        if (peer === undefined || from === undefined || to === undefined) continue;
        if (this.all.some((link) => link.from === to && link.to === from)) continue;
        const between = [at, peer].map((one) => vpcOf(this.model, one));
        const carriers = this.peerings().filter(({ ends }) => ends.every((end) => between.includes(end)));
        this.join("tunnel", from, to, ...carriers.map(({ peering }) => peering));
      }
  }

  private peerings(): { peering: Resource; ends: (Resource | undefined)[] }[] {
    return this.model.ofType("aws_vpc_peering_connection").map((peering) => ({
      peering,
      ends: ["vpc_id", "peer_vpc_id"].map((name) => {
        const end = this.model.follow(peering.value(name));
        return end.kind === "resource" && VPC_TYPES.includes(end.resource.type) ? end.resource : undefined;
      }),
    }));
  }

  private addPeerings(): void {
    for (const { peering, ends } of this.peerings()) {
      if (this.places.idOf(peering.address) !== undefined) continue;
      const boxes = ends.map((end) => (end === undefined ? undefined : this.places.boxOfNetwork(end)));
      const from = boxes.find((box) => box !== undefined) ?? this.places.boxOf(peering);
      const foreign = [showValue(peering.value("peer_vpc_id")), peering.text("peer_owner_id")]
        .filter(Boolean)
        .join(", ");
      const to = boxes.every((box) => box !== undefined) ? boxes[1] : this.outside("foreign-network", foreign, "");
      if (to !== undefined) this.join("peering", from, to, peering);
    }
  }

  private addGateways(): void {
    for (const [type, [kind, link]] of Object.entries(BEHIND))
      for (const gateway of this.model.ofType(type)) {
        const from = this.places.shownFor(gateway);
        if (from === undefined) continue;
        this.join(link, from, this.outside(kind, "", this.places.boxWith(from) ?? from), gateway);
      }
  }

  private addTransit(): void {
    for (const attachment of this.model.ofType("aws_ec2_transit_gateway_vpc_attachment")) {
      const from = this.places.idOf(attachment.address);
      if (from !== undefined) this.join("transit", from, this.transit(attachment), attachment);
    }
    for (const peering of this.model.ofType("aws_ec2_transit_gateway_peering_attachment")) {
      const name = [showValue(peering.value("peer_transit_gateway_id")), peering.text("peer_account_id")];
      this.join(
        "transit",
        this.transit(peering),
        this.outside("foreign-network", name.filter(Boolean).join(", "), ""),
        peering,
      );
    }
  }

  /** The transit gateway that something is attached to. */
  private transit(attached: Resource): string {
    const value = attached.value("transit_gateway_id");
    const gateway = this.model.follow(value);
    const name = gateway.kind === "resource" ? nameOf(gateway.resource) : showValue(value);
    const id = this.outside("transit-gateway", name, "");
    if (gateway.kind === "resource") this.places.show({ id }, gateway.resource.address);
    return id;
  }

  private addSites(): void {
    for (const connection of this.model.ofType("aws_vpn_connection")) {
      const gateway = this.model.referred(connection, "vpn_gateway_id", "aws_vpn_gateway");
      const near =
        gateway !== undefined
          ? this.places.shownFor(gateway)
          : connection.value("transit_gateway_id").kind === "absent"
            ? undefined
            : this.transit(connection);
      const customer = this.model.referred(connection, "customer_gateway_id", "aws_customer_gateway");
      const name =
        customer?.text("ip_address") ?? customer?.address ?? showValue(connection.value("customer_gateway_id"));
      const site = this.outside("site", name, "");
      if (customer !== undefined) this.places.show({ id: site }, customer.address);
      this.join("site", near ?? this.places.boxOf(connection), site, connection);
    }
  }

  private addOthers(): void {
    for (const balancer of this.model.ofType("aws_lb", "aws_alb", "aws_elb"))
      if (balancer.truth("internal") !== true) this.lead(balancer, "internet", "internet", "");
    for (const endpoint of this.model.ofType("aws_vpc_endpoint")) {
      const service = endpoint.text("service_name") ?? "";
      if (/^com\.amazonaws\.vpce\./.test(service)) this.lead(endpoint, "service", "other", service);
    }
    for (const registry of this.model.ofType("aws_codeartifact_repository"))
      if (registry.list("external_connections").length > 0) this.lead(registry, "registries", "other", "");
    for (const attachment of this.model.ofType("aws_networkmanager_vpc_attachment"))
      this.lead(attachment, "foreign-network", "transit", showValue(attachment.value("core_network_id")));
  }

  private lead(resource: Resource, to: OutsideKind, link: LinkKind, name: string): void {
    const from = this.places.idOf(resource.address);
    if (from !== undefined) this.join(link, from, this.outside(to, name, this.places.boxWith(from) ?? ""), resource);
  }
}
