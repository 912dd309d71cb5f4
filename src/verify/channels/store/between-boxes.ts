import { type Channel } from "../../channel";
import { type Model } from "../../model/model";
import { type Resource } from "../../model/resource";
import { ofBucket } from "../../policy/buckets";
import { readPolicy, type Statement } from "../../policy/document";
import { like, RESOURCE, textsOf, type Answer } from "../../requests";
import { type Ruling } from "../../verdict";
import { boxesOfBoth, type Boxes } from "../identity/boxes-of-roles";
import { asksFor, isOwn, machineActors, type Actor } from "../identity/machine-actors";
import { DATABASE_TYPES, judgeDatabase } from "./shared-databases";
import { judgeFileSystem } from "./shared-files";

const WRITES = ["s3:PutObject"];
const READS = ["s3:GetObject", "s3:GetObjectVersion"];

/** What one box's machines leave in a store for another's, past the tunnels. */
export const betweenBoxes: Channel = {
  id: "store.between-boxes",
  title: "What one box leaves for another in a store",
  opens:
    "objects or files that a role of one box writes and a role of another box reads, each by itself or by a role that it takes on, or a database that both boxes reach: a way between boxes that no tunnel is on",
  closes:
    "whatever a machine's role may write, no role of another box may read, by all their policies and the store's; and one box at most reaches a database, since what its users may do stands in it alone",
  sources: [
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html",
    "https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html",
    "https://www.postgresql.org/docs/current/ddl-priv.html",
  ],
  types: [
    ...DATABASE_TYPES,
    "aws_efs_access_point",
    "aws_efs_file_system",
    "aws_efs_file_system_policy",
    "aws_iam_role",
    "aws_s3_bucket",
    "aws_s3_bucket_policy",
  ],
  decide: (model, ruling) => {
    const [buckets, systems] = [model.ofType("aws_s3_bucket"), model.ofType("aws_efs_file_system")];
    const databases = model.ofType(...DATABASE_TYPES);
    const roles = machineActors(model);
    for (const bucket of buckets) judge(model, bucket, roles, ruling);
    for (const system of systems) judgeFileSystem(model, system, roles, ruling);
    for (const database of databases) judgeDatabase(model, database, ruling);
    if (buckets.length + systems.length + databases.length === 0)
      ruling.closed(
        { address: "(configuration)", path: null },
        "it declares no bucket, no file system and no database",
      );
  },
};

function judge(model: Model, bucket: Resource, roles: readonly Actor[], ruling: Ruling): void {
  const name = bucket.text("bucket");
  if (name === undefined) {
    ruling.unproven(bucket, "its name is not written out, so what roles may do with it cannot be told", "name it");
    return;
  }
  const writers = new Set<Actor>();
  let met = false;
  for (const writer of roles)
    for (const place of placesIn(model, name, statementsFor(model, bucket, writer))) {
      if (ask(model, bucket, writer, WRITES, [place]).kind === "none") continue;
      writers.add(writer);
      for (const reader of roles) {
        const boxes = boxesOfBoth(model, writer.boxes, reader.boxes);
        if (boxes === "one") continue;
        const meeting = meet(model, bucket, name, writer, reader, place);
        if (meeting === undefined) continue;
        met = true;
        rule(bucket, ruling, writer, reader, meeting, boxes);
      }
    }
  if (!met)
    ruling.closed(
      bucket,
      writers.size === 0
        ? "no role of a machine writes to it"
        : `nobody of another box reads what ${writers.size === 1 ? "the one role" : `each of ${writers.size} roles`} may write`,
    );
}

/** An object that one role may write and another one read, or where there may be one. */
interface Meeting {
  readonly object: string | undefined;
  readonly place: string;
}

/**
 * Where what one role may write and another may read overlap. The two are asked place by place: within a pattern of the
 * writer's own policies, one of the reader's, and two of the bucket's, which is as finely as any of them allows.
 */
function meet(
  model: Model,
  bucket: Resource,
  name: string,
  writer: Actor,
  reader: Actor,
  written: string,
): Meeting | undefined {
  if (ask(model, bucket, reader, READS, [written]).kind === "none") return undefined;
  const shown = placesIn(model, name, policyOf(model, bucket));
  // In a bucket's own account IAM allows what its policy does not name, too.
  const narrowed = (who: Actor): readonly string[] => (isOwn(bucket, who) ? [written] : shown);
  let doubt: Meeting | undefined;
  for (const read of placesIn(model, name, statementsFor(model, bucket, reader)))
    for (const forWriter of narrowed(writer))
      for (const forReader of narrowed(reader)) {
        const place = [...new Set([written, read, forWriter, forReader])];
        const writes = ask(model, bucket, writer, WRITES, place);
        if (writes.kind === "none") continue;
        const reads = ask(model, bucket, reader, READS, place);
        if (reads.kind === "none") continue;
        const object = [writes, reads]
          .flatMap((one) => (one.kind === "found" ? (one.request.says.get(RESOURCE)?.slice(0, 1) ?? []) : []))
          .find((one) =>
            [ask(model, bucket, writer, WRITES, [one]), ask(model, bucket, reader, READS, [one])].every(
              ({ kind }) => kind === "found",
            ),
          );
        if (object !== undefined) return { object, place: written };
        doubt = { object, place: place.join(" and ") };
      }
  return doubt;
}

function rule(
  bucket: Resource,
  ruling: Ruling,
  writer: Actor,
  reader: Actor,
  { object, place }: Meeting,
  boxes: Boxes,
): void {
  const mend = `let ${reader.role.address} read, and ${writer.role.address} write, what the other one does not`;
  if (boxes === "unknown") {
    ruling.unproven(
      bucket,
      `${reader.role.address} reads what ${writer.role.address} may write to ${place}, and whether they run in one box is not seen: their account has several VPCs`,
      mend,
    );
    return;
  }
  if (object === undefined) {
    ruling.unproven(
      bucket,
      `whether ${reader.role.address} of another box reads what ${writer.role.address} may write to ${place} is not decided`,
      mend,
    );
    return;
  }
  ruling.open(
    bucket,
    `${writer.role.address} writes ${object}, and ${reader.role.address} of another box reads it`,
    {
      from: `whatever ${writer.role.address} may reach`,
      by: "anybody who runs code in its box",
      through: [writer.role.address, bucket.address, reader.role.address],
      to: `the box of ${reader.role.address}`,
      request: { principal: reader.principal.name, action: READS[0] ?? "", resource: object },
    },
    mend,
  );
}

/** Patterns of objects of a bucket that an Allow names. */
function placesIn(model: Model, bucket: string, statements: readonly Statement[]): string[] {
  const texts = textsOf(model);
  const objects = `arn:aws:s3:::${bucket}/`;
  const places = statements.flatMap(({ effect, resources, notResource }) => {
    if (effect !== "Allow") return [];
    if (notResource) return [`${objects}*`];
    return resources.flatMap((one) => {
      const { text, known } = texts.read(one);
      if (!known || /^[^/]*[*?]/.test(text)) return [`${objects}*`];
      return text.startsWith(objects) ? [text] : [];
    });
  });
  return [...new Set(places)];
}

/** Statements by one of which a role has to be allowed what it does. */
function statementsFor(model: Model, bucket: Resource, who: Actor): readonly Statement[] {
  return [...who.identity.statements, ...(isOwn(bucket, who) ? policyOf(model, bucket) : [])];
}

/** Whether a role may do one of the actions on objects that match every one of the patterns. */
function ask(model: Model, bucket: Resource, who: Actor, actions: readonly string[], place: readonly string[]): Answer {
  const says = place.map((one) => like(RESOURCE, [one]));
  return asksFor(model, bucket, policyOf(model, bucket), who, actions, says);
}

function policyOf(model: Model, bucket: Resource): readonly Statement[] {
  const [policy] = ofBucket(model, bucket, "aws_s3_bucket_policy");
  const raw = (policy ?? bucket).attributes["policy"];
  const reading = readPolicy(typeof raw === "string" ? raw : '{"Statement":[]}');
  // What cannot be read is for other channels to say.
  return "unread" in reading ? [] : reading.statements;
}
