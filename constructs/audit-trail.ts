import { type S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { type TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { EncryptedBucket, type ObjectLock } from "./encrypted-bucket";

export interface AuditTrailProps {
  /** Name of the audit bucket. */
  readonly bucketName: string;
  /** ARN of the hospital's key for audit records. */
  readonly keyArn: string;
  /** Accounts whose records are kept. */
  readonly accounts: readonly string[];
  /** Pattern of the ARNs of the roles that ship VPN logs, see `LogShipping`. */
  readonly shipperRolePattern: string;
  /** Ids of the endpoints through which records are read. */
  readonly readableThrough: readonly string[];
  /** ARNs of the hospital's administrators, who read the records. */
  readonly administrators: readonly string[];
  /** ARNs of the roles that deploy. */
  readonly deployRoleArns: readonly string[];
  /**
   * How long no record can be deleted or overwritten.
   * @default - 365 days, GOVERNANCE
   */
  readonly lock?: ObjectLock;
  /**
   * ARNs of roles that read no record, whatever IAM allows them.
   * @default - none is named
   */
  readonly neverReaders?: readonly string[];
  /** @default - the stack's default provider */
  readonly provider?: TerraformProvider;
}

/** Prefixes of the audit bucket, one per kind of record. */
export const AUDIT_PREFIX = { flows: "vpc-flow/", dns: "dns-query/", trail: "cloudtrail/", vpn: "vpn/" } as const;

/**
 * The locked place of all records: VPC flows, DNS queries, VPN connections and API calls of every box. AWS's log services
 * and the log shippers only add to it; the hospital's administrators only read it, through the DataBox's endpoint; and
 * Object Lock keeps what is there. {@link BoxLogs}, {@link AccountTrail} and {@link LogShipping} write to it.
 */
export class AuditTrail extends Construct {
  public readonly bucketName: string;
  public readonly bucketArn: string;
  /** The bucket's policy: what delivers into it has to wait for it. */
  public readonly policy: S3BucketPolicy;

  public constructor(scope: Construct, id: string, props: AuditTrailProps) {
    super(scope, id);
    this.bucketName = props.bucketName;
    const bucket = new EncryptedBucket(this, "bucket", {
      bucketName: props.bucketName,
      keyArn: props.keyArn,
      lock: props.lock ?? { mode: "GOVERNANCE", days: 365 },
      readableThrough: props.readableThrough,
      readers: props.administrators,
      neverReaders: props.neverReaders,
      deliveries: [
        {
          service: "delivery.logs.amazonaws.com",
          prefixes: [AUDIT_PREFIX.flows, AUDIT_PREFIX.dns],
          sourceAccounts: props.accounts,
        },
        { service: "cloudtrail.amazonaws.com", prefixes: [AUDIT_PREFIX.trail], sourceAccounts: props.accounts },
        { accounts: props.accounts, rolePattern: props.shipperRolePattern, prefix: AUDIT_PREFIX.vpn },
      ],
      administrators: props.administrators,
      deployRoleArns: props.deployRoleArns,
      provider: props.provider,
    });
    this.bucketArn = bucket.arn;
    this.policy = bucket.policy;
  }
}
