import { type Channel } from "../../channel";
import { type Model } from "../../model/model";
import { type Resource } from "../../model/resource";
import { ofBucket } from "../../policy/buckets";
import { type Statement } from "../../policy/document";
import { ruleOnRequests, statementsOf } from "../../policy-ruling";
import {
  absent,
  accountOf,
  askersOf,
  decideFor,
  inAccountOf,
  like,
  namedIdentity,
  perimeterOf,
  RESOURCE,
  rolesThat,
  type Literal,
} from "../../requests";
import { type Ruling } from "../../verdict";
import { backupRoles } from "../identity/backup-roles";
import { OBJECT_READS } from "./reads-outside";

/** Actions that hand out what is in an object. */
const CONTENT_READS = [
  "s3:GetObject",
  "s3:GetObjectTorrent",
  "s3:GetObjectVersion",
  "s3:GetObjectVersionForReplication",
  "s3:GetObjectVersionTorrent",
];
/** Actions that make an object. https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html */
const PUTS = ["s3:PutObject", "s3:ReplicateObject"];
/** Actions that set tags, of new objects too: to put one with tags takes the permission to tag. */
const TAGGINGS = ["s3:PutObjectTagging", "s3:PutObjectVersionTagging", "s3:ReplicateTags"];

const EXISTING_TAG = "s3:existingobjecttag/";

/** Catalogue row X06. */
export const airlock: Channel = {
  id: "store.airlock",
  title: "What is put where outsiders read",
  opens:
    "a bucket that is read from outside, and into which somebody puts objects of another bucket that nobody else has approved",
  closes:
    "each bucket that is read from outside names its readers and writers; no writer reads another bucket but objects with tags that only others set, who neither put objects there nor fetch them; and those come from inside a box",
  sources: [
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/tagging-and-policies.html",
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies-vpc-endpoint.html",
    "https://csrc.nist.gov/glossary/term/separation_of_duty",
  ],
  types: ["aws_s3_bucket", "aws_s3_bucket_policy"],
  decide: (model, ruling) => {
    if (model.ofType("aws_vpc").length === 0) {
      ruling.closed({ address: "(configuration)", path: null }, "it has no box");
      return;
    }
    const buckets = model.ofType("aws_s3_bucket").flatMap((bucket) => {
      const read = readBucket(model, bucket, ruling);
      return read === undefined ? [] : [read];
    });
    const exits = buckets.filter((bucket) => isReadFromOutside(model, bucket));
    for (const exit of exits) new Exit(model, ruling, exit, buckets).judge();
    if (exits.length === 0)
      ruling.closed({ address: "(configuration)", path: null }, "no bucket is read from outside of its endpoints");
  },
};

/** A bucket whose name and policy are known. */
interface Bucket {
  readonly bucket: Resource;
  /** What holds the policy. */
  readonly at: Resource;
  readonly statements: readonly Statement[];
  /** What every request for an object of it says. */
  readonly objects: readonly Literal[];
}

function readBucket(model: Model, bucket: Resource, ruling: Ruling): Bucket | undefined {
  const holders = [
    ...ofBucket(model, bucket, "aws_s3_bucket_policy"),
    ...(bucket.value("policy").kind === "absent" ? [] : [bucket]),
  ];
  const [at = bucket, ...more] = holders;
  const name = bucket.text("bucket");
  if (more.length > 0 || name === undefined) {
    const why = name === undefined ? "its name is not written out" : "several resources set its policy";
    ruling.unproven(bucket, `${why}, so who reads and who writes it cannot be told`, "write out one name and policy");
    return undefined;
  }
  const statements = holders.length === 0 ? [] : statementsOf(at, "policy", ruling, at);
  if (statements === undefined) return undefined;
  return { bucket, at, statements, objects: [...inAccountOf(bucket), like(RESOURCE, [`arn:aws:s3:::${name}/*`])] };
}

function isReadFromOutside(model: Model, { bucket, at, statements, objects }: Bucket): boolean {
  const region = [...perimeterOf(model).outside, ...objects];
  // What AWS Backup reads comes into vaults, which nobody fetches from.
  return askersOf(model, bucket, at, statements, [...backupRoles(model).kept]).some(
    (askers) => decideFor(model, { ...askers, actions: OBJECT_READS, region }).kind !== "none",
  );
}

/** A bucket that is read from outside, and the ways on which objects of others come into it. */
class Exit {
  private sound = true;

  public constructor(
    private readonly model: Model,
    private readonly ruling: Ruling,
    private readonly exit: Bucket,
    private readonly buckets: readonly Bucket[],
  ) {}

  public judge(): void {
    const { exit, model, ruling } = this;
    const outside = perimeterOf(model).outside;
    const readers = this.roles(exit, OBJECT_READS, outside, "is read from outside by others than roles that it names");
    const writers = this.roles(exit, PUTS, [], "is read from outside, and written by others than roles that it names");
    if (readers === undefined || writers === undefined) return;
    const ways = writers.flatMap((writer) =>
      this.buckets
        .filter((source) => source !== exit && this.reads(writer, source))
        .map((source) => ({ writer, source, evidence: this.judgeWay(writer, source, readers) })),
    );
    if (!this.sound) return;
    const put =
      ways.length === 0
        ? `written by ${list(writers)}, who can read no other bucket`
        : ways.map(({ writer, source, evidence }) => `${writer} puts objects of ${source.bucket.address}: ${evidence}`);
    ruling.closed(exit.at, `read from outside by ${list(readers)}; ${[put].flat().join("; ")}`);
  }

  /** Rules on one way from another bucket into this one; says what keeps it. */
  private judgeWay(writer: string, source: Bucket, readers: readonly string[]): string {
    const tags = this.tagsNeeded(writer, source);
    if (tags.length === 0) {
      this.leak(source, writer, "reads any object there, and puts it where others read it from outside");
      return "";
    }
    const senders = this.roles(source, PUTS, [], "takes objects from others than roles that it names");
    if (senders === undefined) return "";
    if (!this.takesFromInsideOnly(source)) return "";
    if (readers.includes(writer)) this.leak(source, writer, "copies objects, and fetches them from outside himself");
    if (senders.includes(writer)) this.leak(source, writer, "copies objects, and puts them there himself");
    const approvers = new Map<string, readonly string[]>();
    for (const tag of tags) {
      const what = `lets others than roles that it names set the tag ${tag}`;
      const setters = this.roles(source, TAGGINGS, [requests(tag)], what);
      if (setters === undefined) return "";
      approvers.set(tag, setters);
      for (const setter of setters)
        if (setter === writer) this.leak(source, setter, `copies objects, and may himself set the tag ${tag}`);
        else if (readers.includes(setter))
          this.leak(source, setter, `fetches objects from outside, and may himself set the tag ${tag}`);
        else if (senders.includes(setter))
          this.leak(source, setter, `puts objects there, and may himself set the tag ${tag}`);
    }
    if (tags.length > 1) this.judgeTogether(source, tags, approvers);
    const words = [...approvers].map(([tag, setters]) => `${tag}, which ${list(setters)} set`);
    return `those with the tag ${words.join(", and ")}; put there by ${list(senders)}`;
  }

  /** Of several approvals no single role may give all, beginning with an object that has none. */
  private judgeTogether(
    source: Bucket,
    tags: readonly string[],
    approvers: ReadonlyMap<string, readonly string[]>,
  ): void {
    const [first = [], ...others] = [...approvers.values()];
    for (const role of first.filter((one) => others.every((setters) => setters.includes(one)))) {
      const untagged = tags.map((tag) => absent(EXISTING_TAG + tag));
      if (tags.some((tag) => this.may(role, source, TAGGINGS, [...untagged, requests(tag)])))
        this.leak(source, role, `may alone set all of the tags ${tags.join(", ")}`);
    }
  }

  /** Tags without which a role does not read objects of a bucket. */
  private tagsNeeded(role: string, source: Bucket): string[] {
    const tags = new Set(
      source.statements.flatMap(({ conditions }) =>
        conditions.flatMap(({ key }) => (key.startsWith(EXISTING_TAG) ? [key.slice(EXISTING_TAG.length)] : [])),
      ),
    );
    return [...tags].filter((tag) => !this.may(role, source, CONTENT_READS, [absent(EXISTING_TAG + tag)]));
  }

  private reads(role: string, source: Bucket): boolean {
    return this.may(role, source, CONTENT_READS, []);
  }

  private may(role: string, source: Bucket, actions: readonly string[], region: readonly Literal[]): boolean {
    const { bucket, objects, statements } = source;
    const needsAllow = role.split(":")[4] !== accountOf(bucket);
    const layers = [{ name: `the policy of ${bucket.address}`, statements, needsAllow }];
    const question = { principals: [namedIdentity(role)], layers, actions, region: [...region, ...objects] };
    return decideFor(this.model, question).kind !== "none";
  }

  private takesFromInsideOnly({ bucket, at, statements, objects }: Bucket): boolean {
    const region = [...perimeterOf(this.model).outside, ...objects];
    const open = askersOf(this.model, bucket, at, statements)
      .map((askers) => ({ ...askers, actions: PUTS, region }))
      .find((question) => decideFor(this.model, question).kind !== "none");
    if (open === undefined) return true;
    this.sound = false;
    ruleOnRequests(this.model, this.ruling, at, open, {
      from: `any object in ${bucket.address}`,
      to: `whoever reads ${this.exit.bucket.address} from outside`,
      opens: "objects are put there from outside of the box's endpoints, to be carried on",
      closed: "",
      mend: `deny s3:PutObject in ${at.address} to everybody unless aws:SourceVpce is the box's endpoint`,
      through: [this.exit.bucket.address],
    });
    return false;
  }

  /** The only roles that may do something, or a finding. */
  private roles(
    of: Bucket,
    actions: readonly string[],
    region: readonly Literal[],
    opens: string,
  ): readonly string[] | undefined {
    const roles = rolesThat(this.model, of.bucket, of.at, of.statements, {
      actions,
      region: [...region, ...of.objects],
    });
    if (roles.kind === "named") return roles.arns;
    this.sound = false;
    ruleOnRequests(this.model, this.ruling, of.at, roles.question, {
      from: `any object in ${of.bucket.address}`,
      to: `whoever reads ${this.exit.bucket.address} from outside`,
      opens: `it ${opens}`,
      closed: "",
      mend: `deny ${actions.join(", ")} in ${of.at.address} to everybody but named roles (ArnNotEquals aws:PrincipalArn)`,
      through: of === this.exit ? [] : [this.exit.bucket.address],
    });
    return undefined;
  }

  private leak(source: Bucket, role: string, does: string): void {
    this.sound = false;
    this.ruling.open(
      source.at,
      `${role} ${does}`,
      {
        from: `any object in ${source.bucket.address}`,
        by: role,
        through: [source.at.address, this.exit.bucket.address],
        to: `whoever reads ${this.exit.bucket.address} from outside`,
      },
      `deny it to ${role} in ${source.at.address}, or give that to another role`,
    );
  }
}

/** The request sets the tag, to whatever value. */
function requests(tag: string): Literal {
  return like(`s3:requestobjecttag/${tag}`, ["*"]);
}

function list(roles: readonly string[]): string {
  return roles.length === 0 ? "nobody" : roles.join(" and ");
}
