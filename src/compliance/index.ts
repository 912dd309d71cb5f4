export {
  assess,
  groundsOf,
  STATUSES,
  type AssessedControl,
  type AssessedFramework,
  type Assessment,
  type Ground,
  type Status,
} from "./assess";
export { FRAMEWORK_IDS, frameworks, type Control, type Framework, type FrameworkId } from "./framework";
export { SETTINGS } from "./settings";
export { type Setting, type Standing } from "./standing";
