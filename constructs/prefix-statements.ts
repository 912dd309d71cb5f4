import { accountPrincipal, accountsOf, type PolicyCondition, type PolicyStatement } from "./policy-document";

/** Roles of one account that see only the objects of a bucket whose keys begin with a prefix. */
export interface PrefixGrant {
  /** With a trailing slash. */
  readonly prefix: string;
  readonly roleArns: readonly string[];
  /**
   * Whether the roles write there too.
   * @default false
   */
  readonly writes?: boolean;
  /**
   * Whether the roles are of the bucket's own account. There IAM allows by itself, so that the bucket's policy has to deny
   * them the rest.
   * @default false
   */
  readonly ownAccount?: boolean;
}

/**
 * The statements of a bucket's policy that show parts of it to roles: objects, and listings that name the prefix. None
 * of them deletes.
 */
export function prefixStatements(arn: string, grants: readonly PrefixGrant[]): PolicyStatement[] {
  const strangers = grants.filter(({ ownAccount }) => ownAccount !== true).flatMap(({ roleArns }) => roleArns);
  return [
    ...(strangers.length === 0
      ? []
      : [
          {
            Sid: "FindParts",
            Effect: "Allow" as const,
            Principal: accountPrincipal(accountsOf(strangers)),
            Action: "s3:GetBucketLocation",
            Resource: arn,
          },
        ]),
    ...grants.flatMap((grant, index) => (grant.ownAccount ? denials : allowances)(arn, grant, index)),
  ];
}

function allowances(arn: string, { prefix, roleArns, writes }: PrefixGrant, index: number): PolicyStatement[] {
  const Principal = accountPrincipal(accountsOf(roleArns));
  const roles: PolicyCondition = { ArnEquals: { "aws:PrincipalArn": roleArns } };
  return [
    {
      Sid: `Part${index}`,
      Effect: "Allow",
      Principal,
      Action: [
        "s3:GetObject",
        ...(writes ? ["s3:AbortMultipartUpload", "s3:ListMultipartUploadParts", "s3:PutObject"] : []),
      ],
      Resource: `${arn}/${prefix}*`,
      Condition: roles,
    },
    {
      Sid: `List${index}`,
      Effect: "Allow",
      Principal,
      Action: "s3:ListBucket",
      Resource: arn,
      Condition: { ...roles, StringLike: { "s3:prefix": `${prefix}*` } },
    },
  ];
}

function denials(arn: string, { prefix, roleArns, writes }: PrefixGrant, index: number): PolicyStatement[] {
  const roles: PolicyCondition = { ArnEquals: { "aws:PrincipalArn": roleArns } };
  const deny = (
    Sid: string,
    Action: readonly string[],
    resource: Pick<PolicyStatement, "Resource" | "NotResource">,
    more: PolicyCondition = {},
  ): PolicyStatement => ({
    Sid: `${Sid}${index}`,
    Effect: "Deny",
    Principal: "*",
    Action,
    ...resource,
    Condition: { ...roles, ...more },
  });
  return [
    deny("OnlyPart", ["s3:DeleteObject*", "s3:GetObject*", "s3:PutObject*"], { NotResource: `${arn}/${prefix}*` }),
    ...(writes ? [] : [deny("OnlyRead", ["s3:DeleteObject*", "s3:PutObject*"], { Resource: `${arn}/*` })]),
    // Also where the request names no prefix.
    deny("OnlyList", ["s3:ListBucket*"], { Resource: arn }, { StringNotLike: { "s3:prefix": `${prefix}*` } }),
  ];
}
