import { verify } from "../../src/verify";
import { judgedBy } from "../second-opinion";
import { type StackJson } from "../stacks/example-projects";
import { everyMutation, sealedStack, type Mutation } from "./every-mutation";
import { engineJudge, ScratchCloud } from "./scratch-cloud";

/** Told in the configuration and not in a plan: what Terraform is told to leave as it is. */
const LIFECYCLE_IS_NOT_PLANNED = /changes of each bucket policy ignored/;

/** Breaks that Terraform or AWS refuses before anything leaks: they show the verifier to be stricter than it must be. */
const REFUSED = [
  "a check that asks a site",
  "a core network",
  "a delivery stream to an HTTP endpoint",
  "a group for the world in a VPC as large as the world",
  "a group for the world in a VPC whose range nobody knows",
  "a group that lets everything out, on a machine in a gateway's subnet",
  "a resource of a provider that nobody configures",
  "a route of the default table",
  "a rule that may be of any group",
  "a rule that names no group",
  "a type that nobody knows",
  "access logs for elsewhere",
  "an attribute that nobody knows",
  "an inline default route",
  "an inventory for elsewhere",
  "an outbound resolver",
  "CloudFront before a machine",
  "no bucket policy",
  "no public access block",
  "notebooks of a person that are shared",
  "plain traffic out of a gateway",
  "routes in a list within a list",
  "the portal, in another case",
  "Verified Access",
];

const isIgnored = ({ name }: Mutation): boolean => LIFECYCLE_IS_NOT_PLANNED.test(name);
const isRefused = ({ name }: Mutation): boolean => REFUSED.some((one) => name.endsWith(`: ${one}`));

/** Told in the configuration and not in a plan, as every report says: where the state is kept. */
const NOT_IN_A_PLAN = /^state\.backend /;

/** Plans that are made at once. */
const CLOUDS = 2;

/** The verdict on each channel, and what is found at which resource. */
function judge(json: unknown): string[] {
  return verify({ target: "x", json: json as StackJson }).channels.flatMap(({ id, verdict, findings }) => [
    `${id} ${verdict}`,
    ...findings.map((finding) => `${id} ${verdict} ${finding.verdict} ${finding.address}`),
  ]);
}

/** A change, what it changes, and which channels it changes the verdict on. */
interface Reach {
  readonly mutation: Mutation;
  readonly places: ReadonlySet<string>;
  readonly channels: ReadonlySet<string>;
}

/** What a change touches: its resources, and what else stands in the file. */
function placesOf(stack: StackJson, changed: StackJson): Set<string> {
  const flat = ({ resource, ...rest }: StackJson): Map<string, string> =>
    new Map([
      ...Object.entries(rest).map(([key, value]) => [key, JSON.stringify(value)] as const),
      ...Object.entries(resource).flatMap(([type, byName]) =>
        Object.entries(byName).map(([name, body]) => [`${type}.${name}`, JSON.stringify(body)] as const),
      ),
    ]);
  const [before, after] = [flat(stack), flat(changed)];
  return new Set([...before.keys(), ...after.keys()].filter((key) => before.get(key) !== after.get(key)));
}

function areDisjoint(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return ![...one].some((item) => other.has(item));
}

/** Changes that have no place and no channel in common, in as few groups as are quickly found. */
function groupsOf(reaches: readonly Reach[]): Mutation[][] {
  const groups: { all: Mutation[]; places: Set<string>; channels: Set<string> }[] = [];
  for (const { mutation, places, channels } of reaches) {
    let group = groups.find((one) => areDisjoint(places, one.places) && areDisjoint(channels, one.channels));
    if (group === undefined) groups.push((group = { all: [], places: new Set(), channels: new Set() }));
    group.all.push(mutation);
    for (const one of places) group.places.add(one);
    for (const one of channels) group.channels.add(one);
  }
  return groups.map(({ all }) => all);
}

judgedBy("the verdict on plans of the embedded cloud", engineJudge(), (engine) => {
  const stack = sealedStack();
  const mutations = everyMutation(stack);
  const tally = { plans: 0, same: 0, refused: [] as string[], different: [] as string[] };
  const clouds: ScratchCloud[] = [];

  beforeAll(async () => {
    const texts = mutations.map((mutation) => JSON.stringify(mutation.stack));
    for (let one = 0; one < CLOUDS; one += 1)
      clouds.push(await ScratchCloud.of(engine(), JSON.stringify(stack), ...texts));
  }, 900_000);
  afterAll(() => Promise.all(clouds.map((cloud) => cloud.close())));

  /** What the verdict on a plan has otherwise than that on the configuration, or why there is no plan. */
  const compare = async (
    { workspace }: ScratchCloud,
    changed: StackJson,
  ): Promise<{ readonly refused: string } | { readonly differing: readonly string[] }> => {
    tally.plans += 1;
    workspace.write(JSON.stringify(changed));
    const { code, diagnostics } = await workspace.run(["plan", "-json", "-out=p", "-parallelism=40"]);
    if (code !== 0) return { refused: diagnostics.find(({ severity }) => severity === "error")?.summary ?? "?" };
    const { stdout } = await workspace.run(["show", "-json", "p"]);
    const [ours, theirs] = [new Set(judge(changed)), new Set(judge(JSON.parse(stdout)))];
    const only = (one: ReadonlySet<string>, other: ReadonlySet<string>): string[] =>
      [...one].filter((line) => !other.has(line) && !NOT_IN_A_PLAN.test(line));
    return {
      differing: [
        ...only(ours, theirs).map((line) => `only the configuration: ${line}`),
        ...only(theirs, ours).map((line) => `only the plan: ${line}`),
      ],
    };
  };

  const compareOne = async (cloud: ScratchCloud, { name, stack: changed }: Mutation): Promise<void> => {
    const result = await compare(cloud, changed);
    if ("refused" in result) tally.refused.push(`${name}: ${result.refused}`);
    else if (result.differing.length === 0) tally.same += 1;
    else tally.different.push(`${name}: ${result.differing.join(", ")}`);
  };

  /** Several changes in one plan; where that is not as it should be, each in one of its own, to say which it is. */
  const compareGroup = async (cloud: ScratchCloud, group: readonly Mutation[]): Promise<void> => {
    const copy = structuredClone(stack);
    for (const { edit } of group) edit(copy);
    const result = await compare(cloud, copy);
    if ("differing" in result && result.differing.length === 0) {
      tally.same += group.length;
      return;
    }
    const before = tally.different.length + tally.refused.length;
    for (const one of group) await compareOne(cloud, one);
    if (tally.different.length + tally.refused.length === before)
      tally.different.push(
        `${group.map(({ name }) => name).join(" with ")}: ${"refused" in result ? result.refused : result.differing.join(", ")}`,
      );
  };

  const onEveryCloud = async <T>(
    all: readonly T[],
    work: (cloud: ScratchCloud, one: T) => Promise<void>,
  ): Promise<void> => {
    const left = [...all];
    await Promise.all(
      clouds.map(async (cloud) => {
        for (let one = left.pop(); one !== undefined; one = left.pop()) await work(cloud, one);
      }),
    );
  };

  it("is that on the configuration, channel by channel, for every change of the drill", async () => {
    const sealed = new Set(judge(stack));
    const reaches = mutations
      .filter((mutation) => !isRefused(mutation) && !isIgnored(mutation))
      .map((mutation): Reach => {
        const otherwise = judge(mutation.stack).filter((line) => !sealed.has(line));
        return {
          mutation,
          places: placesOf(stack, mutation.stack),
          channels: new Set(otherwise.map((line) => line.split(" ")[0] ?? "")),
        };
      });
    const groups = groupsOf(reaches);
    await onEveryCloud(groups, compareGroup);
    process.stderr.write(
      `${tally.same} of ${reaches.length} changes have the same verdict as a plan, in ${tally.plans} plans\n`,
    );
    expect(tally.different).toEqual([]);
    expect(tally.refused).toEqual([]);
    expect(tally.same).toBe(reaches.length);
  }, 1_800_000);

  it("is not to be had of what Terraform refuses, which is little, and known", async () => {
    const planned: string[] = [];
    await onEveryCloud(mutations.filter(isRefused), async (cloud, { name, stack: changed }) => {
      if (!("refused" in (await compare(cloud, changed)))) planned.push(name);
    });
    expect(planned).toEqual([]);
    expect(mutations.filter(isRefused).length).toBe(REFUSED.length);
  }, 900_000);

  it("says less than that on the configuration of changes that Terraform is told to ignore, and nothing else", async () => {
    const told = new Set<string>();
    await onEveryCloud(mutations.filter(isIgnored), async (cloud, { stack: changed }) => {
      const result = await compare(cloud, changed);
      for (const line of "refused" in result ? [result.refused] : result.differing)
        told.add(line.replace(/^(only the [a-z]+: \S+ [a-z]+) .*/, "$1"));
    });
    expect([...told].sort()).toEqual([
      "only the configuration: supply.opaque-parts unproven",
      "only the plan: supply.opaque-parts closed",
    ]);
  }, 300_000);
});
