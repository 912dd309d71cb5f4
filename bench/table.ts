/** Prints rows below a heading, in columns. */
export function printTable(title: string, heading: readonly string[], rows: readonly (readonly string[])[]): void {
  const all = [heading, ...rows];
  const widths = heading.map((_, column) => Math.max(...all.map((row) => (row[column] ?? "").length)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join("  ");
  console.log(`\n${title}\n${all.map(line).join("\n")}`);
}

export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(2)} s`;
}

export function mebibytes(peak: number | undefined): string {
  return peak === undefined ? "-" : `${peak.toFixed(0)} MiB`;
}

/** How many times the second is the first. */
export function times(value: number, unit: number): string {
  return `x${(value / unit).toFixed(2)}`;
}
