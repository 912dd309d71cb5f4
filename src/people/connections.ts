import { type LogEntry } from "./log-files";

/** A person's connection to a box, or an attempt that failed. */
export interface Connection {
  readonly id: string;
  /** Client VPN endpoint. */
  readonly endpoint: string;
  /** Log group that it was recorded in, where the log says so. */
  readonly logGroup: string | undefined;
  /** Name at the identity provider; nothing where nobody signed in. */
  readonly user: string | undefined;
  /** Common name of the device certificate. */
  readonly certificate: string | undefined;
  /** Public address of the device. */
  readonly from: string | undefined;
  readonly device: string | undefined;
  /** Times in UTC, `2027-06-30 08:15:00`. */
  readonly start: string | undefined;
  /** Nothing where no end was recorded. */
  readonly end: string | undefined;
  /** Bytes that the person sent into the box, and got out of it as a display. */
  readonly bytesIn: number;
  readonly bytesOut: number;
  /** Why nobody came in, where the attempt failed. */
  readonly failure: string | undefined;
}

/**
 * The connections that the entries of Client VPN logs tell of, by their start. Each connection has several entries, and
 * each later one has more; others' entries are left out. Attempts with a certificate that is not taken are not recorded
 * by AWS at all.
 * https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/connection-logging.html
 */
export function connectionsIn(entries: readonly LogEntry[]): Connection[] {
  const byId = new Map<string, Connection>();
  for (const { entry, logGroup } of entries) {
    const text = (key: string): string | undefined => {
      const value = entry[key];
      return typeof value === "string" && value !== "" && value !== "NA" ? value : undefined;
    };
    const id = text("connection-id");
    const endpoint = text("client-vpn-endpoint-id");
    if (id === undefined || endpoint === undefined || text("connection-log-type") === undefined) continue;
    const before = byId.get(id);
    const most = (key: string, other: number | undefined): number => {
      const value = Number(text(key) ?? "0");
      return Math.max(Number.isFinite(value) ? value : 0, other ?? 0);
    };
    byId.set(id, {
      id,
      endpoint,
      logGroup: logGroup ?? before?.logGroup,
      user: text("username") ?? before?.user,
      certificate: text("common-name") ?? before?.certificate,
      from: text("device-ip") ?? before?.from,
      device: text("device-type") ?? before?.device,
      start: earliest(text("connection-start-time"), before?.start),
      end: latest(text("connection-end-time"), before?.end),
      bytesIn: most("ingress-bytes", before?.bytesIn),
      bytesOut: most("egress-bytes", before?.bytesOut),
      failure:
        text("connection-attempt-status") === "failed"
          ? (text("connection-attempt-failure-reason") ?? "failed")
          : before?.failure,
    });
  }
  return [...byId.values()].sort((a, b) => compare(a.start ?? "", b.start ?? "") || compare(a.id, b.id));
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function earliest(one: string | undefined, other: string | undefined): string | undefined {
  return one === undefined || (other !== undefined && other < one) ? other : one;
}

function latest(one: string | undefined, other: string | undefined): string | undefined {
  return one === undefined || (other !== undefined && other > one) ? other : one;
}

/** A person's connection and the box that it led to. */
export interface Entrance extends Connection {
  readonly tenant: string | undefined;
}

/** What a reviewer has to look at, of the connections of a project. */
export function remarksOn(entrances: readonly Entrance[], lastDays: ReadonlyMap<string, string | undefined>): string[] {
  const came = entrances.filter(({ failure }) => failure === undefined);
  const several = (
    of: (entrance: Entrance) => string | undefined,
    what: (entrance: Entrance) => string | undefined,
  ) => {
    const found = new Map<string, Set<string>>();
    for (const one of came) {
      const [key, value] = [of(one), what(one)];
      if (key !== undefined && value !== undefined) found.set(key, (found.get(key) ?? new Set()).add(value));
    }
    return [...found].filter(([, values]) => values.size > 1);
  };
  return [
    ...several(
      ({ user }) => user,
      ({ tenant }) => tenant,
    ).map(([user, tenants]) => `${user} entered ${tenants.size} boxes: ${[...tenants].join(", ")}`),
    ...several(
      ({ certificate }) => certificate,
      ({ user }) => user,
    ).map(([certificate, users]) => `the device of ${certificate} was used by ${[...users].join(", ")}`),
    ...came.flatMap(({ user, start, tenant }) => {
      const until = tenant === undefined ? undefined : lastDays.get(tenant);
      return until !== undefined && start !== undefined && start.slice(0, 10) > until
        ? [`${user ?? "somebody"} entered the box of ${tenant ?? "?"} on ${start}, after its last day ${until}`]
        : [];
    }),
  ];
}
