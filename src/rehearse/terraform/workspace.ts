import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, parse, relative, sep } from "node:path";
import { PluginHost } from "../plugin/host";
import { type ProviderInstance } from "../plugin/provider";
import { type ProviderSchema } from "../schema";
import { PROVIDER_ADDRESSES, runEngine, type Engine, type EngineMessage, type EngineResult } from "../../engine";
import { StateBackend } from "./state-backend";

export interface WorkspaceProps {
  readonly engine: Engine;
  readonly schema: ProviderSchema;
  /** Makes the instance that serves one connection; `isAlive` says whether the provider has been killed. */
  readonly instance: (isAlive: () => boolean) => ProviderInstance;
  /** Search path for programs. */
  readonly path: string;
}

/**
 * A scratch folder in which an engine works on the embedded cloud: with a provider and a state backend in this process,
 * both on Unix sockets. Nothing of the surroundings reaches the engine: no credentials, no configuration of its command
 * line, no network.
 */
export class Workspace {
  public readonly folder: string;
  private readonly root: string;
  private readonly backend: StateBackend;
  private host: PluginHost;
  private dying: Promise<void> | undefined;

  private constructor(private readonly props: WorkspaceProps) {
    // Paths of Unix sockets are short: https://man7.org/linux/man-pages/man7/unix.7.html
    this.root = mkdtempSync(join(tmpdir(), "databox-"));
    this.folder = join(this.root, "w");
    this.backend = new StateBackend(join(this.root, "s"));
    this.host = this.newHost();
  }

  public static async open(props: WorkspaceProps): Promise<Workspace> {
    const workspace = new Workspace(props);
    mkdirSync(workspace.folder);
    mkdirSync(join(workspace.root, "home"));
    // Empty, so that no settings of the surroundings are read: Terraform and OpenTofu do not know the same ones.
    writeFileSync(join(workspace.root, "cli.tfrc"), "");
    await Promise.all([workspace.backend.listen(), workspace.host.listen()]);
    return workspace;
  }

  /** Writes the configuration, in place of any before, and an override that keeps the state here. */
  public write(configuration: string): void {
    writeFileSync(join(this.folder, "cdk.tf.json"), configuration);
    writeFileSync(join(this.folder, OVERRIDE), this.override());
  }

  /**
   * Lays the files of a folder here, as links, with whatever lies beside it and above, so that relative paths lead where
   * they led. Terraform's own files of that folder are left out.
   */
  public link(source: string): string {
    const base = join(this.root, "l");
    const below = relative(parse(source).root, source).split(sep);
    let here = base;
    let there = parse(source).root;
    mkdirSync(here);
    for (const step of below) {
      linkAll(there, here, (name) => name !== step);
      here = join(here, step);
      there = join(there, step);
      mkdirSync(here);
    }
    linkAll(
      source,
      here,
      (name) => !name.startsWith(".terraform") && !name.startsWith("terraform.tfstate") && name !== OVERRIDE,
    );
    writeFileSync(join(here, OVERRIDE), this.override());
    return here;
  }

  /** Runs the engine, in the workspace's folder or another of it. */
  public run(
    args: readonly string[],
    options: {
      readonly folder?: string;
      readonly onMessage?: (message: EngineMessage) => void;
      readonly signal?: AbortSignal;
    } = {},
  ): Promise<EngineResult> {
    return runEngine(this.props.engine, args, { folder: this.folder, ...options, env: this.environment() });
  }

  public get state(): string | undefined {
    return this.backend.state;
  }

  public set state(text: string | undefined) {
    this.backend.state = text;
  }

  /** CPU time of the provider's answers, in seconds, and how many there were. */
  public get provider(): { readonly seconds: number; readonly calls: number } {
    return this.host.usage;
  }

  /** Ends the provider's connections as a killed process does, and starts it anew. */
  public killProvider(): Promise<void> {
    // Calls that are made at once may each bring it down: it dies once.
    return (this.dying ??= this.replaceHost().finally(() => (this.dying = undefined)));
  }

  private async replaceHost(): Promise<void> {
    const next = this.newHost();
    await next.listen();
    const old = this.host;
    this.host = next;
    await old.kill();
  }

  public async close(): Promise<void> {
    await Promise.all([this.host.close(), this.backend.close()]);
    rmSync(this.root, { recursive: true, force: true });
  }

  private newHost(): PluginHost {
    const { schema, instance } = this.props;
    hosts += 1;
    return new PluginHost({ socket: join(this.root, `p${hosts}`), schema, instance });
  }

  private override(): string {
    return JSON.stringify({ terraform: { backend: this.backend.block } }, null, 2);
  }

  private environment(): Record<string, string> {
    const address = PROVIDER_ADDRESSES[this.props.engine.name];
    return {
      PATH: this.props.path,
      HOME: join(this.root, "home"),
      TMPDIR: dirname(this.root),
      TF_DATA_DIR: join(this.root, "data"),
      TF_CLI_CONFIG_FILE: join(this.root, "cli.tfrc"),
      TF_IN_AUTOMATION: "1",
      TF_INPUT: "0",
      // Terraform is short-lived and lives on garbage: collecting less often takes a quarter off its time, for memory that is there.
      GOGC: "400",
      CHECKPOINT_DISABLE: "1",
      // Nothing may be asked of whoever would answer for an account: https://docs.aws.amazon.com/sdkref/latest/guide/feature-imds-credentials.html
      AWS_EC2_METADATA_DISABLED: "true",
      TF_REATTACH_PROVIDERS: JSON.stringify({ [address]: this.host.reattach }),
    };
  }
}

let hosts = 0;

const OVERRIDE = "databox_rehearsal_override.tf.json";

function linkAll(from: string, to: string, keep: (name: string) => boolean): void {
  for (const name of readdirSync(from)) if (keep(name)) symlinkSync(join(from, name), join(to, name));
}
