import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { formatProblem, loadProject, type Project } from "../../src/project";
import { EXAMPLES } from "../stacks/example-projects";

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), "databox-load-"))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const write = (content: string | Buffer): string => {
  const file = join(folder, "p.yaml");
  writeFileSync(file, content);
  return file;
};

/** What is wrong with a file, as people read it, without the folder. */
function problems(content: string | Buffer): string[] {
  const result = loadProject(write(content));
  return result.ok ? [] : result.problems.map((problem) => formatProblem({ ...problem, file: "p.yaml" }));
}

function load(content: string): Project {
  const result = loadProject(write(content));
  if (!result.ok) throw new Error(result.problems.map(formatProblem).join("\n"));
  return result.project;
}

const HEAD = `apiVersion: databox/v1
project: trial
region: eu-west-1
dataBox: { hospital: charite, account: "111111111111" }
`;
const withBox = (box: string): string => `${HEAD}researchBoxes:\n  - ${box}\n`;
const MINIMAL = withBox("{ tenant: lab }");
const ACCESS = (fields: string): string =>
  withBox(`tenant: lab
    account: "222222222222"
    access:
${fields
  .split("\n")
  .map((line) => `      ${line}`)
  .join("\n")}`);
const CERTIFICATE = (account: string, region: string): string =>
  `arn:aws:acm:${region}:${account}:certificate/01234567-89ab-cdef-0123-456789abcdef`;
const SOUND_ACCESS = `samlProvider: arn:aws:iam::222222222222:saml-provider/lab
serverCertificate: ${CERTIFICATE("222222222222", "eu-west-1")}
clientCertificate: ${CERTIFICATE("222222222222", "eu-west-1")}
groups: [lab]`;

describe("a project file", () => {
  it("of four lines is a whole project: everything else has a default", () => {
    const project = load(MINIMAL);
    expect(project).toEqual({
      name: "trial",
      region: "eu-west-1",
      zones: ["euw1-az1"],
      deployRole: "DataBoxDeploy",
      departed: [],
      doors: [],
      state: {
        kind: "s3",
        account: "111111111111",
        region: "eu-west-1",
        bucket: "databox-state-111111111111-eu-west-1",
        key: "trial/terraform.tfstate",
      },
      images: {
        gateway: "/databox/images/gateway",
        desktop: "/databox/images/desktop",
        windowsDesktop: "/databox/images/windows-desktop",
        compute: "/databox/images/compute",
        gpu: "/databox/images/gpu",
      },
      audit: { retentionDays: 365, lockMode: "GOVERNANCE" },
      dataBox: {
        hospital: "charite",
        account: "111111111111",
        network: expect.objectContaining({ cidr: expect.stringMatching(/^172\..*\/20$/) as string }) as unknown,
        administrators: ["arn:aws:iam::111111111111:role/DataBoxKeyAdmin"],
        loaders: [],
        stores: [
          {
            name: "data",
            kind: "objects",
            bucket: "databox-trial-data-111111111111",
            lock: { mode: "GOVERNANCE", days: 30 },
          },
        ],
        backups: undefined,
        custody: {
          account: "111111111111",
          role: "DataBoxCustodian",
          material: { kind: "kms", rotationDays: 365 },
          attestation: undefined,
        },
      },
      researchBoxes: [
        {
          tenant: "lab",
          account: "111111111111",
          network: expect.objectContaining({ cidr: expect.stringMatching(/^10\..*\/22$/) as string }) as unknown,
          desktops: undefined,
          compute: [],
          access: undefined,
          views: [{ kind: "objects", store: "data", bucket: "databox-trial-data-111111111111", prefix: "" }],
          until: undefined,
        },
      ],
    });
  });

  it("with options has their defaults too", () => {
    const [box] = load(
      withBox(`tenant: lab
    account: "222222222222"
    desktops: { count: 2 }
    compute: [{ name: train, instanceType: g5.xlarge }, { name: batch, instanceType: c7i.large }]
    access:
      ${SOUND_ACCESS.replaceAll("\n", "\n      ")}
    until: 2027-06-30`),
    ).researchBoxes;
    expect(box).toMatchObject({
      desktops: { count: 2, instanceType: "m7i.xlarge", volumeGiB: 100 },
      compute: [
        { name: "train", count: 1, volumeGiB: 200, gpu: true },
        { name: "batch", count: 1, volumeGiB: 200, gpu: false },
      ],
      access: { clientCidr: "100.64.0.0/22", sessionHours: 10, groups: ["lab"] },
      until: "2027-06-30",
    });
  });

  it.each(EXAMPLES)("%s loads without a warning, and knows where its boxes stand", (file) => {
    const result = loadProject(file);
    expect(result.ok && result.warnings).toEqual([]);
    if (!result.ok) return;
    const { dataBox, researchBoxes } = result.project;
    expect([...result.positions.keys()]).toEqual(
      expect.arrayContaining([
        "dataBox",
        ...dataBox.stores.map((_, store) => `dataBox.stores[${store}]`),
        ...researchBoxes.flatMap(({ compute }, box) => [
          `researchBoxes[${box}]`,
          ...compute.map((_, pool) => `researchBoxes[${box}].compute[${pool}]`),
        ]),
      ]),
    );
  });

  it("warns of addresses that depend on another tenant, with the line that keeps them", () => {
    const tenants = Array.from({ length: 50 }, (_, index) => `t${index}`);
    // The first project of fifty such tenants in which two of them meet.
    for (let attempt = 0; ; attempt++) {
      const text = `${HEAD.replace("trial", `trial${attempt}`)}researchBoxes:\n${tenants.map((tenant) => `  - { tenant: ${tenant} }\n`).join("")}`;
      const result = loadProject(write(text));
      const [warning] = result.ok ? result.warnings : [];
      if (warning === undefined) continue;
      expect(warning.message).toMatch(
        /^the planned addresses of t\d+ are taken by t\d+, and would change if t\d+ left; keep them with the line `cidr: 10\.[\d.]+\/22`$/,
      );
      const [, tenant = "", line = ""] = /addresses of (t\d+) .*`(cidr: [^`]+)`/.exec(warning.message) ?? [];
      expect(text.split("\n")[(warning.line ?? 0) - 1]).toContain(`tenant: ${tenant} `);
      const mended = loadProject(write(text.replace(`{ tenant: ${tenant} }`, `{ tenant: ${tenant}, ${line} }`)));
      expect(mended.ok && mended.warnings).toEqual([]);
      return;
    }
  });
});

describe("a file that is no project file", () => {
  it.each([
    [
      "an empty file",
      "",
      "p.yaml: the file is empty; it needs at least apiVersion, project, region, dataBox and researchBoxes",
    ],
    [
      "blank lines only",
      "\n \n",
      "p.yaml: the file is empty; it needs at least apiVersion, project, region, dataBox and researchBoxes",
    ],
    [
      "a comment only",
      "# soon\n",
      "p.yaml: the file is empty; it needs at least apiVersion, project, region, dataBox and researchBoxes",
    ],
    [
      "a list",
      "- a\n- b\n",
      "p.yaml:1:1: a project file is a list of fields like `project: dr-answer`; this is something else",
    ],
    [
      "text",
      "hello\n",
      "p.yaml:1:1: a project file is a list of fields like `project: dr-answer`; this is something else",
    ],
    [
      "another version",
      "apiVersion: databox/v2\n",
      'p.yaml:1:13: apiVersion: this databox reads databox/v1, the file is of version "databox/v2"; use the databox that wrote it, or change the file',
    ],
    ["no version", "project: x\n", "p.yaml:1:1: apiVersion: the first field has to be apiVersion: databox/v1"],
    [
      "two documents",
      `${MINIMAL}---\na: 1\n`,
      "p.yaml:7:1: a second YAML document begins here; keep one project in a file",
    ],
    [
      "a key given twice",
      "apiVersion: databox/v1\nproject: a\nproject: b\n",
      "p.yaml:3:1: this is not well-formed YAML: Map keys must be unique",
    ],
    [
      "a tab",
      "apiVersion: databox/v1\n\tproject: a\n",
      "p.yaml:2:1: this is not well-formed YAML: Tabs are not allowed as indentation",
    ],
    [
      "a tag of its own",
      "apiVersion: databox/v1\nproject: !secret x\n",
      "p.yaml:2:10: this is not well-formed YAML: Unresolved tag: !secret",
    ],
    [
      "an open bracket",
      "apiVersion: [\n",
      "p.yaml:2:1: this is not well-formed YAML: Flow sequence in block collection must be sufficiently indented and end with a ]",
    ],
    [
      "an alias",
      "apiVersion: databox/v1\na: &a [x]\nb: *a\n",
      "p.yaml:3:4: the alias *a stands for another part of the file; write that part out",
    ],
  ])("is refused: %s", (_name, content, expected) => {
    expect(problems(content)[0]).toBe(expected);
  });

  it("is refused where it is no text, too large, a folder, or not there", () => {
    expect(problems(Buffer.from([0x61, 0xff, 0xfe]))).toEqual(["p.yaml: the file is not UTF-8 text; save it as UTF-8"]);
    expect(problems(Buffer.alloc(10_000_000, "a"))).toEqual([
      "p.yaml: the file has 10000000 bytes; a project file has at most 262144",
    ]);
    mkdirSync(join(folder, "sub"), { recursive: true });
    expect(loadProject(join(folder, "sub"))).toMatchObject({
      problems: [{ message: "this is a folder; name a project file in it" }],
    });
    expect(loadProject(join(folder, "gone.yaml"))).toMatchObject({ problems: [{ message: "there is no such file" }] });
  });

  it("is refused for a bomb of aliases before it is spread out", () => {
    const bomb = `apiVersion: databox/v1\na0: &a0 [x]\n${Array.from({ length: 30 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(20).fill(`*a${i}`).join(",")}]\n`).join("")}`;
    expect(problems(bomb)).toHaveLength(3);
    expect(problems(bomb)[0]).toContain("the alias *a0 stands for another part of the file");
  });
});

describe("a field", () => {
  it.each([
    [
      "an unknown key with a near one",
      MINIMAL.replace("region", "regoin"),
      [
        "p.yaml:1:1: region: this field is missing; it takes one of many values",
        'p.yaml:3:1: regoin: there is no field "regoin" here; did you mean "region"?',
      ],
    ],
    [
      "an unknown key with none near",
      withBox("{ tenant: lab, colour: red }"),
      [
        'p.yaml:6:20: researchBoxes[0].colour: there is no field "colour" here; there are tenant, account, cidr, desktops, compute, notebooks, spark, packages, access, stores, airlock, budget, until',
      ],
    ],
    [
      "a missing name",
      withBox('{ account: "222222222222" }'),
      ["p.yaml:6:5: researchBoxes[0].tenant: this field is missing"],
    ],
    [
      "an account without quotes",
      MINIMAL.replace('"111111111111"', "111111111111"),
      [
        'p.yaml:4:40: dataBox.account: an account is 12 digits in quotes, e.g. "111111111111": YAML would drop a leading zero; got 111111111111',
      ],
    ],
    [
      "an account with a leading zero and no quotes",
      MINIMAL.replace('"111111111111"', "011111111111"),
      [
        'p.yaml:4:40: dataBox.account: an account is 12 digits in quotes, e.g. "111111111111": YAML would drop a leading zero; got 11111111111',
      ],
    ],
    [
      "a short account",
      MINIMAL.replace("111111111111", "1111"),
      ['p.yaml:4:40: dataBox.account: an account has exactly 12 digits, got "1111"'],
    ],
    [
      "a bad ARN",
      MINIMAL.replace(
        'account: "111111111111" }',
        'account: "111111111111", administrators: ["arn:aws:iam::111111111111:role/*"] }',
      ),
      [
        'p.yaml:4:73: dataBox.administrators[0]: expected the ARN of one IAM role, e.g. arn:aws:iam::111111111111:role/HospitalKeyAdmin (no user, no root, no wildcard), got "arn:aws:iam::111111111111:role/*"',
      ],
    ],
    [
      "a region that is none",
      MINIMAL.replace("eu-west-1", "eu-vest-1"),
      ['p.yaml:3:9: region: expected a known value (did you mean "eu-west-1"?), got "eu-vest-1"'],
    ],
    [
      "a region of China",
      MINIMAL.replace("eu-west-1", "cn-north-1"),
      [
        'p.yaml:3:9: region: regions of China and GovCloud have endpoints and ARNs of their own, which databox does not know; take a commercial region, got "cn-north-1"',
      ],
    ],
    [
      "a list in place of fields",
      MINIMAL.replace(/dataBox: .*/, "dataBox: [a]"),
      ["p.yaml:4:10: dataBox: expected a group of fields, got a list of 1"],
    ],
    [
      "nothing at all",
      MINIMAL.replace(/dataBox: .*/, "dataBox:"),
      ["p.yaml:4:9: dataBox: expected a group of fields, got null"],
    ],
    [
      "no boxes",
      `${HEAD}researchBoxes: []\n`,
      ["p.yaml:5:16: researchBoxes: expected at least 1 entries, got a list of 0"],
    ],
    [
      "fifty-one boxes",
      `${HEAD}researchBoxes:\n${Array.from({ length: 51 }, (_, i) => `  - { tenant: t${i} }\n`).join("")}`,
      ["p.yaml:6:3: researchBoxes: expected at most 50 entries, got a list of 51"],
    ],
    [
      "a name with capitals",
      withBox("{ tenant: Lab }"),
      [
        'p.yaml:6:15: researchBoxes[0].tenant: a tenant\'s name takes lower-case letters, digits and single hyphens, begins with a letter and does not end with a hyphen, got "Lab"',
      ],
    ],
    [
      "a name that is taken",
      withBox("{ tenant: databox }"),
      [
        "p.yaml:6:15: researchBoxes[0].tenant: a tenant's name may not be one of audit, custody, databox, state; these name parts of every project",
      ],
    ],
    [
      "a long name",
      withBox(`{ tenant: ${"a".repeat(21)} }`),
      [
        `p.yaml:6:15: researchBoxes[0].tenant: a tenant's name may have at most 20 characters, since AWS limits the names made from it, got "${"a".repeat(21)}"`,
      ],
    ],
    [
      "no instance type",
      withBox("{ tenant: lab, desktops: { count: 1, instanceType: m7i.huge } }"),
      [
        'p.yaml:6:56: researchBoxes[0].desktops.instanceType: "m7i.huge" is no EC2 instance type; did you mean m7i.large?',
      ],
    ],
    [
      "an Arm machine",
      withBox("{ tenant: lab, desktops: { count: 1, instanceType: m7g.large } }"),
      [
        "p.yaml:6:56: researchBoxes[0].desktops.instanceType: m7g.large has an Arm processor, and the images are made for x86-64; take e.g. an m7i, c7i or g5 type",
      ],
    ],
    [
      "a Mac",
      withBox("{ tenant: lab, desktops: { count: 1, instanceType: mac2.metal } }"),
      [
        "p.yaml:6:56: researchBoxes[0].desktops.instanceType: mac2.metal runs macOS only; take e.g. an m7i, c7i or g5 type",
      ],
    ],
    [
      "too many desktops",
      withBox("{ tenant: lab, desktops: { count: 33 } }"),
      ["p.yaml:6:39: researchBoxes[0].desktops.count: expected at most 32, got 33"],
    ],
    [
      "half a desktop",
      withBox("{ tenant: lab, desktops: { count: 1.5 } }"),
      ["p.yaml:6:39: researchBoxes[0].desktops.count: expected a whole number, got 1.5"],
    ],
    [
      "a day that does not exist",
      withBox("{ tenant: lab, until: 2027-02-31 }"),
      ['p.yaml:6:27: researchBoxes[0].until: "2027-02-31" is no calendar date; write it like 2027-06-30'],
    ],
    [
      "an image that is none",
      MINIMAL.replace("dataBox", "images: { gateway: latest }\ndataBox"),
      [
        'p.yaml:4:20: images.gateway: expected an image id (ami-0123456789abcdef0) or the name of an SSM parameter (/databox/images/compute), got "latest"',
      ],
    ],
    [
      "session hours that AWS lacks",
      ACCESS(`${SOUND_ACCESS}\nsessionHours: 9`),
      ["p.yaml:13:21: researchBoxes[0].access.sessionHours: expected 8 or 10 or 12 or 24, got 9"],
    ],
    [
      "a block with host bits",
      withBox("{ tenant: lab, cidr: 10.1.2.3/22 }"),
      ['p.yaml:6:26: researchBoxes[0].cidr: "10.1.2.3/22" has host bits set; the block is 10.1.0.0/22'],
    ],
  ])("is refused: %s", (_name, content, expected) => {
    expect(problems(content)).toEqual(expected);
  });
});

describe("a project as a whole", () => {
  it.each([
    [
      "overlapping boxes",
      `${HEAD.replace('1" }', '1", cidr: 10.4.0.0/20 }')}researchBoxes:\n  - { tenant: lab, cidr: 10.4.8.0/22 }\n`,
      [
        "p.yaml:6:26: researchBoxes[0].cidr: lab (10.4.8.0/22) overlaps databox (10.4.0.0/20, line 4); give one of them another block",
      ],
    ],
    [
      "a public block",
      withBox("{ tenant: lab, cidr: 8.8.8.0/22 }"),
      [
        "p.yaml:6:26: researchBoxes[0].cidr: 8.8.8.0/22 is not for private use; take one of RFC 1918, e.g. within 10.0.0.0/8",
      ],
    ],
    [
      "a block that is too small",
      withBox("{ tenant: lab, cidr: 10.0.0.0/24 }"),
      ["p.yaml:6:26: researchBoxes[0].cidr: expected a block from /16 to /22, got 10.0.0.0/24"],
    ],
    [
      "VPN clients in the box",
      ACCESS(`${SOUND_ACCESS}\nclientCidr: 10.0.0.0/12`).replace(
        "tenant: lab\n",
        "tenant: lab\n    cidr: 10.1.0.0/22\n",
      ),
      [
        "p.yaml:14:19: researchBoxes[0].access.clientCidr: the VPN clients' addresses (10.0.0.0/12) overlap lab (10.1.0.0/22); give them another block",
      ],
    ],
    [
      "too few addresses for VPN clients",
      ACCESS(`${SOUND_ACCESS}\nclientCidr: 100.64.0.0/24`),
      ["p.yaml:13:19: researchBoxes[0].access.clientCidr: expected a block from /12 to /22, got 100.64.0.0/24"],
    ],
    [
      "a tenant named twice",
      `${MINIMAL}  - { tenant: lab }\n`,
      ["p.yaml:7:15: researchBoxes[1].tenant: tenant lab is named twice; it is entry 1 of the list already"],
    ],
    [
      "a store named twice",
      MINIMAL.replace('1" }', '1", stores: [{ name: scans }, { name: scans }] }'),
      ["p.yaml:4:90: dataBox.stores[1].name: store scans is named twice; it is entry 1 of the list already"],
    ],
    [
      "a pool named twice",
      withBox(
        "{ tenant: lab, compute: [{ name: aa, instanceType: m7i.large }, { name: aa, instanceType: m7i.large }] }",
      ),
      [
        "p.yaml:6:77: researchBoxes[0].compute[1].name: compute pool aa is named twice; it is entry 1 of the list already",
      ],
    ],
    [
      "a zone of another region",
      MINIMAL.replace("dataBox", "zones: [use1-az1]\ndataBox"),
      [
        'p.yaml:4:9: zones[0]: "use1-az1" is no zone of eu-west-1; it has euw1-az1, euw1-az2, euw1-az3 (ids, not letters)',
      ],
    ],
    [
      "one zone for two",
      MINIMAL.replace("dataBox", "availability: multi\nzones: [euw1-az1]\ndataBox"),
      ["p.yaml:5:8: zones: availability multi takes 2 zone(s), got 1"],
    ],
    [
      "a SAML provider of another account",
      ACCESS(SOUND_ACCESS.replace("222222222222:saml", "333333333333:saml")),
      [
        "p.yaml:9:21: researchBoxes[0].access.samlProvider: the client VPN takes it from its own account 222222222222, got one of account 333333333333",
      ],
    ],
    [
      "a certificate of another region",
      ACCESS(SOUND_ACCESS.replace("acm:eu-west-1", "acm:us-east-1")),
      [
        "p.yaml:10:26: researchBoxes[0].access.serverCertificate: the client VPN takes it from its own region eu-west-1, got one of us-east-1",
      ],
    ],
    [
      "a group named twice",
      ACCESS(SOUND_ACCESS.replace("[lab]", "[lab, lab]")),
      ["p.yaml:12:21: researchBoxes[0].access.groups[1]: group lab is named twice; it is entry 1 of the list already"],
    ],
  ])("is refused: %s", (_name, content, expected) => {
    expect(problems(content)).toEqual(expected);
  });

  it("keeps every derived name within AWS's limits, even for the longest names", () => {
    const [project, tenant, store] = ["p".repeat(24), "t".repeat(20), "s".repeat(16)];
    const content = MINIMAL.replace("trial", project)
      .replace("lab", tenant)
      .replace('1" }', `1", stores: [{ name: ${store} }] }`);
    expect(problems(content)).toEqual([]);
  });
});
