import { type EngineDiagnostic } from "./engine";

/** What an engine found wrong, in one line: where, what, and why. */
export function diagnosticText({ severity, summary, detail, address, range }: EngineDiagnostic): string {
  const place = range === undefined ? "" : `${range.filename}:${range.start.line}: `;
  return `${place}${severity}: ${address === undefined ? "" : `${address}: `}${summary}${detail === undefined || detail === "" ? "" : `: ${detail.replaceAll("\n", " ")}`}`;
}
