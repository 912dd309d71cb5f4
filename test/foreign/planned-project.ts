import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TerraformTools } from "../terraform/provider-mirror";
import { TerraformFolder } from "../terraform/terraform-folder";

/** The account that the projects say they work in. */
const ACCOUNT = "123456789012";

/**
 * What `terraform show -json` says of a project's plan, made by the real Terraform and provider without an account: the
 * provider asks AWS who it is where accounts are named, so these are taken out before and put back into what is shown.
 */
export async function planOf(tools: TerraformTools, project: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "databox-foreign-"));
  try {
    cpSync(project, folder, { recursive: true, filter: (source) => !source.endsWith(".json") });
    const terraform = new TerraformFolder(tools, folder);
    writeFileSync(
      join(folder, "account_override.tf.json"),
      JSON.stringify({
        provider: {
          aws: {
            allowed_account_ids: null,
            access_key: "mock",
            secret_key: "mock",
            skip_credentials_validation: true,
            skip_requesting_account_id: true,
            skip_metadata_api_check: "true",
          },
        },
      }),
    );
    await terraform.init();
    const { plan, diagnostics } = await terraform.plan();
    if (plan === undefined) throw new Error(JSON.stringify(diagnostics, undefined, 1));
    return normalized(plan as unknown as Shown);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Shown {
  timestamp?: string;
  terraform_version?: string;
  configuration: {
    provider_config: Record<string, { expressions: Record<string, unknown>; version_constraint?: string }>;
  };
  [section: string]: unknown;
}

/** The plan without what differs from run to run, with the accounts that it is for. */
function normalized(plan: Shown): string {
  delete plan.timestamp;
  delete plan.terraform_version;
  delete plan["relevant_attributes"];
  const aws = plan.configuration.provider_config["aws"];
  if (aws !== undefined) {
    const { region } = aws.expressions;
    aws.expressions = { allowed_account_ids: { constant_value: [ACCOUNT] }, region };
    delete aws.version_constraint;
  }
  return `${JSON.stringify(plan, undefined, 1)}\n`;
}
