import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { loadProject, type Project } from "../../src/project";
import { synthesize } from "../../stacks/synthesize";
import { judgedBy } from "../second-opinion";
import { isUnexplained } from "../rehearse/planned-otherwise";
import { plannedResources } from "../rehearse/plans";
import { asRead } from "../rehearse/real-plan";
import { engineJudge } from "../rehearse/scratch-cloud";
import { comparison, planOfOurs } from "../rehearse/two-providers";
import { newerThan, type TerraformJson } from "./judged-copy";
import onlyIn6 from "./only-in-6.json";
import { findTerraformTools, type TerraformTools } from "./provider-mirror";
import { TerraformFolder, type Diagnostic, type Plan, type ResourceChange } from "./terraform-folder";

/** A stack, and what Terraform says of it. */
interface Judgement {
  readonly json: TerraformJson;
  /** Of the file as it is, with its provider blocks. */
  readonly validation: readonly Diagnostic[];
  /** Of the copy without what a provider older than ours does not know. */
  readonly planning: readonly Diagnostic[];
  readonly plan: Plan | undefined;
}

const PROJECTS = resolve(__dirname, "../../projects");
const projects = readdirSync(PROJECTS)
  .filter((name) => name.endsWith(".yaml"))
  .map((name) => {
    const result = loadProject(join(PROJECTS, name));
    if (!result.ok) throw new Error(`projects/${name} does not load`);
    return result.project;
  });
const stateBootstrap = "state bootstrap";
const MINUTES = 60_000;

const engine = engineJudge();

judgedBy("the real provider", findTerraformTools(), (tools) => {
  let scratch: string;
  const judgements = new Map<string, Judgement>();

  beforeAll(async () => {
    scratch = mkdtempSync(join(tmpdir(), "databox-terraform-"));
    const [first] = projects;
    if (first === undefined) throw new Error("no project file to judge");
    for (const project of projects) judgements.set(project.name, await judge(tools(), scratch, project, project.name));
    const state = synthesizedNames(scratch, first).find((name) => name !== first.name);
    if (state !== undefined) judgements.set(stateBootstrap, await judge(tools(), scratch, first, state));
  }, 15 * MINUTES);

  afterAll(() => rmSync(scratch, { recursive: true, force: true }));

  const judgementOf = (name: string): Judgement => {
    const found = judgements.get(name);
    if (found === undefined) throw new Error(`nothing was judged under the name ${name}`);
    return found;
  };

  describe.each([...projects.map(({ name }) => name), stateBootstrap])("judges %s", (name) => {
    test("finds no error and no warning in the file, but for what only newer providers know", () => {
      const { json, validation } = judgementOf(name);
      const expected = newerThan(tools().mirror.version).filter(({ type }) => json.resource[type] !== undefined);
      const unexpected = validation.filter((diagnostic) => !expected.some((entry) => complainsOf(diagnostic, entry)));
      expect(unexpected).toEqual([]);
    });

    test("plans without an error or a warning", () => {
      const { planning, plan } = judgementOf(name);
      expect(planning).toEqual([]);
      expect(plan).toMatchObject({ complete: true, errored: false });
    });

    test("creates every resource of the file and nothing else", () => {
      const { json, plan } = judgementOf(name);
      const creates = changesOf(plan).map(({ address, change }) => `${change.actions.join()} ${address}`);
      const written = Object.entries(json.resource).flatMap(([type, byName]) =>
        Object.keys(byName).map((resource) => `create ${type}.${resource}`),
      );
      expect(creates.sort()).toEqual(written.sort());
    });

    test("reads nothing from AWS", () => {
      const { json, plan } = judgementOf(name);
      expect(json["data"]).toBeUndefined();
      expect(new Set(changesOf(plan).map(({ mode }) => mode))).toEqual(new Set(["managed"]));
      expect(plan?.configuration.root_module.resources.filter(({ mode }) => mode !== "managed")).toEqual([]);
      expect(plan?.prior_state?.values).toBeUndefined();
    });

    test("plans as the embedded cloud does", async () => {
      if (!engine.found) throw new Error(engine.missing);
      const { json, plan } = judgementOf(name);
      const real = { planned: plannedResources(plan), refused: new Map<string, string>() };
      const { compared, differing, refusedByOurs } = comparison(real, await planOfOurs(engine.judge, json));
      expect([...refusedByOurs]).toEqual([]);
      expect(compared).toBe(Object.values(json.resource).flatMap((byName) => Object.keys(byName)).length);
      expect(differing.filter(isUnexplained)).toEqual([]);
    });
  });

  test.each(projects.map(({ name }) => name))(
    "tags everything of %s that takes tags with project, box and tenant",
    (name) => {
      const { json, plan } = judgementOf(name);
      const taggable = changesOf(plan).filter(
        ({ change }) => "tags_all" in change.after || "tags_all" in change.after_unknown,
      );
      expect(taggable.length).toBeGreaterThan(0);
      const wrong = taggable.filter(({ address, change }) => {
        const [type, resource] = address.split(".");
        const provider = json.resource[String(type)]?.[String(resource)]?.["provider"] as string;
        const tags = change.after["tags_all"] as Readonly<Record<string, string>> | undefined;
        const expected = boxTags(name, provider);
        return Object.entries(expected).some(([key, value]) => tags?.[key] !== value);
      });
      expect(wrong.map(({ address }) => address)).toEqual([]);
    },
  );

  test("tags the bootstrap of the state", () => {
    const tagged = changesOf(judgementOf(stateBootstrap).plan).filter(({ change }) => "tags_all" in change.after);
    expect(tagged.map(({ change }) => change.after["tags_all"])).toEqual(
      tagged.map(() => expect.objectContaining({ "databox:project": "state" }) as unknown),
    );
  });

  test("keeps no attribute on the list of newer ones that the provider knows or that no stack writes", () => {
    const all = [...judgements.values()].flatMap(({ validation }) => validation);
    const newer = newerThan(tools().mirror.version);
    expect(newer.filter((entry) => !all.some((diagnostic) => complainsOf(diagnostic, entry)))).toEqual([]);
  });

  test("fails when an attribute does not exist, a value is out of range or a reference leads nowhere", async () => {
    const folder = folderFor(tools(), scratch, "broken");
    folder.write({
      provider: { aws: [{ region: "ap-northeast-2" }] },
      resource: {
        aws_vpc: {
          unknown: { cidr_block: "10.0.0.0/16", internet: true },
          vast: { cidr_block: "10.0.0.0/8" },
          lost: { cidr_block: "${aws_subnet.none.cidr_block}" },
        },
      },
    });
    await folder.init();
    const found = (await folder.validate()).map(({ severity, snippet }) => `${severity} ${snippet?.context ?? ""}`);
    expect(found.sort()).toEqual([
      "error resource.aws_vpc.lost",
      "error resource.aws_vpc.unknown",
      "error resource.aws_vpc.vast",
    ]);
  });
});

test("names for every attribute that only newer providers know the version and a reason", () => {
  for (const { since, reason } of onlyIn6) {
    expect(since).toMatch(/^6\.\d+\.\d+$/);
    expect(reason).toMatch(/\w+ \w+/);
  }
});

async function judge(tools: TerraformTools, scratch: string, project: Project, stack: string): Promise<Judgement> {
  synthesizedNames(scratch, project);
  const file = join(scratch, "synthesized", project.name, "stacks", stack, "cdk.tf.json");
  const json = JSON.parse(readFileSync(file, "utf8")) as TerraformJson;
  const folder = folderFor(tools, scratch, stack);
  folder.write(json);
  await folder.init();
  const validation = await folder.validate();
  folder.write(asRead(json, tools.mirror.version));
  const { diagnostics, plan } = await folder.plan();
  return { json, validation, planning: diagnostics, plan };
}

function synthesizedNames(scratch: string, project: Project): string[] {
  const outdir = join(scratch, "synthesized", project.name);
  mkdirSync(outdir, { recursive: true });
  return synthesize([project], outdir);
}

function folderFor(tools: TerraformTools, scratch: string, name: string): TerraformFolder {
  const folder = join(scratch, "judged", name);
  mkdirSync(folder, { recursive: true });
  return new TerraformFolder(tools, folder);
}

function changesOf(plan: Plan | undefined): readonly ResourceChange[] {
  if (plan === undefined) throw new Error("there is no plan; the diagnostics of the planning say why");
  return plan.resource_changes;
}

/** Whether a diagnostic says no more than that a listed attribute is unknown. */
function complainsOf({ summary, detail, snippet }: Diagnostic, entry: { type: string; path: string }): boolean {
  const attribute = entry.path.split(".").at(-1);
  return (
    summary === "Extraneous JSON object property" &&
    detail === `No argument or block type is named "${attribute}".` &&
    snippet?.context?.startsWith(`resource.${entry.type}.`) === true
  );
}

/** The tags that a provider's alias promises. */
function boxTags(project: string, provider: string): Readonly<Record<string, string>> {
  const box = provider.replace(/^aws\.(research-)?/, "");
  const tags = { "databox:project": project, "databox:box": box };
  return provider.startsWith("aws.research-") ? { ...tags, "databox:tenant": box } : tags;
}
