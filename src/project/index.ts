export { placeBoxes, privateSpaces } from "./address-plan";
export { coveringBlock, formatCidr, hostAddress, parseCidr } from "./cidr";
export { daysBetween, isCalendarDate, isOver } from "./last-day";
export { loadProject, type LoadResult } from "./load";
export { formatProblem, type Problem } from "./problem";
export type * from "./project";
export { API_VERSION, projectSchema } from "./schema";
