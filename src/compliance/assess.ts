import {
  type ChannelReport,
  CHANNELS,
  type Evidence,
  type LoadedTarget,
  type Model,
  modelOf,
  type TargetReport,
} from "../verify";
import { type Control, type Framework, idsOf, type ShownControl } from "./framework";
import { SETTINGS } from "./settings";
import { type Setting } from "./standing";

/**
 * What a target shows of a control. `covered`: the whole of it; `partly-covered`: what the words name but for the rest;
 * `…-but-for-doors`: the same, with ways that the project declares. `open` and `unproven`: a channel of it is so.
 * `lacking`: a setting of it does not stand everywhere. `absent`: the target has nothing that it speaks of.
 */
export const STATUSES = [
  "covered",
  "covered-but-for-doors",
  "partly-covered",
  "partly-covered-but-for-doors",
  "open",
  "unproven",
  "lacking",
  "absent",
  "not-covered",
  "not-technical",
] as const;
export type Status = (typeof STATUSES)[number];

/** A channel or a setting, what can be said of it in a target, and which resources show that. */
export interface Ground {
  readonly id: string;
  readonly says: string;
  readonly verdict: ChannelReport["verdict"] | "stands" | "lacking" | "absent";
  readonly evidence: readonly Evidence[];
  /** Ways that are meant. */
  readonly doors: readonly Evidence[];
  /** What keeps it from being shown. */
  readonly against: readonly Evidence[];
}

export interface AssessedControl {
  readonly id: string;
  readonly level?: string;
  readonly words: string;
  readonly status: Status;
  /** What it rests on: ids of {@link Ground}. */
  readonly grounds: readonly string[];
  /** What of it is not shown, or why nothing is. */
  readonly remark?: string;
}

export interface AssessedFramework {
  readonly id: string;
  readonly title: string;
  readonly edition: string;
  readonly sources: readonly string[];
  readonly summary: Readonly<Partial<Record<Status, number>>>;
  readonly controls: readonly AssessedControl[];
}

export interface Assessment {
  readonly target: string;
  readonly project: string | null;
  readonly verdict: TargetReport["verdict"];
  readonly grounds: readonly Ground[];
  readonly frameworks: readonly AssessedFramework[];
}

/** Sets a verdict beside frameworks: which control is shown by what, and what is not. */
export function assess(report: TargetReport, loaded: LoadedTarget, wanted: readonly Framework[]): Assessment {
  const model = modelOf(loaded);
  const types = new Set(model?.resources.map(({ type }) => type));
  const grounds = new Map(
    [
      ...report.channels.map(channelGround),
      ...(model === undefined ? [] : SETTINGS.map((one) => settingGround(one, model))),
    ].map((ground) => [ground.id, ground]),
  );
  const frameworks = wanted.map(({ controls, ...framework }) => {
    const assessed = controls.map((control) => assessControl(control, grounds, types));
    const summary: Partial<Record<Status, number>> = {};
    for (const status of STATUSES) {
      const count = assessed.filter((one) => one.status === status).length;
      if (count > 0) summary[status] = count;
    }
    return { ...framework, summary, controls: assessed };
  });
  const used = new Set(frameworks.flatMap(({ controls }) => controls.flatMap((control) => control.grounds)));
  return {
    target: report.target,
    project: report.project,
    verdict: report.verdict,
    grounds: [...grounds.values()].filter(({ id }) => used.has(id)),
    frameworks,
  };
}

function channelGround({ id, title, verdict, evidence, doors, findings }: ChannelReport): Ground {
  return {
    id,
    says: title,
    verdict,
    evidence,
    doors,
    against: findings.map(({ address, path, why }) => ({ address, path, why })),
  };
}

function settingGround({ id, says, judge }: Setting, model: Model): Ground {
  const { stands, lacks } = judge(model);
  const verdict = lacks.length > 0 ? "lacking" : stands.length > 0 ? "stands" : "absent";
  return { id, says, verdict, evidence: stands, doors: [], against: lacks };
}

function assessControl(
  control: Control,
  grounds: ReadonlyMap<string, Ground>,
  types: ReadonlySet<string>,
): AssessedControl {
  const { id, level, words } = control;
  const head = { id, ...(level === undefined ? {} : { level }), words };
  if ("notTechnical" in control) return { ...head, status: "not-technical", grounds: [], remark: control.notTechnical };
  if ("notCovered" in control) return { ...head, status: "not-covered", grounds: [], remark: control.notCovered };
  const ids = groundsOf(control);
  return {
    ...head,
    status: statusOf(
      control,
      ids.map((one) => grounds.get(one)),
      types,
    ),
    grounds: ids,
    ...(control.rest === undefined ? {} : { remark: `not shown: ${control.rest}` }),
  };
}

/** Ids of the channels and settings that a control rests on. */
export function groundsOf({ channels = [], settings = [] }: ShownControl): string[] {
  const known = CHANNELS.map(({ id }) => id);
  return [...idsOf(channels, known), ...settings];
}

/** The worst decides: what is open, not understood or lacking is never covered, whatever else stands. */
function statusOf(control: ShownControl, grounds: readonly (Ground | undefined)[], types: ReadonlySet<string>): Status {
  const verdicts = grounds.map((ground) => ground?.verdict);
  if (verdicts.includes("open")) return "open";
  if (verdicts.includes("unproven") || verdicts.includes(undefined)) return "unproven";
  if (verdicts.includes("lacking")) return "lacking";
  const settings = grounds.filter((ground) => control.settings?.includes(ground?.id ?? ""));
  if (settings.length > 0 && settings.every((ground) => ground?.verdict === "absent")) return "absent";
  if (control.about !== undefined && !control.about.some((type) => types.has(type))) return "absent";
  if (!grounds.some((ground) => ground !== undefined && namesResource(ground, types))) return "absent";
  const extent = control.rest === undefined ? "covered" : "partly-covered";
  return verdicts.includes("door") ? `${extent}-but-for-doors` : extent;
}

/** Whether a ground stands in some resource. What supply channels say is said of every resource of the target. */
function namesResource({ id, evidence, doors }: Ground, types: ReadonlySet<string>): boolean {
  if (id.startsWith("supply.")) return types.size > 0;
  return [...evidence, ...doors].some(({ address }) => address !== "(configuration)");
}
