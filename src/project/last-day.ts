import { type ResearchBoxSpec } from "./project";

const DAY = 86_400_000;

/** Whether a tenant's last day was before a day; both are ISO 8601 calendar dates, which sort as text. */
export function isOver({ until }: Pick<ResearchBoxSpec, "until">, on: string | undefined): boolean {
  return on !== undefined && until !== undefined && on > until;
}

/** Whether a text is a calendar date as ISO 8601 writes it, e.g. `2027-06-30`. */
export function isCalendarDate(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  // 31 February is read as 3 March.
  return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === text;
}

/** Days from one calendar date to another; negative where the other was before. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY);
}
