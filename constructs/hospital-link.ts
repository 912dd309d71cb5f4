import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { CustomerGateway } from "@cdktf/provider-aws/lib/customer-gateway";
import { VpnConnection, type VpnConnectionConfig } from "@cdktf/provider-aws/lib/vpn-connection";
import { VpnConnectionRoute } from "@cdktf/provider-aws/lib/vpn-connection-route";
import { VpnGateway } from "@cdktf/provider-aws/lib/vpn-gateway";
import { type TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { LINK_TUNNEL } from "./link-tunnel";
import { type SubnetTier } from "./private-network";

/** How each side learns of the other's networks. */
export type LinkRouting =
  | { readonly kind: "static" }
  | {
      readonly kind: "bgp";
      /** ASN of the hospital's firewall. */
      readonly asn: number;
      /**
       * ASN of the AWS side, a private one.
       * @default 64512
       */
      readonly amazonAsn?: number;
    };

export interface HospitalLinkProps {
  /** Name of the link, e.g. `databox-dr-answer-hospital`. */
  readonly name: string;
  readonly region: string;
  /** Account of the box, 12 digits. */
  readonly account: string;
  readonly vpcId: string;
  /** The only tier with a route to the hospital: `DataBox` puts an endpoint and nothing else there. */
  readonly tier: SubnetTier;
  /** Public IPv4 address of the hospital's firewall. */
  readonly firewallAddress: string;
  readonly routing: LinkRouting;
  /** Networks of the hospital, CIDR blocks. With BGP, too, packets go nowhere else. */
  readonly prefixes: readonly string[];
  /**
   * IPv4 blocks at the two ends that a tunnel carries. BGP has to have all: its own packets are between the tunnels' inside
   * addresses.
   * @default - everything; routes and rules bound it
   */
  readonly selectors?: { readonly hospital: string; readonly box: string };
  /**
   * Link-local /30 inside of each tunnel.
   * @default - chosen by AWS
   */
  readonly insideCidrs?: readonly [string, string];
  /** Log group, in the box's account, that takes the negotiations of both tunnels. */
  readonly logGroupName: string;
  /**
   * ARN of an SNS topic that is told when a tunnel goes down or comes up.
   * @default - the alarms are seen in CloudWatch only
   */
  readonly alarmTopicArn?: string;
  /** @default - the stack's default provider */
  readonly provider?: TerraformProvider;
}

/** Of AWS's own gateway for a static link, which announces nothing: any private ASN will do. */
const DEFAULT_AMAZON_ASN = 64_512;
const STATIC_CUSTOMER_ASN = 65_000;
/** What `bgp_asn` holds; above it goes into `bgp_asn_extended`. */
const LARGEST_ASN = 2_147_483_647;
const TUNNELS = ["tunnel1", "tunnel2"] as const;

/**
 * The tunnel from the hospital's own firewall to its DataBox: AWS Site-to-Site VPN on a virtual private gateway of the box's
 * VPC. IKEv2 only, AES-256-GCM, SHA-2 of 384 bits and more, ECP groups only, on both tunnels; AWS makes the pre-shared keys and keeps them in
 * Secrets Manager, so that neither plan nor state holds one. Routes to the hospital's networks stand in the table of one tier and
 * none is propagated: with BGP, too, the far side chooses no route of the box.
 *
 * A transit gateway would add a second route table, another owner's sharing and a price by the hour; a virtual private
 * gateway belongs to the one VPC, and forwards to no peering (no edge-to-edge routing).
 * https://docs.aws.amazon.com/vpn/latest/s2svpn/VPC_VPN.html
 * https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html
 * https://docs.aws.amazon.com/vpn/latest/s2svpn/enhanced-security.html
 */
export class HospitalLink extends Construct {
  public readonly connection: VpnConnection;

  public constructor(scope: Construct, id: string, props: HospitalLinkProps) {
    super(scope, id);
    const { name, provider, routing } = props;
    const tags = { Name: name };
    const customerGateway = new CustomerGateway(this, "customer-gateway", {
      type: "ipsec.1",
      ipAddress: props.firewallAddress,
      ...asnOf(routing.kind === "bgp" ? routing.asn : STATIC_CUSTOMER_ASN),
      deviceName: name,
      tags,
      provider,
    });
    const gateway = new VpnGateway(this, "gateway", {
      vpcId: props.vpcId,
      amazonSideAsn: String((routing.kind === "bgp" ? routing.amazonAsn : undefined) ?? DEFAULT_AMAZON_ASN),
      tags,
      provider,
    });
    const logGroupArn = `arn:aws:logs:${props.region}:${props.account}:log-group:${props.logGroupName}`;
    this.connection = new VpnConnection(this, "connection", {
      type: "ipsec.1",
      customerGatewayId: customerGateway.id,
      vpnGatewayId: gateway.id,
      staticRoutesOnly: routing.kind === "static",
      presharedKeyStorage: "SecretsManager",
      // Named from the hospital's side: local is the customer gateway's.
      localIpv4NetworkCidr: props.selectors?.hospital ?? "0.0.0.0/0",
      remoteIpv4NetworkCidr: props.selectors?.box ?? "0.0.0.0/0",
      ...tunnelOptions("tunnel1", logGroupArn, props.insideCidrs?.[0]),
      ...tunnelOptions("tunnel2", logGroupArn, props.insideCidrs?.[1]),
      tags,
      provider,
    });
    props.prefixes.forEach((destinationCidrBlock, index) => {
      if (routing.kind === "static")
        new VpnConnectionRoute(this, `route-${index}`, {
          destinationCidrBlock,
          vpnConnectionId: this.connection.id,
          provider,
        });
      props.tier.subnets.forEach((_, zone) =>
        props.tier.addRoute(zone, destinationCidrBlock, { vpnGatewayId: gateway.id }),
      );
    });
    for (const tunnel of TUNNELS) this.watch(tunnel, props);
  }

  /** Five minutes without the tunnel, or without word of it. https://docs.aws.amazon.com/vpn/latest/s2svpn/monitoring-cloudwatch-vpn.html */
  private watch(tunnel: (typeof TUNNELS)[number], { name, alarmTopicArn, provider }: HospitalLinkProps): void {
    const actions = alarmTopicArn === undefined ? [] : [alarmTopicArn];
    new CloudwatchMetricAlarm(this, `${tunnel}-down`, {
      alarmName: `${name}-${tunnel}-down`,
      alarmDescription: `The hospital's ${tunnel} is down: the other one carries alone, or nothing does`,
      namespace: "AWS/VPN",
      metricName: "TunnelState",
      dimensions: {
        VpnId: this.connection.id,
        TunnelIpAddress: tunnel === "tunnel1" ? this.connection.tunnel1Address : this.connection.tunnel2Address,
      },
      statistic: "Maximum",
      period: 60,
      evaluationPeriods: 5,
      datapointsToAlarm: 5,
      comparisonOperator: "LessThanThreshold",
      threshold: 1,
      treatMissingData: "breaching",
      alarmActions: actions,
      okActions: actions,
      provider,
    });
  }
}

function asnOf(asn: number): { bgpAsn: string } | { bgpAsnExtended: string } {
  return asn > LARGEST_ASN ? { bgpAsnExtended: String(asn) } : { bgpAsn: String(asn) };
}

/** Every list is written out: what is left out allows IKEv1, SHA-1 and 1024-bit groups, too. */
function tunnelOptions(
  tunnel: (typeof TUNNELS)[number],
  logGroupArn: string,
  insideCidr: string | undefined,
): Partial<VpnConnectionConfig> {
  const { ikeVersions, encryptionAlgorithms, integrityAlgorithms, dhGroupNumbers } = LINK_TUNNEL;
  const options: Record<string, unknown> = {
    InsideCidr: insideCidr,
    IkeVersions: [...ikeVersions],
    Phase1EncryptionAlgorithms: [...encryptionAlgorithms],
    Phase1IntegrityAlgorithms: [...integrityAlgorithms],
    Phase1DhGroupNumbers: [...dhGroupNumbers],
    Phase1LifetimeSeconds: LINK_TUNNEL.ikeLifetimeSeconds,
    Phase2EncryptionAlgorithms: [...encryptionAlgorithms],
    Phase2IntegrityAlgorithms: [...integrityAlgorithms],
    Phase2DhGroupNumbers: [...dhGroupNumbers],
    Phase2LifetimeSeconds: LINK_TUNNEL.childLifetimeSeconds,
    DpdTimeoutSeconds: LINK_TUNNEL.dpdTimeoutSeconds,
    DpdTimeoutAction: "restart",
    StartupAction: "start",
    // AWS replaces an end of a tunnel when the hospital says so, or at a date that it names.
    EnableTunnelLifecycleControl: true,
    LogOptions: {
      cloudwatchLogOptions: { logEnabled: true, logGroupArn, logOutputFormat: "json" },
    },
  };
  return Object.fromEntries(Object.entries(options).map(([name, value]) => [`${tunnel}${name}`, value]));
}
