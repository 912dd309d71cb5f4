import { isDeepStrictEqual } from "node:util";
import { type ChannelVerdict, type TargetReport } from "../verify";
import { type Configuration } from "../verify/load/configuration";

/** A channel that is decided otherwise than before; `undefined` where it was not judged. */
export interface ChannelChange {
  readonly id: string;
  readonly before: ChannelVerdict | undefined;
  readonly now: ChannelVerdict | undefined;
}

/** A door or an accepted risk that came or went. */
export interface DoorChange {
  readonly change: "added" | "removed";
  readonly channel: string;
  readonly where: string;
  readonly reason: string;
}

/** A resource that came, went, or says something else. */
export interface ResourceChange {
  readonly change: "added" | "removed" | "changed";
  readonly address: string;
  /** Names of the attributes that differ; never what they hold, which may be secret. */
  readonly attributes: readonly string[];
}

/** What is otherwise than it was when somebody approved it. */
export interface Changes {
  /** What it was compared with, as it was named. */
  readonly since: readonly string[];
  /** @default - no earlier verdict was given */
  readonly channels?: readonly ChannelChange[];
  /** @default - no earlier verdict was given */
  readonly doors?: readonly DoorChange[];
  /** @default - no earlier configuration was given */
  readonly resources?: readonly ResourceChange[];
  /** Whether what resources say was compared too: it is, between two of one form. */
  readonly comparesAttributes: boolean;
}

/** Channels whose verdict is another one, in the order of the report. */
export function channelChanges(before: TargetReport, now: TargetReport): ChannelChange[] {
  const verdicts = (report: TargetReport): Map<string, ChannelVerdict> =>
    new Map(report.channels.map(({ id, verdict }) => [id, verdict]));
  const [old, current] = [verdicts(before), verdicts(now)];
  return [...new Set([...current.keys(), ...old.keys()])]
    .map((id) => ({ id, before: old.get(id), now: current.get(id) }))
    .filter((change) => change.before !== change.now);
}

/** Doors, and exceptions of whomever, that are not in both reports. */
export function doorChanges(before: TargetReport, now: TargetReport): DoorChange[] {
  const [old, current] = [doorsOf(before), doorsOf(now)];
  const missing = (
    from: Map<string, Omit<DoorChange, "change">>,
    change: DoorChange["change"],
    than: typeof from,
  ): DoorChange[] => [...from].filter(([key]) => !than.has(key)).map(([, door]) => ({ change, ...door }));
  return [...missing(current, "added", old), ...missing(old, "removed", current)];
}

function doorsOf({ channels, acceptedRisks = [] }: TargetReport): Map<string, Omit<DoorChange, "change">> {
  const doors = channels.flatMap(({ id, doors: own }) =>
    own.map(({ address, path, why }) => ({ channel: id, where: path ?? address, reason: why })),
  );
  const risks = acceptedRisks
    .filter(({ by }) => by === "command line")
    .map(({ channel, at = "", reason }) => ({ channel, where: at, reason }));
  return new Map([...doors, ...risks].map((door) => [JSON.stringify(door), door]));
}

/** Resources that are not in both configurations, and those whose attributes differ where both are of one form. */
export function resourceChanges(before: Configuration, now: Configuration): ResourceChange[] {
  const attributesOf = ({ resources }: Configuration): Map<string, Readonly<Record<string, unknown>>> =>
    new Map(resources.filter(({ mode }) => mode === "managed").map(({ address, attributes }) => [address, attributes]));
  const [old, current] = [attributesOf(before), attributesOf(now)];
  const compares = before.form === now.form;
  return [...new Set([...current.keys(), ...old.keys()])].sort().flatMap((address): ResourceChange[] => {
    const [was, is] = [old.get(address), current.get(address)];
    if (was === undefined) return [{ change: "added", address, attributes: [] }];
    if (is === undefined) return [{ change: "removed", address, attributes: [] }];
    const attributes = compares ? differences(was, is) : [];
    return attributes.length === 0 ? [] : [{ change: "changed", address, attributes }];
  });
}

function differences(a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>): string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])]
    .filter((name) => name !== "//" && !isDeepStrictEqual(a[name], b[name]))
    .sort();
}
