export { EvidenceError, readEvidence, type Evidence } from "./evidence";
export { destructionRecord, type DestructionRecord } from "./record";
export { retirementSteps, type RetirementStep } from "./steps";
