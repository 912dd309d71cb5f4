import { type Statement } from "../policy/document";

const ROLE = /^arn:[^:]*:iam::\d{12}:(role|user)\/[^*?$]+$/;

/**
 * ARNs of the roles and users that statements name one by one, as principals or in conditions.
 *
 * @param resolve writes out an ARN that is a reference; by default such a one is left out
 */
export function rolesNamedBy(
  statements: readonly Statement[],
  resolve: (arn: string) => string = (arn) => arn,
): readonly string[] {
  const named = statements.flatMap(({ principals, conditions }) => [
    ...principals.flatMap((one) => (one.kind === "account" ? [one.arn] : one.kind === "other" ? [one.text] : [])),
    ...conditions.flatMap(({ key, values }) => (key === "aws:principalarn" ? values : [])),
  ]);
  return [...new Set(named.map(resolve))].filter((arn) => ROLE.test(arn));
}
