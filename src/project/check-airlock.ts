import { isPrivate } from "./address-plan";
import { airlockBucket, copierOf, scannerOf, type AirlockBucket } from "./airlock";
import { AWS_LIMITS } from "./aws-limits";
import { parseCidr } from "./cidr";
import { type SourceDocument } from "./document";
import { type ProjectFile } from "./schema";

type Path = readonly (string | number)[];
type Report = (path: Path, message: string) => void;

/** A role that the airlock names, and for what. */
interface Duty {
  readonly arn: string;
  /** For people. */
  readonly duty: string;
  /** Account that it has to be of. */
  readonly account: string;
  readonly path: Path;
}

/**
 * The policies of one key and of one endpoint name the roles of every airlock, and AWS bounds their length: 32,768 and
 * 20,480 characters. https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html
 * https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-limits-endpoints.html
 */
const MOST_AIRLOCKS = 5;

/**
 * What no single field of an airlock shows: that requester, reviewer, second reviewer, copier and scanner are different
 * roles, of the right accounts, and none of those that govern, load or deploy; that names fit; that networks are public; that
 * reviewers have a way to work; that they are not too many.
 */
export function checkAirlocks(source: SourceDocument, content: ProjectFile, report: Report): void {
  content.researchBoxes.forEach((box, index) => {
    const opened = content.researchBoxes.slice(0, index + 1).filter(({ airlock }) => airlock !== undefined).length;
    if (box.airlock !== undefined && opened > MOST_AIRLOCKS)
      report(
        ["researchBoxes", index, "airlock"],
        `one project opens at most ${MOST_AIRLOCKS} airlocks, since AWS bounds the length of policies; move the tenant to a project of its own`,
      );
    checkNames(content, box, ["researchBoxes", index, "airlock"], report);
    if (box.airlock !== undefined && content.dataBox.hospitalLink === undefined)
      report(
        ["researchBoxes", index, "airlock"],
        "the hospital's reviewers work over the hospital's link, and there is none; add dataBox.hospitalLink",
      );
    for (const side of ["import", "export"] as const)
      checkNetworks(box.airlock?.[side]?.networks, ["researchBoxes", index, "airlock", side, "networks"], report);
  });
  checkDuties(source, content, report);
}

function checkNames(
  content: ProjectFile,
  { airlock, tenant }: ProjectFile["researchBoxes"][number],
  path: Path,
  report: Report,
): void {
  const { account, stores } = content.dataBox;
  const buckets: AirlockBucket[] = [
    ...(airlock?.import === undefined ? [] : (["quarantine", "inbox"] as const)),
    ...(airlock?.export === undefined ? [] : (["outbox", "released"] as const)),
  ];
  for (const bucket of buckets) {
    const name = airlockBucket(content.project, tenant, bucket, account);
    if (name.length > AWS_LIMITS.bucketName)
      report(
        path,
        `the ${bucket} would be called ${name}, ${name.length} characters of at most ${AWS_LIMITS.bucketName}; shorten the tenant's or the project's name`,
      );
    if (stores.some((store) => store.name === `${tenant}-${bucket}`))
      report(
        path,
        `the ${bucket} would be called ${name}, like the store ${tenant}-${bucket}; give the store another name`,
      );
  }
}

function checkNetworks(networks: readonly string[] = [], path: Path, report: Report): void {
  networks.forEach((text, index) => {
    if (isPrivate(parseCidr(text)))
      report(
        [...path, index],
        `${text} is for private use, and S3 sees the public address of who comes from outside; name that one`,
      );
  });
}

function checkDuties(source: SourceDocument, content: ProjectFile, report: Report): void {
  const taken = new Map<string, { readonly duty: string; readonly at: string }>(
    others(content).map(({ arn, duty }) => [arn, { duty, at: "" }]),
  );
  for (const { arn, duty, account, path } of duties(content)) {
    const owner = arn.split(":")[4] ?? "";
    if (owner !== account)
      report(path, `${duty} is a role of account ${account}, got one of account ${owner}; name a role there`);
    if (arn.includes(`:role/databox/${content.project}/`))
      report(path, `${arn} is a role that this project makes; ${duty} takes a role that people or AWS take on`);
    const other = taken.get(arn);
    if (other === undefined) taken.set(arn, { duty, at: ` (line ${source.position(path).line})` });
    else if (other.duty !== duty)
      report(
        path,
        `${arn} is ${other.duty}${other.at}, and ${duty} has to be somebody else; give each of them a role of its own`,
      );
  }
}

/** Roles that govern, load or deploy. */
function others({
  dataBox,
  deployRole,
  researchBoxes,
}: ProjectFile): { readonly arn: string; readonly duty: string }[] {
  const accounts = new Set([dataBox.account, ...researchBoxes.map(({ account }) => account ?? dataBox.account)]);
  const keys = dataBox.custody.account ?? dataBox.account;
  return [
    ...(dataBox.administrators ?? [`arn:aws:iam::${dataBox.account}:role/DataBoxKeyAdmin`]).map((arn) => ({
      arn,
      duty: "an administrator",
    })),
    ...dataBox.loaders.map((arn) => ({ arn, duty: "a loader" })),
    ...[...accounts].map((account) => ({
      arn: `arn:aws:iam::${account}:role/${deployRole}`,
      duty: "a role that deploys",
    })),
    { arn: `arn:aws:iam::${keys}:role/${dataBox.custody.role}`, duty: "the custodian" },
  ];
}

/** Every role that an airlock of the project names, in the order of the file. */
function duties(content: ProjectFile): Duty[] {
  const hospital = content.dataBox.account;
  return content.researchBoxes.flatMap(({ airlock, account = hospital, tenant }, index) => {
    const at: Path = ["researchBoxes", index, "airlock"];
    const list = (arns: readonly string[] | undefined, duty: string, owner: string, path: Path): Duty[] =>
      (arns ?? []).map((arn, position) => ({ arn, duty, account: owner, path: [...at, ...path, position] }));
    const one = (arn: string, duty: string, path: Path): Duty => ({
      arn,
      duty,
      account: hospital,
      path: [...at, ...path],
    });
    const { import: imports, export: exports } = airlock ?? {};
    return [
      ...list(imports?.uploaders, `a role of ${tenant}`, account, ["import", "uploaders"]),
      ...list(imports?.reviewers, "a reviewer", hospital, ["import", "reviewers"]),
      ...(imports === undefined
        ? []
        : [one(imports.scanner ?? scannerOf(hospital), "the scanner", ["import", "scanner"])]),
      ...list(exports?.requesters, `a role of ${tenant}`, account, ["export", "requesters"]),
      ...list(exports?.reviewers, "a reviewer", hospital, ["export", "reviewers"]),
      ...list(exports?.secondReviewers, "a second reviewer", hospital, ["export", "secondReviewers"]),
      ...(exports === undefined ? [] : [one(exports.copier ?? copierOf(hospital), "the copier", ["export", "copier"])]),
    ];
  });
}
