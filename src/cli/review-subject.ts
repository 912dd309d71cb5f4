import { estimate, MONTH_HOURS } from "../cost";
import {
  channelChanges,
  doorChanges,
  readGraph,
  resourceChanges,
  type Changes,
  type Graph,
  type Subject,
} from "../review";
import { type LoadedTarget, type TargetReport } from "../verify";
import { configurationOf } from "../verify/load/load-target";
import { type Configuration } from "../verify/load/configuration";
import { Model } from "../verify/model/model";
import { type Earlier } from "./earlier";
import { type Judged } from "./judge";

/**
 * What the review page tells of a target that was judged.
 *
 * @param isOnly whether it is the only target, which is compared with an earlier one of whatever name then
 */
export function subjectOf({ report, loaded, project }: Judged, earlier: Earlier, isOnly: boolean): Subject {
  const configuration = readable(loaded);
  const model = typeof configuration === "string" ? undefined : new Model(configuration);
  return {
    report,
    form: typeof configuration === "string" ? "configuration" : configuration.form,
    files: loaded.files ?? [],
    resources: model?.resources.length ?? 0,
    accounts: model === undefined ? [] : [...model.accounts].sort(),
    graph: model === undefined ? { failed: String(configuration) } : drawable(model, report),
    ...(earlier.names.length === 0 ? {} : { changes: changesOf(report, configuration, earlier, isOnly) }),
    ...(project === undefined
      ? {}
      : {
          custody: {
            kind: project.project.dataBox.custody.material.kind,
            account: project.project.dataBox.custody.account,
            administrators: project.project.dataBox.administrators,
            isAttested: project.project.dataBox.custody.attestation !== undefined,
          },
          cost: estimate(project.project.name, loaded.json, { machineHours: MONTH_HOURS }),
        }),
  };
}

/** The verdict on what cannot be read is unproven, and says so; the page has to be written all the same. */
function readable(loaded: LoadedTarget): Configuration | string {
  try {
    return configurationOf(loaded);
  } catch (error) {
    return (error as Error).message;
  }
}

function drawable(model: Model, report: TargetReport): Graph | { readonly failed: string } {
  try {
    return readGraph(model, report);
  } catch (error) {
    return { failed: (error as Error).message };
  }
}

function changesOf(
  report: TargetReport,
  now: Configuration | string,
  { names, verdicts, targets }: Earlier,
  isOnly: boolean,
): Changes {
  const verdict =
    verdicts.find(({ project, target }) => (project ?? target) === (report.project ?? report.target)) ??
    (isOnly && verdicts.length === 1 ? verdicts[0] : undefined);
  const configurations = targets.map(readable).flatMap((one) => (typeof one === "string" ? [] : [one]));
  const before =
    configurations.find(({ stack }) => stack !== null && stack === report.project) ??
    (isOnly && configurations.length === 1 ? configurations[0] : undefined);
  return {
    since: names,
    ...(verdict === undefined
      ? {}
      : { channels: channelChanges(verdict, report), doors: doorChanges(verdict, report) }),
    ...(before === undefined || typeof now === "string" ? {} : { resources: resourceChanges(before, now) }),
    comparesAttributes: typeof now !== "string" && before?.form === now.form,
  };
}
