import { spawn } from "node:child_process";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, readSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseMessage, type Engine, type EngineMessage } from "./engine";
import { isRunning } from "./process-mark";

export interface Launch {
  readonly engine: Engine;
  readonly args: readonly string[];
  /** Folder to work in. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
}

export interface DetachedResult {
  /** Exit code; nothing where another process had started it. */
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  readonly messages: readonly EngineMessage[];
}

/** Writes its process mark, whole, before it becomes the engine. The arguments are the mark's file and the command. */
const SCRIPT = '{ echo $$; cat "/proc/$$/stat" 2>/dev/null; } >"$0.part"; mv "$0.part" "$0" && exec "$@"';
const FILES = { mark: "pid", stdout: "stdout", stderr: "stderr", asked: "asked-to-stop" } as const;
const POLL_MS = 100;

/**
 * A run of an engine in a session of its own, which writes to files: it outlives whoever started it, a terminal's Ctrl-C does
 * not reach it, and a later process can take it up.
 */
export class DetachedRun {
  private ended: Promise<number> | undefined;

  private constructor(
    private readonly place: string,
    private mark: string | undefined,
  ) {}

  /** Starts an engine whose process mark and output go to files of a folder that is made for it. */
  public static start(place: string, { engine, args, folder, env }: Launch): DetachedRun {
    mkdirSync(place, { recursive: true, mode: 0o700 });
    const output = [FILES.stdout, FILES.stderr].map((name) => openSync(join(place, name), "w", 0o600));
    const child = spawn("sh", ["-c", SCRIPT, join(place, FILES.mark), engine.path, ...args], {
      cwd: folder,
      env,
      detached: true,
      stdio: ["ignore", ...output],
    });
    for (const one of output) closeSync(one);
    child.unref();
    const run = new DetachedRun(place, child.pid === undefined ? undefined : String(child.pid));
    run.ended = new Promise((done, failed) => {
      child.once("error", failed);
      child.once("exit", (code) => done(code ?? -1));
    });
    return run;
  }

  /** The run that an earlier process left in a folder, ended or not; nothing where none was started there. */
  public static found(place: string): DetachedRun | undefined {
    return existsSync(join(place, FILES.stdout)) ? new DetachedRun(place, markIn(place)) : undefined;
  }

  public get isRunning(): boolean {
    this.mark ??= markIn(this.place);
    return this.mark !== undefined && isRunning(this.mark);
  }

  /** Number of the engine's process, for messages. */
  public get pid(): string {
    return this.mark?.split("\n")[0] ?? "?";
  }

  /**
   * Asks the engine to stop: it finishes what it has begun, and keeps its state. It is asked once, by whichever process: asked
   * twice it ends at once. https://developer.hashicorp.com/terraform/cli/commands/apply
   */
  public interrupt(): void {
    const asked = join(this.place, FILES.asked);
    if (!this.isRunning || existsSync(asked)) return;
    writeFileSync(asked, "");
    process.kill(Number(this.pid), "SIGINT");
  }

  /**
   * Hands on every message, from the first on, until the engine has ended.
   *
   * @param leave once aborted, the engine is left to itself
   * @returns nothing where it was left
   */
  public async follow(
    onMessage: (message: EngineMessage) => void,
    leave: AbortSignal,
  ): Promise<DetachedResult | undefined> {
    const messages: EngineMessage[] = [];
    const log = openSync(join(this.place, FILES.stdout), "r");
    let rest = Buffer.alloc(0);
    const drain = (): void => {
      const chunk = Buffer.alloc(65_536);
      for (let size = readSync(log, chunk); size > 0; size = readSync(log, chunk)) {
        rest = Buffer.concat([rest, chunk.subarray(0, size)]);
        // Lines, not chunks, are decoded: a character may be cut by a chunk's end.
        for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
          const message = parseMessage(rest.subarray(0, end).toString("utf8"));
          rest = rest.subarray(end + 1);
          if (message === undefined) continue;
          messages.push(message);
          onMessage(message);
        }
      }
    };
    try {
      let code: number | undefined;
      let isOver = false;
      const over = (this.ended ?? this.gone()).then((result) => {
        code = result;
        isOver = true;
      });
      while (!isOver) {
        if (leave.aborted) return undefined;
        drain();
        await Promise.race([over, pause()]);
      }
      drain();
      const text = (name: string): string => readFileSync(join(this.place, name), "utf8");
      return { code, messages, stdout: text(FILES.stdout), stderr: text(FILES.stderr) };
    } finally {
      closeSync(log);
    }
  }

  /** Takes the files away. */
  public forget(): void {
    rmSync(this.place, { recursive: true, force: true });
  }

  private async gone(): Promise<undefined> {
    // Whoever started it may have been killed before its mark was written, which takes some milliseconds.
    for (let wait = 0; wait < 20 && this.mark === undefined && !this.isRunning; wait += 1) await pause();
    while (this.isRunning) await pause();
    return undefined;
  }
}

function markIn(place: string): string | undefined {
  const file = join(place, FILES.mark);
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

function pause(): Promise<void> {
  return new Promise((done) => {
    setTimeout(done, POLL_MS);
  });
}
