import { type DetachedResult, type DetachedRun, type EngineMessage } from "../engine";
import { DeliveryError } from "./delivery-error";

export interface StopProps {
  readonly engine: string;
  /** Registers what Ctrl-C calls, and gives back what takes it away. */
  readonly interrupts: (listener: () => void) => () => void;
  readonly tell: (line: string) => void;
}

/**
 * What Ctrl-C does: the first one asks the engine to stop, the second one says what it still waits for, and the third one
 * leaves the engine to itself. None of them ends an engine in the middle of a resource.
 */
export class Stop {
  private presses = 0;
  private readonly leave = new AbortController();
  private current: DetachedRun | undefined;
  private running: () => readonly string[] = () => [];
  private readonly unregister: () => void;

  public constructor(private readonly props: StopProps) {
    this.unregister = props.interrupts(() => this.press());
  }

  public close(): void {
    this.unregister();
  }

  public get isAsked(): boolean {
    return this.presses > 0;
  }

  /** @throws DeliveryError where Ctrl-C was pressed before anything was begun */
  public check(): void {
    if (this.isAsked) throw new DeliveryError("stopped before anything else was begun");
  }

  /**
   * Waits for an engine.
   *
   * @param running what it has begun and not finished, for messages
   * @throws DeliveryError where it is left to itself
   */
  public async follow(
    run: DetachedRun,
    onMessage: (message: EngineMessage) => void = () => undefined,
    running: () => readonly string[] = () => [],
  ): Promise<DetachedResult> {
    this.current = run;
    this.running = running;
    if (this.isAsked) run.interrupt();
    const result = await run.follow(onMessage, this.leave.signal);
    this.current = undefined;
    if (result === undefined)
      throw new DeliveryError(
        `${this.props.engine} goes on by itself until it has stopped (process ${run.pid}); the next run of databox takes it up`,
      );
    return result;
  }

  private press(): void {
    this.presses += 1;
    const { engine, tell } = this.props;
    if (this.presses === 1) {
      tell(`stopping: ${engine} finishes what it has begun, and keeps the state`);
      this.current?.interrupt();
    } else if (this.presses === 2) {
      const running = this.running();
      tell(
        `${engine} was asked to stop and still waits for ${running.length === 0 ? "its last calls" : running.join(", ")}; whoever ends it now loses track of these. Ctrl-C once more leaves it to itself, and the next run of databox takes it up`,
      );
    } else this.leave.abort();
  }
}
