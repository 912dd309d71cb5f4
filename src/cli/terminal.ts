/** Where a command reads its surroundings from and writes to; tests put their own in its place. */
export interface Terminal {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether reports may be coloured: standard output is a terminal and `NO_COLOR` (https://no-color.org) is not set. */
  readonly color: boolean;
  /** Results: what a pipe or a file is to receive. */
  out(text: string): void;
  /** Progress, warnings and errors. */
  err(text: string): void;
  /** Calls a listener at each Ctrl-C, in place of ending the process, until what it gives back is called. */
  interrupts(listener: () => void): () => void;
}

/** What every command answers, by the contract that pipelines rely on. */
export const EXIT = { done: 0, error: 1, leaks: 2, unproven: 3 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Bad input or a missing tool: shown as it is, without a stack trace, with exit code 1. */
export class UserError extends Error {}
