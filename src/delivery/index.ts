export { allowedSignersOf, namespaceOf, readAllowedSigners, ROLES, type Role } from "./allowed-signers";
export {
  approvalsOf,
  approve,
  DEFAULT_DAYS,
  MOST_DAYS,
  type Approval,
  type ApproveProps,
  type CheckedApproval,
} from "./approval";
export { readCheckedPlan, type Checkout } from "./checked-plan";
export { DeliveryError } from "./delivery-error";
export { digestOf } from "./digest";
export { deploy, type DeployProps } from "./deploy";
export { VerdictError, type Judge, type Verdict } from "./judgement";
export { Journal, JOURNAL, journalEntries, type JournalEntry } from "./journal";
export { jsonText, parseJsonFile } from "./json-file";
export { MANIFEST, PLAN_FILES, type Manifest, type PlanMode } from "./manifest";
export { makePlan, type PlanProps, type Surroundings } from "./plan";
export { type SavedPlan } from "./plan-folder";
export { changesOf, changesText, kindOf } from "./planned-changes";
export { readPlainFile } from "./plain-file";
