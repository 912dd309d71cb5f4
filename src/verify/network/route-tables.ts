import { type Model } from "../model/model";
import { type Resource } from "../model/resource";
import { addressesIn, addressesNamed, vpcOf } from "./boxes";
import { subtractSets } from "./intervals";
import { EVERY_ADDRESS, FAMILIES, NO_ADDRESS, type Addresses } from "./packets";
import { prefixListAddresses } from "./prefix-lists";
import { defaultTableOf, keyOfTable, readRoutes, tableKey, type Route } from "./routes";

/** Where packets to some addresses go. */
export interface NextHop {
  /** Addresses for which the route is the one that is taken, or may be. */
  readonly destinations: Addresses;
  /** The route; nothing for what stays in the VPC, and for what an endpoint or a gateway adds by itself. */
  readonly route: Route | undefined;
  readonly leadsTo:
    | { readonly kind: "local" }
    | { readonly kind: "route"; readonly route: Route }
    /** A gateway endpoint: an AWS service's addresses, which no file says. */
    | { readonly kind: "gateway-endpoint"; readonly endpoint: Resource }
    /** Routes that the far side of a virtual private gateway chooses. */
    | { readonly kind: "propagated"; readonly declaredBy: Resource }
    /** A table, or routes in it, that cannot be read. */
    | { readonly kind: "unread"; readonly declaredBy: Resource };
}

interface Candidate {
  readonly destinations: Addresses;
  readonly leadsTo: NextHop["leadsTo"];
  /** Whether it is known to stand in the table with just these addresses, so that it takes them from wider routes. */
  readonly certain: boolean;
}

/** Which table each subnet uses, and where it sends what: the longest prefix takes a packet. */
export class RouteTables {
  private readonly bySubnet = new Map<string, NextHop[]>();
  private readonly tables = new Map<string, Candidate[]>();
  private readonly associations = new Map<string, (string | undefined)[]>();
  private readonly mains = new Map<string, (string | undefined)[]>();
  /** Candidates of routes whose table cannot be told. */
  private readonly anywhere: Candidate[] = [];

  public constructor(private readonly model: Model) {
    this.readAssociations();
    const put = (key: string | undefined, candidate: Candidate): void => {
      if (key === undefined) this.anywhere.push({ ...candidate, certain: false });
      else this.tables.set(key, [...(this.tables.get(key) ?? []), candidate]);
    };
    const { routes, unread } = readRoutes(model);
    for (const route of routes) put(route.key, this.candidateOf(route));
    for (const { key, declaredBy } of unread) put(key, uncertain({ kind: "unread", declaredBy }));
    this.readPropagation(put);
    this.readGatewayEndpoints(put);
  }

  /** Where a subnet sends packets, all that may be; a packet may fit several where something is not known. */
  public hopsFrom(subnet: Resource): readonly NextHop[] {
    let found = this.bySubnet.get(subnet.address);
    if (found === undefined) this.bySubnet.set(subnet.address, (found = this.decide(subnet)));
    return found;
  }

  private decide(subnet: Resource): NextHop[] {
    const vpc = vpcOf(this.model, subnet);
    const local = vpc === undefined ? undefined : addressesIn(this.model, vpc);
    const own: Candidate = {
      destinations: local?.addresses ?? EVERY_ADDRESS,
      leadsTo: { kind: "local" },
      certain: local?.exact === true,
    };
    const tables = this.tablesOf(subnet, vpc);
    const hops = tables.flatMap((key) =>
      key === undefined
        ? [uncertain({ kind: "unread", declaredBy: subnet })]
        : longestPrefix([own, ...(this.tables.get(key) ?? []), ...this.anywhere]),
    );
    return hops.map(({ destinations, leadsTo }) => ({
      destinations,
      leadsTo,
      route: leadsTo.kind === "route" ? leadsTo.route : undefined,
    }));
  }

  /** The tables that a subnet uses: its own, or the main one of its VPC; several where it cannot be told which. */
  private tablesOf(subnet: Resource, vpc: Resource | undefined): (string | undefined)[] {
    const own = this.associations.get(subnet.address);
    const stray = this.associations.get("") ?? [];
    if (own !== undefined) return [...own, ...stray];
    if (vpc === undefined) return [undefined];
    return [...(this.mains.get(vpc.address) ?? [defaultTableOf(vpc)]), ...stray, ...(this.mains.get("") ?? [])];
  }

  private readAssociations(): void {
    const put = (map: Map<string, (string | undefined)[]>, key: string, table: string | undefined): void => {
      map.set(key, [...(map.get(key) ?? []), table]);
    };
    for (const association of this.model.ofType("aws_route_table_association")) {
      const subnet = this.model.follow(association.value("subnet_id"));
      const table = tableKey(this.model, association.value("route_table_id"));
      if (subnet.kind === "resource") put(this.associations, subnet.resource.address, table);
      // A table for a gateway rather than for a subnet says where packets go that come in.
      else if (subnet.kind === "unknown") put(this.associations, "", table);
    }
    for (const main of this.model.ofType("aws_main_route_table_association")) {
      const vpc = this.model.follow(main.value("vpc_id"));
      const table = tableKey(this.model, main.value("route_table_id"));
      if (vpc.kind === "resource") put(this.mains, vpc.resource.address, table);
      else if (vpc.kind === "unknown") put(this.mains, "", table);
    }
  }

  private candidateOf(route: Route): Candidate {
    const local = route.target.kind === "known" && route.target.value === "local";
    const leadsTo = local ? ({ kind: "local" } as const) : ({ kind: "route", route } as const);
    const { destination } = route;
    const listed = addressesNamed(this.model, destination) ?? prefixListAddresses(this.model, destination);
    return listed === undefined ? uncertain(leadsTo) : { destinations: listed, leadsTo, certain: true };
  }

  private readPropagation(put: (key: string | undefined, candidate: Candidate) => void): void {
    for (const table of this.model.ofType("aws_route_table", "aws_default_route_table"))
      if (table.list("propagating_vgws").length > 0)
        put(keyOfTable(this.model, table), uncertain({ kind: "propagated", declaredBy: table }));
    for (const propagation of this.model.ofType("aws_vpn_gateway_route_propagation"))
      put(
        tableKey(this.model, propagation.value("route_table_id")),
        uncertain({ kind: "propagated", declaredBy: propagation }),
      );
    for (const propagation of this.model.ofType("aws_vpc_route_server_propagation"))
      put(
        tableKey(this.model, propagation.value("route_table_id")),
        uncertain({ kind: "propagated", declaredBy: propagation }),
      );
  }

  private readGatewayEndpoints(put: (key: string | undefined, candidate: Candidate) => void): void {
    for (const endpoint of this.model.ofType("aws_vpc_endpoint"))
      for (const table of endpoint.list("route_table_ids"))
        put(tableKey(this.model, table), uncertain({ kind: "gateway-endpoint", endpoint }));
    for (const association of this.model.ofType("aws_vpc_endpoint_route_table_association"))
      put(
        tableKey(this.model, association.value("route_table_id")),
        uncertain({ kind: "gateway-endpoint", endpoint: association }),
      );
  }
}

function uncertain(leadsTo: NextHop["leadsTo"]): Candidate {
  return { destinations: EVERY_ADDRESS, leadsTo, certain: false };
}

/** What is left to each route when more specific ones, that are certain, have taken theirs. */
function longestPrefix(candidates: readonly Candidate[]): Candidate[] {
  return candidates.flatMap((candidate) => {
    // What is not known may be more specific than anything.
    if (!candidate.certain) return [candidate];
    let left: Addresses = NO_ADDRESS;
    for (const family of FAMILIES) {
      const blocks = candidate.destinations[family].flatMap((block) => {
        const narrower = candidates.flatMap((other) =>
          other.certain ? other.destinations[family].filter((one) => isNarrower(one, block)) : [],
        );
        return subtractSets(
          [[block]],
          narrower.map((one) => [one]),
        ).flatMap(([rest]) => rest ?? []);
      });
      left = { ...left, [family]: blocks };
    }
    return left[4].length === 0 && left[6].length === 0 ? [] : [{ ...candidate, destinations: left }];
  });
}

function isNarrower(inner: Addresses[4][number], outer: Addresses[4][number]): boolean {
  return outer.from <= inner.from && inner.to <= outer.to && (outer.from !== inner.from || outer.to !== inner.to);
}
