import { type Entrance } from "../people";
import { columns } from "./columns";
import { printable } from "./untrusted-text";

const HEADING = ["box", "user", "device", "from", "start (UTC)", "end (UTC)", "bytes in", "bytes out", "result"];

/** Who entered, for a terminal: a line a connection, and what a reviewer has to look at. */
export function renderEntrances(project: string, entrances: readonly Entrance[], remarks: readonly string[]): string {
  const users = new Set(entrances.flatMap(({ user, failure }) => (failure === undefined ? (user ?? []) : [])));
  const failed = entrances.filter(({ failure }) => failure !== undefined).length;
  const shown = (text: string | undefined): string => (text === undefined ? "-" : printable(text));
  const rows = entrances.map((one) => [
    shown(one.tenant ?? one.endpoint),
    shown(one.user),
    shown(one.certificate),
    shown(one.from),
    shown(one.start),
    shown(one.end),
    String(one.bytesIn),
    String(one.bytesOut),
    one.failure === undefined ? "entered" : printable(one.failure),
  ]);
  return [
    ...(rows.length > 0 ? [...columns(HEADING, rows), ""] : []),
    ...remarks.map((remark) => `look at this: ${printable(remark)}`),
    `${project}: ${entrances.length - failed} connections of ${users.size} people, ${failed} attempts that failed`,
    "AWS does not record attempts with a device certificate that it does not take.",
    "",
  ].join("\n");
}

/** How long a tenant's access lasts. */
export interface Standing {
  readonly project: string;
  readonly tenant: string;
  readonly until: string | undefined;
  /** Days left, 0 on the last day, negative once it is over; nothing where there is no end. */
  readonly daysLeft: number | undefined;
  readonly standing: "no end" | "running" | "ends soon" | "ends this week" | "last day" | "over";
}

/** How long each tenant's access lasts, what ends first first. */
export function renderStandings(standings: readonly Standing[], on: string): string {
  const rows = standings.map(({ project, tenant, until, daysLeft, standing }) => [
    printable(project),
    printable(tenant),
    until ?? "-",
    daysLeft === undefined ? "-" : String(daysLeft),
    standing,
  ]);
  const over = standings.filter(({ standing }) => standing === "over");
  return [
    ...columns(["project", "box", "last day", "days left", `on ${on}`], rows),
    ...over.map(
      ({ tenant, project }) =>
        `${printable(project)}: the last day of ${printable(tenant)} is over: its machines are refused already, and its people with the next deployment (databox synth --on ${on}); take the box down by moving it to departed`,
    ),
    "",
  ].join("\n");
}
