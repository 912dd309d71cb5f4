import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Route53Zone } from "@cdktf/provider-aws/lib/route53-zone";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Lazy, type TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { AccessVpn } from "./access-vpn";
import { type ResearchTunnelEnd } from "./box-tunnel";
import { Compute } from "./compute";
import { Desktop, DISPLAY_PORT } from "./desktop";
import { databaseNeeds } from "./database-sign-in";
import { DnsFirewall } from "./dns-firewall";
import { EgressLock, type NetworkFlow } from "./egress-lock";
import { InstanceRole } from "./instance-role";
import { NOTEBOOK_SERVICE } from "./notebooks";
import { mergeEndpoints, PrivateEndpoints } from "./private-endpoints";
import { PrivateNetwork } from "./private-network";
import { displayLicenceHost, endpointsOf, storeHosts } from "./research-box-endpoints";
import { computeStatements, desktopStatements } from "./research-box-policies";
import { type ResearchBoxProps, type StoreAccess } from "./research-box-props";
import { joinNeeds, type ServiceNeeds } from "./service-needs";
import { Workbenches, workbenchNeeds, workbenchStatements } from "./workbenches";

/** Port of the shell on compute machines, the one way from a desktop to them. */
const SHELL_PORT = 22;

/** Name of the role that reads the stores: known before the box is made, for the policies of the DataBox. */
export function researcherRoleArn(project: string, tenant: string, account: string): string {
  return `arn:aws:iam::${account}:role/databox/${project}/${tenant}/databox-${project}-${tenant}-compute`;
}

/**
 * A tenant's box: a private network with desktops and compute. People reach the desktops' display over the VPN, the
 * desktops reach the shell of the compute machines, these reach the DataBox's stores through the tunnel, and nothing
 * reaches anything else. Without `desktops`, `compute` and `access` it is an empty sealed box.
 */
export class ResearchBox extends Construct implements ResearchTunnelEnd {
  public readonly account: string;
  public readonly rolePath: string;
  public readonly network: PrivateNetwork;
  public readonly endpoints: PrivateEndpoints;
  public readonly dnsFirewall: DnsFirewall;
  public readonly volumeKeyArn: string;
  public readonly permissionsBoundaryArn: string;
  public readonly gatewayAddresses: readonly string[];
  public readonly provider?: TerraformProvider;
  /** Group of the compute machines. */
  public readonly tunnelUsers: SecurityGroup;
  public readonly access: AccessVpn | undefined;
  public readonly desktops: readonly Desktop[];
  /** Ids of the desktops and compute machines. */
  public readonly machineIds: readonly string[];
  private readonly name: string;
  private readonly needs: ServiceNeeds;
  private readonly workbenches: Workbenches;

  public constructor(
    scope: Construct,
    id: string,
    private readonly props: ResearchBoxProps,
  ) {
    super(scope, id);
    const { project, tenant, provider, stores } = props;
    this.name = `databox-${project}-${tenant}`;
    this.account = props.account;
    this.rolePath = `/databox/${project}/${tenant}/`;
    this.volumeKeyArn = props.volumeKeyArn;
    this.permissionsBoundaryArn = props.permissionsBoundaryArn;
    this.gatewayAddresses = props.network.gatewayAddresses;
    this.provider = provider;
    this.needs = joinNeeds([
      workbenchNeeds(this.name, props),
      ...(stores.databases === undefined
        ? []
        : [
            databaseNeeds(stores.databases, {
              account: props.account,
              roleArn: researcherRoleArn(project, tenant, props.account),
            }),
          ]),
    ]);
    this.network = new PrivateNetwork(this, "network", {
      name: this.name,
      cidrBlock: props.network.cidr,
      availabilityZoneIds: props.availabilityZoneIds,
      tiers: (["compute", "desktop", "endpoint", "gateway", "access"] as const).map((name) => ({
        name,
        cidrBlocks: props.network[name],
      })),
      provider,
    });
    new EgressLock(this, "egress-lock", {
      network: this.network,
      flows: flows(stores, this.computeCallsEndpoints),
      blockPublicAccess: props.blockPublicAccess,
      provider,
    });
    this.endpoints = new PrivateEndpoints(this, "endpoints", {
      name: this.name,
      region: props.region,
      vpcId: this.network.vpc.id,
      tier: this.network.tier("endpoint"),
      endpoints: mergeEndpoints([...endpointsOf(props), ...this.needs.endpoints]),
      provider,
    });
    this.dnsFirewall = new DnsFirewall(this, "dns-firewall", {
      name: this.name,
      vpcId: this.network.vpc.id,
      allowedNames: [
        ...this.endpoints.hostNames,
        ...storeHosts(props),
        ...(props.desktops ? [displayLicenceHost(props.region)] : []),
        ...this.needs.hostNames,
        // AWS gives a notebook its host when it makes it.
        ...Array.from({ length: props.notebooks?.count ?? 0 }, (_, index) =>
          Lazy.stringValue({ produce: () => this.workbenches.notebookHosts[index] }),
        ),
      ],
      provider,
    });
    this.resolveStores();
    this.tunnelUsers = this.computeGroup();
    const desktopGroup = this.desktopGroup();
    const computeRole = this.addComputeRole();
    const compute = this.addCompute(computeRole);
    this.workbenches = this.addWorkbenches(computeRole);
    this.desktops = this.addDesktops(desktopGroup);
    this.machineIds = [
      ...this.desktops.map(({ instance }) => instance),
      ...compute.flatMap(({ instances }) => instances),
    ].map(({ id: machineId }) => machineId);
    this.access =
      props.access === undefined
        ? undefined
        : new AccessVpn(this, "access-vpn", {
            ...props.access,
            name: this.name,
            network: this.network,
            desktops: desktopGroup,
            connectionLog: props.vpnLog,
            provider,
          });
  }

  /** Each store's usual name leads to the DataBox's endpoint: no other bucket's name does, and clients need no setting. */
  private resolveStores(): void {
    const { provider, props } = this;
    for (const name of storeHosts(props)) {
      const bucket = name.slice(0, name.indexOf("."));
      const zone = new Route53Zone(this, `zone-${bucket}`, {
        name,
        comment: "Store of the DataBox, through the tunnel",
        vpc: [{ vpcId: this.network.vpc.id }],
        provider,
      });
      new Route53Record(this, `record-${bucket}`, {
        zoneId: zone.zoneId,
        name,
        type: "A",
        ttl: 300,
        records: [...props.stores.endpointAddresses],
        provider,
      });
    }
  }

  private computeGroup(): SecurityGroup {
    const { provider, props } = this;
    const group = new SecurityGroup(this, "compute-group", {
      name: `${this.name}-compute`,
      description: "Compute: among themselves, and HTTPS to the DataBox through the tunnel",
      vpcId: this.network.vpc.id,
      egress: [
        { description: "Among compute machines", protocol: "-1", fromPort: 0, toPort: 0, selfAttribute: true },
        {
          description: "Stores of the DataBox",
          protocol: "tcp",
          fromPort: 443,
          toPort: 443,
          cidrBlocks: [...props.stores.endpointCidrBlocks],
        },
        ...(props.stores.data?.ports ?? []).map((port) => ({
          description: `Stores of the DataBox, port ${port}`,
          protocol: "tcp",
          fromPort: port,
          toPort: port,
          cidrBlocks: [...(props.stores.data?.cidrBlocks ?? [])],
        })),
        ...(this.computeCallsEndpoints ? [this.towardsEndpoints()] : []),
      ],
      tags: { Name: `${this.name}-compute` },
      provider,
    });
    new VpcSecurityGroupIngressRule(this, "compute-from-compute", {
      securityGroupId: group.id,
      referencedSecurityGroupId: group.id,
      ipProtocol: "-1",
      description: "Among compute machines",
      provider,
    });
    if (this.computeCallsEndpoints) this.endpoints.allowFrom("compute", group);
    return group;
  }

  private desktopGroup(): SecurityGroup {
    const { provider } = this;
    const group = new SecurityGroup(this, "desktop-group", {
      name: `${this.name}-desktop`,
      description: "Desktops: shell on compute machines, licence check",
      vpcId: this.network.vpc.id,
      egress: [
        {
          description: "Shell on compute machines",
          protocol: "tcp",
          fromPort: SHELL_PORT,
          toPort: SHELL_PORT,
          securityGroups: [this.tunnelUsers.id],
        },
        this.towardsEndpoints(),
      ],
      tags: { Name: `${this.name}-desktop` },
      provider,
    });
    new VpcSecurityGroupIngressRule(this, "compute-from-desktop", {
      securityGroupId: this.tunnelUsers.id,
      referencedSecurityGroupId: group.id,
      ipProtocol: "tcp",
      fromPort: SHELL_PORT,
      toPort: SHELL_PORT,
      description: "Shell from the desktops",
      provider,
    });
    this.endpoints.allowFrom("desktop", group);
    return group;
  }

  /** An enclave has no network: its parent, a compute machine, carries what it says to the endpoint. */
  private get computeCallsEndpoints(): boolean {
    return this.needs.computeCallsEndpoints || this.props.enclaveKey !== undefined;
  }

  private towardsEndpoints() {
    return {
      description: "HTTPS to the endpoints",
      protocol: "tcp",
      fromPort: 443,
      toPort: 443,
      securityGroups: [this.endpoints.securityGroup.id],
    };
  }

  private addWorkbenches(computeRole: InstanceRole): Workbenches {
    return new Workbenches(this, "workbenches", {
      ...this.props,
      name: this.name,
      rolePath: this.rolePath,
      network: this.network,
      endpoints: this.endpoints,
      computeGroup: this.tunnelUsers,
      computeRole,
      storeCidrBlocks: this.props.stores.endpointCidrBlocks,
    });
  }

  private addComputeRole(): InstanceRole {
    const { props, provider } = this;
    return new InstanceRole(this, "compute-role", {
      name: `${this.name}-compute`,
      path: this.rolePath,
      description: "Compute: reads the DataBox's stores",
      permissionsBoundaryArn: this.permissionsBoundaryArn,
      alsoFor: props.notebooks === undefined ? undefined : [NOTEBOOK_SERVICE],
      statements: [...computeStatements(props), ...this.needs.compute],
      provider,
    });
  }

  private addCompute(role: InstanceRole): Compute[] {
    const { props, provider } = this;
    return (props.compute ?? []).map(
      ({ stopWhenIdle, ...pool }) =>
        new Compute(this, `compute-${pool.name}`, {
          ...pool,
          stopWhenIdle: stopWhenIdle === undefined ? undefined : { ...stopWhenIdle, region: props.region },
          name: `${this.name}-${pool.name}`,
          tier: this.network.tier("compute"),
          securityGroup: this.tunnelUsers,
          role,
          volumeKeyArn: this.volumeKeyArn,
          provider,
        }),
    );
  }

  private addDesktops(securityGroup: SecurityGroup): Desktop[] {
    const { props, provider } = this;
    if (props.desktops === undefined) return [];
    const { count, ...desktop } = props.desktops;
    const role = new InstanceRole(this, "desktop-role", {
      name: `${this.name}-desktop`,
      path: this.rolePath,
      description: "Desktop: checks the display licence, reads no data",
      permissionsBoundaryArn: this.permissionsBoundaryArn,
      statements: [...desktopStatements(props), ...workbenchStatements(this.name, props, this.endpoints)],
      provider,
    });
    const subnetIds = this.network.tier("desktop").subnetIds;
    return Array.from(
      { length: count },
      (_, index) =>
        new Desktop(this, `desktop-${index}`, {
          ...desktop,
          name: `${this.name}-desktop-${index}`,
          subnetId: subnetIds[index % subnetIds.length] ?? "",
          securityGroup,
          role,
          volumeKeyArn: this.volumeKeyArn,
          provider,
        }),
    );
  }
}

function flows(stores: StoreAccess, computeCallsEndpoints: boolean): NetworkFlow[] {
  return [
    { from: "access", to: "desktop", traffic: { protocol: "tcp", port: DISPLAY_PORT } },
    { from: "access", to: "desktop", traffic: { protocol: "udp", port: DISPLAY_PORT } },
    { from: "desktop", to: "compute", traffic: { protocol: "tcp", port: SHELL_PORT } },
    { from: "desktop", to: "endpoint", traffic: { protocol: "tcp", port: 443 } },
    ...(computeCallsEndpoints
      ? [{ from: "compute", to: "endpoint", traffic: { protocol: "tcp", port: 443 } } as const]
      : []),
    { from: "compute", to: "compute", traffic: { protocol: "all" } },
    { from: "compute", to: stores.endpointCidrBlocks, traffic: { protocol: "tcp", port: 443 } },
    // On its way to the DataBox a packet of a compute machine enters the gateways' subnet.
    { from: "compute", to: "gateway", traffic: { protocol: "tcp", port: 443 } },
    ...(stores.data?.ports ?? []).flatMap((port): NetworkFlow[] => [
      { from: "compute", to: stores.data?.cidrBlocks ?? [], traffic: { protocol: "tcp", port } },
      { from: "compute", to: "gateway", traffic: { protocol: "tcp", port } },
    ]),
    { from: "gateway", to: "endpoint", traffic: { protocol: "tcp", port: 443 } },
    { from: "gateway", to: stores.gatewayCidrBlocks, traffic: { protocol: "ipsec" } },
  ];
}
