import { Cloudtrail } from "@cdktf/provider-aws/lib/cloudtrail";
import { type TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { AUDIT_PREFIX, type AuditTrail } from "./audit-trail";

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
      dependsOn: [props.auditTrail.policy],
      tags: { Name: props.name },
      provider: props.provider,
    });
  }
}
