import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsExternalKey } from "@cdktf/provider-aws/lib/kms-external-key";
import { KmsKey, type KmsKeyConfig } from "@cdktf/provider-aws/lib/kms-key";
import { type TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { keepersOf } from "./key-keepers";
import { type KeyUsage, usageStatements, usersOf } from "./key-usage";
import { accountPrincipal, accountsOf, policyJson, type PolicyStatement } from "./policy-document";

/** Where the material of a key is made and kept. It never passes through Terraform. */
export type KeyOrigin =
  /** Made in AWS KMS and kept there, with `rotationDays` days between rotations, 90 to 2560. */
  | { readonly kind: "kms"; readonly rotationDays: number }
  /** Kept in AWS KMS once the hospital's administrators have imported it; until then nobody can use the key. */
  | { readonly kind: "imported" }
  /** Made in the CloudHSM cluster behind a custom key store of the key's account and region. */
  | { readonly kind: "hsm"; readonly keyStoreId: string }
  /** Kept outside of AWS, behind an external key store of the key's account and region, as the external key of that id. */
  | { readonly kind: "external"; readonly keyStoreId: string; readonly externalKeyId: string };

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
   * Where the key's material is. A key that exists cannot change it.
   * @default - made in AWS KMS, rotated every 365 days
   */
  readonly origin?: KeyOrigin;
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

/** Whoever imports material knows the key; whoever deletes it withdraws the key. */
const IMPORT = ["kms:ImportKeyMaterial"];
const WITHDRAW = ["kms:DeleteImportedKeyMaterial"];

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
 * Imported material comes from the administrators alone, and only with an expiry. AWS rotates material that it made and no
 * other (https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html).
 *
 * @throws Error where no deploy role is named, or the policy is too long
 */
export class BoxKey extends Construct {
  public readonly arn: string;
  /** Id that only AWS knows, a token. */
  public readonly keyId: string;
  public readonly aliasName: string;

  public constructor(scope: Construct, id: string, props: BoxKeyProps) {
    super(scope, id);
    if (props.deployRoleArns.length === 0)
      throw new Error(`key ${props.alias} names no deploy role; name the roles whose use of it is to be denied`);
    const common = {
      description: props.description,
      deletionWindowInDays: DELETION_WINDOW_DAYS,
      multiRegion: false,
      policy: policyJson(keyStatements(props), KEY_POLICY_CHARACTERS),
      // The custodian stays able to put the policy, so AWS's lock-out check should hold; not yet tried on AWS.
      bypassPolicyLockoutSafetyCheck: false,
      tags: { Name: props.alias },
      provider: props.provider,
    };
    const origin = props.origin ?? { kind: "kms", rotationDays: 365 };
    if (origin.kind === "imported") {
      const key = new KmsExternalKey(this, "key", {
        ...common,
        // The expiry is set by whoever imports. The provider would read it, and answer the difference with an import of
        // nothing at all (update of aws_kms_external_key in its source).
        lifecycle: { preventDestroy: true, ignoreChanges: ["valid_to"] },
      });
      [this.arn, this.keyId] = [key.arn, key.id];
    } else {
      const key = new KmsKey(this, "key", {
        ...common,
        ...materialOf(origin),
        lifecycle: { preventDestroy: true },
      });
      [this.arn, this.keyId] = [key.arn, key.keyId];
    }
    this.aliasName = `alias/${props.alias}`;
    new KmsAlias(this, "alias", { name: this.aliasName, targetKeyId: this.keyId, provider: props.provider });
  }
}

function materialOf(
  origin: Exclude<KeyOrigin, { kind: "imported" }>,
): Pick<KmsKeyConfig, "enableKeyRotation" | "rotationPeriodInDays" | "customKeyStoreId" | "xksKeyId"> {
  if (origin.kind === "kms") return { enableKeyRotation: true, rotationPeriodInDays: origin.rotationDays };
  return {
    enableKeyRotation: false,
    customKeyStoreId: origin.keyStoreId,
    ...(origin.kind === "external" ? { xksKeyId: origin.externalKeyId } : {}),
  };
}

function keyStatements(props: BoxKeyProps): PolicyStatement[] {
  const governors = [...new Set([...props.administrators, props.custodianRoleArn])];
  const usages = props.usages ?? [];
  const keepers = usages.flatMap((usage) => keepersOf(usage));
  const isImported = props.origin?.kind === "imported";
  return [
    {
      Sid: "HospitalGoverns",
      Effect: "Allow",
      Principal: accountPrincipal(accountsOf(governors)),
      Action: isImported ? [...GOVERN, ...WITHDRAW] : GOVERN,
      Resource: "*",
      Condition: { ArnEquals: { "aws:PrincipalArn": governors } },
    },
    ...(isImported ? [importStatement(props.administrators)] : []),
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
      Action: isImported ? [...RE_POLICY, ...IMPORT, ...WITHDRAW] : RE_POLICY,
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
        // To start a machine with an encrypted volume, or to make a file system or a database, is to have the service use the key in
        // one's name: the one exception.
        ...(keepers.length > 0 ? { StringNotEquals: { "kms:ViaService": keepers } } : {}),
      },
    },
    ...usages.flatMap((usage) => usageStatements(usage)),
  ];
}

/** https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-expiration-model */
function importStatement(administrators: readonly string[]): PolicyStatement {
  return {
    Sid: "AdministratorsImport",
    Effect: "Allow",
    Principal: accountPrincipal(accountsOf(administrators)),
    Action: IMPORT,
    Resource: "*",
    Condition: {
      ArnEquals: { "aws:PrincipalArn": [...administrators] },
      StringEquals: { "kms:ExpirationModel": "KEY_MATERIAL_EXPIRES" },
    },
  };
}
