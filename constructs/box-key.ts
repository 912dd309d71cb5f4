import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { type TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { keepersOf, type KeyUsage, usageStatements, usersOf } from "./key-usage";
import { accountPrincipal, accountsOf, policyJson, type PolicyStatement } from "./policy-document";

export interface BoxKeyProps {
  /** Alias, without `alias/`. */
  readonly alias: string;
  readonly description: string;
  /** Account of the hospital that owns the key, 12 digits. */
  readonly account: string;
  /** ARN of the hospital's role that makes the key and may change its policy; Terraform takes it on for keys only. */
  readonly custodianRoleArn: string;
  /** ARNs of the hospital's key administrators: they govern the key and cannot use it. */
  readonly administrators: readonly string[];
  /** ARNs of the roles that deploy: they may look at the key. */
  readonly deployRoleArns: readonly string[];
  /**
   * Who may use the key, and through which service only.
   * @default - nobody
   */
  readonly usages?: readonly KeyUsage[];
  /**
   * Days between rotations of the key material, 90 to 2560.
   * @default 365
   */
  readonly rotationDays?: number;
  /** @default - the stack's default provider */
  readonly provider?: TerraformProvider;
}

/** Size limit of a key policy: https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html */
const KEY_POLICY_CHARACTERS = 32_768;

/** The longest time in which a deletion can be called off. */
const DELETION_WINDOW_DAYS = 30;

/** Verbs that govern a key without touching what it protects. */
const GOVERN = [
  "kms:CancelKeyDeletion",
  "kms:Describe*",
  "kms:DisableKey",
  "kms:DisableKeyRotation",
  "kms:EnableKey",
  "kms:EnableKeyRotation",
  "kms:Get*",
  "kms:List*",
  "kms:PutKeyPolicy",
  "kms:RevokeGrant",
  "kms:RotateKeyOnDemand",
  "kms:ScheduleKeyDeletion",
  "kms:TagResource",
  "kms:UntagResource",
  "kms:UpdateAlias",
  "kms:CreateAlias",
  "kms:DeleteAlias",
  "kms:UpdateKeyDescription",
];

/** Verbs that use a key, or hand its use on. */
const USE = ["kms:CreateGrant", "kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"];

/** Verbs that change who may use a key, or whether anybody can. */
const RE_POLICY = ["kms:DisableKey", "kms:PutKeyPolicy", "kms:ScheduleKeyDeletion"];

/**
 * A customer managed key in the hospital's custody, with duties apart: administrators and custodian govern it and cannot
 * use it, the named roles use it through the named services only, the deploy role looks at it. Accounts are principals
 * for the named roles only, so a permission that IAM gives to anybody else gives nothing here; a named role needs both this
 * policy and a permission of its own.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 *
 * Whoever governs a key can rewrite its policy, and whoever administers IAM in the hospital's account can make a role of
 * a governor's name: key authority lies with the hospital. That is also the way back from a lock-out: governors are named
 * by ARN in a condition, and a role made anew under the same name governs again.
 *
 * @throws Error where no deploy role is named, or the policy is too long
 */
export class BoxKey extends Construct {
  public readonly arn: string;
  public readonly aliasName: string;

  public constructor(scope: Construct, id: string, props: BoxKeyProps) {
    super(scope, id);
    if (props.deployRoleArns.length === 0)
      throw new Error(`key ${props.alias} names no deploy role; name the roles whose use of it is to be denied`);
    const key = new KmsKey(this, "key", {
      description: props.description,
      enableKeyRotation: true,
      rotationPeriodInDays: props.rotationDays ?? 365,
      deletionWindowInDays: DELETION_WINDOW_DAYS,
      multiRegion: false,
      policy: policyJson(keyStatements(props), KEY_POLICY_CHARACTERS),
      // The custodian stays able to put the policy, so AWS's lock-out check should hold; not yet tried on AWS.
      bypassPolicyLockoutSafetyCheck: false,
      lifecycle: { preventDestroy: true },
      tags: { Name: props.alias },
      provider: props.provider,
    });
    this.arn = key.arn;
    this.aliasName = `alias/${props.alias}`;
    new KmsAlias(this, "alias", { name: this.aliasName, targetKeyId: key.keyId, provider: props.provider });
  }
}

function keyStatements(props: BoxKeyProps): PolicyStatement[] {
  const governors = [...new Set([...props.administrators, props.custodianRoleArn])];
  const usages = props.usages ?? [];
  const keepers = usages.flatMap((usage) => keepersOf(usage));
  return [
    {
      Sid: "HospitalGoverns",
      Effect: "Allow",
      Principal: accountPrincipal(accountsOf(governors)),
      Action: GOVERN,
      Resource: "*",
      Condition: { ArnEquals: { "aws:PrincipalArn": governors } },
    },
    {
      Sid: "GovernorsNeverUse",
      Effect: "Deny",
      Principal: "*",
      Action: USE,
      Resource: "*",
      // An administrator who puts a secret, or reads a record, does so through the service that a usage names.
      Condition: {
        ArnEquals: { "aws:PrincipalArn": governors },
        ...(usages.some((usage) => usersOf(usage).some((role) => governors.includes(role)))
          ? { Null: { "kms:ViaService": "true" } }
          : {}),
      },
    },
    {
      Sid: "DeployRolesLook",
      Effect: "Allow",
      Principal: accountPrincipal(accountsOf(props.deployRoleArns)),
      Action: ["kms:DescribeKey", "kms:GetKeyPolicy", "kms:GetKeyRotationStatus", "kms:ListResourceTags"],
      Resource: "*",
      Condition: { ArnEquals: { "aws:PrincipalArn": [...props.deployRoleArns] } },
    },
    {
      Sid: "DeployRolesNeverRePolicy",
      Effect: "Deny",
      Principal: "*",
      Action: RE_POLICY,
      Resource: "*",
      Condition: { ArnEquals: { "aws:PrincipalArn": [...props.deployRoleArns] } },
    },
    {
      Sid: "DeployRolesNeverUse",
      Effect: "Deny",
      Principal: "*",
      Action: USE,
      Resource: "*",
      Condition: {
        ArnEquals: { "aws:PrincipalArn": [...props.deployRoleArns] },
        // To start a machine with an encrypted volume, or to make a file system, is to have the service use the key in
        // one's name: the one exception.
        ...(keepers.length > 0 ? { StringNotEquals: { "kms:ViaService": keepers } } : {}),
      },
    },
    ...usages.flatMap((usage) => usageStatements(usage)),
  ];
}
