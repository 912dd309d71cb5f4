import Papa from "papaparse";
import { type AssessedControl, type AssessedFramework, type Assessment, type Ground } from "../../compliance";
import { type Evidence } from "../../verify";

const COLUMNS = [
  "target",
  "framework",
  "edition",
  "control",
  "level",
  "words",
  "status",
  "ground",
  "ground_verdict",
  "kind",
  "resource",
  "construct",
  "why",
  "remark",
] as const;

/**
 * Assessments as CSV (RFC 4180, UTF-8), a row for each piece of evidence: which control stands in which resource. A control
 * that nothing shows has one row. A text that a spreadsheet would take for a formula gets an apostrophe in front (CWE-1236).
 */
export function renderComplianceCsv(assessments: readonly Assessment[]): string {
  const rows = assessments.flatMap((assessment) => {
    const grounds = new Map(assessment.grounds.map((ground) => [ground.id, ground]));
    return assessment.frameworks.flatMap((framework) =>
      framework.controls.flatMap((control) => rowsOf(assessment, framework, control, grounds)),
    );
  });
  const csv = Papa.unparse({ fields: [...COLUMNS], data: rows }, { escapeFormulae: true, newline: "\r\n" });
  return `${csv}\r\n`;
}

function rowsOf(
  { target }: Assessment,
  { id, edition }: AssessedFramework,
  control: AssessedControl,
  grounds: ReadonlyMap<string, Ground>,
): string[][] {
  const head = [target, id, edition, control.id, control.level ?? "", control.words, control.status];
  const remark = control.remark ?? "";
  const rows = control.grounds.flatMap((one) => {
    const ground = grounds.get(one);
    if (ground === undefined) return [];
    const pieces = [
      ...ground.against.map((piece) => ["against", piece] as const),
      ...ground.doors.map((piece) => ["door", piece] as const),
      ...ground.evidence.map((piece) => ["evidence", piece] as const),
    ];
    const cells =
      pieces.length === 0 ? [["none", "", "", ""]] : pieces.map(([kind, piece]) => [kind, ...placeAndWhy(piece)]);
    return cells.map((cell) => [...head, ground.id, ground.verdict, ...cell, remark]);
  });
  return rows.length > 0 ? rows : [[...head, "", "", "", "", "", "", remark]];
}

function placeAndWhy({ address, path, why }: Evidence): string[] {
  return [address, path ?? "", why];
}
