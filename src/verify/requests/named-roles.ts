import { type Statement } from "../policy/document";

const ROLE = /^arn:[^:]*:iam::\d{12}:(role|user)\/[^*?$]+$/;

/** ARNs of the roles and users that statements name one by one, as principals or in conditions. */
export function rolesNamedBy(statements: readonly Statement[]): readonly string[] {
  const named = statements.flatMap(({ principals, conditions }) => [
    ...principals.flatMap((one) => (one.kind === "account" ? [one.arn] : [])),
    ...conditions.flatMap(({ key, values }) => (key === "aws:principalarn" ? values : [])),
  ]);
  return [...new Set(named)].filter((arn) => ROLE.test(arn));
}
