import { judgedBy } from "../second-opinion";
import { exampleProject, EXAMPLES, stackOf } from "../stacks/example-projects";
import { type TerraformJson } from "../terraform/judged-copy";
import { findTerraformTools } from "../terraform/provider-mirror";
import { sealedStack } from "./every-mutation";
import { drillParts, gathered, refusalParts } from "./parts";
import { configurationOf, engineJudge } from "./scratch-cloud";
import { compareProviders } from "./two-providers";

const MINUTES = 60_000;

/** Where planned values are known to be different, each with the reason. */
const OTHERWISE: readonly { readonly of: string; readonly path: string; readonly reason: string }[] = [
  {
    of: "aws_instance",
    path: "network_interface",
    reason: "6.10 gives the first interface in primary_network_interface, and computes the deprecated block from it",
  },
  {
    of: "aws_instance",
    path: "user_data",
    reason: "5.x plans its digest; 6 plans the text, or nothing where there is none",
  },
  ...["client_keep_alive", "desync_mitigation_mode", "enable_http2", "idle_timeout", "xff_header_processing_mode"].map(
    (path) => ({ of: "aws_lb", path, reason: "defaults of application load balancers, on one of another kind" }),
  ),
  {
    of: "aws_lb",
    path: "dns_record_client_routing_policy",
    reason: "a default of network load balancers, on one of another kind",
  },
  {
    of: "aws_route_table",
    path: "propagating_vgws",
    reason: "an empty list is none to 5.x, which leaves it to AWS; ours plans what is written",
  },
  {
    of: "aws_s3_bucket",
    path: "region",
    reason: "computed in 5.x; in 6 an argument, the provider's region by default",
  },
  ...(
    [
      ["aws_lb", "security_groups"],
      ["aws_vpc_endpoint", "security_group_ids"],
      ["aws_vpc_endpoint", "subnet_ids"],
    ] as const
  ).map(([of, path]) => ({
    of,
    path,
    reason: "an empty set is none to 5.x, which leaves it to AWS; ours plans what is written",
  })),
  {
    of: "aws_vpc_endpoint",
    path: "policy",
    reason: "an empty policy is none to the provider; the embedded cloud refuses it when it is made",
  },
];

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

  it.each(EXAMPLES.map((file) => [file.split("/").at(-1) ?? file, file]))(
    "plans %s as it does",
    async (_, file) => {
      const json = stackOf(exampleProject(file)) as unknown as TerraformJson;
      const { refusedByReal, refusedByOurs, compared, differing } = await compare(json);
      expect([...refusedByReal, ...refusedByOurs]).toEqual([]);
      expect(compared).toBe(Object.values(json.resource).flatMap((byName) => Object.keys(byName)).length);
      expect(differing.filter(isUnexplained)).toEqual([]);
    },
    5 * MINUTES,
  );

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

type Otherwise = (typeof OTHERWISE)[number];

const explains = ({ of, path }: Otherwise, text: string): boolean =>
  text.startsWith(`${of}.`) && text.includes(`: ${path}: `);

const isUnexplained = (text: string): boolean => !OTHERWISE.some((one) => explains(one, text));

/** What the real provider refuses alone, without a reason. */
function onlyOf(real: ReadonlyMap<string, string>, ours: ReadonlyMap<string, string>): string[] {
  return [...real].flatMap(([address, why]) =>
    ours.has(address) || REFUSED_BY_REAL.some(({ of, why: text }) => address.startsWith(`${of}.`) && text.test(why))
      ? []
      : [`${address}: ${why}`],
  );
}
