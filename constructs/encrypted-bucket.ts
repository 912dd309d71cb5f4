import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import {
  S3BucketLifecycleConfiguration,
  type S3BucketLifecycleConfigurationRule,
} from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketObjectLockConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-object-lock-configuration";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { type TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { bucketStatements } from "./bucket-policy";
import { policyJson, type PolicyStatement } from "./policy-document";
import { type PrefixGrant } from "./prefix-statements";

/** How long objects can be neither deleted nor overwritten. */
export interface ObjectLock {
  /** `GOVERNANCE` can be lifted by who has the permission for it; `COMPLIANCE` by nobody, not even the root user. */
  readonly mode: "GOVERNANCE" | "COMPLIANCE";
  readonly days: number;
}

export interface EncryptedBucketProps {
  /** Globally unique, 3 to 63 characters. */
  readonly bucketName: string;
  /** ARN of the key; S3 log delivery takes an ARN, not an id. */
  readonly keyArn: string;
  /** Ids of the VPC endpoints through which objects are read; no request from elsewhere is answered. */
  readonly readableThrough: readonly string[];
  /**
   * Ids of more VPC endpoints, through which objects are written and never read.
   * @default - objects are written where they are read
   */
  readonly writableThrough?: readonly string[];
  /** ARNs of the hospital's administrators: they may mend a policy that locks everybody out. */
  readonly administrators: readonly string[];
  /** ARNs of the roles that deploy: they configure the bucket, see its keys' names in listings, and never touch an object. */
  readonly deployRoleArns: readonly string[];
  /** @default - nobody */
  readonly readers?: readonly string[];
  /**
   * ARNs of roles that write through the endpoints.
   * @default - nobody
   */
  readonly writers?: readonly string[];
  /**
   * Roles that see a part of the objects only.
   * @default - nobody
   */
  readonly parts?: readonly PrefixGrant[];
  /**
   * AWS services, or roles outside the network, that deliver records. They need no endpoint, and can read nothing.
   * @default - nobody
   */
  readonly deliveries?: readonly Delivery[];
  /**
   * ARNs of roles that read objects from anywhere: a way out, which the verifier reports.
   * @default - nobody
   */
  readonly outsideReaders?: readonly string[];
  /**
   * ARNs of roles that read no object, whatever IAM allows them: those that can carry objects out of another bucket.
   * @default - none is named
   */
  readonly neverReaders?: readonly string[];
  /**
   * ARNs of roles with which a malware scanner works, from anywhere: they read and tag objects, list the bucket, and have
   * S3 notify them of new ones. A way out, which the verifier reports.
   * @default - nobody
   */
  readonly scanners?: readonly string[];
  /**
   * Roles with which AWS Backup alone works, from anywhere: a way out, which the verifier follows into the vault.
   * @default - the bucket is not backed up
   */
  readonly backups?: BucketBackups;
  /**
   * Further statements of the policy, after those of every bucket.
   * @default - none
   */
  readonly statements?: readonly PolicyStatement[];
  /**
   * Days after which S3 deletes an object; it does so once a day, so that an object may stay a day or two longer.
   * @default - objects stay
   */
  readonly expireAfterDays?: number;
  /** @default - objects can be deleted by whom the policy allows to */
  readonly lock?: ObjectLock;
  /** @default - the stack's default provider */
  readonly provider?: TerraformProvider;
}

/** The roles by which AWS Backup reads a bucket, and writes what it restores. */
export interface BucketBackups {
  /** ARN of the role that reads every version, and that has S3 tell AWS Backup of new ones. */
  readonly backupRoleArn: string;
  /**
   * ARN of the role that writes what is restored.
   * @default - nothing is restored
   */
  readonly restoreRoleArn?: string;
}

/** Records that are delivered into a bucket from outside of its network. */
export type Delivery =
  | {
      /** A log service of AWS. */
      readonly service: "delivery.logs.amazonaws.com" | "cloudtrail.amazonaws.com";
      /** Accounts whose records it delivers. */
      readonly sourceAccounts: readonly string[];
      /** Key prefixes, with trailing slash, under which it writes `AWSLogs/<account>/…`. */
      readonly prefixes: readonly string[];
    }
  | {
      /** Accounts of the roles that ship logs. */
      readonly accounts: readonly string[];
      /**
       * Pattern of these roles' ARNs, of any account: a bucket's policy has no room for fifty of them one by one, and
       * the accounts are named beside it.
       */
      readonly rolePattern: string;
      /** Key prefix, with trailing slash, or one key. */
      readonly prefix: string;
    };

/** Bucket names by AWS's rules: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const BUCKET_NAME =
  /^(?!xn--|sthree-|amzn-s3-demo-)(?!.*(-s3alias|--ol-s3|--x-s3|--table-s3)$)[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/;

/** Size limit of a bucket policy: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html */
const BUCKET_POLICY_CHARACTERS = 20_480;

/**
 * A bucket that answers inside its box only: versioned, encrypted under the given key and no other (SSE-C blocked),
 * without ACLs, shut to the public, over TLS 1.2 or newer, and with objects out of reach of every request that does not
 * come through the named endpoints, whoever makes it. Neither Terraform nor the deploy role deletes it.
 *
 * The deploy role may change the policy, the lock and the lifecycle: that its changes are seen first is what review and
 * approval of plans are for.
 *
 * @throws Error where the name is none that AWS takes, no endpoint, administrator or deploy role is named, or the policy
 * is too long
 */
export class EncryptedBucket extends Construct {
  public readonly bucket: S3Bucket;
  /** ARN by name, known before the bucket exists. */
  public readonly arn: string;
  /** The policy: what delivers into the bucket has to wait for it. */
  public readonly policy: S3BucketPolicy;

  public constructor(scope: Construct, id: string, props: EncryptedBucketProps) {
    super(scope, id);
    const { bucketName, keyArn, lock, provider } = props;
    if (!BUCKET_NAME.test(bucketName))
      throw new Error(
        `"${bucketName}" is no bucket name: 3 to 63 lower-case letters, digits and hyphens, and none of AWS's reserved prefixes and suffixes`,
      );
    if (props.readableThrough.length === 0)
      throw new Error(
        `bucket ${bucketName} names no endpoint: without one nobody could ever read it; name the box's own`,
      );
    // An empty exception to a denial would bind everybody, the administrators' way back included.
    for (const [what, roles] of Object.entries({
      administrators: props.administrators,
      deployRoleArns: props.deployRoleArns,
    }))
      if (roles.length === 0)
        throw new Error(
          `bucket ${bucketName} names no ${what}; name at least one role, or nobody could mend its policy`,
        );
    this.arn = `arn:aws:s3:::${bucketName}`;
    this.bucket = new S3Bucket(this, "bucket", {
      bucket: bucketName,
      forceDestroy: false,
      objectLockEnabled: lock !== undefined,
      lifecycle: { preventDestroy: true },
      tags: { Name: bucketName },
      provider,
    });
    const bucket = this.bucket.id;
    const versioning = new S3BucketVersioningA(this, "versioning", {
      bucket,
      versioningConfiguration: { status: "Enabled" },
      provider,
    });
    if (lock !== undefined)
      new S3BucketObjectLockConfigurationA(this, "object-lock", {
        bucket,
        rule: { defaultRetention: { mode: lock.mode, days: lock.days } },
        dependsOn: [versioning],
        provider,
      });
    new S3BucketServerSideEncryptionConfigurationA(this, "encryption", {
      bucket,
      rule: [
        {
          bucketKeyEnabled: true,
          blockedEncryptionTypes: ["SSE-C"],
          applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: keyArn },
        },
      ],
      provider,
    });
    new S3BucketOwnershipControls(this, "ownership", {
      bucket,
      rule: { objectOwnership: "BucketOwnerEnforced" },
      provider,
    });
    new S3BucketLifecycleConfiguration(this, "lifecycle", {
      bucket,
      rule: [
        {
          id: "abandoned-uploads",
          status: "Enabled",
          filter: [{}],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
        },
        ...(props.expireAfterDays === undefined ? [] : [expiry(props.expireAfterDays)]),
      ],
      provider,
    });
    const publicAccess = new S3BucketPublicAccessBlock(this, "public-access-block", {
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
      provider,
    });
    this.policy = new S3BucketPolicy(this, "policy", {
      bucket,
      policy: policyJson(bucketStatements(this.arn, props), BUCKET_POLICY_CHARACTERS),
      // S3 refuses two changes of one bucket's access at a time.
      dependsOn: [publicAccess],
      provider,
    });
  }
}

/** An object expires, and is gone for good a day later. */
function expiry(days: number): S3BucketLifecycleConfigurationRule {
  return {
    id: "expiry",
    status: "Enabled",
    filter: [{}],
    expiration: [{ days }],
    noncurrentVersionExpiration: [{ noncurrentDays: 1 }],
  };
}
