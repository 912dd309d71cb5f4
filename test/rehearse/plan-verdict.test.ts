import { verify } from "../../src/verify";
import { judgedBy } from "../second-opinion";
import { type StackJson } from "../stacks/example-projects";
import { everyMutation, sealedStack, type Mutation } from "./every-mutation";
import { engineJudge, ScratchCloud } from "./scratch-cloud";

const judge = (json: unknown): string[] =>
  verify({ target: "x", json: json as StackJson }).channels.map(({ id, verdict }) => `${id} ${verdict}`);

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

/** Told in the configuration and not in a plan, as every report says: where the state is kept. */
const NOT_IN_A_PLAN = /^state\.backend /;

/** Plans that are made at once. */
const CLOUDS = 2;

judgedBy("the verdict on plans of the embedded cloud", engineJudge(), (engine) => {
  const stack = sealedStack();
  const mutations = everyMutation(stack);
  const tally = { same: 0, known: 0, refused: [] as string[], different: [] as string[] };
  const clouds: ScratchCloud[] = [];

  beforeAll(async () => {
    const texts = mutations.map((mutation) => JSON.stringify(mutation.stack));
    for (let one = 0; one < CLOUDS; one += 1)
      clouds.push(await ScratchCloud.of(engine(), JSON.stringify(stack), ...texts));
  }, 900_000);
  afterAll(() => Promise.all(clouds.map((cloud) => cloud.close())));

  const compare = async ({ workspace }: ScratchCloud, { name, stack: changed }: Mutation): Promise<void> => {
    workspace.write(JSON.stringify(changed));
    const { code, diagnostics } = await workspace.run(["plan", "-json", "-out=p", "-parallelism=40"]);
    if (code !== 0) {
      const why = diagnostics.find(({ severity }) => severity === "error")?.summary ?? "?";
      if (!REFUSED.some((one) => name.endsWith(`: ${one}`))) tally.refused.push(`${name}: ${why}`);
      else tally.known += 1;
      return;
    }
    const { stdout } = await workspace.run(["show", "-json", "p"]);
    const [ours, theirs] = [judge(changed), judge(JSON.parse(stdout))];
    const differing = ours.filter((line, index) => line !== theirs[index] && !NOT_IN_A_PLAN.test(line));
    if (differing.length === 0) tally.same += 1;
    else if (!LIFECYCLE_IS_NOT_PLANNED.test(name)) tally.different.push(`${name}: ${differing.join(", ")}`);
  };

  it("is that on the configuration, channel by channel, for every change of the drill", async () => {
    const left = [...mutations];
    await Promise.all(
      clouds.map(async (cloud) => {
        for (let one = left.pop(); one !== undefined; one = left.pop()) await compare(cloud, one);
      }),
    );
    process.stderr.write(
      `${tally.same} of ${mutations.length} changes have the same verdict as a plan, ${tally.known + tally.refused.length} are refused by Terraform\n`,
    );
    expect(tally.different).toEqual([]);
    // A break that nobody could deploy proves nothing of plans: there are few of them, and they are known.
    expect(tally.refused).toEqual([]);
    expect(tally.known).toBe(REFUSED.length);
  }, 1_800_000);
});
