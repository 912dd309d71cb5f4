import { type Assessment } from "../../compliance";

/** Assessments as JSON, version 1: each ground with its evidence once, and controls that name grounds by id. */
export function renderComplianceJson(assessments: readonly Assessment[]): string {
  return `${JSON.stringify({ version: 1, targets: assessments }, null, 2)}\n`;
}
