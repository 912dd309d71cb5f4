import { RouteTable, type RouteTableRoute } from "@cdktf/provider-aws/lib/route-table";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { VpcDhcpOptions } from "@cdktf/provider-aws/lib/vpc-dhcp-options";
import { VpcDhcpOptionsAssociation } from "@cdktf/provider-aws/lib/vpc-dhcp-options-association";
import { type TerraformProvider } from "cdktf";
import { Construct } from "constructs";

/** One tier of subnets: the same purpose in every zone. */
export interface SubnetTierProps {
  /** Name of the tier, e.g. `compute`. */
  readonly name: string;
  /** One IPv4 CIDR block per availability zone, in the order of {@link PrivateNetworkProps.availabilityZoneIds}. */
  readonly cidrBlocks: readonly string[];
}

export interface PrivateNetworkProps {
  /** Prefix of the `Name` tags. */
  readonly name: string;
  /** IPv4 CIDR block of the VPC, /16 to /28. */
  readonly cidrBlock: string;
  /** Physical zone ids (`apne2-az1`): zone letters are shuffled per account, ids are not. */
  readonly availabilityZoneIds: readonly string[];
  readonly tiers: readonly SubnetTierProps[];
  /**
   * Provider, when the box lives in another account than the stack's default one.
   * @default - the stack's default provider
   */
  readonly provider?: TerraformProvider;
}

/** Where a route leads. There is deliberately no gateway to the internet to choose. */
export type PrivateRouteTarget =
  | { readonly networkInterfaceId: string }
  | { readonly vpcPeeringConnectionId: string }
  | { readonly vpnGatewayId: string };

/** The subnets of one tier, each with a route table of its own whose list of routes is absolute. */
export class SubnetTier {
  public readonly subnets: readonly Subnet[];
  private readonly routes: RouteTableRoute[][];

  public constructor(
    public readonly name: string,
    public readonly cidrBlocks: readonly string[],
    private readonly zones: readonly { readonly subnet: Subnet; readonly routeTable: RouteTable }[],
  ) {
    this.subnets = zones.map(({ subnet }) => subnet);
    this.routes = zones.map(() => []);
  }

  /** Ids of the subnets, in the order of the zones. */
  public get subnetIds(): string[] {
    return this.subnets.map((subnet) => subnet.id);
  }

  /**
   * Adds a route to the table of one zone's subnet.
   *
   * @param zone index of the zone
   * @throws Error where the tier has no such zone, or the destination is the default route
   */
  public addRoute(zone: number, destination: string, target: PrivateRouteTarget): void {
    const table = this.zones[zone]?.routeTable;
    const routes = this.routes[zone];
    if (table === undefined || routes === undefined)
      throw new Error(`tier ${this.name} has ${this.zones.length} zone(s), got a route for zone ${zone}`);
    if (destination.endsWith("/0"))
      throw new Error(`a box has no default route, got ${destination} in tier ${this.name}; name the exact range`);
    const leadsTo = "vpnGatewayId" in target ? { gatewayId: target.vpnGatewayId } : target;
    routes.push({ cidrBlock: destination, ...leadsTo });
    table.putRoute(routes);
  }
}

/**
 * A VPC that has no way out: no internet, NAT or egress-only gateway, no IPv6, Amazon's resolver as its only name
 * server, and per subnet a route table whose routes are written out in full, so that a route added behind Terraform's
 * back is reported as drift.
 */
export class PrivateNetwork extends Construct {
  public readonly vpc: Vpc;
  public readonly cidrBlock: string;
  /** Tiers by name, in the order given. */
  public readonly tiers: ReadonlyMap<string, SubnetTier>;

  public constructor(scope: Construct, id: string, props: PrivateNetworkProps) {
    super(scope, id);
    const { provider, name } = props;
    this.cidrBlock = props.cidrBlock;
    this.vpc = new Vpc(this, "vpc", {
      cidrBlock: props.cidrBlock,
      enableDnsSupport: true,
      enableDnsHostnames: true,
      assignGeneratedIpv6CidrBlock: false,
      instanceTenancy: "default",
      tags: { Name: name },
      provider,
    });
    this.useAmazonResolver(name, provider);
    const tiers = new Map<string, SubnetTier>();
    for (const tier of props.tiers) {
      if (tier.cidrBlocks.length !== props.availabilityZoneIds.length)
        throw new Error(
          `tier ${tier.name} needs one CIDR block per zone, got ${tier.cidrBlocks.length} for ${props.availabilityZoneIds.length} zone(s)`,
        );
      if (tiers.has(tier.name)) throw new Error(`tier ${tier.name} is named twice; give each tier a name of its own`);
      const zones = tier.cidrBlocks.map((cidrBlock, zone) =>
        this.addSubnet(
          `${name}-${tier.name}`,
          `${tier.name}-${zone}`,
          cidrBlock,
          props.availabilityZoneIds[zone],
          provider,
        ),
      );
      tiers.set(tier.name, new SubnetTier(tier.name, tier.cidrBlocks, zones));
    }
    this.tiers = tiers;
  }

  /**
   * The tier of that name.
   *
   * @throws Error where there is none
   */
  public tier(name: string): SubnetTier {
    const tier = this.tiers.get(name);
    if (tier === undefined)
      throw new Error(`no tier ${name} in this network; it has ${[...this.tiers.keys()].join(", ")}`);
    return tier;
  }

  /** A foreign name server would be a way out that DNS Firewall never sees. */
  private useAmazonResolver(name: string, provider: TerraformProvider | undefined): void {
    const options = new VpcDhcpOptions(this, "dhcp-options", {
      domainNameServers: ["AmazonProvidedDNS"],
      ntpServers: ["169.254.169.123"],
      tags: { Name: name },
      provider,
    });
    new VpcDhcpOptionsAssociation(this, "dhcp-options-association", {
      vpcId: this.vpc.id,
      dhcpOptionsId: options.id,
      provider,
    });
  }

  private addSubnet(
    name: string,
    id: string,
    cidrBlock: string,
    availabilityZoneId: string | undefined,
    provider: TerraformProvider | undefined,
  ): { subnet: Subnet; routeTable: RouteTable } {
    const subnet = new Subnet(this, `subnet-${id}`, {
      vpcId: this.vpc.id,
      cidrBlock,
      availabilityZoneId,
      mapPublicIpOnLaunch: false,
      assignIpv6AddressOnCreation: false,
      tags: { Name: name },
      provider,
    });
    const routeTable = new RouteTable(this, `routes-${id}`, {
      vpcId: this.vpc.id,
      route: [],
      propagatingVgws: [],
      tags: { Name: name },
      provider,
    });
    new RouteTableAssociation(this, `routes-${id}-association`, {
      subnetId: subnet.id,
      routeTableId: routeTable.id,
      provider,
    });
    return { subnet, routeTable };
  }
}
