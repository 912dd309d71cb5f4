import { CloudInstance } from "../../src/rehearse/cloud/instance";
import { Store } from "../../src/rehearse/cloud/store";
import { type Faults } from "../../src/rehearse/cloud/faults";
import { typesOf } from "../../src/rehearse/rehearsal";
import { providerSchema } from "../../src/rehearse/schema";
import { findEngine, type Engine, type EngineName, type EngineResult } from "../../src/engine";
import { Workspace } from "../../src/rehearse/terraform/workspace";
import { type Judge } from "../second-opinion";

/** Terraform or OpenTofu, which the rehearsal needs and a machine may lack. */
export function engineJudge(name: EngineName = "terraform"): Judge<Engine> {
  const engine = findEngine(process.env["PATH"] ?? "", [name]);
  return engine === undefined
    ? {
        found: false,
        missing: `no ${name} on the search path`,
        mend: `install ${name === "tofu" ? "OpenTofu" : "Terraform"} 1.11 or later`,
      }
    : { found: true, judge: engine };
}

/** Resources by type and name, as Terraform's JSON has them. */
export type Resources = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;

export const HOSPITAL = "111111111111";
export const COMPANY = "222222222222";

/** A configuration with two accounts: the default provider's, and `aws.company`. */
export function configurationOf(resource: Resources, region = "eu-west-1"): string {
  const provider = (account: string, alias?: string): object => ({
    region,
    ...(alias === undefined ? {} : { alias }),
    allowed_account_ids: [account],
    assume_role: [{ role_arn: `arn:aws:iam::${account}:role/Deploy` }],
  });
  return JSON.stringify({
    terraform: { required_providers: { aws: { source: "hashicorp/aws" } } },
    provider: { aws: [provider(HOSPITAL), provider(COMPANY, "company")] },
    ...(Object.keys(resource).length > 0 ? { resource } : {}),
  });
}

/** An empty embedded cloud with a workspace on it, for tests. */
export class ScratchCloud {
  public readonly store = new Store();

  private constructor(public readonly workspace: Workspace) {}

  public static async open(engine: Engine, types: Iterable<string>, faults?: Faults): Promise<ScratchCloud> {
    const schema = providerSchema(types);
    const opened: { cloud?: ScratchCloud } = {};
    const workspace = await Workspace.open({
      engine,
      schema,
      path: process.env["PATH"] ?? "",
      instance: () => {
        if (opened.cloud === undefined) throw new Error("the cloud is not open yet");
        return new CloudInstance({ schema, store: opened.cloud.store, ...(faults === undefined ? {} : { faults }) });
      },
    });
    opened.cloud = new ScratchCloud(workspace);
    return opened.cloud;
  }

  /** Opens a cloud for what configurations use, and initializes it with the first of them. */
  public static async of(engine: Engine, ...configurations: readonly string[]): Promise<ScratchCloud> {
    const cloud = await ScratchCloud.open(engine, typesOf(configurations));
    cloud.workspace.write(configurations[0] ?? "{}");
    const { code, stderr, stdout } = await cloud.workspace.run(["init", "-input=false", "-no-color"]);
    if (code !== 0) throw new Error(`init failed: ${stdout}${stderr}`);
    return cloud;
  }

  public apply(configuration: string): Promise<EngineResult> {
    this.workspace.write(configuration);
    return this.workspace.run(["apply", "-auto-approve", "-json", "-parallelism=10"]);
  }

  public destroy(): Promise<EngineResult> {
    return this.workspace.run(["apply", "-destroy", "-auto-approve", "-json"]);
  }

  public close(): Promise<void> {
    return this.workspace.close();
  }
}
