import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { formatProblem, loadProject, type LoadResult } from "../../src/project";
import { CUSTODY_KINDS } from "../../src/project/schema/custody";
import { CUSTODY_CLAIMS } from "../../src/report";

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), "databox-custody-"))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const DIGEST = "287b24930a9f0fe14b01a71ecdc00d8be8fad90f9834d547158854b8279c74095c43f8d7f047714e98deb7903f20e3dd";
const KEYS = "data: d, secrets: s, audit: a, volumes-databox: vd, volumes-lab: vl";
const load = (custody: string, pool = "", dataBox = ""): LoadResult => {
  const file = join(folder, "p.yaml");
  writeFileSync(
    file,
    `apiVersion: databox/v1
project: trial
region: eu-west-1
dataBox:
  hospital: charite
  account: "111111111111"
${dataBox}
  custody: ${custody}
researchBoxes:
  - tenant: lab
    compute: [${pool}]
`,
  );
  return loadProject(file);
};
const problems = (...texts: [string, string?, string?]): string[] => {
  const result = load(...texts);
  return result.ok ? [] : result.problems.map((problem) => formatProblem({ ...problem, file: "p.yaml" }));
};
const custodyOf = (...texts: [string, string?, string?]): unknown => {
  const result = load(...texts);
  if (!result.ok) throw new Error(result.problems.map(formatProblem).join("\n"));
  return result.project.dataBox.custody;
};

describe("custody in a project file", () => {
  const place = { account: "111111111111", role: "DataBoxCustodian", attestation: undefined };

  it("is AWS KMS in the hospital's account, rotated every year, where nothing is said", () => {
    expect(custodyOf("{}")).toEqual({ ...place, material: { kind: "kms", rotationDays: 365 } });
  });

  it("takes each kind with what it needs", () => {
    expect(custodyOf("{ kind: imported }")).toEqual({
      ...place,
      material: { kind: "imported", warnDays: 30, notify: [] },
    });
    expect(custodyOf("{ kind: hsm, keyStore: cks-0123456789abcdef0 }")).toEqual({
      ...place,
      material: { kind: "hsm", keyStore: "cks-0123456789abcdef0" },
    });
    expect(custodyOf(`{ kind: external, keyStore: cks-0123456789abcdef0, externalKeys: { ${KEYS} } }`)).toMatchObject({
      material: { kind: "external", externalKeys: { data: "d", "volumes-lab": "vl" } },
    });
  });

  it("takes the measurements of enclaves that a pool of machines starts", () => {
    expect(
      custodyOf(
        `{ attestation: { images: [{ pcr0: ${DIGEST} }] } }`,
        "{ name: score, instanceType: m7i.xlarge, enclave: true }",
        "  loaders: [arn:aws:iam::111111111111:role/Loader]",
      ),
    ).toMatchObject({ attestation: [{ pcr0: DIGEST, pcr8: undefined }] });
  });

  it.each([
    ["an unknown kind", "{ kind: hsmm }", /:8:20: dataBox\.custody\.kind: expected "kms" or "imported" or "hsm"/],
    [
      "rotation of what AWS did not make",
      "{ kind: imported, rotationDays: 90 }",
      /dataBox\.custody\.rotationDays: custody of kind imported takes no rotationDays: AWS rotates by itself only material that it made; leave it out, or take kind kms/,
    ],
    [
      "rotation in a key store",
      "{ kind: hsm, keyStore: cks-0123456789abcdef0, rotationDays: 90 }",
      /custody of kind hsm takes no rotationDays/,
    ],
    [
      "a key store of no use",
      "{ keyStore: cks-0123456789abcdef0 }",
      /custody of kind kms takes no keyStore: .* take kind hsm or external/,
    ],
    [
      "no key store",
      "{ kind: hsm }",
      /:8:\d+: dataBox\.custody: custody of kind hsm needs keyStore.*add e\.g\. keyStore/,
    ],
    [
      "a key store that is none",
      "{ kind: hsm, keyStore: cluster-1 }",
      /keyStore: expected the id of a custom key store.*got "cluster-1"/,
    ],
    [
      "an external key too few",
      "{ kind: external, keyStore: cks-0123456789abcdef0, externalKeys: { data: d, audit: a } }",
      /externalKeys names no external key for secrets, volumes-databox, volumes-lab; make one/,
    ],
    [
      "a list of external keys",
      "{ kind: external, keyStore: cks-0123456789abcdef0, externalKeys: [a] }",
      /externalKeys: expected a group of fields, got a list of 1/,
    ],
    [
      "no external keys",
      "{ kind: external, keyStore: cks-0123456789abcdef0 }",
      /dataBox\.custody: externalKeys names no external key for data, secrets/,
    ],
    [
      "an external key too many",
      `{ kind: external, keyStore: cks-0123456789abcdef0, externalKeys: { ${KEYS}, volumes-gone: g } }`,
      /externalKeys\.volumes-gone: this project has no key for volumes-gone; it has keys for data/,
    ],
    [
      "an external key for two purposes",
      `{ kind: external, keyStore: cks-0123456789abcdef0, externalKeys: { ${KEYS.replace("secrets: s", "secrets: d")} } }`,
      /external key d is that of data already; .* make another/,
    ],
    [
      "an external key's id that AWS does not take",
      `{ kind: external, keyStore: cks-0123456789abcdef0, externalKeys: { ${KEYS.replace("data: d", "data: a/b")} } }`,
      /externalKeys\.data: the id of an external key has 1 to 128/,
    ],
    ["external keys of no use", "{ externalKeys: { data: d } }", /custody of kind kms takes no externalKeys/],
    ["an expiry of nothing", "{ expiry: { warnDays: 10 } }", /custody of kind kms takes no expiry: only imported/],
    ["a warning too early", "{ kind: imported, expiry: { warnDays: 400 } }", /warnDays: expected at most 180, got 400/],
    ["no topic", "{ kind: imported, expiry: { notify: [me] } }", /notify\[0\]: expected the ARN of an SNS topic/],
    [
      "a topic of another region",
      "{ kind: imported, expiry: { notify: [arn:aws:sns:us-east-1:111111111111:x] } }",
      /notify\[0\]: an alarm notifies topics of its own region eu-west-1, got one of us-east-1/,
    ],
    [
      "a topic of another account",
      "{ kind: imported, expiry: { notify: [arn:aws:sns:eu-west-1:222222222222:x] } }",
      /notify\[0\]: the topic has to be the hospital's, of account 111111111111; got one of 222222222222/,
    ],
    [
      "a measurement too short",
      "{ attestation: { images: [{ pcr0: abc }] } }",
      /pcr0: a measurement is SHA-384: exactly 96/,
    ],
    [
      "the measurement of a debug enclave",
      `{ attestation: { images: [{ pcr0: "${"0".repeat(96)}" }] } }`,
      /pcr0: a measurement of zeros is that of any enclave in debug mode/,
    ],
    [
      "attestation without machines",
      `{ attestation: { images: [{ pcr0: ${DIGEST} }] } }`,
      /dataBox\.custody\.attestation: no machine could use it: .* add enclave: true to one/,
    ],
  ])("refuses %s", (_, custody, message) => {
    expect(problems(custody).join("\n")).toMatch(message);
  });

  it("refuses enclaves that no key is for, or that the machines cannot start, or for whom nobody encrypts", () => {
    expect(problems("{}", "{ name: score, instanceType: t3.xlarge, enclave: true }")).toEqual([
      expect.stringMatching(/compute\[0\]\.enclave: there is no key that an enclave could use; name the images/),
      expect.stringMatching(/compute\[0\]\.enclave: t3\.xlarge starts no Nitro Enclave; take a type with/),
    ]);
    expect(
      problems(
        `{ attestation: { images: [{ pcr0: ${DIGEST} }] } }`,
        "{ name: score, instanceType: m7i.xlarge, enclave: true }",
      ).join(),
    ).toMatch(
      /attestation: nobody could encrypt for the enclaves; name the hospital's roles that do in dataBox\.loaders/,
    );
  });
});

it("has a claim for every kind of custody, each with sources", () => {
  expect(CUSTODY_CLAIMS.map(({ kind }) => kind)).toEqual([...CUSTODY_KINDS]);
  for (const { keeps, keepsNot, withdrawal } of CUSTODY_CLAIMS)
    for (const { says, sources } of [...keeps, ...keepsNot, withdrawal]) {
      expect(says).toMatch(/\.$/);
      expect(sources.length).toBeGreaterThan(0);
      for (const source of sources) expect(source).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
    }
});
