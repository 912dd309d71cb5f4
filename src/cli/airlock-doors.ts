import { type ExportSpec, type ImportSpec, type Project } from "../project";
import { type Exception, readersText, siteReadersText } from "../verify";
import { type LoadedProject } from "./projects";

/** One bucket of an airlock that somebody outside of the boxes reads. */
interface Opening {
  readonly side: "import" | "export";
  readonly channel: string;
  /** Construct path below the project. */
  readonly at: string;
  /** Who alone is read to: should the policies let anybody else read, that is no door. */
  readonly to: string;
  readonly reason: string;
}

/**
 * The doors that the opened airlocks of a project are, each with its conditions and the reason that the file gives:
 * scanner and requesters read from outside, reviewers and copier over the hospital's link.
 */
export function airlockDoors({ project, positions }: LoadedProject, file: string): Exception[] {
  return project.researchBoxes.flatMap(({ airlock, tenant }, index) =>
    [
      ...(airlock?.import === undefined ? [] : importOpenings(tenant, airlock.import)),
      ...(airlock?.export === undefined ? [] : exportOpenings(project, tenant, airlock.export)),
    ].map(({ side, at, ...opening }): Exception => ({
      ...opening,
      at: `${project.name}/${at}`,
      by: "project file",
      file,
      line: positions.get(`researchBoxes[${index}].airlock.${side}`)?.line ?? 1,
    })),
  );
}

const FROM_OUTSIDE = "store.reads-outside";
const OVER_THE_LINK = { channel: "net.site-to-site-flows", at: "data-box/link-endpoints" } as const;

function importOpenings(tenant: string, spec: ImportSpec): Opening[] {
  const reason = importConditions(tenant, spec);
  const side = "import";
  return [
    {
      side,
      channel: FROM_OUTSIDE,
      at: `airlock-${tenant}/import/quarantine`,
      to: readersText([spec.scanner]),
      reason,
    },
    { side, ...OVER_THE_LINK, to: siteReadersText(spec.quarantine, spec.reviewers), reason },
  ];
}

function exportOpenings(project: Project, tenant: string, spec: ExportSpec): Opening[] {
  const reason = exportConditions(project, tenant, spec);
  const side = "export";
  const hospital = [...spec.reviewers, ...spec.secondReviewers, spec.copier];
  return [
    {
      side,
      channel: FROM_OUTSIDE,
      at: `airlock-${tenant}/export/released`,
      to: readersText(spec.requesters, spec.networks),
      reason,
    },
    { side, ...OVER_THE_LINK, to: siteReadersText(spec.outbox, hospital), reason },
  ];
}

function importConditions(tenant: string, spec: ImportSpec): string {
  return [
    `import of ${tenant}: ${spec.reason}`,
    `${spec.scanner} alone scans what ${roles(spec.uploaders)} put into ${spec.quarantine}${from(spec.networks)}`,
    limits(spec),
    `${roles(spec.reviewers)} release what is found clean into ${spec.inbox}`,
  ].join("; ");
}

function exportConditions({ dataBox }: Project, tenant: string, spec: ExportSpec): string {
  const second = spec.secondReviewers.length === 0 ? "" : ` and then by ${roles(spec.secondReviewers)}`;
  return [
    `export of ${tenant}: ${spec.reason}`,
    `${roles(spec.requesters)} alone fetch from ${spec.released}${from(spec.networks)}, for ${spec.availableDays} days`,
    limits(spec),
    `each file approved for ${dataBox.hospital} by ${roles(spec.reviewers)}${second} in ${spec.outbox}`,
    `copied by ${spec.copier}`,
  ].join("; ");
}

function limits({ maxGiB, types }: ImportSpec | ExportSpec): string {
  return `files ${types.map((type) => `.${type}`).join(", ")} up to ${maxGiB} GiB`;
}

function from(networks: readonly string[]): string {
  return networks.length === 0 ? " from anywhere" : ` from ${networks.join(", ")}`;
}

function roles(arns: readonly string[]): string {
  return arns.join(" or ");
}
