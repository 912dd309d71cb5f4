import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { engineEnvironment, runEngine, type Engine, type EngineDiagnostic } from "../engine";

/** What of an engine's run went wrong, as it says it. */
export class RefreshError extends Error {
  public constructor(
    message: string,
    public readonly diagnostics: readonly EngineDiagnostic[],
  ) {
    super(message);
  }
}

export interface RefreshProps {
  readonly engine: Engine;
  /** The stack's folder, with its backend. */
  readonly folder: string;
  /** Surroundings of the engine: credentials, its settings. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Called before each step with its name. */
  readonly onStep?: (name: "init" | "refresh" | "show") => void;
}

/** Seconds for which the state's lock is waited for, which a deployment may hold. */
const LOCK_SECONDS = 300;

/**
 * Reads what is live: a plan that only refreshes, as `terraform show -json` prints it. Neither the cloud nor the state is
 * changed; the plan, in which values of the state stand, is kept out of the folder and taken away again.
 *
 * @throws RefreshError with what the engine says, where a step fails
 */
export async function refresh({ engine, folder, env, onStep }: RefreshProps): Promise<Record<string, unknown>> {
  const scratch = mkdtempSync(join(tmpdir(), "databox-drift-"));
  const plan = join(scratch, "refresh.tfplan");
  const run = async (step: "init" | "refresh" | "show", args: readonly string[]): Promise<string> => {
    onStep?.(step);
    const result = await runEngine(engine, args, { folder, env: engineEnvironment(env, join(scratch, "data")) });
    if (result.code === 0) return result.stdout;
    const errors = result.diagnostics.filter(({ severity }) => severity === "error");
    const said = errors.length > 0 ? "" : `: ${(result.stderr.trim() || result.stdout.trim()).slice(0, 2_000)}`;
    throw new RefreshError(`${engine.name} ${args[0] ?? ""} failed in ${folder}${said}`, errors);
  };
  try {
    await run("init", ["init", "-input=false", "-no-color"]);
    await run("refresh", [
      "plan",
      "-refresh-only",
      "-json",
      "-input=false",
      `-lock-timeout=${LOCK_SECONDS}s`,
      `-out=${plan}`,
    ]);
    return JSON.parse(await run("show", ["show", "-json", plan])) as Record<string, unknown>;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
