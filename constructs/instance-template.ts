import { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template";
import { type TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { type InstanceRole } from "./instance-role";

export interface InstanceTemplateProps {
  /** Name of the launch template. */
  readonly name: string;
  /**
   * Image id (`ami-…`), or the name of an SSM parameter (`/databox/images/compute`) that EC2 resolves at launch.
   * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/create-launch-template.html
   */
  readonly image: string;
  readonly instanceType: string;
  readonly role: InstanceRole;
  /** ARN of the key that encrypts the volume. */
  readonly volumeKeyArn: string;
  /** Size of the root volume in GiB. */
  readonly volumeGiB: number;
  /**
   * Whether the machine can start Nitro Enclaves.
   * @default false
   */
  readonly enclaves?: boolean;
  /**
   * Device name of the root volume, as the image has it.
   * @default "/dev/xvda"
   */
  readonly rootDevice?: string;
  /**
   * Whether machines are bought on the spot market. One that AWS takes back is stopped, and started again when there is
   * room for it: its volume stays.
   * @default false
   */
  readonly spot?: boolean;
  /**
   * Tags of instance, volume and network interface; a provider's default tags do not reach what a template launches.
   * @default - `Name` only
   */
  readonly tags?: Readonly<Record<string, string>>;
  /** @default - the stack's default provider */
  readonly provider?: TerraformProvider;
}

/** Root device of Amazon Linux images. */
const ROOT_DEVICE = "/dev/xvda";

/**
 * A launch template that cannot start a leaky machine: instance metadata by session token only and not past one hop
 * (IMDSv2), volumes encrypted under the given key, no key pair, no public address.
 */
export class InstanceTemplate extends Construct {
  public readonly launchTemplate: LaunchTemplate;

  public constructor(scope: Construct, id: string, props: InstanceTemplateProps) {
    super(scope, id);
    const tags = { Name: props.name, ...props.tags };
    this.launchTemplate = new LaunchTemplate(this, "template", {
      name: props.name,
      imageId: props.image.startsWith("/") ? `resolve:ssm:${props.image}` : props.image,
      instanceType: props.instanceType,
      updateDefaultVersion: true,
      ebsOptimized: "true",
      iamInstanceProfile: { arn: props.role.profile.arn },
      instanceInitiatedShutdownBehavior: "stop",
      metadataOptions: {
        httpEndpoint: "enabled",
        httpTokens: "required",
        httpPutResponseHopLimit: 1,
        httpProtocolIpv6: "disabled",
        instanceMetadataTags: "disabled",
      },
      blockDeviceMappings: [
        {
          deviceName: props.rootDevice ?? ROOT_DEVICE,
          ebs: {
            encrypted: "true",
            kmsKeyId: props.volumeKeyArn,
            volumeSize: props.volumeGiB,
            volumeType: "gp3",
            deleteOnTermination: "true",
          },
        },
      ],
      ...(props.enclaves === true ? { enclaveOptions: { enabled: true } } : {}),
      instanceMarketOptions:
        props.spot === true
          ? {
              marketType: "spot",
              spotOptions: { spotInstanceType: "persistent", instanceInterruptionBehavior: "stop" },
            }
          : undefined,
      tagSpecifications: ["instance", "volume", "network-interface"].map((resourceType) => ({ resourceType, tags })),
      tags: { Name: props.name },
      provider: props.provider,
    });
  }
}
