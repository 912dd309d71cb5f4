import { run } from "../../src/cli/run";

export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A project file with as little in it as may be. */
export const TRIAL = `apiVersion: databox/v1
project: trial
region: eu-west-1
dataBox: { hospital: charite, account: "111111111111" }
researchBoxes:
  - { tenant: lab, account: "222222222222" }
`;

/** The command line in a folder. In what it prints, the folder is `…`, unless paths are to be kept. */
export function databoxIn(
  cwd: string,
  { keepPaths = false, env = {} }: { readonly keepPaths?: boolean; readonly env?: Record<string, string> } = {},
): (...args: string[]) => Promise<Outcome> {
  return async (...args) => {
    let [out, err] = ["", ""];
    const code = await run(args, {
      cwd,
      env: { PATH: process.env["PATH"], ...env },
      color: false,
      out: (text) => (out += text),
      err: (text) => (err += text),
      interrupts: () => () => undefined,
    });
    return keepPaths ? { code, out, err } : { code, out: out.replaceAll(cwd, "…"), err: err.replaceAll(cwd, "…") };
  };
}
