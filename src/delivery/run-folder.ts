import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { DetachedRun, isRunning, processMark } from "../engine";
import { DeliveryError } from "./delivery-error";
import { type PlanFile } from "./manifest";

/** A plan that an engine is applying, or was when nobody was left to write down what it did. */
export interface Unfinished {
  readonly run: DetachedRun;
  readonly planFolder: string;
  /** Digest of the plan's manifest. */
  readonly plan: string;
  /** Steps that the engine tells of. */
  readonly steps: number;
}

/**
 * The folder in which the engine works on one project: open to its owner only, with copies of the files that were checked,
 * the engine's own data and its output. One process works in it at a time.
 */
export class RunFolder {
  private constructor(
    public readonly project: string,
    private readonly folder: string,
  ) {}

  /** @throws DeliveryError where another process works in it */
  public static take(folder: string, project: string): RunFolder {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    chmodSync(folder, 0o700);
    const lock = join(folder, "lock");
    const mark = processMark(process.pid);
    for (let attempt = 0; ; attempt += 1)
      try {
        writeFileSync(lock, mark, { flag: "wx" });
        break;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EEXIST" || attempt > 3) throw error;
        const holder = existsSync(lock) ? readFileSync(lock, "utf8") : "";
        if (isRunning(holder))
          throw new DeliveryError(
            `${project} is being worked on by another databox (process ${holder.split("\n")[0] ?? ""}); wait for it, or stop it with Ctrl-C there`,
          );
        rmSync(lock, { force: true });
      }
    return new RunFolder(project, folder);
  }

  /** Lets others in. */
  public release(): void {
    rmSync(join(this.folder, "lock"), { force: true });
  }

  /** Where the engine keeps providers and where its backend is. */
  public get data(): string {
    return join(this.folder, "data");
  }

  /** Where the configuration stands that the engine works on. */
  public get work(): string {
    return join(this.folder, "work");
  }

  /** Where an engine's process mark and output go. */
  public get engine(): string {
    return join(this.folder, "engine");
  }

  /** Lays out the working folder anew, with these files and no others. */
  public layOut(files: readonly (readonly [PlanFile, Buffer | string])[]): void {
    rmSync(this.work, { recursive: true, force: true });
    mkdirSync(this.work, { mode: 0o700 });
    for (const [name, content] of files) writeFileSync(join(this.work, basename(name)), content, { mode: 0o600 });
  }

  public read(name: PlanFile): Buffer {
    return readFileSync(join(this.work, basename(name)));
  }

  /** Notes for which plan the engine is about to be started, so that a later process can tell. */
  public begin(note: Omit<Unfinished, "run">): void {
    writeFileSync(`${this.note}.part`, JSON.stringify(note));
    renameSync(`${this.note}.part`, this.note);
  }

  /** What the engine did is written down. */
  public settle(): void {
    rmSync(this.engine, { recursive: true, force: true });
    rmSync(this.note, { force: true });
  }

  /** Keeps an engine's output that no journal can take, and says where. */
  public setAside(): string {
    const place = join(this.folder, `unrecorded-${Date.now()}`);
    renameSync(this.engine, place);
    this.settle();
    return place;
  }

  /** An engine that was left here by a process which is gone; of a plan that was not being applied, only the run. */
  public get leftover(): Unfinished | DetachedRun | undefined {
    const run = DetachedRun.found(this.engine);
    if (run === undefined || !existsSync(this.note)) return run;
    return { run, ...(JSON.parse(readFileSync(this.note, "utf8")) as Omit<Unfinished, "run">) };
  }

  private get note(): string {
    return join(this.folder, "applying.json");
  }
}
