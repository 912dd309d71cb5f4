import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { verify, type TargetReport } from "../../src/verify";
import { judgedBy } from "../second-opinion";
import { exampleProject, EXAMPLES, stackOf, type StackJson } from "../stacks/example-projects";
import { asRead } from "../rehearse/real-plan";
import { type TerraformJson } from "./judged-copy";
import { findTerraformTools } from "./provider-mirror";
import { TerraformFolder } from "./terraform-folder";

interface ShownProviders {
  configuration: { provider_config: Record<string, { expressions: Record<string, unknown> }> };
}

/** What a plan that was made with credentials says of its providers. */
function withAccounts(plan: unknown, stack: StackJson): unknown {
  const copy = structuredClone(plan) as ShownProviders;
  for (const { alias, allowed_account_ids: accounts, assume_role: roles } of stack.provider.aws) {
    const shown = copy.configuration.provider_config[alias === undefined ? "aws" : `aws.${String(alias)}`];
    if (shown === undefined) continue;
    const { region } = shown.expressions;
    shown.expressions = {
      region,
      allowed_account_ids: { constant_value: accounts },
      assume_role: (roles as { role_arn: string }[]).map(({ role_arn: arn }) => ({
        role_arn: { constant_value: arn },
      })),
    };
  }
  return copy;
}

const judgements = (report: TargetReport): string[] => report.channels.map(({ id, verdict }) => `${id} ${verdict}`);

judgedBy("the verdict on a real plan", findTerraformTools(), (tools) => {
  let scratch: string;
  beforeAll(() => (scratch = mkdtempSync(join(tmpdir(), "databox-plan-"))));
  afterAll(() => rmSync(scratch, { recursive: true, force: true }));

  const planOf = async (stack: StackJson): Promise<Record<string, unknown>> => {
    const folder = new TerraformFolder(tools(), mkdtempSync(join(scratch, "plan-")));
    folder.write(asRead(stack as unknown as TerraformJson, tools().mirror.version));
    await folder.init();
    const { plan, diagnostics } = await folder.plan();
    if (plan === undefined) throw new Error(JSON.stringify(diagnostics));
    return withAccounts(plan, stack) as Record<string, unknown>;
  };

  it("is that on the configuration, channel by channel, sealed and broken", async () => {
    const stack = stackOf(exampleProject(EXAMPLES[0] ?? ""));
    const sealed = verify({ target: "plan", json: await planOf(stack) });
    expect(sealed.channels.flatMap(({ findings }) => findings)).toEqual([]);
    expect(sealed.verdict).toBe("confined");

    const broken = structuredClone(stack);
    const vpc = Object.keys(broken.resource["aws_vpc"] ?? {})[0] ?? "";
    broken.resource["aws_internet_gateway"] = { out: { vpc_id: `\${aws_vpc.${vpc}.id}`, provider: "aws.databox" } };
    for (const policy of Object.values(broken.resource["aws_s3_bucket_policy"] ?? {}))
      policy["policy"] = String(policy["policy"])
        .replace("ReadObjectsOnlyThroughTheEndpoint", "Else")
        .replace("StringNotEquals", "StringEquals");
    for (const table of Object.values(broken.resource["aws_subnet"] ?? {})) table["map_public_ip_on_launch"] = true;
    const planned = verify({ target: "plan", json: await planOf(broken) });
    expect(judgements(planned)).toEqual(judgements(verify({ target: "stack", json: broken })));
    expect(planned.verdict).toBe("leaks");
  }, 240_000);
});
