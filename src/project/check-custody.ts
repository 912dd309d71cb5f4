import { keyPurposes } from "./custody";
import { type ProjectFile } from "./schema";

type Report = (path: readonly PropertyKey[], message: string) => void;
type CustodyFile = ProjectFile["dataBox"]["custody"];
type Kind = CustodyFile["kind"];

/** Fields that not every kind of custody takes: which do, and why the others do not. */
const FIELDS: readonly { readonly field: keyof CustodyFile; readonly kinds: readonly Kind[]; readonly why: string }[] =
  [
    {
      // https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html
      field: "rotationDays",
      kinds: ["kms"],
      why: "AWS rotates by itself only material that it made",
    },
    { field: "keyStore", kinds: ["hsm", "external"], why: "only these keep their material in a key store" },
    { field: "externalKeys", kinds: ["external"], why: "only its keys stand for keys of an external key manager" },
    { field: "expiry", kinds: ["imported"], why: "only imported material expires" },
  ];

/** What a custody's kind takes and needs, and who may decrypt in enclaves. */
export function checkCustody(content: ProjectFile, report: Report): void {
  const { custody } = content.dataBox;
  const at = (...path: PropertyKey[]): PropertyKey[] => ["dataBox", "custody", ...path];
  for (const { field, kinds, why } of FIELDS)
    if (custody[field] !== undefined && !kinds.includes(custody.kind))
      report(
        at(field),
        `custody of kind ${custody.kind} takes no ${field}: ${why}; leave it out, or take kind ${kinds.join(" or ")}`,
      );
  if ((custody.kind === "hsm" || custody.kind === "external") && custody.keyStore === undefined)
    report(
      at(),
      `custody of kind ${custody.kind} needs keyStore, the id of the custom key store that the hospital made and connected (docs/custody.md); add e.g. keyStore: cks-0123456789abcdef0`,
    );
  checkExternalKeys(content, at, report);
  checkTopics(content, at, report);
  checkEnclaves(content, at, report);
}

/** https://docs.aws.amazon.com/kms/latest/developerguide/create-xks-keys.html: each key stands for an external key of its own. */
function checkExternalKeys(
  { dataBox: { backups, custody }, researchBoxes }: ProjectFile,
  at: (...path: PropertyKey[]) => PropertyKey[],
  report: Report,
): void {
  if (custody.kind !== "external") return;
  const purposes = keyPurposes(researchBoxes, {
    attested: custody.attestation !== undefined,
    backedUp: backups !== undefined,
  });
  const given = Object.entries(custody.externalKeys ?? {});
  const missing = purposes.filter((purpose) => !given.some(([name]) => name === purpose));
  if (missing.length > 0)
    report(
      custody.externalKeys === undefined ? at() : at("externalKeys"),
      `externalKeys names no external key for ${missing.join(", ")}; make one for each in the external key manager, and add its id`,
    );
  given.forEach(([purpose, id], index) => {
    const path = at("externalKeys", purpose);
    if (!purposes.includes(purpose))
      report(path, `this project has no key for ${purpose}; it has keys for ${purposes.join(", ")}`);
    const [other] = given.slice(0, index).find(([, earlier]) => earlier === id) ?? [];
    if (other !== undefined)
      report(
        path,
        `external key ${id} is that of ${other} already; AWS KMS takes each external key for one key only, make another`,
      );
  });
}

function checkTopics(
  { dataBox, region }: ProjectFile,
  at: (...path: PropertyKey[]) => PropertyKey[],
  report: Report,
): void {
  const { custody } = dataBox;
  const hospital = [...new Set([dataBox.account, custody.account ?? dataBox.account])];
  custody.expiry?.notify.forEach((arn, index) => {
    const [, , , topicRegion, owner = ""] = arn.split(":");
    const path = at("expiry", "notify", index);
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
    if (topicRegion !== region)
      report(path, `an alarm notifies topics of its own region ${region}, got one of ${topicRegion ?? ""}`);
    if (!hospital.includes(owner))
      report(path, `the topic has to be the hospital's, of account ${hospital.join(" or ")}; got one of ${owner}`);
  });
}

/**
 * Instance types that start no enclave: fewer than four vCPUs, burstable, or bare metal.
 * https://docs.aws.amazon.com/enclaves/latest/user/nitro-enclave.html
 */
const NO_ENCLAVE = /^t\d|\.(nano|micro|small|medium|large|metal(-.*)?)$/;

function checkEnclaves(
  { dataBox: { custody, loaders }, researchBoxes }: ProjectFile,
  at: (...path: PropertyKey[]) => PropertyKey[],
  report: Report,
): void {
  const pools = researchBoxes.flatMap(({ compute }, box) =>
    compute.flatMap((pool, index) =>
      pool.enclave ? [{ pool, path: ["researchBoxes", box, "compute", index, "enclave"] }] : [],
    ),
  );
  for (const { pool, path } of pools) {
    if (custody.attestation === undefined)
      report(
        path,
        "there is no key that an enclave could use; name the images that may decrypt in dataBox.custody.attestation, or leave enclave out",
      );
    if (NO_ENCLAVE.test(pool.instanceType))
      report(
        path,
        `${pool.instanceType} starts no Nitro Enclave; take a type with at least four vCPUs that is neither burstable nor metal, e.g. m7i.xlarge`,
      );
  }
  if (custody.attestation !== undefined && pools.length === 0)
    report(
      at("attestation"),
      "no machine could use it: no compute pool starts enclaves; add enclave: true to one, or leave attestation out",
    );
  if (custody.attestation !== undefined && loaders.length === 0)
    report(
      at("attestation"),
      "nobody could encrypt for the enclaves; name the hospital's roles that do in dataBox.loaders, or leave attestation out",
    );
}
