import { Instance } from "@cdktf/provider-aws/lib/instance";
import { type SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { type TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { desktopScript, type DesktopSystem } from "./desktop-script";
import { type InstanceRole } from "./instance-role";
import { InstanceTemplate } from "./instance-template";

/** Root device of Amazon's Windows images: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/device_naming.html */
const WINDOWS_ROOT_DEVICE = "/dev/sda1";

/** Port of Amazon DCV, TCP and (QUIC) UDP. */
export const DISPLAY_PORT = 8443;

export interface DesktopProps {
  /** Unique name, e.g. `databox-dr-answer-acme-desktop`. */
  readonly name: string;
  readonly subnetId: string;
  readonly securityGroup: SecurityGroup;
  /** A role that reads nothing but the DCV licence: who is at the desktop can take on the machine's role. */
  readonly role: InstanceRole;
  /** Image with Amazon DCV: an image id, or the name of an SSM parameter. */
  readonly image: string;
  /**
   * Operating system of the image.
   * @default "linux"
   */
  readonly os?: DesktopSystem;
  /** @default "m7i.xlarge" */
  readonly instanceType?: string;
  /** ARN of the key of its volume. */
  readonly volumeKeyArn: string;
  /**
   * Size of the root volume in GiB.
   * @default 100
   */
  readonly volumeGiB?: number;
  /** @default - the stack's default provider */
  readonly provider?: TerraformProvider;
}

/**
 * The one thing a person sees: an Amazon DCV session that shows a display and takes keyboard and pointer. Clipboard,
 * file transfer, printing, screenshots, USB and extensions are denied in a way no later rule can lift. The machine has
 * no public address, IMDSv2 only, an encrypted volume, and is protected from termination, since it holds people's work.
 */
export class Desktop extends Construct {
  public readonly instance: Instance;

  public constructor(scope: Construct, id: string, props: DesktopProps) {
    super(scope, id);
    const instanceType = props.instanceType ?? "m7i.xlarge";
    const template = new InstanceTemplate(this, "template", {
      name: props.name,
      image: props.image,
      instanceType,
      role: props.role,
      volumeKeyArn: props.volumeKeyArn,
      volumeGiB: props.volumeGiB ?? 100,
      rootDevice: props.os === "windows" ? WINDOWS_ROOT_DEVICE : undefined,
      provider: props.provider,
    });
    this.instance = new Instance(this, "instance", {
      launchTemplate: { id: template.launchTemplate.id, version: "$Latest" },
      instanceType,
      subnetId: props.subnetId,
      vpcSecurityGroupIds: [props.securityGroup.id],
      associatePublicIpAddress: false,
      disableApiTermination: true,
      userData: desktopScript(props.os),
      tags: { Name: props.name },
      provider: props.provider,
    });
  }
}
