import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { estimate, MONTH_HOURS, priceOf, renderEstimate } from "../../src/cost";
import table from "../../src/cost/prices.json";
import { databoxIn } from "../cli/databox";
import { ROOT } from "../stacks/example-projects";

type Resources = Record<string, Record<string, Record<string, unknown>>>;
const stack = (resource: Resources, region = "ap-northeast-2"): unknown => ({
  provider: { aws: [{ alias: "lab", region, default_tags: [{ tags: { "databox:box": "lab" } }] }] },
  resource,
});
const of = (resource: Resources, hours = MONTH_HOURS, region?: string) =>
  estimate("trial", stack(resource, region), { machineHours: hours });
const provider = "aws.lab";
const template = (size: number): Resources[string] => ({
  t: { provider, block_device_mappings: [{ ebs: { volume_size: size, volume_type: "gp3" } }] },
});
const machine = (more: Record<string, unknown> = {}): Record<string, unknown> => ({
  provider,
  instance_type: "m7i.large",
  launch_template: { id: "${aws_launch_template.t.id}" },
  ...more,
});

describe("the price table", () => {
  const prices = [table.everywhere, ...Object.values(table.regions)].flatMap((one) => Object.entries(one));

  it.each(prices)("says of %s when and where AWS said so", (_, price) => {
    const { asOf, source, unit, usd } = price as Record<string, unknown>;
    expect(usd).toBeGreaterThan(0);
    expect(unit).toMatch(/^[\w-]+$/);
    expect(asOf).toMatch(/^20\d\d-\d\d-\d\d$/);
    expect(source).toMatch(/^https:\/\/(?:aws\.amazon\.com|pricing\.us-east-1\.amazonaws\.com)\//);
  });

  it("works other sizes of a linear family out, and says from which", () => {
    expect(priceOf("ap-northeast-2", "instance:m7i.4xlarge")).toMatchObject({
      usd: 0.1239 * 8,
      derivedFrom: "m7i.large",
    });
    expect(priceOf("ap-northeast-2", "instance:m7i.large")).not.toHaveProperty("derivedFrom");
  });

  it.each([
    ["a family that it does not know", "ap-northeast-2", "instance:c7i.large"],
    ["a family whose sizes do not compare", "ap-northeast-2", "instance:g5.xlarge"],
    ["a region that it does not know", "eu-west-1", "vpc-endpoint"],
    ["a region that nobody has", "mars-north-1", "secret"],
  ])("has no price, rather than zero, for %s", (_, region, item) => {
    expect(priceOf(region, item)).toBeUndefined();
  });
});

describe("an estimate", () => {
  it("counts interface endpoints by zone and hour, and gateway endpoints not at all", () => {
    const result = of({
      aws_vpc_endpoint: {
        a: { provider, vpc_endpoint_type: "Interface", subnet_ids: ["x", "y"] },
        b: { provider, vpc_endpoint_type: "Gateway" },
      },
    });
    expect(result.monthlyUSD).toBeCloseTo(2 * 730 * 0.013, 8);
    expect(result.isComplete).toBe(true);
  });

  it("lets machines run for as long as is assumed, gateways always, and volumes cost whether or not they run", () => {
    const resource: Resources = { aws_launch_template: template(100), aws_instance: { m: machine() } };
    expect(of(resource).monthlyUSD).toBeCloseTo(730 * 0.1239 + 100 * 0.0912, 8);
    expect(of(resource, 160).monthlyUSD).toBeCloseTo(160 * 0.1239 + 100 * 0.0912, 8);
    expect(of(resource, 0).monthlyUSD).toBeCloseTo(100 * 0.0912, 8);
    const gateway = machine({ primary_network_interface: { network_interface_id: "x" } });
    expect(of({ ...resource, aws_instance: { m: gateway } }, 0).monthlyUSD).toBeCloseTo(730 * 0.1239 + 100 * 0.0912, 8);
  });

  it("is incomplete, and says in what, where the table has no price", () => {
    const result = of({ aws_secretsmanager_secret: { a: { provider } } }, 1, "eu-west-1");
    expect(result).toMatchObject({ monthlyUSD: 0, isComplete: false, notInTable: ["eu-west-1 secret"] });
    expect(renderEstimate(result)).toContain("total 0.00 USD a month at least: the estimate is incomplete");
  });

  it("names types that nobody has looked at, and is incomplete by them", () => {
    const result = of({ aws_redshift_cluster: { a: { provider } }, aws_subnet: { b: { provider } } });
    expect(result).toMatchObject({ notPriced: ["aws_redshift_cluster"], isComplete: false });
  });

  it("counts databases by class and hour, whoever is signed in, and has no price for a class that the table lacks", () => {
    const result = of({ aws_rds_cluster_instance: { a: { provider, instance_class: "db.x0.large" } } }, 0);
    expect(result).toMatchObject({ notInTable: ["ap-northeast-2 database:db.x0.large"], isComplete: false });
    expect(result.boxes[0]?.lines).toMatchObject([{ component: "databases", quantity: MONTH_HOURS }]);
  });

  it.each(["stroke-registry.yaml", "genome-archive.yaml"])("prices every type of %s", async (name) => {
    const { out } = await databoxIn(ROOT)("cost", join("projects", name), "--format", "json");
    expect((JSON.parse(out) as { estimates: { notPriced: string[] }[] }).estimates[0]?.notPriced).toEqual([]);
  });

  it("leaves what only use tells out of the sum, by name", () => {
    const result = of({ aws_s3_bucket: { a: { provider } }, aws_kms_key: { k: { provider } } });
    expect(result).toMatchObject({ monthlyUSD: 1, byUse: ["object storage"], isComplete: true });
  });

  it("adds like things up, box by box", () => {
    const json = stack({ aws_kms_key: { a: { provider }, b: { provider }, c: { provider: "aws.other" } } }) as {
      provider: { aws: unknown[] };
    };
    json.provider.aws.push({
      alias: "other",
      region: "us-east-1",
      default_tags: [{ tags: { "databox:box": "other" } }],
    });
    const { boxes } = estimate("trial", json, { machineHours: 1 });
    expect(boxes.map(({ box, region, monthlyUSD }) => [box, region, monthlyUSD])).toEqual([
      ["lab", "ap-northeast-2", 2],
      ["other", "us-east-1", 1],
    ]);
    expect(boxes[0]?.lines).toMatchObject([{ component: "keys", resources: 2, quantity: 2 }]);
  });
});

describe("databox cost", () => {
  const cwd = mkdtempSync(join(tmpdir(), "databox-cost-test-"));
  afterAll(() => rmSync(cwd, { recursive: true, force: true }));
  const example = join(ROOT, "projects", "stroke-registry.yaml");

  it("prices every type of the example with every part", async () => {
    const { code, out } = await databoxIn(cwd)("cost", example, "--format", "json");
    const { version, estimates } = JSON.parse(out) as { version: number; estimates: ReturnType<typeof estimate>[] };
    expect([code, version, estimates[0]?.notPriced]).toEqual([0, 1, []]);
    expect(estimates[0]?.boxes.map(({ box }) => box)).toEqual(["custody", "databox", "neuro-ai", "omics-lab"]);
  });

  it("says that it is an estimate, and of which days its prices are", async () => {
    const { out } = await databoxIn(cwd)("cost", example, "--hours", "160");
    expect(out).toContain("stroke-registry: an estimate, no offer and no bill");
    expect(out).toContain("160 hours a month of desktops and compute machines");
    expect(out).toMatch(/prices of 20\d\d-\d\d-\d\d to 20\d\d-\d\d-\d\d; estimates: .*, none was fetched from AWS/);
  });

  it("refuses more hours than a month has", async () => {
    const { code, err } = await databoxIn(cwd)("cost", example, "--hours", "731");
    expect([code, err]).toEqual([1, "databox: --hours 731: a month has 730 hours; give a number from 0 to 730\n"]);
  });
});
