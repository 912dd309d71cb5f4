import { type Condition, type Statement } from "./document";

/** Operators that hold only where the key is there and equals (or matches) one of the values. */
const POSITIVE = new Set(["StringEquals", "StringLike", "ArnEquals", "ArnLike", "StringEqualsIgnoreCase"]);

/**
 * Whether an Allow can serve principals of the given accounts only, whoever else asks. Over-approximates what it allows:
 * a condition that is not understood bounds nothing.
 */
export function principalsWithin(statement: Statement, accounts: ReadonlySet<string>): boolean {
  if (statement.notPrincipal) return false;
  const named =
    statement.principals.length > 0 &&
    statement.principals.every((principal) => principal.kind === "account" && accounts.has(principal.account));
  return named || statement.conditions.some((condition) => namesPrincipalsOf(condition, accounts));
}

/** Whether a condition can hold for principals of the accounts only. */
function namesPrincipalsOf({ operator, key, values }: Condition, accounts: ReadonlySet<string>): boolean {
  if (!POSITIVE.has(operator) || values.length === 0) return false;
  if (key === "aws:principalaccount" || key === "kms:calleraccount")
    return values.every((value) => accounts.has(value));
  if (key === "aws:principalarn") return values.every((value) => accountOf(value, accounts));
  return false;
}

/**
 * Whether an Allow to a service serves only what it does for the given accounts: the confused-deputy guard of
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
export function sourcesWithin(statement: Statement, accounts: ReadonlySet<string>): boolean {
  return statement.conditions.some(
    ({ operator, key, values }) =>
      POSITIVE.has(operator) &&
      values.length > 0 &&
      ((key === "aws:sourceaccount" && values.every((value) => accounts.has(value))) ||
        ((key === "aws:sourcearn" || key.startsWith("kms:encryptioncontext:aws:")) &&
          values.every((value) => accountOf(value, accounts)))),
  );
}

/** Whether an Allow reaches resources of the given accounts only, or the named buckets. */
export function resourcesWithin(
  statement: Statement,
  accounts: ReadonlySet<string>,
  buckets: ReadonlySet<string>,
): boolean {
  const bound = statement.conditions.some(
    ({ operator, key, values }) =>
      POSITIVE.has(operator) &&
      key === "aws:resourceaccount" &&
      values.length > 0 &&
      values.every((value) => accounts.has(value)),
  );
  if (bound) return true;
  if (statement.notResource || statement.resources.length === 0) return false;
  return statement.resources.every((arn) => accountOf(arn, accounts) || buckets.has(bucketOf(arn) ?? ""));
}

/** Keys that are known, and known to bound no account where they are not named above. */
const KNOWN_KEYS =
  /^(aws:(principalaccount|principalarn|principalisawsservice|principaltype|referer|resourceaccount|securetransport|sourceaccount|sourcearn|sourceip|sourcevpc|sourcevpce|useragent|viaawsservice)|kms:.*|s3:.*|iam:passedtoservice)$/;

/**
 * Keys of a statement's conditions that are not modelled: they may bound it in a way that cannot be told, so that it is
 * neither shown to be bound nor shown to be open.
 */
export function unmodelledKeys(statement: Statement): string[] {
  return statement.conditions.map(({ key }) => key).filter((key) => !KNOWN_KEYS.test(key));
}

/** Name of the bucket that an S3 ARN speaks of, where it names exactly one. */
export function bucketOf(arn: string): string | undefined {
  const name = /^arn:[^:]*:s3:::([^/]+)(\/.*)?$/.exec(arn)?.[1];
  return name === undefined || /[*?$]/.test(name) ? undefined : name;
}

/** Whether an ARN's account field is one of the accounts, written out. */
function accountOf(arn: string, accounts: ReadonlySet<string>): boolean {
  const fields = arn.split(":");
  return fields[0] === "arn" && fields.length >= 6 && accounts.has(fields[4] ?? "");
}
