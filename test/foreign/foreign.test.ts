import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { loadTarget, verify, type TargetReport } from "../../src/verify";
import { configurationOf } from "../../src/verify/load/load-target";
import { judgedBy } from "../second-opinion";
import { findTerraformTools } from "../terraform/provider-mirror";
import { planOf } from "./planned-project";

const PROJECTS = readdirSync(__dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

const judge = (project: string): TargetReport => {
  const [target] = loadTarget(join(__dirname, project, "plan.json"));
  if (target === undefined) throw new Error(`${project} has no plan`);
  return verify(target);
};

/** What each project leaks by, and where; other channels may be open or unproven beside these. */
const EXPECTED: Readonly<
  Record<string, { readonly verdict: string; readonly open: Readonly<Record<string, string>> }>
> = {
  "closed-network": { verdict: "confined", open: {} },
  "cross-account-role": {
    verdict: "leaks",
    open: { "identity.role-trust": "aws_iam_role.partner", "key.policy": "aws_kms_key.shared" },
  },
  "function-behind-an-api": {
    verdict: "leaks",
    open: {
      "compute.functions": "aws_lambda_function.app",
      "net.publication": "aws_apigatewayv2_api.app",
      "share.messaging": "aws_sns_topic_subscription.mail",
    },
  },
  "peering-with-a-partner": { verdict: "leaks", open: { "net.peering": "aws_vpc_peering_connection.partner" } },
  "public-bucket": {
    verdict: "leaks",
    open: {
      "store.bucket-policy": "aws_s3_bucket_policy.site",
      "store.carriers": "aws_s3_bucket_website_configuration.site",
      "store.public-access": "aws_s3_bucket_public_access_block.site",
      "store.reads-outside": "aws_s3_bucket_policy.site",
    },
  },
  "public-database": {
    verdict: "leaks",
    open: { "share.database-snapshots": "aws_db_snapshot.shared", "store.databases": "aws_db_instance.this" },
  },
  "transit-gateway-hub": {
    verdict: "leaks",
    open: { "net.transit-gateway": "aws_ec2_transit_gateway.hub" },
  },
  "types-that-nobody-models": { verdict: "unproven", open: {} },
  "vpc-with-nat": {
    verdict: "leaks",
    open: {
      "compute.instance-metadata": "aws_instance.app",
      "net.internet-gateway": "module.network.aws_internet_gateway.this",
      "net.nat-gateway": "module.network.aws_nat_gateway.this",
      "net.public-address": "module.network.aws_eip.nat",
      "net.security-groups": "aws_security_group.app",
    },
  },
};

describe("Terraform of strangers, as a plan", () => {
  it("is judged whole", () => {
    expect(PROJECTS.sort()).toEqual(Object.keys(EXPECTED).sort());
  });

  it.each(Object.entries(EXPECTED))("%s is what it is", (project, { verdict, open }) => {
    const report = judge(project);
    expect(report.verdict).toBe(verdict);
    for (const [id, address] of Object.entries(open)) {
      const channel = report.channels.find((one) => one.id === id);
      expect({ id, verdict: channel?.verdict }).toEqual({ id, verdict: "open" });
      expect(channel?.findings.map((finding) => finding.address)).toContain(address);
    }
    expect(
      report.channels.flatMap(({ findings }) => findings.filter(({ address }) => address === "(verifier)")),
    ).toEqual([]);
  });

  it("names each type that it does not know", () => {
    const channel = judge("types-that-nobody-models").channels.find(({ id }) => id === "supply.unknown-resources");
    expect(channel?.findings.map(({ address, why }) => `${address}: ${why}`)).toEqual([
      "aws_gamelift_build.this: what aws_gamelift_build can do is not modelled",
      "aws_location_map.this: what aws_location_map can do is not modelled",
    ]);
  });

  it("follows references through a module, by the keys of for_each", () => {
    const [target] = loadTarget(join(__dirname, "vpc-with-nat", "plan.json"));
    const resources = target === undefined ? [] : configurationOf(target).resources;
    const attribute = (address: string, name: string): unknown =>
      resources.find((one) => one.address === address)?.attributes[name];
    expect(attribute('module.network.aws_route_table_association.private["b"]', "subnet_id")).toBe(
      '${module.network.aws_subnet.private["b"].id}',
    );
    expect(attribute("module.network.aws_route.out", "nat_gateway_id")).toBe(
      "${module.network.aws_nat_gateway.this.id}",
    );
    // A local value's parts are not in a plan: which of the subnets it is cannot be told.
    expect(attribute("aws_instance.app", "subnet_id")).toContain("known after apply");
  });
});

judgedBy("the real Terraform", findTerraformTools(), (tools) => {
  it.each(PROJECTS)(
    "plans %s as it stands here (node --import tsx scripts/plan-foreign.ts writes it)",
    async (project) => {
      expect(await planOf(tools(), join(__dirname, project))).toBe(
        readFileSync(join(__dirname, project, "plan.json"), "utf8"),
      );
    },
    120_000,
  );
});
