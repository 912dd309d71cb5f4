import { type Rule } from "./rules";
import { principalsWithin, sourcesWithin, unmodelledKeys } from "./policy/bounds";
import { readPolicy } from "./policy/document";

/**
 * A resource policy serves the project's accounts only: each Allow is bound to their principals, or to a service that acts
 * for them.
 *
 * @param attribute attribute that holds the policy's JSON
 * @param absent what AWS does without a policy: closed to other accounts, or open
 */
export function servesProjectOnly(attribute = "policy", absent: "open" | "closed" = "closed"): Rule {
  return (resource, model) => {
    const raw = resource.attributes[attribute];
    const mend = `bound each Allow in ${attribute} of ${resource.address} to aws:PrincipalAccount, or aws:SourceAccount for a service`;
    if (raw === undefined || raw === null || raw === "")
      return [
        absent === "closed"
          ? { verdict: "closed", why: `${attribute} is left out, and so only its own account is served` }
          : { verdict: "open", why: `${attribute} is left out, and so everybody is served`, mend },
      ];
    const reading = readPolicy(typeof raw === "string" ? raw : "");
    if ("unread" in reading)
      return [{ verdict: "unproven", why: `its policy cannot be read: ${reading.unread}`, mend }];
    const { accounts } = model;
    if (accounts.size === 0)
      return [
        {
          verdict: "unproven",
          why: "no provider says in which accounts it works",
          mend: "set allowed_account_ids of every provider",
        },
      ];
    const foreign = reading.statements.filter(
      (statement) =>
        statement.effect === "Allow" && !principalsWithin(statement, accounts) && !sourcesWithin(statement, accounts),
    );
    if (foreign.length === 0) return [{ verdict: "closed", why: "every Allow serves the project's accounts only" }];
    return foreign.map((statement) => {
      const label = statement.sid || "an Allow";
      const keys = unmodelledKeys(statement);
      return keys.length > 0
        ? { verdict: "unproven", why: `${label} has a condition on ${keys.join(", ")}, which is not modelled`, mend }
        : { verdict: "open", why: `${label} serves principals outside of the project`, mend };
    });
  };
}
