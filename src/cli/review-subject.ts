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
import { configurationOf, formOf } from "../verify/load/load-target";
import { type Configuration } from "../verify/load/configuration";
import { Model } from "../verify/model/model";
import { type Earlier } from "./earlier";
import { type Judged } from "./judge";

interface Failed {
  readonly failed: string;
}

/**
 * What the review page tells of a target that was judged.
 *
 * @param isOnly whether it is the only target, which is compared with an earlier one of whatever name then
 */
export function subjectOf({ report, loaded, project }: Judged, earlier: Earlier, isOnly: boolean): Subject {
  const model = readModel(loaded);
  const isRead = !("failed" in model);
  return {
    report,
    form: formOf(loaded.json),
    files: loaded.files ?? [],
    resources: isRead ? model.resources.length : 0,
    accounts: isRead ? [...model.accounts].sort() : [],
    graph: isRead ? drawable(model, report) : model,
    ...(earlier.names.length === 0
      ? {}
      : { changes: changesOf(report, isRead ? model.configuration : undefined, earlier, isOnly) }),
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
function readModel(loaded: LoadedTarget): Model | Failed {
  try {
    return new Model(configurationOf(loaded));
  } catch (error) {
    return { failed: (error as Error).message };
  }
}

function drawable(model: Model, report: TargetReport): Graph | Failed {
  try {
    return readGraph(model, report);
  } catch (error) {
    return { failed: (error as Error).message };
  }
}

function changesOf(
  report: TargetReport,
  now: Configuration | undefined,
  { names, verdicts, targets }: Earlier,
  isOnly: boolean,
): Changes {
  const verdict =
    verdicts.find(({ project, target }) => (project ?? target) === (report.project ?? report.target)) ??
    (isOnly && verdicts.length === 1 ? verdicts[0] : undefined);
  const configurations = targets.map(readModel).flatMap((one) => ("failed" in one ? [] : [one.configuration]));
  const before =
    configurations.find(({ stack }) => stack !== null && stack === report.project) ??
    (isOnly && configurations.length === 1 ? configurations[0] : undefined);
  return {
    since: names,
    ...(verdict === undefined
      ? {}
      : { channels: channelChanges(verdict, report), doors: doorChanges(verdict, report) }),
    ...(before === undefined || now === undefined ? {} : { resources: resourceChanges(before, now) }),
    comparesAttributes: now !== undefined && before?.form === now.form,
  };
}
