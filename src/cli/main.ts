import { run } from "./run";

// A reader that has seen enough (`databox verify | head`) is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

/** What a terminal sends at Ctrl-C, and what pipelines send to stop a step. */
const SIGNALS = ["SIGINT", "SIGTERM"] as const;

void run(process.argv.slice(2), {
  cwd: process.cwd(),
  env: process.env,
  color: process.stdout.isTTY && process.env["NO_COLOR"] === undefined,
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  interrupts: (listener) => {
    for (const signal of SIGNALS) process.on(signal, listener);
    return () => {
      for (const signal of SIGNALS) process.off(signal, listener);
    };
  },
}).then((code) => {
  process.exitCode = code;
});
