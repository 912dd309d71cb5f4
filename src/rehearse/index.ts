export { projectChanges, NEWCOMER, type ProjectChange } from "./drill";
export { FAULT_KINDS, SeededFaults, type FaultKind, type Happened } from "./cloud/faults";
export { Store, type SavedStore, type StoredResource } from "./cloud/store";
export {
  rehearse,
  type Changes,
  type DrillStep,
  type Kept,
  type Phase,
  type Rehearsal,
  type RehearsalProps,
} from "./rehearsal";
export { STORES_AND_KEYS } from "./stores-and-keys";
export { CloudFolder } from "./cloud-folder";
export { inspect, tamper, type NetworkView, type PlaceView, type Tampering } from "./inspection";
export { planOffline, type OfflinePlan, type OfflinePlanProps } from "./offline-plan";
