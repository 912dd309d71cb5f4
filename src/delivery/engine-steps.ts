import { DetachedRun, diagnosticText, engineEnvironment, runEngine, type DetachedResult, type Engine } from "../engine";
import { DeliveryError } from "./delivery-error";
import { type RunFolder } from "./run-folder";
import { type Stop } from "./stop";

export interface EngineStepsProps {
  readonly engine: Engine;
  readonly run: RunFolder;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stop: Stop;
}

/** How long to wait for a state that somebody else holds. */
const LOCK_TIMEOUT = "-lock-timeout=2m";

/** The commands of an engine, in a run's folder, on the real backend. */
export class EngineSteps {
  public constructor(private readonly props: EngineStepsProps) {}

  /** Versions of the engine and, after `init`, of its providers. */
  public async versions(): Promise<{ readonly engine: string; readonly providers: Readonly<Record<string, string>> }> {
    const { engine, run } = this.props;
    const { stdout } = await runEngine(engine, ["version", "-json"], { folder: run.work, env: this.env });
    try {
      const { terraform_version: version, provider_selections: providers = {} } = JSON.parse(stdout) as {
        terraform_version: string;
        provider_selections?: Record<string, string>;
      };
      return { engine: version, providers };
    } catch {
      throw new DeliveryError(`${engine.path} does not tell its version`);
    }
  }

  /**
   * @param stateFile where a local state is kept
   * @param locked whether the lock file decides, and may not change
   */
  public async init(stateFile: string | undefined, locked: boolean): Promise<void> {
    await this.step("init", [
      "init",
      "-input=false",
      "-no-color",
      "-reconfigure",
      ...(locked ? ["-lockfile=readonly"] : []),
      ...(stateFile === undefined ? [] : [`-backend-config=path=${stateFile}`]),
    ]);
  }

  public async plan(file: string): Promise<void> {
    await this.step("plan", ["plan", "-json", "-input=false", LOCK_TIMEOUT, `-out=${file}`]);
  }

  /** What a saved plan does, in JSON. */
  public async show(file: string): Promise<string> {
    return (await this.step("show", ["show", "-json", "-no-color", file])).stdout;
  }

  /** Starts to apply a saved plan. The run is to be followed, and settled by whoever writes down what it did. */
  public apply(file: string): DetachedRun {
    return this.start(["apply", "-json", "-input=false", LOCK_TIMEOUT, file]);
  }

  private async step(name: string, args: readonly string[]): Promise<DetachedResult> {
    const { engine, stop } = this.props;
    stop.check();
    const run = this.start(args);
    const result = await stop.follow(run);
    run.forget();
    stop.check();
    if (result.code !== 0) throw new DeliveryError(`${engine.name} ${name} failed\n${problemsOf(result)}`);
    return result;
  }

  private start(args: readonly string[]): DetachedRun {
    const { engine, run } = this.props;
    return DetachedRun.start(run.engine, { engine, args, folder: run.work, env: this.env });
  }

  private get env(): Record<string, string> {
    return engineEnvironment(this.props.env, this.props.run.data);
  }
}

/** What an engine said was wrong. */
export function problemsOf({ messages, stdout, stderr }: DetachedResult): string {
  const errors = messages.flatMap(({ diagnostic }) => (diagnostic?.severity === "error" ? [diagnostic] : []));
  return errors.length > 0 ? errors.map(diagnosticText).join("\n") : stderr.trim() || stdout.trim();
}
