import { run } from "../../src/cli/run";

export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

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
    });
    return keepPaths ? { code, out, err } : { code, out: out.replaceAll(cwd, "…"), err: err.replaceAll(cwd, "…") };
  };
}
