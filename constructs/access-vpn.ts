import { Ec2ClientVpnAuthorizationRule } from "@cdktf/provider-aws/lib/ec2-client-vpn-authorization-rule";
import { Ec2ClientVpnEndpoint } from "@cdktf/provider-aws/lib/ec2-client-vpn-endpoint";
import { Ec2ClientVpnNetworkAssociation } from "@cdktf/provider-aws/lib/ec2-client-vpn-network-association";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { type TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { DISPLAY_PORT } from "./desktop";
import { type PrivateNetwork } from "./private-network";

export interface AccessVpnProps {
  /** Name of the endpoint, e.g. `databox-dr-answer-acme`. */
  readonly name: string;
  /** Network with the tiers `access` (the VPN's interfaces) and `desktop` (all that people reach). */
  readonly network: PrivateNetwork;
  /** Group of the desktops. */
  readonly desktops: SecurityGroup;
  /** ACM ARN of the server's certificate; it has to carry a DNS name. */
  readonly serverCertificateArn: string;
  /** ACM ARN of a certificate whose chain ends in the authority that signs people's device certificates. */
  readonly clientCertificateArn: string;
  /** ARN of the SAML provider in the box's account. Multi-factor sign-in is the identity provider's duty. */
  readonly samlProviderArn: string;
  /** Groups, as the identity provider's `memberOf` attribute names them, that may reach the desktops. */
  readonly groups: readonly string[];
  /**
   * Addresses of the clients, /12 to /22, overlapping neither box.
   * @default "100.64.0.0/22"
   */
  readonly clientCidr?: string;
  /**
   * Hours after which people sign in anew.
   * @default 10
   */
  readonly sessionHours?: 8 | 10 | 12 | 24;
  /**
   * Whether the groups may enter. Where not, the endpoint stands and lets nobody through, which ends what is connected.
   * @default true
   */
  readonly authorized?: boolean;
  /** Where each connection is recorded. */
  readonly connectionLog: { readonly logGroupName: string; readonly logStreamName: string };
  /** @default - the stack's default provider */
  readonly provider?: TerraformProvider;
}

/**
 * How people enter a box: AWS Client VPN with both a device certificate (mutual TLS) and a federated sign-in (SAML).
 * A connected laptop reaches the display port of the desktops and nothing else: no other subnet, no internet
 * (full tunnel, routes enforced on the client), no self-service portal.
 * https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/client-authentication.html
 *
 * @throws Error where no group is named: everybody of the identity provider is not a group
 */
export class AccessVpn extends Construct {
  public readonly endpoint: Ec2ClientVpnEndpoint;

  public constructor(scope: Construct, id: string, props: AccessVpnProps) {
    super(scope, id);
    const { name, network, provider } = props;
    if (props.groups.length === 0)
      throw new Error(`the VPN ${name} needs at least one group; name the identity provider's groups that may enter`);
    const group = new SecurityGroup(this, "security-group", {
      name: `${name}-access`,
      description: "People's packets: to the desktops' display port",
      vpcId: network.vpc.id,
      ingress: [],
      egress: ["tcp", "udp"].map((protocol) => ({
        description: "Display of the desktops",
        protocol,
        fromPort: DISPLAY_PORT,
        toPort: DISPLAY_PORT,
        securityGroups: [props.desktops.id],
      })),
      tags: { Name: `${name}-access` },
      provider,
    });
    for (const ipProtocol of ["tcp", "udp"])
      new VpcSecurityGroupIngressRule(this, `display-${ipProtocol}`, {
        securityGroupId: props.desktops.id,
        referencedSecurityGroupId: group.id,
        ipProtocol,
        fromPort: DISPLAY_PORT,
        toPort: DISPLAY_PORT,
        description: "Display, to people on the VPN",
        provider,
      });
    this.endpoint = new Ec2ClientVpnEndpoint(this, "endpoint", {
      description: name,
      vpcId: network.vpc.id,
      securityGroupIds: [group.id],
      clientCidrBlock: props.clientCidr ?? "100.64.0.0/22",
      serverCertificateArn: props.serverCertificateArn,
      authenticationOptions: [
        { type: "certificate-authentication", rootCertificateChainArn: props.clientCertificateArn },
        { type: "federated-authentication", samlProviderArn: props.samlProviderArn },
      ],
      connectionLogOptions: {
        enabled: true,
        cloudwatchLogGroup: props.connectionLog.logGroupName,
        cloudwatchLogStream: props.connectionLog.logStreamName,
      },
      splitTunnel: false,
      clientRouteEnforcementOptions: { enforced: true },
      selfServicePortal: "disabled",
      sessionTimeoutHours: props.sessionHours ?? 10,
      disconnectOnSessionTimeout: true,
      transportProtocol: "udp",
      vpnPort: 443,
      tags: { Name: name },
      provider,
    });
    network.tier("access").subnetIds.forEach((subnetId, zone) => {
      new Ec2ClientVpnNetworkAssociation(this, `association-${zone}`, {
        clientVpnEndpointId: this.endpoint.id,
        subnetId,
        provider,
      });
    });
    for (const accessGroupId of (props.authorized ?? true) ? props.groups : [])
      network.tier("desktop").cidrBlocks.forEach((targetNetworkCidr, zone) => {
        new Ec2ClientVpnAuthorizationRule(this, `authorization-${accessGroupId}-${zone}`, {
          clientVpnEndpointId: this.endpoint.id,
          targetNetworkCidr,
          accessGroupId,
          description: "Desktops only",
          provider,
        });
      });
  }
}
