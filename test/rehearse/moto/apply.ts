import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { newerThan, withoutAttributes, type JsonObject, type TerraformJson } from "../../terraform/judged-copy";
import { type TerraformTools } from "../../terraform/provider-mirror";
import { TerraformFolder } from "../../terraform/terraform-folder";
import { withEarlierNames } from "../real-plan";

/** What was made of a configuration. */
export interface Applied {
  /** Values of what is there, by address. */
  readonly made: ReadonlyMap<string, JsonObject>;
  /** What was refused, and why, by address. */
  readonly refused: ReadonlyMap<string, string>;
  /** Why what should have been destroyed was not: Terraform gives no address. */
  readonly nameless: readonly string[];
}

/** The real provider on an emulation of AWS's APIs. */
export class EmulatedAws {
  private constructor(
    private readonly version: string,
    private readonly scratch: string,
    private readonly folder: TerraformFolder,
  ) {}

  /** @param endpoint answers every call of every service, and of the accounts' roles */
  public static async open(tools: TerraformTools, endpoint: string): Promise<EmulatedAws> {
    const scratch = mkdtempSync(join(tmpdir(), "databox-moto-"));
    // For every service at once, so that no call reaches AWS:
    // https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/custom-service-endpoints
    const folder = new TerraformFolder(tools, scratch, { AWS_ENDPOINT_URL: endpoint });
    const aws = new EmulatedAws(tools.mirror.version, scratch, folder);
    folder.write({ provider: { aws: [] }, resource: { terraform_data: { nothing: {} } } });
    try {
      await folder.init();
    } catch (thrown) {
      aws.close();
      throw thrown;
    }
    return aws;
  }

  /**
   * Makes what is not refused.
   *
   * @param only addresses of what is made, changed or destroyed. @default - everything
   */
  public async apply(json: TerraformJson, only: readonly string[] = []): Promise<Applied> {
    this.folder.writeByType(this.asRead(json));
    const errors = (await this.folder.apply(...only.map((address) => `-target=${address}`))).filter(
      ({ severity }) => severity === "error",
    );
    const refused = new Map<string, string>();
    const nameless: string[] = [];
    for (const { address, summary, detail } of errors) {
      const why = `${summary} ${detail ?? ""}`.trim();
      if (address === undefined) nameless.push(why);
      else refused.set(address, `${refused.get(address) ?? ""} ${why}`.trim());
    }
    return { made: resourcesOf(await this.folder.state()), refused, nameless };
  }

  public close(): void {
    rmSync(this.scratch, { recursive: true, force: true });
  }

  /** The configuration as this provider can read it, in the accounts that it names, and without credentials of anybody. */
  private asRead({ provider, resource }: TerraformJson): TerraformJson {
    const aws = provider.aws.map((block) => ({
      ...block,
      access_key: "mock",
      secret_key: "mock",
      skip_credentials_validation: true,
      skip_metadata_api_check: "true",
      s3_use_path_style: true,
      // What moto does not implement is answered as what AWS asks to try again.
      max_retries: 1,
    }));
    const renamed = Object.entries(resource).map(([type, byName]) => [
      type,
      Object.fromEntries(Object.entries(byName).map(([name, body]) => [name, withEarlierNames(type, body)])),
    ]);
    const json = { provider: { aws }, resource: Object.fromEntries(renamed) as TerraformJson["resource"] };
    return withoutAttributes(json, newerThan(this.version));
  }
}

/** The resources of what `terraform show -json` says of a state, by address. */
export function resourcesOf(shown: unknown): Map<string, JsonObject> {
  const { values } = shown as {
    readonly values?: {
      readonly root_module: {
        readonly resources?: readonly { readonly address: string; readonly values: JsonObject }[];
      };
    };
  };
  return new Map((values?.root_module.resources ?? []).map(({ address, values: one }) => [address, one]));
}
