/**
 * A program outside this repository that judges what we synthesize; or, where the machine lacks it, the mend.
 */
export type Judge<T> =
  { readonly found: true; readonly judge: T } | { readonly found: false; readonly missing: string; readonly mend: string };

/**
 * A suite whose verdicts come from a program that a machine may lack. Without it the tests are reported as skipped, and
 * one line says why; with `CI=true` the absence is a failure, so that no pipeline passes unjudged.
 *
 * @param suite declares the tests; the judge may be asked for inside of tests only
 */
export function judgedBy<T>(name: string, judge: Judge<T>, suite: (judge: () => T) => void): void {
  if (judge.found) {
    describe(name, () => suite(() => judge.judge));
    return;
  }
  const reason = `${judge.missing}; ${judge.mend}`;
  const absent = (): never => {
    throw new Error(`cannot judge "${name}": ${reason}`);
  };
  if (process.env["CI"] === "true") {
    describe(name, () => {
      test("finds the program that judges", absent);
    });
    return;
  }
  process.stderr.write(`skipped: "${name}": ${reason}\n`);
  // eslint-disable-next-line no-restricted-syntax -- the one place that skips, with the reason above
  describe.skip(`${name} (skipped: ${judge.missing})`, () => suite(absent));
}
