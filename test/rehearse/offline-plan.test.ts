import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { planOffline } from "../../src/rehearse";
import { loadTarget, verify } from "../../src/verify";
import { judgedBy } from "../second-opinion";
import { ROOT } from "../stacks/example-projects";
import { engineJudge } from "./scratch-cloud";

const FOREIGN = join(ROOT, "test", "foreign");
const projects = readdirSync(FOREIGN, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

const path = process.env["PATH"] ?? "";

/** Files and their contents below a folder. */
const contents = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.name}: ${readFileSync(join(entry.parentPath, entry.name), "utf8")}`)
    .sort();

judgedBy("an offline plan", engineJudge(), (engine) => {
  let scratch: string;
  beforeEach(() => (scratch = mkdtempSync(join(tmpdir(), "databox-offline-"))));
  afterEach(() => rmSync(scratch, { recursive: true, force: true }));

  it.each(projects)(
    "of %s is judged as the real provider's plan of it, and leaves the folder as it was",
    async (name) => {
      const folder = join(scratch, name);
      cpSync(join(FOREIGN, name), folder, { recursive: true, filter: (source) => !source.endsWith(".json") });
      const before = contents(folder);
      const result = await planOffline({ folder, engine: engine(), path });
      expect(result).toMatchObject({ ok: true });
      expect(contents(folder)).toEqual(before);
      if (!result.ok) return;
      const [stored] = loadTarget(join(FOREIGN, name, "plan.json"));
      if (stored === undefined) throw new Error(`${name} has no plan`);
      const judge = (json: object): string[] =>
        verify({ target: name, json: json as Record<string, unknown> }).channels.map(
          ({ id, verdict }) => `${id} ${verdict}`,
        );
      expect(judge(JSON.parse(result.plan) as object)).toEqual(judge(stored.json));
    },
    900_000,
  );

  it("follows a module beside the folder, variables and data sources", async () => {
    const [root, shared] = [join(scratch, "live", "prod"), join(scratch, "modules", "store")];
    mkdirSync(root, { recursive: true });
    mkdirSync(shared, { recursive: true });
    writeFileSync(
      join(root, "main.tf"),
      `variable "name" { type = string }
provider "aws" { region = "eu-west-1" }
data "aws_caller_identity" "me" {}
data "aws_availability_zones" "zones" { state = "available" }
data "aws_iam_policy_document" "read" {
  statement {
    actions   = ["s3:GetObject"]
    resources = ["*"]
  }
}
resource "aws_iam_policy" "read" {
  name   = "read-\${data.aws_caller_identity.me.account_id}"
  policy = data.aws_iam_policy_document.read.json
}
module "store" {
  source = "../../modules/store"
  name   = var.name
}
output "zone" { value = data.aws_availability_zones.zones.names[0] }
`,
    );
    writeFileSync(
      join(shared, "main.tf"),
      `variable "name" { type = string }\nresource "aws_s3_bucket" "this" {\n  bucket = var.name\n}\n`,
    );
    const result = await planOffline({ folder: root, engine: engine(), path, arguments: ["-var=name=cohort"] });
    expect(result).toMatchObject({ ok: true });
    if (!result.ok) return;
    const { resource_changes: changes, planned_values: values } = JSON.parse(result.plan) as {
      resource_changes: { address: string; change: { after: Record<string, unknown> } }[];
      planned_values: { outputs: { zone: { value: string } } };
    };
    const after = (address: string): Record<string, unknown> | undefined =>
      changes.find((one) => one.address === address)?.change.after;
    expect(after("module.store.aws_s3_bucket.this")).toMatchObject({ bucket: "cohort" });
    const { policy } = after("aws_iam_policy.read") ?? {};
    expect(JSON.parse(String(policy))).toMatchObject({ Statement: [{ Action: "s3:GetObject", Resource: "*" }] });
    expect(values.outputs.zone.value).toBe("eu-west-1a");
  }, 900_000);

  it("says where a configuration is wrong", async () => {
    writeFileSync(
      join(scratch, "main.tf"),
      `provider "aws" { region = "eu-west-1" }\nresource "aws_vpc" "main" {\n  cidr_block = "10.0.0.0/33"\n}\n`,
    );
    const result = await planOffline({ folder: scratch, engine: engine(), path });
    expect(result).toMatchObject({
      ok: false,
      step: "plan",
      diagnostics: [{ severity: "error", range: { filename: "main.tf", start: { line: 3 } } }],
    });
  }, 900_000);
});
