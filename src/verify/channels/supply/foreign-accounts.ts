import { type Channel } from "../../channel";
import { type Attributes } from "../../model/resource";

const ACCOUNT = /^(?:arn:[^:]*:[^:]*:[^:]*:)?(\d{12})(?::.*)?$/s;

/** What AWS says of a resource itself, and what is judged as a policy. */
const NOT_NAMED = new Set(["//", "arn", "id", "owner_id", "tags", "tags_all", "user_data", "user_data_base64"]);
/** Types that can only forbid, to whichever account. */
const FORBID = new Set(["aws_organizations_policy_attachment"]);

/** Catalogue row T03: the closed world, by account. */
export const foreignAccounts: Channel = {
  id: "supply.foreign-accounts",
  title: "Resources of other accounts",
  opens:
    "an attribute that names an account, or a resource of one, in which no provider of the configuration works: what is sent there, or taken from there, is not in the configuration",
  closes: "every account that a resource names, in an ARN or by its number, is one in which a provider works",
  sources: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html"],
  decide: (model, ruling) => {
    let named = 0;
    for (const resource of model.resources)
      for (const { name, account } of FORBID.has(resource.type) ? [] : accountsNamed(resource.attributes)) {
        named += 1;
        if (model.accounts.has(account)) continue;
        ruling.unproven(
          resource,
          `its ${name} names account ${account}, in which no provider of the configuration works`,
          `let ${name} of ${resource.address} name a resource of the configuration's accounts`,
        );
      }
    ruling.closed({ address: "(configuration)", path: null }, `${named} times a resource names an account, its own`);
  },
};

function accountsNamed(value: unknown, name = ""): { readonly name: string; readonly account: string }[] {
  if (typeof value === "string") {
    const account = ACCOUNT.exec(value)?.[1];
    return account === undefined ? [] : [{ name, account }];
  }
  if (Array.isArray(value)) return value.flatMap((one) => accountsNamed(one, name));
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value as Attributes).flatMap(([inner, one]) =>
    NOT_NAMED.has(inner) ? [] : accountsNamed(one, inner),
  );
}
