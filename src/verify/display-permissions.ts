/**
 * What of Amazon DCV carries no byte to the person's machine but pixels, and back but keys and pointer. Sound is no part of
 * it: a machine can play data.
 * https://docs.aws.amazon.com/dcv/latest/adminguide/security-authorization-file-create-permission.html
 */
const PIXELS_AND_KEYS = new Set(["display", "keyboard", "keyboard-sas", "mouse", "pointer", "stylus", "touch"]);
/** What can carry more, with the names that this knows; a name that it does not know may be any of them. */
const FEATURES = [
  "audio-in",
  "audio-out",
  "clipboard-copy",
  "clipboard-paste",
  "extensions-client",
  "extensions-server",
  "file-download",
  "file-upload",
  "gamepad",
  "printer",
  "screenshot",
  "smartcard",
  "unsupervised-access",
  "usb",
  "webauthn",
  "webcam",
] as const;

/** What a permissions file lets people do beyond seeing and typing, or why that cannot be told. */
export type DisplayPermissions =
  { readonly kind: "read"; readonly beyond: readonly string[] } | { readonly kind: "unread"; readonly why: string };

const LINUX_FILE = /^cat > \/etc\/dcv\/default\.perm <<'(\w+)'\n([\s\S]*?)\n\1$/gm;
const WINDOWS_FILE =
  /^@'\r?\n([\s\S]*?)\r?\n'@ \| Set-Content -Path 'C:\\Program Files\\NICE\\DCV\\Server\\conf\\default\.perm'[^\n]*$/gm;
/** Owner and mode of the file, which say nothing of what is in it. */
const OF_FILE = /^(?:chown|chmod|icacls) [^\n]*$/gm;

/** Whether a script sets Amazon DCV up. */
export function setsDisplayUp(script: string): boolean {
  return /\bdcv(?:server)?\b/i.test(script);
}

/**
 * Reads the permissions that a script writes for Amazon DCV, on Linux (a here-document) or Windows (a here-string of
 * PowerShell). Whatever else touches the permissions is not understood.
 */
export function displayPermissions(script: string): DisplayPermissions {
  const files = [
    ...[...script.matchAll(LINUX_FILE)].map(([, , content = ""]) => content),
    ...[...script.matchAll(WINDOWS_FILE)].map(([, content = ""]) => content),
  ];
  const [file, ...more] = files;
  if (file === undefined) return { kind: "unread", why: "its user data write no permissions file of Amazon DCV" };
  const rest = script.replace(LINUX_FILE, "").replace(WINDOWS_FILE, "").replace(OF_FILE, "");
  if (more.length > 0 || /\.perm\b|permissions-file/i.test(rest))
    return { kind: "unread", why: "its user data touch Amazon DCV's permissions in more than one place" };
  return readPermissions(file);
}

/**
 * What is allowed to somebody and denied to nobody in particular. A denial is final, a disallowance is not; a person whom
 * no line names may do nothing.
 */
function readPermissions(file: string): DisplayPermissions {
  const allowed = new Set<string>();
  const denied = new Set<string>();
  let section = "";
  for (const raw of file.split(/\r?\n/)) {
    const line = raw.trim();
    if (line === "" || /^#(?!import)/.test(line)) continue;
    const heading = /^\[(\w+)\]$/.exec(line)?.[1];
    const [actor, rule, ...features] = line.split(/\s+/);
    if (heading !== undefined) section = heading;
    else if (section !== "permissions" || features.length === 0)
      return { kind: "unread", why: `"${line}" of its permissions file is not understood` };
    else if (rule === "allow") for (const feature of features) allowed.add(feature);
    else if (rule === "deny") {
      if (actor === "%any%") for (const feature of features) denied.add(feature);
    } else if (rule !== "disallow")
      return { kind: "unread", why: `"${line}" of its permissions file is not understood` };
  }
  const known = new Set<string>([...FEATURES, ...PIXELS_AND_KEYS]);
  const everything = [...allowed].some((feature) => !known.has(feature));
  const beyond = FEATURES.filter(
    (feature) => (everything || allowed.has(feature)) && !denied.has(feature) && !denied.has("builtin"),
  );
  return { kind: "read", beyond };
}
