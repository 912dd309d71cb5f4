import { SecurityGroup, type SecurityGroupEgress } from "@cdktf/provider-aws/lib/security-group";
import { VpcPeeringConnection } from "@cdktf/provider-aws/lib/vpc-peering-connection";
import { VpcPeeringConnectionAccepterA } from "@cdktf/provider-aws/lib/vpc-peering-connection-accepter";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { type TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { InstanceRole } from "./instance-role";
import { type LogTarget } from "./log-target";
import { type PrivateEndpoints } from "./private-endpoints";
import { type PrivateNetwork, type SubnetTier } from "./private-network";
import { TunnelGateway } from "./tunnel-gateway";
import { TunnelSecret } from "./tunnel-secret";

/** A box, as far as a tunnel has to know it. `DataBox` and `ResearchBox` are tunnel ends. */
export interface TunnelEnd {
  /** Account that the box lives in, 12 digits. */
  readonly account: string;
  /** IAM path of the box's roles, with leading and trailing slash. */
  readonly rolePath: string;
  /** Has a tier `gateway`; the DataBox's has a tier `endpoint`, the ResearchBox's a tier `compute`. */
  readonly network: PrivateNetwork;
  readonly endpoints: PrivateEndpoints;
  /** ARN of the key of the gateways' volumes. */
  readonly volumeKeyArn: string;
  /** ARN of the permissions boundary of every role of the box. */
  readonly permissionsBoundaryArn: string;
  readonly provider?: TerraformProvider;
}

/** The end of the tunnel that opens connections. */
export interface ResearchTunnelEnd extends TunnelEnd {
  /** Members of this group may use the tunnel. */
  readonly tunnelUsers: SecurityGroup;
  /** Fixed private address of the gateway in each zone, in the tier `gateway`. */
  readonly gatewayAddresses: readonly string[];
}

/** A store that is reached through a tunnel by its network interfaces. */
export interface TunnelService {
  /** What names it in rules, e.g. `files-home`. */
  readonly name: string;
  /** TCP port. */
  readonly port: number;
  /** Group of its network interfaces. */
  readonly securityGroup: SecurityGroup;
}

export interface BoxTunnelProps {
  /** Unique name, prefix of every resource of the tunnel, e.g. `databox-dr-answer-acme`. */
  readonly name: string;
  readonly region: string;
  readonly dataBox: TunnelEnd;
  readonly researchBox: ResearchTunnelEnd;
  /**
   * Stores with network interfaces of their own in the DataBox's tier `data` that the ResearchBox reaches.
   * @default - none: the endpoints only
   */
  readonly services?: readonly TunnelService[];
  /** Where the gateways of each side record the tunnel's life. */
  readonly logs: { readonly data: LogTarget; readonly research: LogTarget };
  /** Name of the secret that holds the pre-shared key, e.g. `databox/dr-answer/tunnel/acme`. */
  readonly secretName: string;
  /** ARN of the hospital's key that encrypts the secret. */
  readonly secretKeyArn: string;
  /** ARNs of the hospital's roles that put and rotate the pre-shared key; Terraform never does. */
  readonly secretWriters: readonly string[];
  /** Image of the gateways, with libreswan: an image id, or the name of an SSM parameter. */
  readonly image: string;
  /** @default "t4g.small" */
  readonly instanceType?: string;
  /**
   * Whether the ResearchBox's gateways say in their log, once a minute, that the tunnel is up; for alarms on its silence.
   * @default false
   */
  readonly heartbeat?: boolean;
}

/** Traffic between the gateways: IKE (RFC 7296), NAT traversal (RFC 3948) and ESP (RFC 4303), nothing else. */
const UNDERLAY = [
  { name: "ike", protocol: "udp", port: 500 },
  { name: "nat-t", protocol: "udp", port: 4500 },
  { name: "esp", protocol: "50", port: undefined },
] as const;

type Side = "data" | "research";

/** The ARNs of the roles that a tunnel's gateways take, known before the tunnel is made. */
export function tunnelRoleArns(props: {
  readonly name: string;
  readonly dataBox: Pick<TunnelEnd, "account" | "rolePath">;
  readonly researchBox: Pick<TunnelEnd, "account" | "rolePath">;
}): [string, string] {
  const arn = (end: Pick<TunnelEnd, "account" | "rolePath">, side: Side): string =>
    `arn:aws:iam::${end.account}:role${end.rolePath}${roleName(props.name, side)}`;
  return [arn(props.dataBox, "data"), arn(props.researchBox, "research")];
}

/** ARN of a secret by name, with the hyphen and six characters that Secrets Manager appends. */
export function secretArnPattern(region: string, account: string, name: string): string {
  return `arn:aws:secretsmanager:${region}:${account}:secret:${name}-??????`;
}

/**
 * The tunnel between a DataBox and one ResearchBox: per zone a pair of IPsec gateways over a VPC peering that carries
 * nothing but IKE and ESP from gateway to gateway.
 *
 * - No other subnet has a route to the peering, and the gateways' security groups let nothing else pass: what the
 *   underlay sees is ciphertext.
 * - Each ResearchBox has gateways of its own in the DataBox: tenants share no router and no key.
 * - Only the ResearchBox opens connections: to the DataBox's endpoints over HTTPS, and to the stores that are named.
 * - The pre-shared key is put by the hospital ({@link TunnelSecret}); Terraform makes the empty secret only.
 *
 * @throws Error where the zones of the two ends do not pair
 */
export class BoxTunnel extends Construct {
  public readonly secretArn: string;
  /** Names of the ResearchBox's gateways, one per zone; each writes `tunnelHeartbeat` where that was asked for. */
  public readonly gatewayNames: readonly string[];

  public constructor(
    scope: Construct,
    id: string,
    private readonly props: BoxTunnelProps,
  ) {
    super(scope, id);
    const { dataBox, researchBox, name } = props;
    const dataTier = dataBox.network.tier("gateway");
    const researchTier = researchBox.network.tier("gateway");
    const zones = researchTier.subnets.length;
    if (researchBox.gatewayAddresses.length !== zones || dataTier.subnets.length !== zones)
      throw new Error(
        `tunnel ${name} pairs gateways zone by zone, got ${researchBox.gatewayAddresses.length} address(es) and ${dataTier.subnets.length} zone(s) of the DataBox for ${zones} zone(s) of the ResearchBox`,
      );
    this.layUnderlay(dataTier, researchTier);

    const researchPeers = researchBox.gatewayAddresses.map((address) => `${address}/32`);
    const dataGroup = this.gatewayGroup("data", dataBox, researchPeers);
    const researchGroup = this.gatewayGroup("research", researchBox, dataTier.cidrBlocks);
    dataBox.endpoints.allowFrom(`${id}-gateway`, dataGroup);
    researchBox.endpoints.allowFrom("gateway", researchGroup);
    new VpcSecurityGroupIngressRule(this, "research-users", {
      securityGroupId: researchGroup.id,
      referencedSecurityGroupId: researchBox.tunnelUsers.id,
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
      description: "Enters the tunnel",
      provider: researchBox.provider,
    });
    this.letServicesIn(id, dataGroup, researchGroup);

    this.secretArn = new TunnelSecret(this, "secret", {
      name: props.secretName,
      keyArn: props.secretKeyArn,
      readers: tunnelRoleArns(props),
      readerAccounts: [...new Set([dataBox.account, researchBox.account])],
      writers: props.secretWriters,
      provider: dataBox.provider,
    }).arn;
    const dataRole = this.gatewayRole("data", dataBox);
    const researchRole = this.gatewayRole("research", researchBox);
    this.gatewayNames = researchBox.gatewayAddresses.map((_, zone) => `${name}-research-gateway-${zone}`);
    researchBox.gatewayAddresses.forEach((address, zone) => {
      this.pairGateways(zone, address, [dataGroup, dataRole], [researchGroup, researchRole]);
    });
  }

  /** The peering, and routes to it from the gateways' subnets to the gateways' subnets only. */
  private layUnderlay(dataTier: SubnetTier, researchTier: SubnetTier): void {
    const { dataBox, researchBox, name } = this.props;
    const peering = new VpcPeeringConnection(this, "peering", {
      vpcId: researchBox.network.vpc.id,
      peerVpcId: dataBox.network.vpc.id,
      peerOwnerId: dataBox.account,
      tags: { Name: name },
      provider: researchBox.provider,
    });
    // Routes refer to the accepter: AWS takes none before the peering is accepted.
    const accepted = new VpcPeeringConnectionAccepterA(this, "peering-accepter", {
      vpcPeeringConnectionId: peering.id,
      autoAccept: true,
      tags: { Name: name },
      provider: dataBox.provider,
    });
    for (const [from, to] of [
      [dataTier, researchTier],
      [researchTier, dataTier],
    ] as const)
      from.subnets.forEach((_, zone) => {
        const destination = to.cidrBlocks[zone];
        if (destination !== undefined) from.addRoute(zone, destination, { vpcPeeringConnectionId: accepted.id });
      });
  }

  private gatewayGroup(side: Side, end: TunnelEnd, peers: readonly string[]): SecurityGroup {
    const name = `${this.props.name}-${side}-gateway`;
    const https: SecurityGroupEgress = {
      description: "HTTPS to the endpoints",
      protocol: "tcp",
      fromPort: 443,
      toPort: 443,
      securityGroups: [end.endpoints.securityGroup.id],
    };
    const group = new SecurityGroup(this, `${side}-gateway-group`, {
      name,
      description: "Tunnel gateway: IPsec with its peer, HTTPS to the endpoints",
      vpcId: end.network.vpc.id,
      egress: [
        ...UNDERLAY.map((traffic) => ({
          description: `${traffic.name} to the peer gateway`,
          protocol: traffic.protocol,
          fromPort: traffic.port ?? 0,
          toPort: traffic.port ?? 0,
          cidrBlocks: [...peers],
        })),
        https,
        ...(side === "data" ? (this.props.services ?? []) : []).map(({ name: service, port, securityGroup }) => ({
          description: service,
          protocol: "tcp",
          fromPort: port,
          toPort: port,
          securityGroups: [securityGroup.id],
        })),
      ],
      tags: { Name: name },
      provider: end.provider,
    });
    peers.forEach((cidrIpv4, zone) => {
      for (const traffic of UNDERLAY)
        new VpcSecurityGroupIngressRule(this, `${side}-gateway-${zone}-${traffic.name}`, {
          securityGroupId: group.id,
          cidrIpv4,
          ipProtocol: traffic.protocol,
          fromPort: traffic.port,
          toPort: traffic.port,
          description: `${traffic.name} from the peer gateway`,
          provider: end.provider,
        });
    });
    return group;
  }

  /** What uses the tunnel for a store enters at the one gateway, and leaves the other one for that store only. */
  private letServicesIn(id: string, dataGroup: SecurityGroup, researchGroup: SecurityGroup): void {
    const { dataBox, researchBox, services = [] } = this.props;
    for (const port of new Set(services.map((service) => service.port)))
      new VpcSecurityGroupIngressRule(this, `research-users-${port}`, {
        securityGroupId: researchGroup.id,
        referencedSecurityGroupId: researchBox.tunnelUsers.id,
        ipProtocol: "tcp",
        fromPort: port,
        toPort: port,
        description: "Enters the tunnel",
        provider: researchBox.provider,
      });
    for (const { name, port, securityGroup } of services)
      new VpcSecurityGroupIngressRule(this, `${name}-from-gateway`, {
        securityGroupId: securityGroup.id,
        referencedSecurityGroupId: dataGroup.id,
        ipProtocol: "tcp",
        fromPort: port,
        toPort: port,
        description: `From ${id}`,
        provider: dataBox.provider,
      });
  }

  private gatewayRole(side: Side, end: TunnelEnd): InstanceRole {
    const { dataBox, name, region, secretKeyArn, secretName } = this.props;
    const log = this.props.logs[side].logGroupArn;
    return new InstanceRole(this, `${side}-gateway-role`, {
      name: roleName(name, side),
      path: end.rolePath,
      description: "Tunnel gateway: reads its pre-shared key, writes its log",
      permissionsBoundaryArn: end.permissionsBoundaryArn,
      statements: [
        {
          Sid: "ReadOwnPreSharedKey",
          Effect: "Allow",
          Action: "secretsmanager:GetSecretValue",
          Resource: secretArnPattern(region, dataBox.account, secretName),
        },
        {
          Sid: "DecryptOwnPreSharedKey",
          Effect: "Allow",
          Action: "kms:Decrypt",
          Resource: secretKeyArn,
          Condition: { StringEquals: { "kms:ViaService": `secretsmanager.${region}.amazonaws.com` } },
        },
        {
          Sid: "WriteTunnelLog",
          Effect: "Allow",
          Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
          Resource: [log, `${log}:*`],
        },
      ],
      provider: end.provider,
    });
  }

  private pairGateways(
    zone: number,
    address: string,
    [dataGroup, dataRole]: [SecurityGroup, InstanceRole],
    [researchGroup, researchRole]: [SecurityGroup, InstanceRole],
  ): void {
    const { dataBox, researchBox, name, region, image, services = [] } = this.props;
    const endpoints = dataBox.network.tier("endpoint").cidrBlocks;
    const data = services.length > 0 ? dataBox.network.tier("data").cidrBlocks : [];
    const stores = [...endpoints, ...data];
    const flows = [
      { cidrBlocks: endpoints, port: 443 },
      ...[...new Set(services.map(({ port }) => port))].map((port) => ({ cidrBlocks: data, port })),
    ];
    const compute = researchBox.network.tier("compute");
    const shared = {
      region,
      image,
      flows,
      instanceType: this.props.instanceType ?? "t4g.small",
      secretArn: this.secretArn,
    };
    const at = (side: Side, end: TunnelEnd) => ({
      ...shared,
      name: `${name}-${side}-gateway-${zone}`,
      side,
      subnetId: end.network.tier("gateway").subnetIds[zone] ?? "",
      volumeKeyArn: end.volumeKeyArn,
      logGroupName: this.props.logs[side].logGroupName,
      provider: end.provider,
    });
    const research = {
      identity: `research-${zone}.${name}`,
      address,
      subnets: compute.cidrBlocks.slice(zone, zone + 1),
    };
    const dataGateway = new TunnelGateway(this, `data-gateway-${zone}`, {
      ...at("data", dataBox),
      securityGroup: dataGroup,
      role: dataRole,
      local: { identity: `data-${zone}.${name}`, subnets: stores },
      remote: research,
    });
    const researchGateway = new TunnelGateway(this, `research-gateway-${zone}`, {
      ...at("research", researchBox),
      securityGroup: researchGroup,
      role: researchRole,
      address,
      heartbeat: this.props.heartbeat,
      local: research,
      remote: dataGateway.end,
    });
    for (const destination of stores)
      compute.addRoute(zone, destination, { networkInterfaceId: researchGateway.networkInterface.id });
  }
}

function roleName(name: string, side: Side): string {
  return `${name}-${side === "data" ? "landing" : "gateway"}`;
}
