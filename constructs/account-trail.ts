import { Cloudtrail } from "@cdktf/provider-aws/lib/cloudtrail";
import { type ITerraformDependable, type TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { AUDIT_PREFIX, type AuditTrail } from "./audit-trail";

/** A log group that a trail fills, for what counts its lines. */
export interface TrailLog {
  readonly logGroupArn: string;
  /** ARN of the role by which CloudTrail writes to it. */
  readonly roleArn: string;
  /** What has to be there before CloudTrail tries to write. */
  readonly permissions: ITerraformDependable;
}

export interface AccountTrailProps {
  readonly name: string;
  readonly auditTrail: AuditTrail;
  /** ARN of the hospital's key for audit records. */
  readonly keyArn: string;
  /**
   * ARNs of buckets whose every object request is recorded.
   * @default - none in this account
   */
  readonly bucketArns?: readonly string[];
  /**
   * Log group of the same account that is to have the calls too.
   * @default - the audit bucket alone has them
   */
  readonly log?: TrailLog;
  /** @default - the stack's default provider */
  readonly provider?: TerraformProvider;
}

/**
 * CloudTrail of one account: all API calls in all regions, and every request for an object of the named buckets, with
 * signed digests, in the audit bucket.
 */
export class AccountTrail extends Construct {
  public constructor(scope: Construct, id: string, props: AccountTrailProps) {
    super(scope, id);
    const buckets = props.bucketArns ?? [];
    new Cloudtrail(this, "trail", {
      name: props.name,
      s3BucketName: props.auditTrail.bucketName,
      s3KeyPrefix: AUDIT_PREFIX.trail.slice(0, -1),
      kmsKeyId: props.keyArn,
      isMultiRegionTrail: true,
      includeGlobalServiceEvents: true,
      enableLogFileValidation: true,
      enableLogging: true,
      advancedEventSelector: [
        { name: "API calls", fieldSelector: [{ field: "eventCategory", equalTo: ["Management"] }] },
        ...(buckets.length === 0
          ? []
          : [
              {
                name: "Objects of the stores",
                fieldSelector: [
                  { field: "eventCategory", equalTo: ["Data"] },
                  { field: "resources.type", equalTo: ["AWS::S3::Object"] },
                  { field: "resources.ARN", startsWith: buckets.map((arn) => `${arn}/`) },
                ],
              },
            ]),
      ],
      ...(props.log === undefined
        ? {}
        : { cloudWatchLogsGroupArn: `${props.log.logGroupArn}:*`, cloudWatchLogsRoleArn: props.log.roleArn }),
      dependsOn: [props.auditTrail.policy, ...(props.log === undefined ? [] : [props.log.permissions])],
      tags: { Name: props.name },
      provider: props.provider,
    });
  }
}
