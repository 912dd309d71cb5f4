import {
  type BoxPlace,
  type Collision,
  layOutDataBox,
  layOutResearchBox,
  type Placement,
  placeBoxes,
  placeTunnels,
} from "./address-plan";
import { airlockOf } from "./airlock";
import { backupsOf } from "./backups";
import { checkProject } from "./check";
import { AMAZON_ASN } from "./check-hospital-link";
import { type Cidr, parseCidr } from "./cidr";
import { custodyOf } from "./custody";
import { type Position, SourceDocument } from "./document";
import { hasGpu } from "./instance-type";
import { formatPath, type Problem } from "./problem";
import { type HospitalLinkSpec, type Project } from "./project";
import { zonesOf } from "./regions";
import { API_VERSION, type ProjectFile, projectSchema } from "./schema";
import { schemaProblems } from "./schema-problems";
import { composeStores, composeViews } from "./stores";

/** A loaded project, or everything that is wrong with its file. */
export type LoadResult =
  | {
      readonly ok: true;
      readonly project: Project;
      /** What works today and is better mended. */
      readonly warnings: readonly Problem[];
      /** Where parts of boxes and doors stand in the file, by path (`dataBox`, `researchBoxes[0].compute[1]`). */
      readonly positions: ReadonlyMap<string, Position>;
    }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * Reads a project file. Never throws for what a file holds: all problems come back at once, in the order of the file,
 * each with its line. Makes no network call and reads no clock.
 */
export function loadProject(file: string): LoadResult {
  const source = SourceDocument.read(file);
  if (!(source instanceof SourceDocument)) return { ok: false, problems: source };
  const { data } = source;
  if (data["apiVersion"] !== API_VERSION) return { ok: false, problems: [versionProblem(source, data["apiVersion"])] };
  const parsed = projectSchema.safeParse(data);
  if (!parsed.success)
    return { ok: false, problems: inOrder(schemaProblems(source, projectSchema, parsed.error.issues)) };
  const content = parsed.data;
  const placement = placeBoxes(content.project, boxPlaces(content));
  const problems = checkProject(source, content, placement);
  if (problems.length > 0) return { ok: false, problems: inOrder(problems) };
  return {
    ok: true,
    project: compose(content, placement),
    warnings: placement.collisions.map((collision) => collisionWarning(source, content, collision)),
    positions: new Map(partsOf(content).map((path) => [formatPath(path), source.position(path)])),
  };
}

/** Parts of the file that resources and doors come from. */
function partsOf(content: ProjectFile): (readonly (string | number)[])[] {
  return [
    ["project"],
    ["audit"],
    ["watch"],
    ["dataBox"],
    ["dataBox", "backups"],
    ["dataBox", "custody"],
    ["dataBox", "hospitalLink"],
    ...content.dataBox.stores.map((_, index) => ["dataBox", "stores", index]),
    ...content.researchBoxes.flatMap(({ compute, stores = [] }, index) => [
      ["researchBoxes", index],
      ["researchBoxes", index, "desktops"],
      ["researchBoxes", index, "notebooks"],
      ["researchBoxes", index, "spark"],
      ["researchBoxes", index, "packages"],
      ["researchBoxes", index, "access"],
      ["researchBoxes", index, "airlock", "import"],
      ["researchBoxes", index, "airlock", "export"],
      ["researchBoxes", index, "budget"],
      ...compute.map((_, pool) => ["researchBoxes", index, "compute", pool]),
      ...stores.map((_, view) => ["researchBoxes", index, "stores", view]),
    ]),
    ...content.doors.map((_, index) => ["doors", index]),
  ];
}

function inOrder(problems: readonly Problem[]): Problem[] {
  return [...problems].sort((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0));
}

function versionProblem(source: SourceDocument, version: unknown): Problem {
  const message =
    version === undefined
      ? `the first field has to be apiVersion: ${API_VERSION}`
      : `this databox reads ${API_VERSION}, the file is of version ${JSON.stringify(version)}; use the databox that wrote it, or change the file`;
  return source.problem(["apiVersion"], message);
}

/** Name of the DataBox among the boxes of a project; no tenant can have it. */
export const DATA_BOX = "databox";

function boxPlaces(content: ProjectFile): BoxPlace[] {
  const place = (name: string, kind: BoxPlace["kind"], cidr: string | undefined): BoxPlace => ({
    name,
    kind,
    ...(cidr === undefined ? {} : { given: parseCidr(cidr) }),
  });
  return [
    place(DATA_BOX, "dataBox", content.dataBox.cidr),
    ...content.researchBoxes.map(({ tenant, cidr }) => place(tenant, "researchBox", cidr)),
  ];
}

function collisionWarning(source: SourceDocument, content: ProjectFile, { moved, because, to }: Collision): Problem {
  const index = content.researchBoxes.findIndex(({ tenant }) => tenant === moved);
  return source.problem(
    ["researchBoxes", index],
    `the planned addresses of ${moved} are taken by ${because}, and would change if ${because} left; keep them with the line \`cidr: ${to}\``,
  );
}

function compose(content: ProjectFile, { blocks }: Placement): Project {
  const { dataBox, region } = content;
  const zones = content.zones ?? zonesOf(region).slice(0, content.availability === "multi" ? 2 : 1);
  const block = (name: string): Cidr => {
    const found = blocks.get(name);
    if (found === undefined) throw new Error(`no address was planned for ${name}`);
    return found;
  };
  const stores = composeStores(content);
  const state = content.state;
  const stateAccount = (state.kind === "s3" ? state.account : undefined) ?? dataBox.account;
  const stateRegion = (state.kind === "s3" ? state.region : undefined) ?? region;
  return {
    name: content.project,
    region,
    zones,
    deployRole: content.deployRole,
    state:
      state.kind === "local"
        ? { kind: "local" }
        : {
            kind: "s3",
            account: stateAccount,
            region: stateRegion,
            bucket: `databox-state-${stateAccount}-${stateRegion}`,
            key: `${content.project}/terraform.tfstate`,
          },
    images: content.images,
    audit: content.audit,
    watch: content.watch,
    doors: content.doors.map(({ channel, at, reason }) => ({ channel, at, reason })),
    departed: content.departed.map(({ tenant, account }) => ({ tenant, account: account ?? dataBox.account })),
    retired: content.retired,
    dataBox: {
      hospital: dataBox.hospital,
      account: dataBox.account,
      network: layOutDataBox(block(DATA_BOX), zones.length),
      administrators: dataBox.administrators ?? [`arn:aws:iam::${dataBox.account}:role/DataBoxKeyAdmin`],
      loaders: dataBox.loaders,
      hospitalLink: composeLink(content),
      stores,
      backups: backupsOf(content),
      custody: custodyOf(dataBox),
    },
    researchBoxes: content.researchBoxes.map((box) => ({
      tenant: box.tenant,
      account: box.account ?? dataBox.account,
      network: layOutResearchBox(block(box.tenant), zones.length),
      desktops: box.desktops,
      compute: box.compute.map(({ stopWhenIdle, ...pool }) => ({
        ...pool,
        stopWhenIdle,
        gpu: hasGpu(pool.instanceType),
      })),
      notebooks: box.notebooks,
      spark: box.spark,
      packages: box.packages,
      access: box.access,
      views: composeViews(stores, box),
      airlock: airlockOf(content, box),
      budget: box.budget,
      until: box.until,
    })),
  };
}

/** The link's addresses inside of its tunnels come from the project's name: one firewall may keep links of many projects. */
function composeLink({ project, dataBox: { hospitalLink } }: ProjectFile): HospitalLinkSpec | undefined {
  if (hospitalLink === undefined) return undefined;
  const { firewall, routing, asn, amazonAsn, prefixes } = hospitalLink;
  return {
    firewall,
    routing:
      routing === "bgp" && asn !== undefined
        ? { kind: "bgp", asn, amazonAsn: amazonAsn ?? AMAZON_ASN }
        : { kind: "static" },
    prefixes,
    insideCidrs: placeTunnels(project),
  };
}
