import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { type TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { policyJson, type PolicyStatement } from "./policy-document";

export interface SparkServiceRoleProps {
  /** Name of role and policy, at most 64 characters. */
  readonly name: string;
  /** IAM path, with leading and trailing slash. */
  readonly path: string;
  /** Account of the cluster, 12 digits. */
  readonly account: string;
  readonly region: string;
  /** ARN of the one role that the service may give to machines. */
  readonly machineRoleArn: string;
  /** ARN of the key of the machines' volumes. */
  readonly volumeKeyArn: string;
  /** @default - the stack's default provider */
  readonly provider?: TerraformProvider;
}

/** ARN of the role by which EMR starts machines, before it exists. */
export function sparkServiceRoleArn(account: string, path: string, name: string): string {
  return `arn:aws:iam::${account}:role${path}${name}`;
}

/**
 * The role by which Amazon EMR starts and ends a cluster's machines, and nobody else takes on. What it may do is also its
 * permissions boundary: whatever is attached to it later gives it nothing more. It adds no rule to any group.
 * https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-iam-service-role-v2.html
 */
export class SparkServiceRole extends Construct {
  public readonly role: IamRole;

  public constructor(scope: Construct, id: string, props: SparkServiceRoleProps) {
    super(scope, id);
    const { account, name, path, provider } = props;
    const policy = new IamPolicy(this, "policy", {
      name,
      path,
      description: "Amazon EMR starts and ends the machines of a cluster, and does nothing more",
      policy: policyJson(serviceStatements(props)),
      provider,
    });
    this.role = new IamRole(this, "role", {
      name,
      path,
      description: "Amazon EMR: machines of the cluster",
      assumeRolePolicy: policyJson([
        {
          Sid: "EmrOfThisAccountOnly",
          Effect: "Allow",
          Principal: { Service: "elasticmapreduce.amazonaws.com" },
          Action: "sts:AssumeRole",
          Condition: { StringEquals: { "aws:SourceAccount": account } },
        },
      ]),
      permissionsBoundary: policy.arn,
      maxSessionDuration: 3600,
      provider,
    });
    new IamRolePolicyAttachment(this, "attachment", { role: this.role.name, policyArn: policy.arn, provider });
  }
}

function serviceStatements({ machineRoleArn, region, volumeKeyArn }: SparkServiceRoleProps): PolicyStatement[] {
  return [
    { Sid: "Look", Effect: "Allow", Action: "ec2:Describe*", Resource: "*" },
    {
      Sid: "StartAndEndMachines",
      Effect: "Allow",
      Action: [
        "ec2:CreateFleet",
        "ec2:CreateLaunchTemplate",
        "ec2:CreateLaunchTemplateVersion",
        "ec2:CreateNetworkInterface",
        "ec2:CreateTags",
        "ec2:DeleteLaunchTemplate",
        "ec2:DeleteNetworkInterface",
        "ec2:ModifyInstanceAttribute",
        "ec2:RunInstances",
        "ec2:TerminateInstances",
      ],
      Resource: "*",
      Condition: { StringEquals: { "aws:RequestedRegion": region } },
    },
    {
      Sid: "GiveMachinesTheirRole",
      Effect: "Allow",
      Action: "iam:PassRole",
      Resource: machineRoleArn,
      Condition: { StringEquals: { "iam:PassedToService": "ec2.amazonaws.com" } },
    },
    {
      Sid: "EncryptVolumes",
      Effect: "Allow",
      Action: ["kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKeyWithoutPlaintext"],
      Resource: volumeKeyArn,
      Condition: { StringEquals: { "kms:ViaService": `ec2.${region}.amazonaws.com` } },
    },
  ];
}
