import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { databoxIn, TRIAL, type Outcome } from "./databox";

let cwd: string;
beforeEach(() => (cwd = mkdtempSync(join(tmpdir(), "databox-link-test-"))));
afterEach(() => rmSync(cwd, { recursive: true, force: true }));
const databox = (...args: string[]): Promise<Outcome> => databoxIn(cwd)(...args);

const LINKED = (routing = ""): string => `apiVersion: databox/v1
project: trial
region: eu-west-1
dataBox:
  hospital: charite
  account: "111111111111"
  cidr: 172.20.0.0/20
  loaders: [arn:aws:iam::111111111111:role/Loader]
  hospitalLink: { firewall: 203.0.113.10, prefixes: [192.168.40.0/24]${routing} }
researchBoxes:
  - { tenant: lab, account: "222222222222" }
`;
const OUTPUTS = {
  "hospital-link-tunnels": { value: ["198.51.100.7", "198.51.100.127"] },
  "hospital-link-secret": { value: "arn:aws:secretsmanager:eu-west-1:111111111111:secret:s2svpn!vpn-1" },
  "hospital-link-endpoint": { value: "bucket.vpce-1.s3.eu-west-1.vpce.amazonaws.com" },
};
const CANARY = "canary.of.a.pre.shared.key";

/** Settings of a swanctl file, by their path; fails where a section does not close. */
function settings(text: string): Map<string, string> {
  const path: string[] = [];
  const found = new Map<string, string>();
  for (const line of text.split("\n").map((one) => one.replace(/#.*/, "").trim())) {
    if (line === "") continue;
    const [, section] = /^([\w-]+) \{$/.exec(line) ?? [];
    const [, name, value] = /^([\w-]+) = (.+)$/.exec(line) ?? [];
    if (section !== undefined) path.push(section);
    else if (line === "}") expect(path.pop()).toBeDefined();
    else if (name !== undefined && value !== undefined) found.set([...path, name].join("."), value);
    else throw new Error(`no line of a swanctl file: ${line}`);
  }
  expect(path).toEqual([]);
  return found;
}

describe("databox link show", () => {
  beforeEach(() => {
    writeFileSync(join(cwd, "trial.yaml"), LINKED());
    writeFileSync(join(cwd, "outputs.json"), JSON.stringify(OUTPUTS));
  });

  it("writes a table for firewalls of any make, whose gaps are marked until the project is applied", async () => {
    const { code, out, err } = await databox("link", "show", "trial.yaml");
    expect(code).toBe(0);
    expect(out).toMatch(/^NOT COMPLETE: /);
    expect(err).toContain("give --outputs");
    for (const row of [
      /^firewall, local identity +203\.0\.113\.10$/m,
      /^tunnel 1, remote address and identity +TUNNEL-1-ADDRESS\.invalid$/m,
      /^IKE +version 2 only$/m,
      /^IKE, Diffie-Hellman groups +19, 20, 21$/m,
      /^traffic selector, hospital +192\.168\.40\.0\/24$/m,
      /^traffic selector, AWS +172\.20\.5\.128\/27$/m,
      /^what may be opened +TCP 443 from 192\.168\.40\.0\/24 to 172\.20\.5\.138$/m,
      /^buckets +databox-trial-data-111111111111$/m,
    ])
      expect(out).toMatch(row);
  });

  it("writes whole connections for strongSwan from what Terraform says", async () => {
    const { code, out, err } = await databox(
      "link",
      "show",
      "trial.yaml",
      "-f",
      "strongswan",
      "--outputs",
      "outputs.json",
    );
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).not.toContain(".invalid");
    const found = settings(out);
    for (const [tunnel, remote] of [
      ["databox-trial-hospital-1", "198.51.100.7"],
      ["databox-trial-hospital-2", "198.51.100.127"],
    ] as const) {
      const of = (name: string): string | undefined => found.get(`connections.${tunnel}.${name}`);
      expect(of("version")).toBe("2");
      expect(of("remote_addrs")).toBe(remote);
      expect(of("proposals")).toBe("aes256gcm16-prfsha384-ecp384");
      expect([of("local.auth"), of("local.id")]).toEqual(["psk", "203.0.113.10"]);
      expect([of("remote.auth"), of("remote.id")]).toEqual(["psk", remote]);
      expect(of(`children.${tunnel}.esp_proposals`)).toBe("aes256gcm16-ecp384");
      expect(of(`children.${tunnel}.local_ts`)).toBe("192.168.40.0/24");
      expect(of(`children.${tunnel}.remote_ts`)).toBe("172.20.5.128/27");
      expect(of(`children.${tunnel}.if_id_in`)).toBe(of(`children.${tunnel}.if_id_out`));
    }
    const interfaces = [...found].filter(([name]) => name.endsWith("if_id_in")).map(([, value]) => value);
    expect(new Set(interfaces).size).toBe(2);
    for (const id of interfaces) expect(out).toContain(`ip link add databox-${id} type xfrm dev eth0 if_id ${id}`);
    expect(out).toContain("ip route add 172.20.5.128/27");
  });

  it("tells BGP's ends and what each may say, and lets the tunnels carry all of it", async () => {
    writeFileSync(join(cwd, "trial.yaml"), LINKED(", routing: bgp, asn: 65010"));
    const table = await databox("link", "show", "trial.yaml", "--outputs", "outputs.json");
    expect(table.out).toMatch(/^routing +BGP: AS 65010 here, AS 64512 at AWS$/m);
    expect(table.out).toMatch(/^BGP, announce nothing but +192\.168\.40\.0\/24$/m);
    expect(table.out).toMatch(/^BGP, take nothing but +172\.20\.0\.0\/20$/m);
    const { out } = await databox("link", "show", "trial.yaml", "-f", "strongswan", "--outputs", "outputs.json");
    expect(out).toMatch(/neighbor 169\.254\.\d+\.\d+ remote-as 64512/);
    expect(settings(out).get("connections.databox-trial-hospital-1.children.databox-trial-hospital-1.local_ts")).toBe(
      "0.0.0.0/0",
    );
  });

  it.each([
    ["a state file", { version: 4, outputs: OUTPUTS, resources: [{ tunnel1_preshared_key: CANARY }] }],
    ["what terraform show says", { values: { outputs: OUTPUTS, root_module: { tunnel1_preshared_key: CANARY } } }],
  ])("reads %s as well, and nothing of it but the outputs", async (_, json) => {
    writeFileSync(join(cwd, "state.json"), JSON.stringify(json));
    const from = await databox("link", "show", "trial.yaml", "--outputs", "state.json");
    expect(from).toEqual(await databox("link", "show", "trial.yaml", "--outputs", "outputs.json"));
    expect(from.out).not.toContain(CANARY);
  });

  it("writes to a file, whole", async () => {
    const { code, out } = await databox("link", "show", "trial.yaml", "--outputs", "outputs.json", "-o", "link.txt");
    expect({ code, out }).toEqual({ code: 0, out: "" });
    expect(readFileSync(join(cwd, "link.txt"), "utf8")).toContain("198.51.100.7");
    expect(readdirSync(cwd).sort()).toEqual(["link.txt", "outputs.json", "trial.yaml"]);
  });

  it.each([
    [
      "a project without a link",
      ["none.yaml"],
      /^databox: trial has no link to its hospital's firewall; add dataBox\.hospitalLink/,
    ],
    [
      "outputs that are not there",
      ["trial.yaml", "--outputs", "no.json"],
      /no\.json: there is no such file; write it with terraform output -json/,
    ],
    [
      "outputs that are no JSON",
      ["trial.yaml", "--outputs", "trial.yaml"],
      /trial\.yaml: it is no JSON; write it with/,
    ],
    [
      "outputs of before the link",
      ["trial.yaml", "--outputs", "old.json"],
      /old\.json: it has no output hospital-link-tunnels; apply the project/,
    ],
  ])("refuses %s, with the mend", async (_, args, message) => {
    writeFileSync(join(cwd, "none.yaml"), TRIAL);
    writeFileSync(join(cwd, "old.json"), "{}");
    const { code, out, err } = await databox("link", "show", ...args);
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toMatch(message);
  });

  it("says what to do where nothing is asked", async () => {
    const { code, err } = await databox("link");
    expect(code).toBe(1);
    expect(err).toContain("say what to do: show <project>");
  });
});
