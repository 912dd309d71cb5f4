import { type Rehearsal } from "../rehearse/rehearsal";
import { type TargetReport } from "../verify";
import { printable } from "./untrusted-text";

/** What a rehearsal does not show, in every report of one. */
const LIMITS =
  "It rehearses Terraform, the provider's schema and the refusals in its tables; it is not AWS. Permissions, capacity and what AWS's services do with what they are given are not shown.";

/** A rehearsal for a terminal: a line a phase, what went wrong, and what it does not prove. */
export function renderRehearsal(name: string, rehearsal: Rehearsal, verdict: TargetReport | undefined): string {
  const { phases, ok, seconds, providerSeconds, resources } = rehearsal;
  const width = Math.max(...phases.map((phase) => phase.name.length));
  const lines = phases.flatMap((phase) => {
    const { changes } = phase;
    const counts =
      changes === undefined
        ? []
        : [
            ["to create", changes.create],
            ["to change in place", changes.update],
            ["to replace", changes.replace],
            ["to delete", changes.delete],
          ].flatMap(([word, count]) => (count === 0 ? [] : [`${String(count)} ${String(word)}`]));
    const said = [...(counts.length > 0 ? [counts.join(", ")] : []), ...phase.notes.slice(0, 10)].join("; ");
    return [
      `  ${phase.ok ? "ok    " : "FAILED"} ${phase.name.padEnd(width)} ${phase.seconds.toFixed(1).padStart(6)} s  ${printable(said)}`.trimEnd(),
      ...phase.diagnostics
        .slice(0, 20)
        .flatMap(({ address, summary, detail, range }) => [
          `           ${printable([address, summary].filter((one) => one !== undefined).join(": "))}`,
          ...(detail === undefined || detail === "" ? [] : [`             ${printable(detail.replaceAll("\n", " "))}`]),
          ...(range === undefined ? [] : [`             at ${printable(range.filename)}:${range.start.line}`]),
        ]),
    ];
  });
  const share = seconds > 0 ? Math.round((100 * providerSeconds) / seconds) : 0;
  return [
    ...lines,
    ...(verdict === undefined ? [] : [`  the verdict on the rehearsed plan: ${verdict.verdict}`]),
    `${name}: ${ok ? "rehearsed" : "the rehearsal failed"} (${resources} resources, ${seconds.toFixed(1)} s, of which the embedded cloud ${share}%)`,
    LIMITS,
    "",
  ].join("\n");
}

/** A rehearsal in one line: what was shown, or what failed. */
export function summarizeRehearsal({ phases, ok, seconds, resources, engine }: Rehearsal): string {
  const drilled = phases.filter(({ name }) => name.startsWith("drill: ")).length;
  const failed = phases.filter((phase) => !phase.ok).map(({ name }) => name);
  const shown = ok
    ? `${resources} resources made, the second plan empty, ${drilled} changes drilled, nothing left`
    : `failed at ${failed.map(printable).join(", ")}`;
  return `${shown} (${engine}, ${seconds.toFixed(1)} s)`;
}
