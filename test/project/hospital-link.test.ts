import fc from "fast-check";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { contains, coveringBlock, formatCidr, parseCidr, sizeOf, type Cidr } from "../../src/project/cidr";
import { placeTunnels } from "../../src/project/address-plan";
import { formatProblem, linkAddresses, linkSelectors, loadProject, type Project } from "../../src/project";

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), "databox-link-"))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const LOADERS = "loaders: [arn:aws:iam::111111111111:role/Loader]";

function read(link: string, loaders = LOADERS): Project | string[] {
  const file = join(folder, "p.yaml");
  writeFileSync(
    file,
    `apiVersion: databox/v1
project: linked
region: eu-west-1
dataBox:
  hospital: charite
  account: "111111111111"
  cidr: 172.20.0.0/20
  ${loaders}
  hospitalLink:
${link}
researchBoxes:
  - { tenant: lab, account: "222222222222", cidr: 10.8.0.0/22 }
`,
  );
  const result = loadProject(file);
  return result.ok ? result.project : result.problems.map((problem) => formatProblem({ ...problem, file: "p.yaml" }));
}
const lines = (...fields: string[]): string => fields.map((field) => `    ${field}`).join("\n");
const PREFIXES = "prefixes: [192.168.40.0/24]";
const FIREWALL = "firewall: 203.0.113.10";

describe("dataBox.hospitalLink", () => {
  it("is static, of one tier and for its loaders, with nothing but firewall and networks", () => {
    expect(read(lines(FIREWALL, PREFIXES))).toMatchObject({
      dataBox: {
        hospitalLink: {
          firewall: "203.0.113.10",
          routing: { kind: "static" },
          prefixes: ["192.168.40.0/24"],
          insideCidrs: placeTunnels("linked"),
        },
        network: { link: ["172.20.5.128/27"] },
      },
    });
  });

  it("takes BGP with the firewall's ASN, and AWS's own private one", () => {
    expect(read(lines(FIREWALL, PREFIXES, "routing: bgp", "asn: 4200000001"))).toMatchObject({
      dataBox: { hospitalLink: { routing: { kind: "bgp", asn: 4_200_000_001, amazonAsn: 64_512 } } },
    });
  });

  it("carries the smallest blocks around both ends with static routes, and everything with BGP", () => {
    const project = read(lines(FIREWALL, "prefixes: [192.168.40.0/24, 192.168.44.0/24]")) as Project;
    expect(linkSelectors(project)).toEqual({ hospital: "192.168.40.0/21", box: "172.20.5.128/27" });
    expect(linkAddresses(project)).toEqual(["172.20.5.138"]);
    expect(linkSelectors(read(lines(FIREWALL, PREFIXES, "routing: bgp", "asn: 65010")) as Project)).toBeUndefined();
  });

  it.each([
    ["no firewall", [PREFIXES], /^p\.yaml:10:\d+: dataBox\.hospitalLink\.firewall: /],
    [
      "a name as firewall",
      ["firewall: vpn.charite.example", PREFIXES],
      /expected the IPv4 address of the hospital's firewall/,
    ],
    [
      "a private firewall",
      ["firewall: 10.0.0.1", PREFIXES],
      /:10:\d+: .*10\.0\.0\.1 is no address on the internet; give/,
    ],
    ["an address that is none", ["firewall: 203.0.113.256", PREFIXES], /expected the IPv4 address/],
    ["no network", [FIREWALL, "prefixes: []"], /:11:\d+: .*name at least one network of the hospital/],
    ["a network with host bits", [FIREWALL, "prefixes: [192.168.40.1/24]"], /has host bits set; the block is/],
    ["the whole internet", [FIREWALL, "prefixes: [0.0.0.0/0]"], /0\.0\.0\.0\/0 is wider than \/8; name the networks/],
    ["half of it", [FIREWALL, "prefixes: [128.0.0.0/1]"], /128\.0\.0\.0\/1 is wider than \/8/],
    ["the tunnels' inside", [FIREWALL, "prefixes: [169.254.0.0/16]"], /holds addresses that no network can have/],
    ["the box's own addresses", [FIREWALL, "prefixes: [172.20.0.0/16]"], /overlaps databox \(172\.20\.0\.0\/20\)/],
    [
      "a tenant's addresses",
      [FIREWALL, "prefixes: [10.8.1.0/24]"],
      /overlaps lab \(10\.8\.0\.0\/22\).*another block by cidr/,
    ],
    ["a network twice", [FIREWALL, "prefixes: [10.1.0.0/16, 10.1.2.0/24]"], /10\.1\.2\.0\/24 overlaps 10\.1\.0\.0\/16/],
    [
      "BGP without an ASN",
      [FIREWALL, PREFIXES, "routing: bgp"],
      /:12:\d+: .*BGP needs the ASN of the hospital's firewall; add asn/,
    ],
    [
      "an ASN without BGP",
      [FIREWALL, PREFIXES, "asn: 65010"],
      /static routes have no ASN; leave it out, or set routing: bgp/,
    ],
    ["AWS's ASN without BGP", [FIREWALL, PREFIXES, "amazonAsn: 64513"], /amazonAsn: static routes have no ASN/],
    ["AWS's reserved ASN", [FIREWALL, PREFIXES, "routing: bgp", "asn: 7224"], /AWS keeps ASN 7224 for itself/],
    [
      "one ASN at both ends",
      [FIREWALL, PREFIXES, "routing: bgp", "asn: 64512"],
      /64512 is the ASN of the AWS side, too/,
    ],
    [
      "a public ASN at AWS",
      [FIREWALL, PREFIXES, "routing: bgp", "asn: 65010", "amazonAsn: 3320"],
      /expected a private ASN \(64512 to 65534/,
    ],
    ["another routing", [FIREWALL, PREFIXES, "routing: ospf"], /:12:\d+: dataBox\.hospitalLink\.routing: /],
    ["a field that is none", [FIREWALL, PREFIXES, "presharedKey: secret"], /:12:\d+: .*presharedKey/],
  ])("refuses %s, with line, reason and mend", (_, fields, message) => {
    const problems = read(lines(...fields));
    expect(problems).toHaveLength(1);
    expect(problems).toEqual([expect.stringMatching(message)]);
  });

  it("refuses a link that nobody loads through", () => {
    expect(read(lines(FIREWALL, PREFIXES), "loaders: []")).toEqual([
      expect.stringMatching(/the link is for dataBox\.loaders, and there is none; name the hospital's role/),
    ]);
  });
});

describe("docs/hospital-link.md", () => {
  it("shows a project that loads", () => {
    const text = readFileSync(join(__dirname, "..", "..", "docs", "hospital-link.md"), "utf8");
    const [, yaml = ""] = /^```yaml\n([\s\S]*?)^```$/m.exec(text) ?? [];
    const file = join(folder, "documented.yaml");
    writeFileSync(file, yaml);
    expect(loadProject(file)).toMatchObject({ ok: true, warnings: [] });
  });
});

describe("the block around blocks", () => {
  const cidr = fc
    .tuple(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 4, max: 32 }))
    .map(([address, bits]): Cidr => ({ base: address - (address % sizeOf(bits)), bits }));

  it("holds all of them, and no smaller block does", () => {
    fc.assert(
      fc.property(fc.array(cidr, { minLength: 1, maxLength: 5 }), (blocks) => {
        const around = coveringBlock(blocks);
        expect(parseCidr(formatCidr(around))).toEqual(around);
        expect(blocks.every((block) => contains(around, block))).toBe(true);
        if (around.bits === 32) return;
        const half = sizeOf(around.bits + 1);
        const halves = [around.base, around.base + half].map((base) => ({ base, bits: around.bits + 1 }));
        expect(halves.some((one) => blocks.every((block) => contains(one, block)))).toBe(false);
      }),
      { seed: 7 },
    );
  });

  it("places the insides of two tunnels apart, aligned and outside of what AWS keeps", () => {
    const space = parseCidr("169.254.0.0/16");
    fc.assert(
      fc.property(fc.string(), (project) => {
        const [first, second] = placeTunnels(project).map(parseCidr);
        if (first === undefined || second === undefined) throw new Error("two tunnels");
        expect([first.bits, second.bits, second.base - first.base]).toEqual([30, 30, 4]);
        expect([first, second].every((one) => contains(space, one))).toBe(true);
        const third = Math.floor(first.base / 256) % 256;
        expect(third).toBeGreaterThanOrEqual(8);
        expect(third).toBeLessThan(168);
      }),
      { seed: 7 },
    );
  });
});
