import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { judgedBy } from "../second-opinion";
import { ask, findBash, findLibreswan, findNft } from "./judges";
import { connection, type Connection } from "./libreswan-connection";
import { filesWritten, userDataOfExamples } from "./user-data";

/** EC2's limit on user data before encoding: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html */
const MAX_USER_DATA_BYTES = 16 * 1024;

const scripts = userDataOfExamples();
/** Desktops of Windows take PowerShell, which no judge here reads. */
const isWindows = ({ script }: { readonly script: string }): boolean => script.startsWith("<powershell>");
const shellScripts = scripts.filter((one) => !isWindows(one));
const gateways = scripts.filter(({ script }) => script.includes("ipsec"));
const scratch = mkdtempSync(join(tmpdir(), "databox-user-data-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** Writes into the scratch folder and gives the path. */
function written(name: string, content: string): string {
  const file = join(scratch, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  return file;
}

function fileOf(script: string, path: string): string {
  const content = filesWritten(script).get(path);
  if (content === undefined) throw new Error(`the script does not write ${path}`);
  return content;
}

test("every tunnel of the examples has a gateway at each end, and others start too", () => {
  expect(gateways.length).toBeGreaterThanOrEqual(2 * (3 + 9));
  expect(scripts.length).toBeGreaterThan(gateways.length);
});

test.each(scripts)("$title fits in what EC2 takes, and starts with its interpreter", ({ script }) => {
  expect(Buffer.byteLength(script)).toBeLessThanOrEqual(MAX_USER_DATA_BYTES);
  // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html
  expect(script).toMatch(/^#!\/bin\/bash\n|^<powershell>\n[^]*\n<\/powershell>\n$/);
});

describe("the two ends of a tunnel", () => {
  const ends = gateways.map(({ script }) => connection(fileOf(script, "/etc/ipsec.d/databox.conf")));

  test.each(ends)("mirror each other: $left.id", (end) => {
    const peers = ends.filter(({ left }) => left.id === end.right.id);
    expect(peers.map(({ left, right }) => ({ left: right, right: left }))).toEqual([
      { left: end.left, right: end.right },
    ]);
  });

  test("propose the same ciphers", () => {
    const proposals = new Set(ends.map(({ ike, esp }) => `${ike} ${esp}`));
    expect(proposals.size).toBe(1);
  });

  test("carry no range that is everything", () => {
    const ranges = ends.flatMap(({ left, right }: Connection) => [...left.subnets, ...right.subnets]);
    for (const range of ranges) expect(Number(range.split("/")[1])).toBeGreaterThanOrEqual(16);
  });
});

judgedBy("bash", findBash(), (bash) => {
  test.each(shellScripts)("reads $title, and the scripts that it writes", ({ address, script }) => {
    const inner = [...filesWritten(script)].filter(([, content]) => content.startsWith("#!/bin/bash\n"));
    for (const [path, content] of [["boot", script], ...inner] as const)
      expect(ask(bash(), ["-n", written(join(address, path), content)])).toEqual({ agreed: true, words: "" });
  });

  test("fails when a script does not end what it begins", () => {
    expect(ask(bash(), ["-n", written("broken.sh", "if true; then echo\n")]).agreed).toBe(false);
  });
});

judgedBy("libreswan", findLibreswan(), (libreswan) => {
  const check = (configuration: string): ReturnType<typeof ask> =>
    ask(join(libreswan().libexec, "addconn"), ["--config", configuration, "--checkconfig"]);
  const parse = (proposal: string): ReturnType<typeof ask> =>
    ask(join(libreswan().libexec, "algparse"), ["-v2", "-pfs", proposal]);

  test.each(gateways)("reads the configuration of $title", ({ address, script }) => {
    const connections = written(join(address, "ipsec.d", "databox.conf"), fileOf(script, "/etc/ipsec.d/databox.conf"));
    const main = fileOf(script, "/etc/ipsec.conf").replace("/etc/ipsec.d/", `${dirname(connections)}/`);
    expect(main).toContain(`include ${dirname(connections)}/*.conf`);
    expect(check(written(join(address, "ipsec.conf"), main))).toEqual({ agreed: true, words: "" });
  });

  test.each(["ike", "esp"] as const)("knows the proposals of the tunnels for %s", (protocol) => {
    const proposals = new Set(
      gateways.map(({ script }) => connection(fileOf(script, "/etc/ipsec.d/databox.conf"))[protocol]),
    );
    for (const proposal of proposals) {
      const { agreed, words } = parse(`${protocol}=${proposal}`);
      expect({ proposal, agreed }).toEqual({ proposal, agreed: true });
      // As libreswan spells it: 256-bit AES-GCM with a 16-byte tag, and the 384-bit random ECP group.
      expect(words).toMatch(/AES_GCM_16_256-\S+-DH20$/m);
    }
  });

  test("fails when a connection has an unknown word, or a proposal an unknown algorithm", () => {
    const [gateway] = gateways;
    const conf = fileOf(String(gateway?.script), "/etc/ipsec.d/databox.conf");
    expect(check(written("unknown-word.conf", conf.replace("pfs=", "pfsx="))).agreed).toBe(false);
    expect(check(written("unknown-value.conf", conf.replace("ikev2=insist", "ikev2=perhaps"))).agreed).toBe(false);
    expect(parse("esp=aes_gcm256-nonsense").agreed).toBe(false);
  });
});

judgedBy("nftables", findNft(), (nft) => {
  const check = (rules: string): ReturnType<typeof ask> => ask(nft(), ["--check", "--file", "-"], rules);

  test.each(gateways)("reads the rules of $title", ({ script }) => {
    expect(check(fileOf(script, "/etc/sysconfig/nftables.conf"))).toEqual({ agreed: true, words: "" });
  });

  test("fails when a rule makes no sense", () => {
    const rules = fileOf(String(gateways[0]?.script), "/etc/sysconfig/nftables.conf");
    expect(check(rules.replace("policy drop", "policy perhaps")).agreed).toBe(false);
  });
});

judgedBy("bash with stand-ins for the AWS CLI and libreswan", findBash(), (bash) => {
  const [gateway] = gateways;

  /** Runs the script that fetches the pre-shared key, with its files below a folder of its own. */
  function fetchSecret(name: string, secret: string | undefined): { code: boolean; file: string; calls: string } {
    const root = join(scratch, name);
    const stand = (command: string, body: string): string =>
      written(join(name, "bin", command), `#!${bash()}\n${body}\n`);
    const calls = written(join(name, "calls"), "");
    for (const file of [
      stand("aws", secret === undefined ? "exit 254" : `printf '%s\\n' '${secret}'`),
      stand("ipsec", `echo "ipsec $*" >> ${calls}`),
      stand("systemctl", `echo "systemctl $*" >> ${calls}`),
    ])
      ask("chmod", ["+x", file]);
    mkdirSync(join(root, "etc", "ipsec.d"), { recursive: true });
    const script = fileOf(String(gateway?.script), "/usr/local/sbin/databox-tunnel-secret")
      .replaceAll("/etc/ipsec.d", join(root, "etc", "ipsec.d"))
      .replace("set -euo pipefail", `set -euo pipefail; PATH=${join(root, "bin")}:$PATH`);
    const { agreed } = ask(bash(), [written(join(name, "fetch"), script)]);
    return { code: agreed, file: join(root, "etc", "ipsec.d", "databox.secrets"), calls: readFileSync(calls, "utf8") };
  }

  test("puts the pre-shared key where libreswan reads it, for root alone, and restarts the tunnel once", () => {
    const { left, right } = connection(fileOf(String(gateway?.script), "/etc/ipsec.d/databox.conf"));
    const first = fetchSecret("secret", "c2VjcmV0$HOME+/=");
    expect(first.code).toBe(true);
    expect(readFileSync(first.file, "utf8")).toBe(`${left.id} ${right.id} : PSK "c2VjcmV0$HOME+/="\n`);
    expect(statSync(first.file).mode & 0o777).toBe(0o600);
    expect(first.calls).toContain("systemctl restart ipsec\n");
    expect(fetchSecret("secret", "c2VjcmV0$HOME+/=").calls).toBe("");
  });

  test("writes nothing and restarts nothing while the hospital has put no key", () => {
    const { code, file, calls } = fetchSecret("no-secret", undefined);
    expect({ code, calls }).toEqual({ code: false, calls: "" });
    expect(() => statSync(file)).toThrow("ENOENT");
  });
});
