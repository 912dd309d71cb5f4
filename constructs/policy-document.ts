/** One statement of a policy, in the order in which reviewers read it. */
export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  /** Resource policies name whom they speak of; identity policies leave it out. */
  readonly Principal?: "*" | { readonly AWS: readonly string[] } | { readonly Service: string | readonly string[] };
  readonly Action: string | readonly string[];
  /** Left out in trust policies, and where `NotResource` stands. */
  readonly Resource?: string | readonly string[];
  /** Instead of `Resource`: everything but these. */
  readonly NotResource?: string | readonly string[];
  readonly Condition?: PolicyCondition;
}

/** Operator, key, and the values of which one has to match. */
export type PolicyCondition = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/**
 * A policy as plain JSON text, with `${…}` references inside, so that a reviewer reads it in the plan.
 *
 * @param maxCharacters AWS's limit on this kind of policy
 * @throws Error where the policy is longer
 */
export function policyJson(statements: readonly PolicyStatement[], maxCharacters = Number.POSITIVE_INFINITY): string {
  const json = JSON.stringify({ Version: "2012-10-17", Statement: statements });
  if (json.length > maxCharacters)
    throw new Error(
      `a policy of ${statements.length} statements has ${json.length} characters, AWS takes ${maxCharacters}; name fewer principals or resources`,
    );
  return json;
}

/**
 * The accounts as principals. A role is named by a condition on `aws:PrincipalArn` instead: a role in `Principal` has to
 * exist when the policy is saved, and becomes another principal when it is made anew.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function accountPrincipal(accounts: readonly string[]): { readonly AWS: readonly string[] } {
  return { AWS: [...new Set(accounts)].map((account) => `arn:aws:iam::${account}:root`) };
}

/** The accounts of the given role ARNs, each once. */
export function accountsOf(roleArns: readonly string[]): string[] {
  return [...new Set(roleArns.map((arn) => arn.split(":")[4] ?? ""))];
}

/** An Allow of a resource policy for named roles. */
export function allowRoles(
  Sid: string,
  Action: readonly string[],
  Resource: string | readonly string[],
  roleArns: readonly string[],
): PolicyStatement {
  return {
    Sid,
    Effect: "Allow",
    Principal: accountPrincipal(accountsOf(roleArns)),
    Action,
    Resource,
    Condition: { ArnEquals: { "aws:PrincipalArn": roleArns } },
  };
}
