import { type RetirementStep } from "../retirement";
import { printable } from "./untrusted-text";

/** Lines of a step that are shown; the rest is counted. */
const SHOWN = 8;

/** The steps of a project's end, for a terminal: what is done, what is open and why, and the commands of the first open one. */
export function renderRetirement(project: string, steps: readonly RetirementStep[]): string {
  const next = steps.find(({ open }) => open.length > 0);
  const lines = steps.flatMap(({ title, open, shown }, index) => [
    `  ${index + 1}  ${open.length === 0 ? "done" : "open"}  ${title}${open.length === 0 ? `: ${printable(shown)}` : ""}`,
    ...some(open.map(printable)).map((line) => `           ${line}`),
  ]);
  return [
    project,
    ...lines,
    "",
    ...(next === undefined
      ? ["every step is done; -o writes the destruction record"]
      : [`next: ${next.title}`, ...next.commands.map((line) => `  ${printable(line)}`)]),
    "",
  ].join("\n");
}

function some(lines: readonly string[]): string[] {
  return lines.length <= SHOWN ? [...lines] : [...lines.slice(0, SHOWN), `and ${lines.length - SHOWN} more`];
}
