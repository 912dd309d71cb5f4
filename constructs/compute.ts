import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
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
  /**
   * Whether machines are bought on the spot market; AWS may stop one at any time, and its volume stays.
   * @default false
   */
  readonly spot?: boolean;
  /**
   * When a machine counts as idle and is stopped. Whoever deploys starts it again.
   * @default - never
   */
  readonly stopWhenIdle?: IdleRule;
  /** @default - the stack's default provider */
  readonly provider?: TerraformProvider;
}

/** When a machine counts as idle. */
export interface IdleRule {
  /** Region of the machine, which is part of the name of what stops it. */
  readonly region: string;
  /** For how long, in whole steps of five minutes, at most a day. */
  readonly minutes: number;
  /** Below which use of all its processors, in percent. */
  readonly cpuPercent: number;
}

/** Seconds of a period of basic monitoring: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/manage-detailed-monitoring.html */
const PERIOD = 300;

/**
 * Machines that people's packets never reach: a launch template, and as many machines of it as asked for, without
 * public address, IMDSv2 only, with encrypted volumes, and protected from termination, since they hold people's work.
 * EC2 has no protection from termination on the spot market. A machine that is idle is stopped by a CloudWatch alarm: its
 * action is EC2's own, under a role of AWS's that does nothing else, so no role that may stop machines is made here.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/UsingAlarmActions.html
 *
 * @throws Error where the time until a machine is idle is no whole number of periods within a day
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
      spot: props.spot,
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
          disableApiTermination: props.spot !== true,
          tags: { Name: `${props.name}-${index}` },
          provider: props.provider,
        }),
    );
    if (props.stopWhenIdle !== undefined) this.addAlarms(props, props.stopWhenIdle);
  }

  private addAlarms({ name, provider }: ComputeProps, { minutes, cpuPercent, region }: IdleRule): void {
    const periods = (minutes * 60) / PERIOD;
    if (!Number.isInteger(periods) || periods < 1 || minutes > 1440)
      throw new Error(
        `a machine is stopped after whole steps of ${PERIOD / 60} minutes and at most 1440, got ${minutes} minutes`,
      );
    this.instances.forEach((instance, index) => {
      new CloudwatchMetricAlarm(this, `idle-${index}`, {
        alarmName: `${name}-${index}-idle`,
        alarmDescription: `Stops the machine when it is idle for ${minutes} minutes`,
        namespace: "AWS/EC2",
        metricName: "CPUUtilization",
        dimensions: { InstanceId: instance.id },
        statistic: "Maximum",
        comparisonOperator: "LessThanThreshold",
        threshold: cpuPercent,
        period: PERIOD,
        evaluationPeriods: periods,
        // A machine that is stopped measures nothing.
        treatMissingData: "notBreaching",
        alarmActions: [`arn:aws:automate:${region}:ec2:stop`],
        provider,
      });
    });
  }
}
