import { isList, isObject, type ObjectValue } from "../plugin/values";

/** Stands for the account of whoever runs Terraform, where a configuration does not say which it is. */
export const NOBODYS_ACCOUNT = "000000000000";

/** The account that a provider configuration works in: that of the role which it takes on, or the one that it is allowed. */
export function accountOfProvider(config: ObjectValue): string {
  const [role] = isList(config["assume_role"]) ? config["assume_role"] : [];
  const arn = isObject(role) ? role["role_arn"] : undefined;
  const assumed = typeof arn === "string" ? /^arn:[^:]*:iam::(\d{12}):/.exec(arn)?.[1] : undefined;
  const [allowed] = isList(config["allowed_account_ids"]) ? config["allowed_account_ids"] : [];
  return assumed ?? (typeof allowed === "string" ? allowed : NOBODYS_ACCOUNT);
}

/** ARN of whoever a provider configuration works as. */
export function callerOf(config: ObjectValue, account: string): string {
  const [role] = isList(config["assume_role"]) ? config["assume_role"] : [];
  const arn = isObject(role) ? role["role_arn"] : undefined;
  return typeof arn === "string" ? arn : `arn:aws:iam::${account}:root`;
}
