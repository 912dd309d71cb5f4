import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { CloudwatchLogStream } from "@cdktf/provider-aws/lib/cloudwatch-log-stream";
import { CloudwatchLogSubscriptionFilter } from "@cdktf/provider-aws/lib/cloudwatch-log-subscription-filter";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { KinesisFirehoseDeliveryStream } from "@cdktf/provider-aws/lib/kinesis-firehose-delivery-stream";
import { type TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { AUDIT_PREFIX, type AuditTrail } from "./audit-trail";
import { type LogTarget } from "./log-target";
import { policyJson, type PolicyStatement } from "./policy-document";

export interface LogShippingProps {
  /** Prefix of every name, e.g. `databox-dr-answer-acme`; unique in the account. */
  readonly name: string;
  readonly region: string;
  /** Account that the log group is in, 12 digits. */
  readonly account: string;
  /** IAM path of the box's roles. */
  readonly rolePath: string;
  readonly permissionsBoundaryArn: string;
  readonly logGroupName: string;
  readonly auditTrail: AuditTrail;
  /** ARN of the hospital's key for audit records. */
  readonly keyArn: string;
  /**
   * Days for which records stay in the log group; the audit bucket keeps them by its own lock.
   * @default 30
   */
  readonly retentionDays?: 1 | 3 | 5 | 7 | 14 | 30 | 60 | 90;
  /** @default - the stack's default provider */
  readonly provider?: TerraformProvider;
}

const CONNECTION_STREAM = "connections";

/** ARN of the role that ships a box's log, known before it is made. */
export function shipperRoleArn(props: Pick<LogShippingProps, "account" | "rolePath" | "name">): string {
  return `arn:aws:iam::${props.account}:role${props.rolePath}${props.name}-shipper`;
}

/**
 * A log group for services that write to CloudWatch only (client VPN, tunnel gateways), and the way of its records into
 * the audit bucket: a subscription to a Firehose stream whose role can add objects under the box's prefix and nothing
 * else.
 */
export class LogShipping extends Construct implements LogTarget {
  public readonly logGroupName: string;
  public readonly logGroupArn: string;
  public readonly logStreamName: string;

  public constructor(
    scope: Construct,
    id: string,
    private readonly props: LogShippingProps,
  ) {
    super(scope, id);
    const { account, auditTrail, keyArn, name, provider, region } = props;
    const group = new CloudwatchLogGroup(this, "log-group", {
      name: props.logGroupName,
      kmsKeyId: keyArn,
      retentionInDays: props.retentionDays ?? 30,
      provider,
    });
    const stream = new CloudwatchLogStream(this, "connections", {
      name: CONNECTION_STREAM,
      logGroupName: group.name,
      provider,
    });
    this.logGroupName = group.name;
    this.logGroupArn = `arn:aws:logs:${region}:${account}:log-group:${props.logGroupName}`;
    this.logStreamName = stream.name;

    const deliveryStreamArn = `arn:aws:firehose:${region}:${account}:deliverystream/${name}`;
    const shipper = this.role("shipper", "firehose.amazonaws.com", [
      {
        Sid: "AddRecords",
        Effect: "Allow",
        Action: "s3:PutObject",
        Resource: `${auditTrail.bucketArn}/${AUDIT_PREFIX.vpn}${name}/*`,
      },
      { Sid: "FindBucket", Effect: "Allow", Action: "s3:GetBucketLocation", Resource: auditTrail.bucketArn },
      {
        Sid: "EncryptRecords",
        Effect: "Allow",
        Action: "kms:GenerateDataKey",
        Resource: keyArn,
        Condition: { StringEquals: { "kms:ViaService": `s3.${region}.amazonaws.com` } },
      },
    ]);
    const delivery = new KinesisFirehoseDeliveryStream(this, "delivery", {
      name,
      destination: "extended_s3",
      serverSideEncryption: { enabled: true, keyType: "AWS_OWNED_CMK" },
      extendedS3Configuration: {
        roleArn: shipper.arn,
        bucketArn: auditTrail.bucketArn,
        prefix: `${AUDIT_PREFIX.vpn}${name}/`,
        errorOutputPrefix: `${AUDIT_PREFIX.vpn}${name}/errors/`,
        bufferingInterval: 300,
        bufferingSize: 5,
        compressionFormat: "UNCOMPRESSED",
        kmsKeyArn: keyArn,
      },
      dependsOn: [auditTrail.policy],
      tags: { Name: name },
      provider,
    });
    const feeder = this.role("feeder", "logs.amazonaws.com", [
      { Sid: "FeedOwnStream", Effect: "Allow", Action: "firehose:PutRecord*", Resource: deliveryStreamArn },
    ]);
    new CloudwatchLogSubscriptionFilter(this, "subscription", {
      name,
      logGroupName: group.name,
      filterPattern: "",
      destinationArn: delivery.arn,
      roleArn: feeder.arn,
      provider,
    });
  }

  /** A role of a service that acts for this account only (confused deputy: AWS IAM user guide). */
  private role(purpose: "shipper" | "feeder", service: string, statements: readonly PolicyStatement[]): IamRole {
    const { account, name, permissionsBoundaryArn, provider, rolePath } = this.props;
    const role = new IamRole(this, `${purpose}-role`, {
      name: `${name}-${purpose}`,
      path: rolePath,
      description: purpose === "shipper" ? "Adds VPN records to the audit bucket" : "Feeds VPN records to the shipper",
      assumeRolePolicy: policyJson([
        {
          Sid: "ThisAccountOnly",
          Effect: "Allow",
          Principal: { Service: service },
          Action: "sts:AssumeRole",
          Condition: { StringEquals: { "aws:SourceAccount": account } },
        },
      ]),
      permissionsBoundary: permissionsBoundaryArn,
      provider,
    });
    new IamRolePolicy(this, `${purpose}-policy`, {
      name: "permissions",
      role: role.name,
      policy: policyJson(statements),
      provider,
    });
    return role;
  }
}
