import { judgedBy } from "../second-opinion";
import { REFUSALS, type Refusal } from "./refusals";
import { configurationOf, engineJudge, ScratchCloud, type Resources } from "./scratch-cloud";

/** Ids of what stands, written in place of the names that stand for them. */
function withIds(resources: Resources, cloud: ScratchCloud): Resources {
  const subnet = cloud.store.ofType("aws_subnet")[0]?.id ?? "";
  return JSON.parse(JSON.stringify(resources).replaceAll("@subnet", subnet)) as Resources;
}

judgedBy("what AWS would refuse", engineJudge(), (engine) => {
  it.each(REFUSALS)("$name: $code", async ({ code, message, at, before, resources, onDestroy, region }: Refusal) => {
    const configuration = configurationOf(resources, region);
    const cloud = await ScratchCloud.of(
      engine(),
      ...[before, resources].flatMap((one) => (one === undefined ? [] : [configurationOf(one, region)])),
    );
    try {
      if (before !== undefined) expect((await cloud.apply(configurationOf(before, region))).diagnostics).toEqual([]);
      const written = before === undefined ? configuration : configurationOf(withIds(resources, cloud), region);
      let result = await cloud.apply(written);
      if (onDestroy === true) {
        expect(result.diagnostics).toEqual([]);
        result = await cloud.destroy();
      }
      const errors = result.diagnostics.filter(({ severity }) => severity === "error");
      expect(errors.map((one) => one.summary)).toEqual([expect.stringContaining(`api error ${code}: `)]);
      expect(errors[0]?.summary).toContain(message);
      // What is destroyed has no address in diagnostics of Terraform.
      if (onDestroy !== true && before === undefined) expect(errors[0]?.address).toBe(at);
      expect(result.code).not.toBe(0);
    } finally {
      await cloud.close();
    }
  });

  it("refuses an inside of a tunnel that AWS keeps before anything is made, as the provider does", async () => {
    const written = configurationOf({
      aws_customer_gateway: { main: { bgp_asn: "65000", ip_address: "203.0.113.10", type: "ipsec.1" } },
      aws_vpn_connection: {
        main: {
          customer_gateway_id: "${aws_customer_gateway.main.id}",
          type: "ipsec.1",
          tunnel1_inside_cidr: "169.254.5.0/30",
        },
      },
    });
    const cloud = await ScratchCloud.of(engine(), written);
    try {
      const { code, diagnostics } = await cloud.apply(written);
      expect(diagnostics.map(({ summary, address }) => [summary, address])).toEqual([
        [
          expect.stringMatching(/^expected tunnel1_inside_cidr to not be any of .*, got 169\.254\.5\.0\/30$/),
          "aws_vpn_connection.main",
        ],
      ]);
      expect(code).not.toBe(0);
      expect(cloud.store.all()).toEqual([]);
    } finally {
      await cloud.close();
    }
  });
});

describe("the refusals", () => {
  it("are at least forty, each with a source, and no two alike", () => {
    expect(REFUSALS.length).toBeGreaterThanOrEqual(40);
    expect(REFUSALS.filter(({ source }) => !source.startsWith("https://docs.aws.amazon.com/"))).toEqual([]);
    const names = REFUSALS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});
