import { type Resource } from "../../model/resource";
import { readPolicy } from "../../policy/document";

/** Whether a service runs things as the role: machines, functions, containers. What cannot be read may be one. */
export function isOfService(role: Resource): boolean {
  const raw = role.attributes["assume_role_policy"];
  const reading = readPolicy(typeof raw === "string" ? raw : "");
  return (
    "unread" in reading ||
    reading.statements.some(
      ({ effect, principals, notPrincipal }) =>
        effect === "Allow" &&
        (notPrincipal || principals.some(({ kind }) => kind === "service" || kind === "everyone")),
    )
  );
}
