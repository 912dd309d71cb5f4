import { judgedIfThere, type Judge } from "../second-opinion";
import { type Json, type JsonObject, type TerraformJson } from "../terraform/judged-copy";
import { findTerraformTools, type TerraformTools } from "../terraform/provider-mirror";
import { sealedStack } from "./every-mutation";
import { EmulatedAws, resourcesOf, type Applied } from "./moto/apply";
import { ANSWERED_OTHERWISE, BEHIND, NOT_ASKED, OF_THE_MOMENT, OTHERWISE, UNSUPPORTED } from "./moto/deviations";
import { answersTo, type Answer } from "./moto/refused";
import { findMoto, MotoServer, type MotoCommand } from "./moto/server";
import { shapesOf } from "./moto/shapes";
import { differences } from "./plans";
import { REFUSALS } from "./refusals";
import { engineJudge, ScratchCloud } from "./scratch-cloud";
import { type Engine } from "../../src/engine";

const MINUTES = 60_000;

interface Tools {
  readonly moto: MotoCommand;
  readonly terraform: TerraformTools;
  readonly engine: Engine;
}

function findTools(): Judge<Tools> {
  const [moto, terraform, engine] = [findMoto(), findTerraformTools(), engineJudge()];
  if (!moto.found) return moto;
  if (!terraform.found) return terraform;
  return engine.found
    ? { found: true, judge: { moto: moto.judge, terraform: terraform.judge, engine: engine.judge } }
    : engine;
}

judgedIfThere("the embedded cloud beside moto, which the real provider works on", findTools(), (tools) => {
  const json = sealedStack() as unknown as TerraformJson;
  let theirs: Applied;
  let ours: ReadonlyMap<string, JsonObject>;
  let answers: readonly Answer[];

  beforeAll(async () => {
    const { moto, terraform, engine } = tools();
    const server = await MotoServer.start(moto);
    try {
      // Both wait, each for the other service: regions, and names, keep them apart.
      const on = async <T>(work: (aws: EmulatedAws) => Promise<T>): Promise<T> => {
        const aws = await EmulatedAws.open(terraform, server.endpoint);
        try {
          return await work(aws);
        } finally {
          aws.close();
        }
      };
      [theirs, answers] = await Promise.all([
        on((aws) => aws.apply(json)),
        on((aws) =>
          answersTo(
            aws,
            REFUSALS.filter(({ name }) => ANSWERED_OTHERWISE[name]?.said !== NOT_ASKED),
          ),
        ),
      ]);
    } finally {
      await server.stop();
    }
    ours = await madeByOurs(engine, json);
  }, 15 * MINUTES);

  it("makes the stack, but for what moto does not implement", () => {
    const unexplained = [...theirs.refused].filter(
      ([address, why]) => !UNSUPPORTED.some((one) => isOf(one, address) && one.why.test(why)),
    );
    expect(unexplained).toEqual([]);
    const found = [...theirs.refused];
    // Each reason is still one.
    expect(
      UNSUPPORTED.filter((one) => !found.some(([address, why]) => isOf(one, address) && one.why.test(why))),
    ).toEqual([]);
    const missing = [...ours.keys()].filter((address) => !theirs.made.has(address) && !theirs.refused.has(address));
    expect([...new Set(missing.map((address) => address.split(".")[0]))].sort()).toEqual(
      BEHIND.map(({ of }) => of).sort(),
    );
    expect([...theirs.made.keys()].filter((address) => !ours.has(address))).toEqual([]);
  });

  it("gives ids, ARNs and every other value of the form that moto gives", () => {
    const common = [...theirs.made.keys()]
      .filter((address) => ours.has(address) && !theirs.refused.has(address))
      .sort();
    const part = (made: ReadonlyMap<string, JsonObject>): Map<string, JsonObject> =>
      new Map(common.flatMap((address) => [[address, made.get(address) ?? {}]] as const));
    const [real, embedded] = [shapesOf(part(theirs.made)), shapesOf(part(ours))];
    const differing = common.flatMap((address) =>
      differences(planned(address, real), planned(address, embedded)).map((text) => `${address}: ${text}`),
    );
    const listed = [...OTHERWISE, ...OF_THE_MOMENT];
    expect(differing.filter((text) => !listed.some((one) => explains(one, text)))).toEqual([]);
    // Each reason is still one.
    expect(OTHERWISE.filter((one) => !differing.some((text) => explains(one, text)))).toEqual([]);
    const { ids, arns, values } = countsOf([...real.values()]);
    process.stderr.write(
      `moto: ${common.length} resources of ${ours.size} compared, with ${values} values: ${ids} ids, ${arns} ARNs\n`,
    );
    expect(common.length).toBeGreaterThan(200);
  });

  it("refuses with the codes that moto refuses with", () => {
    const expected = answers.map(({ refusal: { name, code } }) => [name, ANSWERED_OTHERWISE[name]?.said ?? code]);
    expect(answers.map(({ refusal, said }) => [refusal.name, said])).toEqual(expected);
    // Each reason is still one, and of a refusal.
    const names = new Set(REFUSALS.map(({ name }) => name));
    expect(Object.keys(ANSWERED_OTHERWISE).filter((name) => !names.has(name))).toEqual([]);
    const same = answers.filter(({ refusal: { code }, said }) => said === code).length;
    process.stderr.write(`moto: ${same} error codes of ${REFUSALS.length} are the same, the others have a reason\n`);
  });
});

const isOf = ({ of }: { readonly of: string }, address: string): boolean => address.startsWith(`${of}.`);

const explains = ({ of, path }: { readonly of: string; readonly path: string }, text: string): boolean =>
  text.startsWith(`${of}.`) && text.includes(`: ${path}: `);

function planned(address: string, shapes: ReadonlyMap<string, JsonObject>): Parameters<typeof differences>[0] {
  return { address, after: shapes.get(address) ?? {}, afterUnknown: {} };
}

async function madeByOurs(engine: Engine, json: TerraformJson): Promise<ReadonlyMap<string, JsonObject>> {
  const cloud = await ScratchCloud.of(engine, JSON.stringify(json));
  try {
    const { diagnostics } = await cloud.apply(JSON.stringify(json));
    expect(diagnostics).toEqual([]);
    const { stdout } = await cloud.workspace.run(["show", "-json"]);
    return resourcesOf(JSON.parse(stdout));
  } finally {
    await cloud.close();
  }
}

/** How many values there are, and of these ids and ARNs. */
function countsOf(resources: readonly JsonObject[]): { ids: number; arns: number; values: number } {
  const counts = { ids: 0, arns: 0, values: 0 };
  const count = (value: Json, name: string): void => {
    if (Array.isArray(value)) (value as readonly Json[]).forEach((one) => count(one, name));
    else if (value !== null && typeof value === "object")
      Object.entries(value as JsonObject).forEach(([key, one]) => count(one, key));
    else if (value !== null && value !== "") {
      counts.values += 1;
      if (String(value).startsWith("arn:")) counts.arns += 1;
      else if (/(^|_)ids?$/.test(name)) counts.ids += 1;
    }
  };
  for (const resource of resources) count(resource, "");
  return counts;
}
