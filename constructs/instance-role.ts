import { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { type TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { policyJson, type PolicyStatement } from "./policy-document";

export interface InstanceRoleProps {
  /** Name of role and instance profile, at most 64 characters. */
  readonly name: string;
  /** IAM path, with leading and trailing slash. */
  readonly path: string;
  readonly description: string;
  /** ARN of the policy that no permission of this role can exceed. */
  readonly permissionsBoundaryArn: string;
  /**
   * What the machine may call.
   * @default - nothing
   */
  readonly statements?: readonly PolicyStatement[];
  /**
   * Services that run machines with the role, beside EC2: they are handed it by who has `iam:PassRole` in its account.
   * @default - EC2 only
   */
  readonly alsoFor?: readonly string[];
  /** @default - the stack's default provider */
  readonly provider?: TerraformProvider;
}

/** A role that only EC2 instances of its own account take, inside a permissions boundary, with its instance profile. */
export class InstanceRole extends Construct {
  public readonly role: IamRole;
  public readonly profile: IamInstanceProfile;

  public constructor(scope: Construct, id: string, props: InstanceRoleProps) {
    super(scope, id);
    const { name, path, provider } = props;
    this.role = new IamRole(this, "role", {
      name,
      path,
      description: props.description,
      assumeRolePolicy: policyJson([
        // Without Resource: a trust policy has none.
        {
          Sid: "InstancesOnly",
          Effect: "Allow",
          Principal: {
            Service: props.alsoFor === undefined ? "ec2.amazonaws.com" : ["ec2.amazonaws.com", ...props.alsoFor],
          },
          Action: "sts:AssumeRole",
        },
      ]),
      permissionsBoundary: props.permissionsBoundaryArn,
      maxSessionDuration: 3600,
      provider,
    });
    if (props.statements !== undefined && props.statements.length > 0)
      new IamRolePolicy(this, "policy", {
        name: "permissions",
        role: this.role.name,
        policy: policyJson(props.statements),
        provider,
      });
    this.profile = new IamInstanceProfile(this, "profile", { name, path, role: this.role.name, provider });
  }
}
