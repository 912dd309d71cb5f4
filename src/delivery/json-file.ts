import { type z } from "zod";
import { printable } from "../report/untrusted-text";
import { DeliveryError } from "./delivery-error";

/**
 * The contents of a JSON file, as its schema has it.
 *
 * @param name what to call the file in messages
 * @throws DeliveryError with the file and the field
 */
export function parseJsonFile<T>(bytes: Uint8Array, name: string, schema: z.ZodType<T>): T {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    throw new DeliveryError(`${name}: no JSON (${printable((error as Error).message)})`);
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const field = issue === undefined || issue.path.length === 0 ? "" : `${issue.path.join(".")}: `;
  throw new DeliveryError(printable(`${name}: ${field}${issue?.message ?? "not as expected"}`));
}

/** How a JSON file of a plan is written. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
