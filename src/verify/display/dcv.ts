import { type Model } from "../model/model";
import { type Resource } from "../model/resource";
import { fault, userData } from "../network/tunnel/gateways";
import { type Fault } from "../network/tunnel/libreswan";
import { readScript } from "../network/tunnel/script";

/** A machine that shows people a display with Amazon DCV, as its user data set it up. */
export interface DisplayServer {
  /** Port on which it answers, by TCP and, for QUIC, by UDP. */
  readonly port: number;
  /** Why its user data are no evidence that it hands over a display and nothing else; none where they are. */
  readonly faults: readonly Fault[];
}

const PERMISSIONS = "/etc/dcv/default.perm";
const CONFIGURATION = "/etc/dcv/dcv.conf";
const DEFAULT_PORT = 8443;

/** Features that hand something to the person's machine, besides what is seen. */
const CARRIES_OUT: readonly string[] = [
  "clipboard-copy",
  "extensions-client",
  "extensions-server",
  "file-download",
  "printer",
  "screenshot",
  "smartcard",
  "usb",
  "webauthn",
];
/** Features that show the display, or bring something in. */
const STAYS: readonly string[] = [
  "audio-in",
  "clipboard-paste",
  "display",
  "file-upload",
  "gamepad",
  "keyboard",
  "keyboard-sas",
  "mouse",
  "pointer",
  "stylus",
  "touch",
  "unsupervised-access",
  "webcam",
];

/** Settings of the server by section, and what of each is understood to open nothing. */
const SETTINGS: Readonly<Record<string, RegExp>> = {
  "clipboard primary-selection-copy": /^false$/,
  "clipboard primary-selection-paste": /^(?:true|false)$/,
  "connectivity enable-quic-frontend": /^(?:true|false)$/,
  "connectivity idle-timeout": /^\d+$/,
  "connectivity web-port": /^\d+$/,
  "security authentication": /^"system"$/,
};

/**
 * Reads what a machine's user data say of Amazon DCV.
 * https://docs.aws.amazon.com/dcv/latest/adminguide/security-authorization-file-create-permission.html
 */
export function readDisplayServer(model: Model, machine: Resource): DisplayServer {
  const text = userData(machine);
  if (text === undefined)
    return {
      port: DEFAULT_PORT,
      faults: [fault("its user data are not text that could be read", `write user_data of ${machine.address} out`)],
    };
  const { files, unread } = readScript(model, text);
  const [permissions, configuration] = [files.get(PERMISSIONS), files.get(CONFIGURATION)];
  const faults = unread.map((line) => fault(`its user data hold what is not understood: ${line}`, "leave it out"));
  if (permissions === undefined)
    faults.push(
      fault(`its user data write no ${PERMISSIONS}, and DCV's own lets the session's owner do everything`, "write one"),
    );
  else faults.push(...faultsOfPermissions(permissions));
  const { port, faults: others } = readSettings(configuration ?? "");
  return { port, faults: [...faults, ...others] };
}

function faultsOfPermissions(text: string): Fault[] {
  const faults: Fault[] = [];
  const denied = new Set<string>();
  const allowed = new Set<string>();
  let section: string | undefined;
  for (const line of text.split("\n").map((one) => one.trim())) {
    if (line === "" || line.startsWith("#")) continue;
    const [, name] = /^\[([\w-]+)\]$/.exec(line) ?? [];
    const [, actor, rule, features = ""] = /^(\S+) (allow|disallow|deny) ([\w -]+)$/.exec(line) ?? [];
    if (name !== undefined) section = name;
    if (name === "permissions") continue;
    if (section !== "permissions" || rule === undefined)
      faults.push(fault(`${PERMISSIONS} holds what is not understood: ${line}`, "leave it out"));
    else if (rule === "allow") for (const one of features.split(/ +/)) allowed.add(one);
    else if (rule === "deny" && actor === "%any%") for (const one of features.split(/ +/)) denied.add(one);
  }
  const holdsBack = (feature: string): boolean => denied.has(feature) || denied.has("builtin");
  for (const feature of CARRIES_OUT.filter((one) => !holdsBack(one)))
    if (allowed.has(feature) || allowed.has("builtin"))
      faults.push({
        verdict: "open",
        why: `${PERMISSIONS} allows ${feature}`,
        mend: `deny ${feature} to %any%`,
      });
    else
      faults.push(
        fault(`${PERMISSIONS} does not deny ${feature}, so that a later permission may allow it`, "deny it to %any%"),
      );
  for (const feature of allowed)
    if (![...CARRIES_OUT, ...STAYS, "builtin"].includes(feature) && !holdsBack(feature))
      faults.push(fault(`${PERMISSIONS} allows ${feature}, which is no part of a display`, "leave it out"));
  return faults;
}

function readSettings(text: string): DisplayServer {
  const faults: Fault[] = [];
  let section = "";
  let port = DEFAULT_PORT;
  for (const line of text.split("\n").map((one) => one.trim())) {
    if (line === "" || line.startsWith("#")) continue;
    const [, name] = /^\[([\w/-]+)\]$/.exec(line) ?? [];
    const [, key = "", value = ""] = /^([\w-]+) *= *(.+)$/.exec(line) ?? [];
    if (name !== undefined) section = name;
    else if (SETTINGS[`${section} ${key}`]?.test(value) !== true)
      faults.push(fault(`${CONFIGURATION} holds what is not understood: ${line}`, "leave it out"));
    else if (key === "web-port") port = Number(value);
  }
  return { port, faults };
}
