import { CloudInstance } from "./cloud/instance";
import { type Faults } from "./cloud/faults";
import { Store } from "./cloud/store";
import { protectedIn, withoutProtection } from "./protection";
import { providerSchema } from "./schema";
import { STORES_AND_KEYS } from "./stores-and-keys";
import { protectedAddress, type Engine, type EngineDiagnostic, type EngineMessage, type EngineResult } from "../engine";
import { Workspace } from "./terraform/workspace";

/** Phases of a life, in their order; the drill's plans come between `second plan` and `destroy`. */
export type PhaseName =
  | "init"
  | "validate"
  | "plan"
  | "show"
  | "apply"
  | "second plan"
  | `drill: ${string}`
  | "protection"
  | "unprotect"
  | "destroy";

/** What a plan would do, by number of resources. */
export interface Changes {
  readonly create: number;
  readonly update: number;
  readonly replace: number;
  readonly delete: number;
}

export interface Phase {
  readonly name: PhaseName;
  readonly ok: boolean;
  /** Seconds of wall time. */
  readonly seconds: number;
  readonly changes?: Changes;
  /** For people: what is worth saying of it. */
  readonly notes: readonly string[];
  readonly diagnostics: readonly EngineDiagnostic[];
}

/** A change of a project, as the drill tries it: planned on what was applied, and not applied. */
export interface DrillStep {
  readonly name: string;
  /** The changed stack's `cdk.tf.json`. */
  readonly stack: string;
  /** Whether a store or key may go with this change, by its address. @default - none may */
  readonly mayGo?: (address: string) => boolean;
}

export interface RehearsalProps {
  /** The stack's `cdk.tf.json`. */
  readonly stack: string;
  readonly engine: Engine;
  /** Search path for programs. */
  readonly path: string;
  /** @default - none */
  readonly drill?: readonly DrillStep[];
  /** What goes wrong on the way; each phase is then tried again until it is done. @default - nothing */
  readonly faults?: (kill: () => void) => Faults;
  /** Called with what was rehearsed, while all of it is up; if it answers true it is not destroyed. @default - destroyed */
  readonly keep?: (kept: Kept) => Promise<boolean>;
  readonly onPhase?: (phase: Phase) => void;
  /** Called while a phase runs, with the resources that are done. */
  readonly onProgress?: (phase: PhaseName, done: number) => void;
  readonly signal?: AbortSignal;
}

/** A rehearsed project that is up. */
export interface Kept {
  readonly state: string;
  readonly store: Store;
}

/** How a rehearsal went. */
export interface Rehearsal {
  readonly ok: boolean;
  readonly phases: readonly Phase[];
  /** The first plan, as `terraform show -json` prints it. */
  readonly plan: string | undefined;
  readonly resources: number;
  readonly seconds: number;
  /** Wall time between the provider's questions and answers, summed over calls, in seconds. */
  readonly providerSeconds: number;
  readonly engine: string;
}

const PARALLELISM = "-parallelism=40";
/** Runs after which a phase that meets faults is given up. */
const ATTEMPTS = 12;

/**
 * Rehearses a stack's whole life with the real engine on the embedded cloud: init, validate, plan, show, apply, a second
 * plan that has to be empty, the drill, and destroy, after which nothing may be left. Stops at the first phase that fails.
 */
export async function rehearse(props: RehearsalProps): Promise<Rehearsal> {
  const schema = providerSchema(typesOf([props.stack, ...(props.drill ?? []).map(({ stack }) => stack)]));
  const store = new Store();
  const opened: { workspace?: Workspace } = {};
  const faults = props.faults?.(() => void opened.workspace?.killProvider());
  const workspace = await Workspace.open({
    engine: props.engine,
    schema,
    path: props.path,
    instance: (isAlive) => new CloudInstance({ schema, store, isAlive, ...(faults === undefined ? {} : { faults }) }),
  });
  opened.workspace = workspace;
  try {
    return await new Life(props, workspace, store).run();
  } finally {
    await workspace.close();
  }
}

/** Resource types and data sources that stacks use. */
export function typesOf(stacks: readonly string[]): Set<string> {
  const types = new Set<string>();
  for (const text of stacks) {
    const { resource = {}, data = {} } = JSON.parse(text) as { resource?: object; data?: object };
    for (const type of Object.keys(resource)) types.add(type);
    for (const type of Object.keys(data)) types.add(`data.${type}`);
  }
  return types;
}

class Life {
  private readonly phases: Phase[] = [];
  private readonly start = process.hrtime.bigint();

  public constructor(
    private readonly props: RehearsalProps,
    private readonly workspace: Workspace,
    private readonly store: Store,
  ) {}

  public async run(): Promise<Rehearsal> {
    let plan: string | undefined;
    this.workspace.write(this.props.stack);
    const ok =
      (await this.phase("init", ["init", "-input=false", "-no-color"])) &&
      (await this.phase("validate", ["validate", "-json"])) &&
      (await this.phase("plan", ["plan", "-json", "-out=first.tfplan", PARALLELISM])) &&
      (await this.phase("show", ["show", "-json", "first.tfplan"], ({ stdout }) => {
        plan = stdout;
        return [];
      })) &&
      (await this.apply()) &&
      (await this.secondPlan()) &&
      (await this.drill()) &&
      (await this.end());
    return {
      ok,
      phases: this.phases,
      plan,
      resources: this.phases.find(({ name }) => name === "plan")?.changes?.create ?? 0,
      seconds: secondsSince(this.start),
      providerSeconds: this.workspace.provider.seconds,
      engine: this.props.engine.name,
    };
  }

  /** Runs the engine once; what its result shows to be wrong makes the phase fail. */
  private async phase(
    name: PhaseName,
    args: readonly string[],
    judge: (result: EngineResult) => readonly string[] = () => [],
    isOk: (result: EngineResult) => boolean = ({ code }) => code === 0,
  ): Promise<boolean> {
    const result = await this.engine(name, args);
    const notes = judge(result);
    return this.record(name, result, isOk(result), notes);
  }

  private engine(name: PhaseName, args: readonly string[]): Promise<EngineResult> {
    let done = 0;
    return this.workspace.run(args, {
      onMessage: ({ type }: EngineMessage) => {
        if (type === "apply_complete" || type === "planned_change") this.props.onProgress?.(name, (done += 1));
      },
      ...(this.props.signal === undefined ? {} : { signal: this.props.signal }),
    });
  }

  private record(name: PhaseName, result: EngineResult, ok: boolean, notes: readonly string[]): boolean {
    const changes = changesOf(result.messages);
    const stray =
      !ok && notes.length === 0 && result.diagnostics.length === 0 ? [(result.stderr || result.stdout).trim()] : [];
    const phase: Phase = {
      name,
      ok,
      seconds: result.seconds,
      ...(changes === undefined ? {} : { changes }),
      notes: [...notes, ...stray],
      diagnostics: ok ? [] : result.diagnostics.filter(({ severity }) => severity === "error"),
    };
    this.phases.push(phase);
    this.props.onPhase?.(phase);
    return ok;
  }

  /** With faults, what was planned first is stale after the first try: then what is left is planned anew. */
  private async apply(): Promise<boolean> {
    if (this.props.faults === undefined) return this.phase("apply", ["apply", "-json", PARALLELISM, "first.tfplan"]);
    return this.untilDone("apply", ["apply", "-auto-approve", "-json", PARALLELISM]);
  }

  private async untilDone(name: PhaseName, args: readonly string[]): Promise<boolean> {
    const met: string[] = [];
    for (let attempt = 1; ; attempt += 1) {
      const result = await this.engine(name, args);
      if (result.code === 0 || attempt === ATTEMPTS)
        return this.record(name, result, result.code === 0, [
          ...(attempt > 1 ? [`done at attempt ${attempt}`] : []),
          ...new Set(met),
        ]);
      for (const diagnostic of result.diagnostics) {
        if (diagnostic.severity !== "error") continue;
        // What was made and not seen through is tainted, and would be made anew; what is protected is kept instead.
        const kept = protectedAddress(diagnostic);
        if (kept !== undefined) await this.workspace.run(["untaint", "-no-color", kept]);
        const { name: engine } = this.props.engine;
        met.push(
          kept === undefined ? diagnostic.summary : `${kept} was made and not seen through; ${engine} untaint keeps it`,
        );
      }
    }
  }

  private unprotect(changes: number): Promise<boolean> {
    const args = ["apply", "-auto-approve", "-json", "-refresh=false", PARALLELISM];
    if (this.props.faults !== undefined) return this.untilDone("unprotect", args);
    return this.phase("unprotect", args, () => [`deletion protection of ${changes} is taken away`]);
  }

  /** Nothing may be left to do, and nothing may have changed by itself. */
  private secondPlan(): Promise<boolean> {
    return this.phase("second plan", ["plan", "-json", "-detailed-exitcode", PARALLELISM], (result) =>
      result.code === 0 ? ["empty"] : changedIn(result.messages),
    );
  }

  private async drill(): Promise<boolean> {
    let ok = true;
    for (const { name, stack, mayGo } of this.props.drill ?? []) {
      this.workspace.write(stack);
      ok =
        (await this.phase(
          `drill: ${name}`,
          ["plan", "-json", "-refresh=false", PARALLELISM],
          (result) => lossesIn(result.messages, mayGo),
          ({ code, messages }) => code === 0 && lossesIn(messages, mayGo).length === 0,
        )) && ok;
    }
    this.workspace.write(this.props.stack);
    return ok;
  }

  private async end(): Promise<boolean> {
    const state = this.workspace.state ?? "";
    if ((await this.props.keep?.({ state, store: this.store })) === true) return true;
    const guarded = protectedIn(this.props.stack);
    if (guarded > 0) {
      // Whoever destroys by mistake is stopped; whoever means to takes the protection away first.
      const refused = await this.phase(
        "protection",
        ["plan", "-destroy", "-json", "-refresh=false", PARALLELISM],
        ({ code }) => [
          code === 0 ? "nothing was refused" : `destroy is refused: ${guarded} stores and keys are protected`,
        ],
        ({ code, diagnostics }) =>
          code !== 0 && diagnostics.some((diagnostic) => protectedAddress(diagnostic) !== undefined),
      );
      if (!refused) return false;
      const open = withoutProtection(this.props.stack);
      this.workspace.write(open.stack);
      // AWS keeps by itself what is protected there: that takes a change before the end.
      if (open.changes > 0 && !(await this.unprotect(open.changes))) return false;
    }
    const args = ["apply", "-destroy", "-auto-approve", "-json", "-refresh=false", PARALLELISM];
    const isEmpty = (): boolean => this.store.size === 0;
    if (this.props.faults !== undefined && !(await this.untilDone("destroy", args))) return false;
    return this.props.faults !== undefined
      ? isEmpty()
      : this.phase(
          "destroy",
          args,
          () => (isEmpty() ? ["nothing is left"] : this.store.all().map(({ type, id }) => `left over: ${type} ${id}`)),
          ({ code }) => code === 0 && isEmpty(),
        );
  }
}

function secondsSince(start: bigint): number {
  return Number(process.hrtime.bigint() - start) / 1e9;
}

interface PlannedChange {
  readonly action: string;
  readonly resource: { readonly addr: string; readonly resource_type: string };
}

function plannedIn(messages: readonly EngineMessage[]): PlannedChange[] {
  return messages.flatMap((message) =>
    message.type === "planned_change" ? [(message as unknown as { change: PlannedChange }).change] : [],
  );
}

function changesOf(messages: readonly EngineMessage[]): Changes | undefined {
  if (!messages.some(({ type }) => type === "change_summary")) return undefined;
  const planned = plannedIn(messages);
  const applied = messages.flatMap((message) => (message.type === "apply_complete" ? [message.hook?.action] : []));
  const count = (action: string): number =>
    planned.length > 0
      ? planned.filter((one) => one.action === action).length
      : applied.filter((one) => one === action).length;
  return { create: count("create"), update: count("update"), replace: count("replace"), delete: count("delete") };
}

function changedIn(messages: readonly EngineMessage[]): string[] {
  return plannedIn(messages).map(({ action, resource }) => `not empty: would ${action} ${resource.addr}`);
}

function lossesIn(messages: readonly EngineMessage[], mayGo: DrillStep["mayGo"] = () => false): string[] {
  return plannedIn(messages).flatMap(({ action, resource: { addr, resource_type: type } }) =>
    (action === "replace" || action === "delete") && STORES_AND_KEYS.test(type) && !mayGo(addr)
      ? [`would ${action} ${addr}`]
      : [],
  );
}
