import { type CheckedApproval } from "../delivery";
import { printable } from "./untrusted-text";

/** The approvals of a plan for a terminal: a line for each role. */
export function renderApprovals(approvals: readonly CheckedApproval[]): string {
  return approvals
    .map(({ role, refused, approval, key }) =>
      refused === undefined && approval !== undefined
        ? `  ${role.padEnd(8)}  holds    ${printable(approval.principal)} until ${approval.expires} (${key ?? ""}): ${printable(approval.reason)}\n`
        : `  ${role.padEnd(8)}  missing  ${printable(refused ?? "")}\n`,
    )
    .join("");
}
