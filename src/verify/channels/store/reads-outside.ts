import { type Channel } from "../../channel";
import { type Model } from "../../model/model";
import { type Resource } from "../../model/resource";
import { ofBucket } from "../../policy/buckets";
import { type Statement } from "../../policy/document";
import { ruleOnRequests, statementsOf } from "../../policy-ruling";
import {
  accountOf,
  askersOf,
  decideFor,
  inAccountOf,
  like,
  type Literal,
  namedIdentity,
  oneOf,
  notFrom,
  perimeterOf,
  type Question,
  readersText,
  RESOURCE,
  rolesThat,
} from "../../requests";
import { type Ruling } from "../../verdict";
import { backupRoles } from "../identity/backup-roles";

/**
 * Actions that hand an object's content or description to whoever asks.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
 */
export const OBJECT_READS = [
  "s3:GetObject",
  "s3:GetObjectAcl",
  "s3:GetObjectAttributes",
  "s3:GetObjectLegalHold",
  "s3:GetObjectRetention",
  "s3:GetObjectTagging",
  "s3:GetObjectTorrent",
  "s3:GetObjectVersion",
  "s3:GetObjectVersionAcl",
  "s3:GetObjectVersionAttributes",
  "s3:GetObjectVersionForReplication",
  "s3:GetObjectVersionTagging",
  "s3:GetObjectVersionTorrent",
];

/** Actions that tell names of objects; to list is also to ask whether a bucket is there, which whoever deploys has to. */
const OBJECT_LISTS = ["s3:ListBucket", "s3:ListBucketMultipartUploads", "s3:ListBucketVersions"];

/** Catalogue rows S01, S09, M11 and K06. */
export const readsOutside: Channel = {
  id: "store.reads-outside",
  title: "Objects read from outside",
  opens:
    "an object that is read, or whose name is listed, by a request from anywhere but the box's own endpoint: console, internet, signed URL",
  closes:
    "no request that comes through none of the configuration's endpoints reads an object, or lists names but for whoever deploys, whoever sends it and whatever else it says; but AWS Backup's, by a role that nobody else takes on and that reaches nothing of others",
  sources: [
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies-vpc-endpoint.html",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_data-perimeters.html",
    "https://docs.aws.amazon.com/aws-backup/latest/devguide/s3-backups.html",
  ],
  types: ["aws_iam_role", "aws_s3_bucket", "aws_s3_bucket_policy"],
  decide: (model, ruling) => {
    const buckets = model.ofType("aws_s3_bucket");
    for (const bucket of buckets) judge(model, bucket, ruling);
    for (const policy of model.ofType("aws_s3_bucket_policy"))
      if (!buckets.some((bucket) => ofBucket(model, bucket, "aws_s3_bucket_policy").includes(policy)))
        ruling.unproven(policy, "which bucket it is for cannot be told", "refer to a bucket of this configuration");
    if (buckets.length === 0) ruling.closed({ address: "(configuration)", path: null }, "it declares no bucket");
  },
};

function judge(model: Model, bucket: Resource, ruling: Ruling): void {
  const [policy, ...others] = ofBucket(model, bucket, "aws_s3_bucket_policy");
  if (others.length > 0 || (policy !== undefined && bucket.value("policy").kind !== "absent")) {
    ruling.unproven(policy ?? bucket, "two resources set its policy; which one holds cannot be told", "keep one");
    return;
  }
  const at = policy ?? bucket;
  const statements =
    policy === undefined && bucket.value("policy").kind === "absent" ? [] : statementsOf(at, "policy", ruling, at);
  if (statements === undefined) return;
  const name = bucket.text("bucket");
  if (name === undefined) {
    ruling.unproven(bucket, "its name is not written out, so its policy's resources cannot be compared", "name it");
    return;
  }
  const { outside } = perimeterOf(model);
  const region = [...outside, ...inAccountOf(bucket), like(RESOURCE, [`arn:aws:s3:::${name}/*`])];
  const { kept, doubted } = backupRoles(model);
  const openBut = (except: readonly string[]): Question | undefined =>
    askersOf(model, bucket, at, statements, except)
      .map((question) => ({ ...question, region, actions: OBJECT_READS }))
      .find((question) => decideFor(model, question).kind !== "none");
  const open = openBut([...kept]);
  if (open !== undefined && doubted.size > 0 && openBut([...kept, ...doubted]) === undefined) {
    ruling.unproven(
      at,
      `AWS Backup reads its objects by ${[...doubted].join(", ")}, and whether that stays within the project is not seen: what the role may do is not all in this configuration`,
      "write the policies of the role out, and name the project's own resources in them",
    );
    return;
  }
  const first = askersOf(model, bucket, at, statements, [...kept])[0];
  const asked = open ?? (first === undefined ? undefined : { ...first, region, actions: OBJECT_READS });
  if (asked === undefined) return;
  const readers = open === undefined ? [] : soleReaders(model, bucket, at, statements, region);
  const networks = readers.length === 0 ? [] : networksOf(model, bucket, at, statements, region);
  if (readers.length > 0 && model.ofType("aws_vpc").length === 0) {
    ruling.door(at, `this configuration has no box, and ${readers.join(", ")} alone reads this bucket, from anywhere`);
    return;
  }
  const isClosed = ruleOnRequests(model, ruling, at, asked, {
    from: `any object in ${bucket.address}`,
    to: readers.length > 0 ? readersText(readers, networks) : "wherever the request came from",
    opens:
      policy === undefined
        ? "it has no policy, and requests from outside of the box's endpoints read its objects"
        : readers.length > 0
          ? `requests of ${readers.join(", ")}, and of nobody else, from outside of the box's endpoints read its objects`
          : "requests from outside of the box's endpoints read its objects",
    closed: `no object is read but through an endpoint of this configuration, whoever asks${byBackup(model, bucket, statements, region)}`,
    mend: `deny s3:GetObject* on arn:aws:s3:::${name}/* to everybody unless aws:SourceVpce is the box's endpoint (StringNotEquals, no other condition)`,
    through: policy === undefined ? [] : [bucket.address],
  });
  if (!isClosed || model.ofType("aws_vpc").length === 0) return;
  const { deployers, custodians } = perimeterOf(model);
  const listed = [oneOf(RESOURCE, [`arn:aws:s3:::${name}`]), ...outside, ...inAccountOf(bucket)];
  const lists = askersOf(model, bucket, at, statements, [...deployers, ...custodians, ...kept])
    .map((question) => ({ ...question, region: listed, actions: OBJECT_LISTS }))
    .find((question) => decideFor(model, question).kind !== "none");
  if (lists === undefined)
    ruling.closed(at, "no names of objects are listed but through an endpoint, or by whoever deploys");
  else
    ruleOnRequests(model, ruling, at, lists, {
      from: `the names of objects in ${bucket.address}`,
      to: "wherever the request came from",
      opens: "requests from outside of the box's endpoints list the names of its objects",
      closed: "no names of objects are listed but through an endpoint",
      mend: `deny s3:ListBucket on arn:aws:s3:::${name} to everybody but the deploy role unless aws:SourceVpce is the box's endpoint`,
    });
}

/** Who besides reads a bucket for AWS Backup, as evidence has it; nothing where nobody does. */
function byBackup(
  model: Model,
  bucket: Resource,
  statements: readonly Statement[],
  region: readonly Literal[],
): string {
  const layer = { name: `the policy of ${bucket.address}`, statements };
  const readers = [...backupRoles(model).kept].filter(
    (arn) =>
      decideFor(model, {
        principals: [namedIdentity(arn)],
        layers: [{ ...layer, needsAllow: arn.split(":")[4] !== accountOf(bucket) }],
        region,
        actions: OBJECT_READS,
      }).kind !== "none",
  );
  return readers.length === 0 ? "" : `; from outside AWS Backup alone does, by ${readers.join(" and ")}`;
}

/** The networks that a policy names, if no request of a set passes it from elsewhere; none where one does. */
function networksOf(
  model: Model,
  bucket: Resource,
  at: Resource,
  statements: readonly Statement[],
  region: readonly Literal[],
): readonly string[] {
  const named = statements.flatMap(({ conditions }) =>
    conditions.flatMap(({ key, values }) => (key === "aws:sourceip" ? values : [])),
  );
  const networks = [...new Set(named)];
  const elsewhere = notFrom(networks);
  if (networks.length === 0 || elsewhere === undefined) return [];
  const set = { region: [...region, elsewhere], actions: OBJECT_READS };
  const isBound = askersOf(model, bucket, at, statements).every(
    (askers) => decideFor(model, { ...askers, ...set }).kind === "none",
  );
  return isBound ? networks : [];
}

/** Roles of the project's accounts that are the only ones to read, where there are such. */
function soleReaders(
  model: Model,
  bucket: Resource,
  at: Resource,
  statements: readonly Statement[],
  region: readonly Literal[],
): readonly string[] {
  const readers = rolesThat(model, bucket, at, statements, { actions: OBJECT_READS, region });
  if (readers.kind !== "named") return [];
  return readers.arns.every((arn) => model.accounts.has(arn.split(":")[4] ?? "")) ? readers.arns : [];
}
