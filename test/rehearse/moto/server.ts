import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { onPath, type Judge } from "../../second-opinion";

/** The words that start moto's server, before its own arguments. */
export type MotoCommand = readonly [string, ...string[]];

/** Bounds of what a server may take to start and to say whether it is there. */
const START_MS = 60_000;
/** What is kept of the server's log, for when it does not start. */
const KEPT_CHARACTERS = 2_000;

let command: Judge<MotoCommand> | undefined;

/** moto's server: the command on the search path, else the module of the Python there. Looked for once per run. */
export function findMoto(): Judge<MotoCommand> {
  return (command ??= lookForMoto());
}

function lookForMoto(): Judge<MotoCommand> {
  const candidates: readonly MotoCommand[] = [["moto_server"], ["python3", "-m", "moto.server"]];
  for (const [program, ...words] of candidates) {
    const path = onPath(program);
    // Shims are on the search path for Pythons without the package too.
    if (path !== undefined && spawnSync(path, [...words, "--help"], { timeout: START_MS }).status === 0)
      return { found: true, judge: [path, ...words] };
  }
  return { found: false, missing: "no moto_server on the search path", mend: "install it: pip install 'moto[server]'" };
}

/**
 * moto's server (https://docs.getmoto.org/en/latest/docs/server_mode.html): an emulation of AWS's APIs that knows nothing of
 * ours. It listens on a port of the loopback interface that the system chooses.
 */
export class MotoServer {
  private readonly killAtExit = (): void => this.kill();

  private constructor(
    private readonly server: ChildProcess,
    /** `http://127.0.0.1:<port>` */
    public readonly endpoint: string,
  ) {
    process.once("exit", this.killAtExit);
  }

  /** @throws Error where the server ends, or does not say where it listens within a minute */
  public static async start([program, ...words]: MotoCommand): Promise<MotoServer> {
    // A process group of its own, as a wrapper may start the server as a child.
    const server = spawn(program, [...words, "-H", "127.0.0.1", "-p", "0"], {
      detached: true,
      stdio: ["ignore", "ignore", "pipe"],
    });
    let said = "";
    const endpoint = await new Promise<string>((resolve, reject) => {
      const give = (why: string): void => {
        clearTimeout(timer);
        reject(new Error(`moto's server ${why}: ${said}`));
      };
      const timer = setTimeout(() => give("does not say where it listens"), START_MS);
      server.once("error", ({ message }) => give(`did not start (${message})`));
      server.once("exit", (code) => give(`ended with ${String(code)}`));
      // Read to the end: a full pipe would stop the server.
      server.stderr.setEncoding("utf8").on("data", (text: string) => {
        said = (said + text).slice(-KEPT_CHARACTERS);
        const [found] = /http:\/\/127\.0\.0\.1:\d+/.exec(said) ?? [];
        if (found === undefined) return;
        clearTimeout(timer);
        resolve(found);
      });
    }).catch((thrown: unknown) => {
      killGroup(server);
      throw thrown;
    });
    return new MotoServer(server, endpoint);
  }

  /** Ends the server, and waits until it has. */
  public async stop(): Promise<void> {
    process.off("exit", this.killAtExit);
    if (this.server.exitCode !== null || this.server.signalCode !== null) return;
    const ended = new Promise((resolve) => this.server.once("exit", resolve));
    this.kill();
    await ended;
  }

  private kill(): void {
    killGroup(this.server);
  }
}

function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}
