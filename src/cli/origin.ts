import { type Project } from "../project";
import { type Origin, type TargetReport } from "../verify";
import { type LoadedProject } from "./projects";

/**
 * A report on a plan whose findings say by which constructs their resources were made: Terraform leaves that out of
 * plans, and doors name it.
 *
 * @param stack the `cdk.tf.json` that was planned
 */
export function withPaths(report: TargetReport, stack: string): TargetReport {
  const { resource = {} } = JSON.parse(stack) as {
    resource?: Record<string, Record<string, { "//"?: { metadata?: { path?: string } } }>>;
  };
  const pathOf = (address: string): string | null => {
    const [type = "", name = ""] = address.split(".");
    return resource[type]?.[name]?.["//"]?.metadata?.path ?? null;
  };
  return {
    ...report,
    channels: report.channels.map((channel) => ({
      ...channel,
      findings: channel.findings.map((finding) => ({ ...finding, path: finding.path ?? pathOf(finding.address) })),
    })),
  };
}

/** A report whose findings say from which line of the project file they came, by their construct paths. */
export function withOrigins(report: TargetReport, { project, positions }: LoadedProject, file: string): TargetReport {
  const originOf = (path: string | null): Origin | undefined => {
    if (path === null) return undefined;
    const position = positions.get(placeOf(path, project)) ?? positions.get("project");
    return position === undefined ? undefined : { file, ...position };
  };
  return {
    ...report,
    channels: report.channels.map((channel) => ({
      ...channel,
      findings: channel.findings.map((finding) => {
        const origin = originOf(finding.path);
        return origin === undefined ? finding : { ...finding, origin };
      }),
    })),
  };
}

/** The part of the project file that a construct was made from: the nearest one that has a line of its own. */
function placeOf(path: string, { dataBox, researchBoxes }: Project): string {
  const [, first = "", second = ""] = path.split("/");
  const store = dataBox.stores.findIndex(({ name }) => second === `store-${name}`);
  if (first === "hospital-link" || second === "link-endpoints") return "dataBox.hospitalLink";
  if (first === "data-box") return store >= 0 ? `dataBox.stores[${store}]` : "dataBox";
  if (first === "custody") return "dataBox.custody";
  if (first === "watch") return "watch";
  if (first.startsWith("audit-trail")) return "audit";
  const index = researchBoxes.findIndex(({ tenant }) => first.endsWith(`-${tenant}`));
  const box = researchBoxes[index];
  if (box === undefined) return "project";
  const here = `researchBoxes[${index}]`;
  const pool = box.compute.findIndex(({ name }) => second === `compute-${name}`);
  if (pool >= 0) return `${here}.compute[${pool}]`;
  if (first.startsWith("airlock-")) return `${here}.airlock.${second}`;
  if (second.startsWith("desktop")) return `${here}.desktops`;
  return second.startsWith("access-vpn") ? `${here}.access` : here;
}
