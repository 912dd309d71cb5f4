import { Instance } from "@cdktf/provider-aws/lib/instance";
import { type LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template";
import { type SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { type TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { type InstanceRole } from "./instance-role";
import { InstanceTemplate } from "./instance-template";
import { type SubnetTier } from "./private-network";

export interface ComputeProps {
  /** Unique name, e.g. `databox-dr-answer-acme-train`. */
  readonly name: string;
  /** Tier whose zones the machines are spread over. */
  readonly tier: SubnetTier;
  readonly securityGroup: SecurityGroup;
  /** Role that reads the DataBox's stores. */
  readonly role: InstanceRole;
  /** Image of the machines: an image id, or the name of an SSM parameter. */
  readonly image: string;
  /** CPU or GPU instance type, e.g. `g5.2xlarge`. */
  readonly instanceType: string;
  /**
   * How many machines.
   * @default 1
   */
  readonly count?: number;
  /** ARN of the key of their volumes. */
  readonly volumeKeyArn: string;
  /**
   * Size of each root volume in GiB.
   * @default 200
   */
  readonly volumeGiB?: number;
  /**
   * Whether the machines can start Nitro Enclaves: they have at least four vCPUs, and are neither burstable nor metal.
   * @default false
   */
  readonly enclaves?: boolean;
  /** @default - the stack's default provider */
  readonly provider?: TerraformProvider;
}

/**
 * Machines that people's packets never reach: a launch template, and as many machines of it as asked for, without
 * public address, IMDSv2 only, with encrypted volumes, and protected from termination, since they hold people's work.
 */
export class Compute extends Construct {
  public readonly launchTemplate: LaunchTemplate;
  public readonly instances: readonly Instance[];

  public constructor(scope: Construct, id: string, props: ComputeProps) {
    super(scope, id);
    this.launchTemplate = new InstanceTemplate(this, "template", {
      name: props.name,
      image: props.image,
      instanceType: props.instanceType,
      role: props.role,
      volumeKeyArn: props.volumeKeyArn,
      volumeGiB: props.volumeGiB ?? 200,
      enclaves: props.enclaves,
      provider: props.provider,
    }).launchTemplate;
    const subnetIds = props.tier.subnetIds;
    this.instances = Array.from(
      { length: props.count ?? 1 },
      (_, index) =>
        new Instance(this, `instance-${index}`, {
          launchTemplate: { id: this.launchTemplate.id, version: "$Latest" },
          instanceType: props.instanceType,
          subnetId: subnetIds[index % subnetIds.length],
          vpcSecurityGroupIds: [props.securityGroup.id],
          associatePublicIpAddress: false,
          disableApiTermination: true,
          tags: { Name: `${props.name}-${index}` },
          provider: props.provider,
        }),
    );
  }
}
