import { execFile } from "node:child_process";
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { overrides, type JsonObject, type TerraformJson } from "./judged-copy";
import { type TerraformTools } from "./provider-mirror";

/** One diagnostic of Terraform: an error or a warning. */
export interface Diagnostic {
  readonly severity: string;
  readonly summary: string;
  readonly detail?: string;
  readonly address?: string;
  readonly snippet?: { readonly context: string | null };
}

/** What of `terraform show -json` the tests look at. */
export interface Plan {
  readonly complete: boolean;
  readonly errored: boolean;
  readonly configuration: { readonly root_module: { readonly resources: readonly { readonly mode: string }[] } };
  readonly prior_state?: { readonly values?: unknown };
  readonly resource_changes: readonly ResourceChange[];
}

export interface ResourceChange {
  readonly address: string;
  readonly mode: string;
  readonly type: string;
  readonly change: {
    readonly actions: readonly string[];
    readonly replace_paths?: readonly (readonly (string | number)[])[];
    readonly after: JsonObject;
    /** `true` for values known after apply only. */
    readonly after_unknown: JsonObject;
  };
}

/** A provider may wait for AWS longer than any test can. */
const LONGEST_RUN_MS = 12 * 60_000;

/** A folder with one configuration, judged by the real Terraform and the real provider, without network or account. */
export class TerraformFolder {
  private readonly environment: NodeJS.ProcessEnv;

  /**
   * @param folder an existing empty folder
   * @param settings more environment variables
   */
  public constructor(
    private readonly tools: TerraformTools,
    private readonly folder: string,
    settings: Readonly<Record<string, string>> = {},
  ) {
    const { mirror } = tools;
    const home = join(folder, "home");
    mkdirSync(home);
    const cliConfig = join(home, "settings.tfrc");
    writeFileSync(
      cliConfig,
      `disable_checkpoint = true\nprovider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(mirror.folder)}\n  }\n}\n`,
    );
    writeFileSync(join(folder, "databox_override.tf.json"), JSON.stringify(overrides(mirror.version)));
    // Of the caller's settings only the search path: no credentials, profiles, log levels or provider overrides.
    this.environment = {
      PATH: process.env["PATH"],
      HOME: home,
      TF_CLI_CONFIG_FILE: cliConfig,
      TF_IN_AUTOMATION: "1",
      TF_INPUT: "0",
      AWS_EC2_METADATA_DISABLED: "true",
      ...settings,
    };
  }

  public write(json: TerraformJson): void {
    writeFileSync(join(this.folder, "cdk.tf.json"), JSON.stringify(json, undefined, 1));
  }

  /** Writes the resources into a file for each type: of each error Terraform reads the whole file again. */
  public writeByType({ resource, ...rest }: TerraformJson): void {
    for (const name of readdirSync(this.folder))
      if (name.endsWith(".tf.json") && !name.endsWith("_override.tf.json")) rmSync(join(this.folder, name));
    writeFileSync(join(this.folder, "cdk.tf.json"), JSON.stringify(rest));
    for (const [type, byName] of Object.entries(resource))
      writeFileSync(
        join(this.folder, `${type}.tf.json`),
        JSON.stringify({ resource: { [type]: byName } }, undefined, 1),
      );
  }

  public async init(): Promise<void> {
    const { code, output } = await this.run("init", "-no-color");
    if (code !== 0) throw new Error(`terraform init failed:\n${output}`);
  }

  /** Errors and warnings of `terraform validate`. */
  public async validate(): Promise<readonly Diagnostic[]> {
    const { output } = await this.run("validate", "-json");
    return (JSON.parse(output) as { readonly diagnostics: readonly Diagnostic[] }).diagnostics;
  }

  /** Puts a state beside the configuration. */
  public writeState(state: unknown): void {
    writeFileSync(join(this.folder, "terraform.tfstate"), JSON.stringify(state));
  }

  /**
   * Errors and warnings of `terraform plan`, and the plan where there is one.
   *
   * @param words more arguments, such as `-refresh=false`
   */
  public async plan(
    ...words: string[]
  ): Promise<{ readonly diagnostics: readonly Diagnostic[]; readonly plan: Plan | undefined }> {
    const parallelism = `-parallelism=${2 * availableParallelism()}`;
    const { code, output } = await this.run("plan", "-json", "-out=saved.plan", parallelism, ...words);
    const diagnostics = diagnosticsIn(output);
    if (code !== 0) return { diagnostics, plan: undefined };
    const shown = await this.run("show", "-json", "saved.plan");
    return { diagnostics, plan: JSON.parse(shown.output) as Plan };
  }

  /**
   * Makes what the configuration says, and gives the errors and warnings; what AWS refuses stops nothing but what needs it.
   *
   * @param words more arguments, such as `-target=aws_vpc.main`
   */
  public async apply(...words: string[]): Promise<readonly Diagnostic[]> {
    // Applies wait for AWS, and hardly for this machine.
    const { output } = await this.run("apply", "-auto-approve", "-json", "-parallelism=30", ...words);
    return diagnosticsIn(output);
  }

  /** What `terraform show -json` says of the state. */
  public async state(): Promise<unknown> {
    return JSON.parse((await this.run("show", "-json")).output) as unknown;
  }

  private run(...words: string[]): Promise<{ readonly code: number; readonly output: string }> {
    const options = { cwd: this.folder, env: this.environment, maxBuffer: 2 ** 28, timeout: LONGEST_RUN_MS };
    return new Promise((resolve, reject) => {
      execFile(this.tools.terraform, words, options, (error, stdout, stderr) => {
        if (error === null) resolve({ code: 0, output: stdout });
        else if (typeof error.code === "number")
          resolve({ code: error.code, output: stdout.startsWith("{") ? stdout : stdout + stderr });
        else reject(new Error(`terraform ${words.join(" ")} did not run: ${error.message}`, { cause: error }));
      });
    });
  }
}

function diagnosticsIn(output: string): readonly Diagnostic[] {
  return output
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as { readonly type: string; readonly diagnostic: Diagnostic })
    .filter(({ type }) => type === "diagnostic")
    .map(({ diagnostic }) => diagnostic);
}
