import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { providerSchema } from "../../../src/rehearse/schema";
import beyond from "../../../src/rehearse/schema/beyond-bindings.json";
import { bindingsModules, readModule } from "../../../src/rehearse/schema/bindings";
import { judgedBy } from "../../second-opinion";
import { exampleProject, EXAMPLES, stackOf } from "../../stacks/example-projects";
import { findTerraformTools } from "../../terraform/provider-mirror";
import { brokenClaims, CLAIMS, DOCUMENTED } from "./documented-facts";
import { realSchema } from "./real-schema";
import { beyondBindings, versionDifferences } from "./version-differences";
import differences from "./version-differences.json";

describe("the derived schema", () => {
  const schema = providerSchema();

  it("has every type of the bindings, whole", () => {
    expect(schema.resources.size + schema.dataSources.size).toBe(bindingsModules().size);
    expect(schema.resources.size).toBeGreaterThan(1_500);
    const empty = [...schema.resources].filter(([, { attributes }]) => Object.keys(attributes).length === 0);
    expect(empty.map(([type]) => type)).toEqual([]);
  });

  it("fails loudly on a member that it does not understand", () => {
    const folder = mkdtempSync(join(tmpdir(), "databox-bindings-"));
    try {
      const index = join(bindingsModules().get("vpc") ?? "", "index.js");
      const [code = "", map = ""] = readFileSync(index, "utf8").split("base64,");
      const changed = Buffer.from(map, "base64")
        .toString("utf8")
        .replace("public get cidrBlock() {\\n    return this.getStringAttribute(", "public get cidrBlock() {\\n    return this.getOracleAttribute(");
      mkdirSync(join(folder, "vpc"));
      writeFileSync(join(folder, "vpc", "index.js"), `${code}base64,${Buffer.from(changed).toString("base64")}`);
      expect(() => readModule("vpc", join(folder, "vpc"))).toThrow(
        /^the bindings of hashicorp\/aws are not as expected: aws_vpc\.cidr_block: /,
      );
      expect(() => readModule("no-such-module")).toThrow("no-such-module: there is no such module");
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it.each(Object.entries(DOCUMENTED))("says of %s what the provider's documentation says", (type, facts) => {
    const block = schema.resources.get(type);
    if (block === undefined) throw new Error(`there is no ${type}`);
    expect(brokenClaims(block, facts)).toEqual(Object.keys(facts.contradicted ?? {}));
  });

  it("is held against the documentation of the constructs' types and of odd ones, in claims that can be broken", () => {
    expect(Object.keys(DOCUMENTED).length).toBeGreaterThanOrEqual(40);
    const block = schema.resources.get("aws_ec2_client_vpn_endpoint");
    if (block === undefined) throw new Error("there is no such type");
    const wrong = ["no_such_name", "authentication_options.no_such_name", "no_such_block.type"];
    for (const claim of CLAIMS) expect(brokenClaims(block, { page: "r@", [claim]: wrong })).toHaveLength(wrong.length);
    // What holds of one name does not hold of the other.
    for (const [claim, holds, fails] of [
      ["required", "authentication_options.type", "authentication_options.saml_provider_arn"],
      ["optional", "description", "server_certificate_arn"],
      ["exported", "dns_name", "description"],
      ["blocks", "connection_log_options", "dns_servers"],
      ["sets", "security_group_ids", "dns_servers"],
      ["maps", "tags", "dns_servers"],
      ["atMostOne", "connection_log_options", "authentication_options"],
    ] as const)
      expect(brokenClaims(block, { page: "r@", [claim]: [holds, fails] })).toEqual([`${claim} ${fails}`]);
  });
});

judgedBy("the derived schema beside the real provider's", findTerraformTools(), (tools) => {
  it("differs as the versions do; npm run provider-schema writes both anew", () => {
    const [real, ours] = [realSchema(tools()), providerSchema()];
    expect(versionDifferences(real, ours, tools().mirror.version)).toEqual(differences);
    expect(beyondBindings(real, ours)).toEqual(beyond);
  }, 900_000);
});

describe("where the derived schema and an older provider's differ", () => {
  it("is told by the provider's changelog, as far as the constructs' types go", () => {
    const used = new Set(EXAMPLES.flatMap((file) => Object.keys(stackOf(exampleProject(file)).resource)));
    const ofUsed = [...differences.gone, ...differences.changed].filter((one) => used.has(/^\w+/.exec(one)?.[0] ?? ""));
    expect(ofUsed).toEqual(Object.keys(TOLD));
  });

  it("is found, whatever it is", () => {
    const ours = providerSchema(["aws_route53_zone"]);
    const block = ours.resources.get("aws_route53_zone");
    const vpc = block?.blocks["vpc"];
    if (block === undefined || vpc === undefined) throw new Error("there is no such block");
    const same = {
      attributes: block.attributes,
      block_types: { vpc: { nesting_mode: "set", block: vpc.block }, timeouts: { nesting_mode: "single", block: {} } },
    };
    const changed = {
      attributes: {
        ...Object.fromEntries(Object.entries(block.attributes).filter(([name]) => name !== "arn")),
        owner: { type: "string", computed: true },
        comment: { type: "string", required: true },
        tags: { type: ["map", "number"], optional: true },
        zone_id: { type: "string", computed: true, sensitive: true },
      },
      block_types: {
        vpc: { nesting_mode: "list", min_items: 1, max_items: 3, block: { attributes: vpc.block.attributes } },
        gone: { nesting_mode: "list", block: {} },
      },
    };
    const found = (real: object): object =>
      versionDifferences(
        { resource_schemas: { aws_route53_zone: { block: real } }, data_source_schemas: {} },
        ours,
        "5.0.0",
      );
    const versions = { was: "5.0.0", is: ours.version };
    expect(found(same)).toMatchObject({ ...versions, gone: [], changed: [], untyped: [] });
    expect(found(changed)).toEqual({
      ...versions,
      gone: ["aws_route53_zone.gone", "aws_route53_zone.owner"],
      changed: [
        "aws_route53_zone.comment: was required, is optional",
        'aws_route53_zone.tags: was "number", is "string"',
        "aws_route53_zone.vpc: was at most 3, is at most 0",
        "aws_route53_zone.vpc: was list, is set",
        "aws_route53_zone.vpc: was required, is optional",
        "aws_route53_zone.zone_id: was computed and sensitive, is computed",
      ],
      untyped: [],
      added: ["aws_route53_zone.arn", "aws_route53_zone.timeouts"],
    });
  });

  it("leaves untyped only what is too large for the bindings", () => {
    const types = new Set(differences.untyped.map((one) => /^(?:data\.)?\w+/.exec(one)?.[0]));
    expect([...types]).toEqual([
      "aws_quicksight_analysis",
      "aws_quicksight_dashboard",
      "aws_quicksight_template",
      "aws_wafv2_rule_group",
      "aws_wafv2_web_acl",
      "data.aws_quicksight_analysis",
    ]);
  });
});

/**
 * What changed in the constructs' types from one version to the other, and the issue by which the changelog tells it.
 * https://github.com/hashicorp/terraform-provider-aws/blob/main/CHANGELOG.md
 */
const TOLD: Readonly<Record<string, string>> = {
  "aws_flow_log.log_group_name": "#42333",
  "aws_instance.cpu_core_count": "#42280",
  "aws_instance.cpu_threads_per_core": "#42280",
  "aws_launch_template.elastic_gpu_specifications": "#42312",
  "aws_launch_template.elastic_inference_accelerator": "#42137",
  "aws_sagemaker_notebook_instance.accelerator_types": "#42099",
  "aws_ec2_client_vpn_endpoint.client_cidr_block: was required, is optional": "#44059",
  "aws_instance.user_data: was optional and computed, is optional": "#42078",
  "aws_kms_external_key.key_usage: was computed, is optional and computed": "#44011",
  "aws_s3_bucket.region: was computed, is optional and computed": "#43075",
  "aws_s3_bucket_lifecycle_configuration.rule.noncurrent_version_expiration.newer_noncurrent_versions: was optional and computed, is optional":
    "silent; the bindings say so in words",
  "aws_s3_bucket_lifecycle_configuration.rule.noncurrent_version_transition.newer_noncurrent_versions: was optional and computed, is optional":
    "silent; the bindings say so in words",
};
