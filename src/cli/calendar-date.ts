import { isCalendarDate } from "../project";
import { UserError } from "./terminal";

/** A date that an option gives. @throws UserError where it is none */
export function calendarDate(option: string, text: string): string {
  if (!isCalendarDate(text)) throw new UserError(`${option} ${text}: no calendar date; write it like 2027-06-30`);
  return text;
}
