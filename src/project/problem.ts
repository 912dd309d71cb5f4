/** Something wrong in a project file, or (a warning) worth mending. */
export interface Problem {
  readonly file: string;
  /** Line and column, from 1; none where the file could not be read. */
  readonly line?: number;
  readonly column?: number;
  /** Path of the field, e.g. `researchBoxes[1].account`. */
  readonly path?: string;
  /** What is wrong, what was expected, and the mend. */
  readonly message: string;
}

/** `projects/x.yaml:12:5: researchBoxes[1].account: an account has exactly 12 digits` */
export function formatProblem({ file, line, column, path, message }: Problem): string {
  const place = line === undefined ? file : `${file}:${line}:${column ?? 1}`;
  return path === undefined || path === "" ? `${place}: ${message}` : `${place}: ${path}: ${message}`;
}

/** Path of a field as people write it. */
export function formatPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, part) =>
      typeof part === "number" ? `${text}[${part}]` : text === "" ? String(part) : `${text}.${String(part)}`,
    "",
  );
}
