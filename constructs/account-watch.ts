import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { type TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { type TrailLog } from "./account-trail";
import { LogAlarm } from "./alarm";
import { policyJson } from "./policy-document";

export interface AccountWatchProps {
  /** Prefix of every name, e.g. `databox-dr-answer`; unique in the account. */
  readonly name: string;
  readonly region: string;
  /** Account that is watched, 12 digits. */
  readonly account: string;
  /** IAM path of the role that fills the log group, with leading and trailing slash. */
  readonly rolePath: string;
  readonly permissionsBoundaryArn: string;
  /** Log group that takes the account's API calls, see {@link trailLogGroupName}. */
  readonly logGroupName: string;
  /** ARN of the hospital's key for audit records. */
  readonly keyArn: string;
  /** Name of the account's trail. */
  readonly trailName: string;
  /** ARN of the SNS topic that alarms are sent to. */
  readonly topicArn: string;
  /** Namespace of the metrics that count. */
  readonly namespace: string;
  /**
   * Days for which calls stay in the log group; the audit bucket keeps them by its own lock.
   * @default 30
   */
  readonly retentionDays?: 1 | 3 | 5 | 7 | 14 | 30 | 60 | 90;
  /** @default - the stack's default provider */
  readonly provider?: TerraformProvider;
}

const from = (source: string): string => `$.eventSource = "${source}.amazonaws.com"`;
const named = (...patterns: readonly string[]): string =>
  `(${patterns.map((pattern) => `$.eventName = "${pattern}"`).join(" || ")})`;
const CHANGES = "$.readOnly IS FALSE";

/**
 * What rings, as the benchmark of the Center for Internet Security has it (AWS Foundations, section on monitoring).
 * https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
const WATCHED = [
  {
    id: "root-use",
    description: "The root user of the account did something",
    pattern: `{ $.userIdentity.type = "Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != "AwsServiceEvent" }`,
  },
  {
    id: "denied-key-use",
    description: "A use of a key was denied",
    pattern: `{ ${from("kms")} && $.errorCode = "*AccessDenied*" }`,
  },
  {
    id: "permission-changes",
    description: "A role, a policy, a key's policy or state, a bucket's policy or a trail was changed",
    pattern: `{ (${CHANGES}) && ((${from("iam")}) || (${from("organizations")}) || (${from("cloudtrail")}) || (${from("kms")} && ${named("PutKeyPolicy", "DisableKey*", "ScheduleKeyDeletion", "DeleteImportedKeyMaterial")}) || (${from("s3")} && ${named("*BucketPolicy", "*PublicAccessBlock", "*BucketAcl", "PutBucketReplication")})) }`,
  },
  {
    id: "network-changes",
    description: "A gateway, route, peering, endpoint, security group or ACL was changed",
    pattern: `{ (${CHANGES}) && (${from("ec2")}) && ${named("*Gateway*", "*Route*", "*Peering*", "*VpcEndpoint*", "*SecurityGroup*", "*NetworkAcl*", "*VpcBlockPublicAccess*")} }`,
  },
] as const;

/**
 * Alarms on what is done in one account: use of its root user, denied use of keys, changes to permissions and to the
 * network. They count lines of a log group that the account's trail fills, since global services report to the trail of
 * all regions, and to EventBridge only in us-east-1. A deployment that changes permissions or networks rings too; nobody
 * can change them unheard.
 *
 * The calls stand in the log group under the hospital's key for audit records; alarms carry none of their text.
 */
export class AccountWatch extends Construct implements TrailLog {
  public readonly logGroupArn: string;
  public readonly roleArn: string;
  /** The role's permissions: a trail is refused before they are there. */
  public readonly permissions: IamRolePolicy;

  public constructor(scope: Construct, id: string, props: AccountWatchProps) {
    super(scope, id);
    const { account, logGroupName, name, provider, region } = props;
    const group = new CloudwatchLogGroup(this, "log-group", {
      name: logGroupName,
      kmsKeyId: props.keyArn,
      retentionInDays: props.retentionDays ?? 30,
      provider,
    });
    this.logGroupArn = `arn:aws:logs:${region}:${account}:log-group:${logGroupName}`;
    const role = new IamRole(this, "role", {
      name: `${name}-trail`,
      path: props.rolePath,
      description: "Writes API calls of the account's trail to its log group",
      assumeRolePolicy: policyJson([
        {
          Sid: "OwnTrailOnly",
          Effect: "Allow",
          Principal: { Service: "cloudtrail.amazonaws.com" },
          Action: "sts:AssumeRole",
          Condition: {
            StringEquals: {
              "aws:SourceAccount": account,
              "aws:SourceArn": `arn:aws:cloudtrail:${region}:${account}:trail/${props.trailName}`,
            },
          },
        },
      ]),
      permissionsBoundary: props.permissionsBoundaryArn,
      provider,
    });
    this.roleArn = role.arn;
    // https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-required-policy-for-cloudwatch-logs.html
    this.permissions = new IamRolePolicy(this, "policy", {
      name: "permissions",
      role: role.name,
      policy: policyJson([
        {
          Sid: "WriteOwnStreams",
          Effect: "Allow",
          Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
          Resource: `${this.logGroupArn}:log-stream:${account}_CloudTrail_${region}*`,
        },
      ]),
      dependsOn: [group],
      provider,
    });
    for (const { id: watched, description, pattern } of WATCHED)
      new LogAlarm(this, watched, {
        name: `${name}-${watched}`,
        description: `${description} (account ${account}); the audit bucket has the call`,
        topicArn: props.topicArn,
        logGroupName: group.name,
        pattern,
        namespace: props.namespace,
        rings: { atLeast: 1 },
        provider,
      });
  }
}
