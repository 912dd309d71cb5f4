import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/**
 * A program outside this repository that judges what we synthesize; or, where the machine lacks it, the mend.
 */
export type Judge<T> =
  | { readonly found: true; readonly judge: T }
  | { readonly found: false; readonly missing: string; readonly mend: string };

/**
 * A suite whose verdicts come from a program that a machine may lack. Without it the tests are reported as skipped, and
 * one line says why; with `CI=true` the absence is a failure, so that no pipeline passes unjudged.
 *
 * @param suite declares the tests; the judge may be asked for inside of tests only
 */
export function judgedBy<T>(name: string, judge: Judge<T>, suite: (judge: () => T) => void): void {
  declare(name, judge, suite, process.env["CI"] === "true");
}

/**
 * The same, for a program that no pipeline has to have: without it the tests are reported as skipped, and one line says
 * why, with `CI=true` too.
 */
export function judgedIfThere<T>(name: string, judge: Judge<T>, suite: (judge: () => T) => void): void {
  declare(name, judge, suite, false);
}

function declare<T>(name: string, judge: Judge<T>, suite: (judge: () => T) => void, isDemanded: boolean): void {
  if (judge.found) {
    describe(name, () => suite(() => judge.judge));
    return;
  }
  const reason = `${judge.missing}; ${judge.mend}`;
  const absent = (): never => {
    throw new Error(`cannot judge "${name}": ${reason}`);
  };
  if (isDemanded) {
    describe(name, () => {
      test("finds the program that judges", absent);
    });
    return;
  }
  process.stderr.write(`skipped: "${name}": ${reason}\n`);
  describe.skip(`${name} (skipped: ${judge.missing})`, () => suite(absent));
}

/** Path of a command on the search path, or where administrators' commands are kept, which not every search path names. */
export function onPath(command: string): string | undefined {
  return [...(process.env["PATH"] ?? "").split(delimiter), "/usr/sbin", "/sbin"]
    .map((folder) => join(folder, command))
    .find((file) => existsSync(file));
}
