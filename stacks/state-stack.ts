import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { TerraformStack } from "cdktf";
import { type Construct } from "constructs";
import { accountPrincipal, policyJson } from "../constructs/policy-document";
import { STATE_KEY_ALIAS, useState } from "./state-backend";

export interface StateStackProps {
  /** Account that holds the state, 12 digits. */
  readonly account: string;
  readonly region: string;
  readonly bucket: string;
  /** Name of the role that deploys, the only one that reads and writes state. */
  readonly deployRole: string;
}

/** Days for which an overwritten state can be brought back. */
const OLD_STATE_DAYS = 90;

/**
 * Bootstraps remote state: applied once per account and region, before the first project. A versioned bucket under a key
 * of its own that only the deploy role of the account reads and writes, over TLS. Its own state is a local file, since
 * nothing else exists yet. State holds ids and addresses, never data or secrets.
 */
export class StateStack extends TerraformStack {
  public constructor(scope: Construct, id: string, props: StateStackProps) {
    super(scope, id);
    const { account, region } = props;
    const deployRoleArn = `arn:aws:iam::${account}:role/${props.deployRole}`;
    useState(this, { kind: "local" }, id, props.deployRole);
    this.addOverride("terraform.required_version", ">= 1.11.0");
    new AwsProvider(this, "provider", {
      region,
      allowedAccountIds: [account],
      defaultTags: [{ tags: { "databox:project": "state" } }],
    });
    const key = new KmsKey(this, "key", {
      description: "Terraform state of the data boxes",
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      policy: policyJson([
        // State is the platform's own: its account governs the key, unlike the hospital's keys.
        {
          Sid: "AccountGoverns",
          Effect: "Allow",
          Principal: accountPrincipal([account]),
          Action: "kms:*",
          Resource: "*",
        },
      ]),
      lifecycle: { preventDestroy: true },
    });
    new KmsAlias(this, "key-alias", { name: `alias/${STATE_KEY_ALIAS}`, targetKeyId: key.keyId });
    const bucket = new S3Bucket(this, "bucket", {
      bucket: props.bucket,
      forceDestroy: false,
      lifecycle: { preventDestroy: true },
    });
    new S3BucketVersioningA(this, "versioning", {
      bucket: bucket.id,
      versioningConfiguration: { status: "Enabled" },
    });
    new S3BucketServerSideEncryptionConfigurationA(this, "encryption", {
      bucket: bucket.id,
      rule: [
        {
          bucketKeyEnabled: true,
          blockedEncryptionTypes: ["SSE-C"],
          applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: key.arn },
        },
      ],
    });
    new S3BucketOwnershipControls(this, "ownership", {
      bucket: bucket.id,
      rule: { objectOwnership: "BucketOwnerEnforced" },
    });
    new S3BucketLifecycleConfiguration(this, "lifecycle", {
      bucket: bucket.id,
      rule: [
        {
          id: "old-state",
          status: "Enabled",
          filter: [{}],
          noncurrentVersionExpiration: [{ noncurrentDays: OLD_STATE_DAYS }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
        },
      ],
    });
    const block = new S3BucketPublicAccessBlock(this, "public-access-block", {
      bucket: bucket.id,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    const bucketArn = `arn:aws:s3:::${props.bucket}`;
    new S3BucketPolicy(this, "policy", {
      bucket: bucket.id,
      policy: policyJson([
        {
          Sid: "DenyInsecureTransport",
          Effect: "Deny",
          Principal: "*",
          Action: "s3:*",
          Resource: [bucketArn, `${bucketArn}/*`],
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
        {
          Sid: "OnlyDeployRoleTouchesState",
          Effect: "Deny",
          Principal: "*",
          Action: ["s3:GetObject*", "s3:PutObject*", "s3:DeleteObject*"],
          Resource: `${bucketArn}/*`,
          Condition: { ArnNotEquals: { "aws:PrincipalArn": deployRoleArn } },
        },
      ]),
      dependsOn: [block],
    });
  }
}
