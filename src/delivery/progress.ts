import { type EngineMessage } from "../engine";

export interface ProgressProps {
  /** Changes that are to be made. */
  readonly total: number;
  readonly tell: (line: string) => void;
  /** Shows a line that the next one takes the place of, on a terminal. @default - what is running is told now and then */
  readonly live?: (line: string) => void;
}

const DONE: Readonly<Record<string, string>> = {
  create: "created",
  update: "changed",
  delete: "deleted",
  remove: "deleted",
  replace: "replaced",
};
/** Seconds between two lines on what is running, where they stay. */
const QUIET_SECONDS = 10;
/** How many running resources are named. */
const NAMED = 5;

/** How far an apply is, resource by resource. */
export class Progress {
  private readonly running = new Map<string, number>();
  private readonly begun = Date.now();
  private readonly timer: NodeJS.Timeout;
  private done = 0;

  public constructor(private readonly props: ProgressProps) {
    this.timer = setInterval(
      () => (props.live ?? props.tell)(this.status()),
      1_000 * (props.live === undefined ? QUIET_SECONDS : 1),
    );
    this.timer.unref();
  }

  public close(): void {
    clearInterval(this.timer);
    this.props.live?.("");
  }

  /** What was begun and is not done, with the time since. */
  public stillRunning(): string[] {
    const now = Date.now();
    return [...this.running].map(([address, since]) => `${address} (${duration((now - since) / 1_000)})`);
  }

  public take({ type, hook, "@timestamp": at }: EngineMessage): void {
    const address = hook?.resource?.addr;
    if (address === undefined) return;
    if (type === "apply_start") this.running.set(address, Date.parse(at));
    if (type !== "apply_complete" && type !== "apply_errored") return;
    this.running.delete(address);
    if (type === "apply_errored") {
      this.props.tell(`  FAILED  ${address}`);
      return;
    }
    this.done += 1;
    const width = String(this.props.total).length;
    this.props.tell(
      `  ${String(this.done).padStart(width)}/${this.props.total}  ${DONE[hook?.action ?? ""] ?? "done with"} ${address} (${duration(hook?.elapsed_seconds ?? 0)})`,
    );
  }

  private status(): string {
    const running = this.stillRunning();
    const more = running.length > NAMED ? ` and ${running.length - NAMED} more` : "";
    const what = running.length === 0 ? "" : `; still running: ${running.slice(0, NAMED).join(", ")}${more}`;
    return `  ${duration((Date.now() - this.begun) / 1_000)}: ${this.done} of ${this.props.total} done${what}`;
  }
}

/** `34 s`, `2 min 05 s` */
function duration(seconds: number): string {
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, "0")} s`;
}
