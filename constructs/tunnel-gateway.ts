import { Instance } from "@cdktf/provider-aws/lib/instance";
import { NetworkInterface } from "@cdktf/provider-aws/lib/network-interface";
import { type SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { type TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { type InstanceRole } from "./instance-role";
import { InstanceTemplate } from "./instance-template";
import { type IpsecEnd } from "./ipsec-tunnel";
import { tunnelGatewayScript, type TunnelFlow } from "./tunnel-gateway-script";

export interface TunnelGatewayProps {
  /** Unique name of the gateway. */
  readonly name: string;
  readonly region: string;
  /** Which side of the tunnel it stands on. */
  readonly side: "data" | "research";
  readonly subnetId: string;
  readonly securityGroup: SecurityGroup;
  readonly role: InstanceRole;
  /** Image with libreswan: an image id, or the name of an SSM parameter. */
  readonly image: string;
  readonly instanceType: string;
  /** ARN of the key of its volume. */
  readonly volumeKeyArn: string;
  /** Its own end of the tunnel; the address is {@link TunnelGatewayProps.address}, or what AWS gives it. */
  readonly local: Omit<IpsecEnd, "address">;
  readonly remote: IpsecEnd;
  /** What it forwards into the DataBox. */
  readonly flows: readonly TunnelFlow[];
  /**
   * Fixed private address.
   * @default - chosen by AWS, constant for the life of the network interface
   */
  readonly address?: string;
  /** ARN of the secret that holds the pre-shared key. */
  readonly secretArn: string;
  /** CloudWatch log group that receives the tunnel's log. */
  readonly logGroupName: string;
  /**
   * Whether it says in its log, once a minute, that the tunnel is up.
   * @default false
   */
  readonly heartbeat?: boolean;
  /** @default - the stack's default provider */
  readonly provider?: TerraformProvider;
}

/**
 * One IPsec gateway: a machine behind a network interface of its own, so that a replaced machine keeps its address.
 * It is the one kind of machine in a box that forwards packets that are not addressed to it.
 */
export class TunnelGateway extends Construct {
  public readonly networkInterface: NetworkInterface;
  /** This gateway as its peer sees it. */
  public readonly end: IpsecEnd;

  public constructor(scope: Construct, id: string, props: TunnelGatewayProps) {
    super(scope, id);
    const { name, provider } = props;
    this.networkInterface = new NetworkInterface(this, "interface", {
      subnetId: props.subnetId,
      securityGroups: [props.securityGroup.id],
      privateIps: props.address === undefined ? undefined : [props.address],
      sourceDestCheck: false,
      description: "Tunnel gateway",
      tags: { Name: name },
      provider,
    });
    this.end = { ...props.local, address: props.address ?? this.networkInterface.privateIp };
    const template = new InstanceTemplate(this, "template", {
      name,
      image: props.image,
      instanceType: props.instanceType,
      role: props.role,
      volumeKeyArn: props.volumeKeyArn,
      volumeGiB: 8,
      provider,
    });
    new Instance(this, "instance", {
      launchTemplate: { id: template.launchTemplate.id, version: "$Latest" },
      instanceType: props.instanceType,
      primaryNetworkInterface: { networkInterfaceId: this.networkInterface.id },
      maintenanceOptions: { autoRecovery: "default" },
      userData: tunnelGatewayScript({
        name,
        region: props.region,
        side: props.side,
        tunnel: { local: this.end, remote: props.remote },
        flows: props.flows,
        secretArn: props.secretArn,
        logGroupName: props.logGroupName,
        heartbeat: props.heartbeat,
      }),
      // A gateway keeps nothing: a changed configuration is a new machine behind the same address.
      userDataReplaceOnChange: true,
      tags: { Name: name },
      provider,
    });
  }
}
