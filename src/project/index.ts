export { placeBoxes, privateSpaces } from "./address-plan";
export { hostAddress } from "./cidr";
export { daysBetween, isCalendarDate, isOver } from "./last-day";
export { LINK_OUTPUTS, linkAddresses, linkSelectors, type LinkSelectors } from "./link-plan";
export { loadProject, type LoadResult } from "./load";
export { formatProblem, type Problem } from "./problem";
export type * from "./project";
export type * from "./stores";
export { API_VERSION, projectSchema } from "./schema";
