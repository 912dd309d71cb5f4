import { judgedBy } from "../second-opinion";
import { type TerraformJson } from "../terraform/judged-copy";
import { findTerraformTools } from "../terraform/provider-mirror";
import { sealedStack } from "./every-mutation";
import { explains, isUnexplained, OTHERWISE } from "./planned-otherwise";
import { drillParts, gathered, refusalParts } from "./parts";
import { configurationOf, engineJudge } from "./scratch-cloud";
import { compareProviders } from "./two-providers";

const MINUTES = 60_000;

/** What only one of the two refuses before anything is made. */
const REFUSED_BY_REAL: readonly { readonly of: string; readonly why: RegExp; readonly reason: string }[] = [
  {
    of: "aws_nat_gateway",
    why: /No argument or block type is named "availability_mode"/,
    reason: "an argument of 6.x",
  },
  {
    of: "aws_snapshot_create_volume_permission",
    why: /request send failed/,
    reason: "the real one asks AWS for the snapshot while it plans",
  },
];

const engine = engineJudge();

judgedBy("the embedded cloud beside the real provider", findTerraformTools(), (tools) => {
  const compare = (json: TerraformJson): ReturnType<typeof compareProviders> => {
    if (!engine.found) throw new Error(engine.missing);
    return compareProviders(tools(), engine.judge, json);
  };

  it(
    "plans and refuses what every change of the drill changes as it does",
    async () => {
      const base = sealedStack() as unknown as TerraformJson;
      const added = gathered(...drillParts());
      const types = [...new Set([...Object.keys(base.resource), ...Object.keys(added)])];
      const resource = Object.fromEntries(types.map((type) => [type, { ...base.resource[type], ...added[type] }]));
      // Some changes add resources without an account of their own, and some a provider.
      const region = "ap-northeast-2";
      const known = new Set(base.provider.aws.map(({ alias }) => `aws.${String(alias)}`));
      const named = Object.values(added).flatMap((byName) => Object.values(byName).map(({ provider }) => provider));
      const missing = [...new Set(named)].filter((name) => typeof name === "string" && !known.has(name));
      const aws = [
        ...base.provider.aws,
        { region },
        ...missing.map((name) => ({ alias: String(name).replace(/^aws\./, ""), region })),
      ];
      const { compared, differing, refusedByReal, refusedByOurs } = await compare({
        ...base,
        provider: { aws },
        resource,
      });
      expect(differing.filter(isUnexplained)).toEqual([]);
      expect(onlyOf(refusedByReal, refusedByOurs)).toEqual([]);
      expect([...refusedByOurs].filter(([address]) => !refusedByReal.has(address))).toEqual([]);
      process.stderr.write(
        `${compared} resources of the drill's changes are planned alike, ${refusedByOurs.size} are refused by both providers\n`,
      );
      // Each reason is still one.
      const found = [...differing].map((text) => OTHERWISE.find((one) => explains(one, text)));
      expect(OTHERWISE.filter((one) => !found.includes(one))).toEqual([]);
    },
    15 * MINUTES,
  );

  it(
    "plans and refuses every refused configuration as it does",
    async () => {
      for (const [region, parts] of refusalParts()) {
        const provider = JSON.parse(configurationOf({}, region)) as TerraformJson;
        const { compared, differing, refusedByReal, refusedByOurs } = await compare({
          ...provider,
          resource: gathered(...parts),
        });
        expect(compared).toBeGreaterThan(0);
        expect(differing.filter(isUnexplained)).toEqual([]);
        // AWS refuses all of these when they are made; before that, neither provider does.
        expect([...refusedByReal, ...refusedByOurs]).toEqual([]);
      }
    },
    15 * MINUTES,
  );
});

/** What the real provider refuses alone, without a reason. */
function onlyOf(real: ReadonlyMap<string, string>, ours: ReadonlyMap<string, string>): string[] {
  return [...real].flatMap(([address, why]) =>
    ours.has(address) || REFUSED_BY_REAL.some(({ of, why: text }) => address.startsWith(`${of}.`) && text.test(why))
      ? []
      : [`${address}: ${why}`],
  );
}
