import { addressesOf, joinAddresses, type Addresses } from "../packets";

/** What is wrong with a setting: that it opens a way, or only that it is not understood. */
export interface Fault {
  readonly verdict: "open" | "unproven";
  readonly why: string;
  readonly mend: string;
}

/** A connection of libreswan, as a file of `/etc/ipsec.d` declares it. */
export interface Connection {
  readonly name: string;
  /** Addresses of the two gateways as they are written. */
  readonly left: string | undefined;
  readonly right: string | undefined;
  /** Ranges that are carried, of this side and of the other; nothing where they cannot be read. */
  readonly local: Addresses | undefined;
  readonly remote: Addresses | undefined;
  readonly faults: readonly Fault[];
}

/** AES-256-GCM with a SHA-2 pseudo-random function and an elliptic curve group (RFC 5903, RFC 8031). */
const IKE = /^aes_gcm(?:_c|_16)?_?256-sha2(?:_256|_384|_512)-(?:dh(?:19|20|21|31)|ecp_?(?:256|384|521))$/;
const ESP = /^aes_gcm(?:_c|_16)?_?256(?:-null)?-(?:dh(?:19|20|21|31)|ecp_?(?:256|384|521))$/;

interface Setting {
  /** What is understood to be sound. */
  readonly sound: RegExp;
  /** What is known to open a way, and how; everything else is not understood. */
  readonly opens?: { readonly where: RegExp; readonly why: string };
  readonly absent: "sound" | "unproven";
}

const ANY = /^[\w.:%-]+$/;
const SETTINGS: Readonly<Record<string, Setting>> = {
  authby: {
    sound: /^(?:secret|rsasig|ecdsa)$/,
    opens: { where: /^(?:null|never)$/, why: "anybody is let in" },
    absent: "unproven",
  },
  auto: { sound: /^(?:start|add|ondemand|route|keep)$/, absent: "sound" },
  dpdaction: { sound: /^(?:restart|hold|clear)$/, absent: "sound" },
  dpddelay: { sound: ANY, absent: "sound" },
  dpdtimeout: { sound: ANY, absent: "sound" },
  esp: {
    sound: list(ESP),
    opens: { where: list(/^[\w-]+$/), why: "packets are not sealed by AES-256-GCM" },
    absent: "unproven",
  },
  failureshunt: {
    sound: /^(?:drop|reject)$/,
    opens: { where: /^passthrough$/, why: "packets go in clear where there is no tunnel" },
    absent: "unproven",
  },
  ike: {
    sound: list(IKE),
    opens: { where: list(/^[\w-]+$/), why: "keys are not agreed on by an elliptic curve and AES-256-GCM" },
    absent: "unproven",
  },
  ikelifetime: { sound: ANY, absent: "sound" },
  ikev2: {
    sound: /^(?:insist|yes)$/,
    opens: { where: /^(?:no|never|permit|propose)$/, why: "the first version of IKE is let in" },
    absent: "unproven",
  },
  left: { sound: /./, absent: "unproven" },
  leftid: { sound: /^@[\w.-]+$/, absent: "sound" },
  leftsubnet: { sound: /./, absent: "sound" },
  leftsubnets: { sound: /./, absent: "sound" },
  negotiationshunt: {
    sound: /^(?:drop|hold)$/,
    opens: { where: /^passthrough$/, why: "packets go in clear until there is a tunnel" },
    absent: "sound",
  },
  pfs: { sound: /^yes$/, opens: { where: /^no$/, why: "one key that is lost opens all traffic" }, absent: "sound" },
  right: { sound: /./, absent: "unproven" },
  rightid: { sound: /^@[\w.-]+$/, absent: "sound" },
  rightsubnet: { sound: /./, absent: "sound" },
  rightsubnets: { sound: /./, absent: "sound" },
  salifetime: { sound: ANY, absent: "sound" },
  type: { sound: /^tunnel$/, opens: { where: /^passthrough$/, why: "packets go in clear" }, absent: "sound" },
};

function list(one: RegExp): RegExp {
  const inner = one.source.replace(/^\^|\$$/g, "");
  return new RegExp(`^${inner}(?:,${inner})*$`);
}

/** Reads the connections of a file, and whatever in it is not one. */
export function readConnections(text: string): {
  readonly connections: readonly Connection[];
  readonly unread: readonly string[];
} {
  const sections: { readonly name: string; readonly settings: Map<string, string> }[] = [];
  const unread: string[] = [];
  let setup: Map<string, string> | undefined;
  let current: Map<string, string> | undefined;
  for (const line of text.split("\n")) {
    const [, name] = /^conn ([\w.-]+)$/.exec(line) ?? [];
    const [, key, value] = /^\s+([\w-]+)=(\S+)$/.exec(line) ?? [];
    if (name !== undefined) sections.push({ name, settings: (current = new Map<string, string>()) });
    else if (line === "config setup") current = setup = new Map<string, string>();
    else if (key !== undefined && value !== undefined && current !== undefined && !current.has(key)) {
      current.set(key, value);
      if (current === setup && !/^log(?:file|append|time)$/.test(key)) unread.push(line);
    } else if (!/^\s*(?:#.*)?$|^include \/etc\/ipsec\.d\/\*\.conf$/.test(line)) unread.push(line);
  }
  return { connections: sections.map(({ name, settings }) => readConnection(name, settings)), unread };
}

function readConnection(name: string, settings: ReadonlyMap<string, string>): Connection {
  const faults: Fault[] = [];
  for (const [key, { sound, opens, absent }] of Object.entries(SETTINGS)) {
    const value = settings.get(key);
    if (value === undefined ? absent === "sound" : sound.test(value)) continue;
    const open = value !== undefined && opens?.where.test(value) === true;
    faults.push({
      verdict: open ? "open" : "unproven",
      why: `${key} of ${name} is ${value ?? "left out"}${open ? `: ${opens.why}` : ""}`,
      mend: `set ${key} as the other tunnels do`,
    });
  }
  for (const key of settings.keys())
    if (!(key in SETTINGS))
      faults.push({ verdict: "unproven", why: `${key} of ${name} is not understood`, mend: `remove ${key}` });
  const ranges = (side: string): Addresses | undefined =>
    rangesOf(settings.get(`${side}subnets`) ?? settings.get(`${side}subnet`));
  return {
    name,
    left: settings.get("left"),
    right: settings.get("right"),
    local: ranges("left"),
    remote: ranges("right"),
    faults,
  };
}

function rangesOf(text: string | undefined): Addresses | undefined {
  const ranges = text
    ?.replace(/^\{|\}$/g, "")
    .split(",")
    .map((one) => addressesOf(one.trim()));
  const known = ranges?.filter((one) => one !== undefined);
  return known === undefined || known.length !== ranges?.length ? undefined : joinAddresses(...known);
}
