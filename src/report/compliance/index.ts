export { renderComplianceCsv } from "./csv";
export { renderComplianceJson } from "./json";
export { renderComplianceText } from "./text";
