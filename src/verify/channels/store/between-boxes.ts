import { type Channel } from "../../channel";
import { type Model } from "../../model/model";
import { type Resource } from "../../model/resource";
import { ofBucket } from "../../policy/buckets";
import { readPolicy, type Statement } from "../../policy/document";
import {
  accountOf,
  anyIdentityOf,
  arnOf,
  decideFor,
  inAccountOf,
  like,
  namedIdentity,
  policiesOfRole,
  RESOURCE,
  textsOf,
  type Answer,
  type Case,
  type Layer,
} from "../../requests";
import { type Ruling } from "../../verdict";
import { boxesOfRole, haveOneBox, type RoleBoxes } from "../identity/boxes-of-roles";
import { isOfService } from "../identity/machine-roles";

const WRITES = ["s3:PutObject"];
const READS = ["s3:GetObject", "s3:GetObjectVersion"];

/** What one box's machines leave in a store for another's, past the tunnels. */
export const betweenBoxes: Channel = {
  id: "store.between-boxes",
  title: "What one box leaves for another in a store",
  opens:
    "objects that a role of one box writes and a role of another box reads: a way between boxes that no tunnel is on",
  closes:
    "whatever a machine's role may write, no role of another box may read, by all their policies and the bucket's",
  sources: [
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html",
  ],
  types: ["aws_iam_role", "aws_s3_bucket", "aws_s3_bucket_policy"],
  decide: (model, ruling) => {
    const roles = model
      .ofType("aws_iam_role")
      .filter(isOfService)
      .map((role) => whoIs(model, role));
    for (const bucket of model.ofType("aws_s3_bucket")) judge(model, bucket, roles, ruling);
    if (model.ofType("aws_s3_bucket").length === 0)
      ruling.closed({ address: "(configuration)", path: null }, "it declares no bucket");
  },
};

interface Actor {
  readonly role: Resource;
  readonly principal: Case;
  readonly boxes: RoleBoxes;
  readonly identity: Layer;
  readonly boundary: Layer | undefined;
}

function whoIs(model: Model, role: Resource): Actor {
  const texts = textsOf(model);
  const arn = arnOf(texts, role);
  const account = accountOf(role) ?? texts.symbol(`account of ${role.address}`);
  return {
    role,
    principal: arn === undefined ? anyIdentityOf(account) : namedIdentity(arn),
    boxes: boxesOfRole(model, role),
    ...policiesOfRole(model, role),
  };
}

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
        if (reader === writer || haveOneBox(writer.boxes, reader.boxes)) continue;
        const meeting = meet(model, bucket, name, writer, reader, place);
        if (meeting === undefined) continue;
        met = true;
        rule(bucket, ruling, writer, reader, meeting);
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

function rule(bucket: Resource, ruling: Ruling, writer: Actor, reader: Actor, { object, place }: Meeting): void {
  const mend = `let ${reader.role.address} read, and ${writer.role.address} write, what the other one does not`;
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

function isOwn(bucket: Resource, { principal }: Actor): boolean {
  return accountOf(bucket) === principal.account;
}

/** Whether a role may do one of the actions on an object: by IAM within the bucket's policy, or by the bucket's policy alone. */
function ask(model: Model, bucket: Resource, who: Actor, actions: readonly string[], place: readonly string[]): Answer {
  const { principal, identity, boundary } = who;
  const region = [...inAccountOf(bucket), ...place.map((one) => like(RESOURCE, [one]))];
  const question = { principals: [principal], region, actions };
  const own = isOwn(bucket, who);
  const statements = policyOf(model, bucket);
  const policy = { name: `the policy of ${bucket.address}`, statements };
  const iam = [identity, ...(boundary === undefined ? [] : [boundary])];
  // Most roles have no business with most buckets, which their own policies tell at once.
  const alone = decideFor(model, { ...question, layers: [identity] });
  const byIam =
    alone.kind === "none"
      ? alone
      : decideFor(model, { ...question, layers: [...iam, { ...policy, needsAllow: !own }] });
  if (byIam.kind === "found" || !own) return byIam;
  const named = statements.filter((one) => one.effect === "Deny" || !delegates(one));
  const byPolicy = decideFor(model, { ...question, layers: [{ ...policy, statements: named, needsAllow: true }] });
  return byPolicy.kind === "none" ? byIam : byPolicy;
}

function policyOf(model: Model, bucket: Resource): readonly Statement[] {
  const [policy] = ofBucket(model, bucket, "aws_s3_bucket_policy");
  const raw = (policy ?? bucket).attributes["policy"];
  const reading = readPolicy(typeof raw === "string" ? raw : '{"Statement":[]}');
  // What cannot be read is for other channels to say.
  return "unread" in reading ? [] : reading.statements;
}

/** Whether an Allow leaves it to IAM of the accounts that it names, and so allows nobody by itself in its own account. */
function delegates({ principals, notPrincipal }: Statement): boolean {
  return !notPrincipal && principals.every((one) => one.kind === "account" && /^\d{12}$|:root$/.test(one.arn));
}
