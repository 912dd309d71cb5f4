import { EbsDefaultKmsKey } from "@cdktf/provider-aws/lib/ebs-default-kms-key";
import { EbsEncryptionByDefault } from "@cdktf/provider-aws/lib/ebs-encryption-by-default";
import { EbsSnapshotBlockPublicAccess } from "@cdktf/provider-aws/lib/ebs-snapshot-block-public-access";
import { Ec2ImageBlockPublicAccess } from "@cdktf/provider-aws/lib/ec2-image-block-public-access";
import { Ec2InstanceMetadataDefaults } from "@cdktf/provider-aws/lib/ec2-instance-metadata-defaults";
import { Ec2SerialConsoleAccess } from "@cdktf/provider-aws/lib/ec2-serial-console-access";
import { EmrBlockPublicAccessConfiguration } from "@cdktf/provider-aws/lib/emr-block-public-access-configuration";
import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { S3AccountPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-account-public-access-block";
import { VpcBlockPublicAccessOptions } from "@cdktf/provider-aws/lib/vpc-block-public-access-options";
import { type TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { viewStatements, type BucketView } from "./bucket-view";
import { clientActions } from "./file-store";
import { policyJson, type PolicyStatement } from "./policy-document";

export interface GuardrailsProps {
  /** Name of the permissions boundary, e.g. `databox-dr-answer-boundary`. */
  readonly boundaryName: string;
  /** IAM path of the boundary, with leading and trailing slash. */
  readonly path: string;
  readonly account: string;
  readonly region: string;
  /** ARN patterns of the buckets that roles of the boxes may ever reach. */
  readonly bucketArns: readonly string[];
  /**
   * Parts of further buckets that roles of the boxes may ever reach.
   * @default - none
   */
  readonly views?: readonly BucketView[];
  /**
   * ARN patterns of the file systems that roles of the boxes may ever mount.
   * @default - none
   */
  readonly fileSystemArns?: readonly string[];
  /** ARNs of the keys that roles of the boxes may ever use. */
  readonly keyArns: readonly string[];
  /** ARN pattern of the secrets that roles of the boxes may ever read. */
  readonly secretArns: readonly string[];
  /** ARN of the key of volumes that name none. */
  readonly volumeKeyArn: string;
  /**
   * What roles of the boxes may be given beside stores, keys, secrets and logs.
   * @default - nothing
   */
  readonly services?: readonly PolicyStatement[];
  /**
   * Whether Amazon EMR refuses clusters whose groups are open to the internet, one switch per account and region.
   * @default false - the account has no clusters
   */
  readonly clusters?: boolean;
  /**
   * Whether to set the account's switches. They hold for the whole account and region: where projects share an account,
   * only one of them may set them.
   * @default true
   */
  readonly accountSwitches?: boolean;
  /** @default - the stack's default provider */
  readonly provider?: TerraformProvider;
}

/** Size limit of a managed policy: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const MANAGED_POLICY_CHARACTERS = 6144;

/**
 * Whatever a role of a box is ever given, these stay denied: what shares, copies or publishes data, what opens networks,
 * what changes who may do what, and what gets into machines by the side door.
 */
const NEVER = [
  "backup:*",
  "cloudshell:*",
  "datasync:*",
  "ebs:*",
  "ec2-instance-connect:*",
  "ec2:Accept*",
  "ec2:AllocateAddress",
  "ec2:Associate*",
  "ec2:Attach*",
  "ec2:Authorize*",
  "ec2:Copy*",
  "ec2:Create*",
  "ec2:Export*",
  "ec2:GetConsole*",
  "ec2:GetPasswordData",
  "ec2:Modify*",
  "ec2:Replace*",
  "ec2:Run*",
  "ec2:SendDiagnosticInterrupt",
  "glue:*",
  "iam:*",
  "kms:CreateGrant",
  "kms:PutKeyPolicy",
  "kms:ReEncrypt*",
  "lambda:*",
  "logs:PutDestination*",
  "logs:PutResourcePolicy",
  "logs:PutSubscriptionFilter",
  "organizations:*",
  "ram:*",
  "rds:*",
  "route53:*",
  "s3:CreateAccessPoint*",
  "s3:CreateJob",
  "s3:PutAccountPublicAccessBlock",
  "s3:PutBucket*",
  "s3:PutReplicationConfiguration",
  "ses:*",
  "sns:*",
  "sqs:*",
  "ssm:*",
  "ssmmessages:*",
  "sts:*",
  "transfer:*",
];

/**
 * What every box of one account stands on: the permissions boundary of all its roles, and the account's own switches
 * (encryption of volumes by default, no public snapshots, images or buckets, IMDSv2, no serial console, VPC Block Public
 * Access in both directions). The switches go back to AWS's defaults when the project is destroyed; where an account
 * outlives its projects, set them in the account's own baseline and leave them out here.
 *
 * @throws Error where the boundary is longer than a managed policy may be
 */
export class Guardrails extends Construct {
  /** ARN of the boundary, for every role of the account's boxes. */
  public readonly permissionsBoundaryArn: string;

  public constructor(scope: Construct, id: string, props: GuardrailsProps) {
    super(scope, id);
    const boundary = new IamPolicy(this, "boundary", {
      name: props.boundaryName,
      path: props.path,
      description: "No role of a data box can do more than this, whatever it is given",
      policy: policyJson(boundaryStatements(props), MANAGED_POLICY_CHARACTERS),
      provider: props.provider,
    });
    this.permissionsBoundaryArn = boundary.arn;
    if (props.accountSwitches ?? true) this.setSwitches(props);
  }

  private setSwitches({ clusters, provider, volumeKeyArn }: GuardrailsProps): void {
    if (clusters === true)
      new EmrBlockPublicAccessConfiguration(this, "clusters", { blockPublicSecurityGroupRules: true, provider });
    new EbsEncryptionByDefault(this, "volume-encryption", { enabled: true, provider });
    new EbsDefaultKmsKey(this, "volume-key", { keyArn: volumeKeyArn, provider });
    new EbsSnapshotBlockPublicAccess(this, "snapshots", { state: "block-all-sharing", provider });
    new Ec2ImageBlockPublicAccess(this, "images", { state: "block-new-sharing", provider });
    new Ec2InstanceMetadataDefaults(this, "metadata", {
      httpEndpoint: "enabled",
      httpTokens: "required",
      httpPutResponseHopLimit: 1,
      instanceMetadataTags: "disabled",
      provider,
    });
    new Ec2SerialConsoleAccess(this, "serial-console", { enabled: false, provider });
    new S3AccountPublicAccessBlock(this, "buckets", {
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
      provider,
    });
    new VpcBlockPublicAccessOptions(this, "networks", {
      internetGatewayBlockMode: "block-bidirectional",
      provider,
    });
  }
}

/** All of STS but saying who one is. */
const TOKENS = [
  "sts:Assume*",
  "sts:DecodeAuthorizationMessage",
  "sts:GetFederationToken",
  "sts:GetServiceBearerToken",
  "sts:GetSessionToken",
  "sts:Set*",
  "sts:TagSession",
];

function never(services: readonly PolicyStatement[]): string[] {
  const given = services.flatMap(({ Action }) => [Action].flat()).filter((action) => action.startsWith("sts:"));
  if (given.length === 0) return [...NEVER];
  return NEVER.flatMap((action) => (action === "sts:*" ? TOKENS : [action])).flatMap((action) =>
    action === "sts:Assume*" && given.includes("sts:AssumeRole")
      ? ["sts:AssumeRoleWith*", "sts:AssumeRoot"]
      : given.includes(action)
        ? []
        : [action],
  );
}

function boundaryStatements(props: GuardrailsProps): PolicyStatement[] {
  const { account, region } = props;
  return [
    {
      Sid: "Objects",
      Effect: "Allow",
      Action: ["s3:GetBucketLocation", "s3:GetObject", "s3:ListBucket", "s3:PutObject"],
      Resource: props.bucketArns.flatMap((arn) => [arn, `${arn}/*`]),
    },
    ...viewStatements(props.views ?? []),
    ...(props.fileSystemArns === undefined || props.fileSystemArns.length === 0
      ? []
      : [
          {
            Sid: "Files",
            Effect: "Allow" as const,
            Action: clientActions(true),
            Resource: props.fileSystemArns,
          },
        ]),
    { Sid: "Keys", Effect: "Allow", Action: ["kms:Decrypt", "kms:GenerateDataKey"], Resource: props.keyArns },
    { Sid: "Secrets", Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: props.secretArns },
    {
      Sid: "Logs",
      Effect: "Allow",
      Action: ["firehose:PutRecord*", "logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
      Resource: [
        `arn:aws:firehose:${region}:${account}:deliverystream/databox-*`,
        `arn:aws:logs:${region}:${account}:log-group:/databox/*`,
      ],
    },
    ...(props.services ?? []),
    { Sid: "Never", Effect: "Deny", Action: never(props.services ?? []), Resource: "*" },
  ];
}
