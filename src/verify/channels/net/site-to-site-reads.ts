import { type Model } from "../../model/model";
import { type Resource } from "../../model/resource";
import { ofBucket } from "../../policy/buckets";
import { readPolicy, type Statement } from "../../policy/document";
import { ruleOnRequests, statementsOf } from "../../policy-ruling";
import {
  accountOf,
  anyIdentityOf,
  decideFor,
  like,
  namedIdentity,
  oneOf,
  perimeterOf,
  type Question,
  RESOURCE,
  rolesNamedBy,
  siteReadersText,
  textsOf,
} from "../../requests";
import { type Ruling } from "../../verdict";
import { OBJECT_READS } from "../store/reads-outside";

export const THE_SITE = "the site at the other end of a VPN";

/** What is stored must not be read through an endpoint that a site reaches: its answers go there. */
export function judgeReadsAtSite(model: Model, ruling: Ruling, endpoint: Resource): void {
  const service = endpoint.text("service_name") ?? "";
  if (!/^com\.amazonaws\.[a-z0-9-]+\.s3$/.test(service)) {
    ruling.unproven(
      endpoint,
      `a site at the other end of a VPN reaches it, and what ${service || "its service"} answers there is not modelled`,
      `let a VPN reach endpoints of S3 only`,
    );
    return;
  }
  const policies = [
    endpoint,
    ...model
      .ofType("aws_vpc_endpoint_policy")
      .filter((policy) => model.referred(policy, "vpc_endpoint_id", "aws_vpc_endpoint") === endpoint),
  ].filter((one) => one.value("policy").kind !== "absent");
  const [source, ...more] = policies;
  if (source === undefined || more.length > 0) {
    ruling.unproven(
      endpoint,
      `a site at the other end of a VPN reaches it, and ${more.length > 0 ? "two resources set its policy" : "it has no policy"}`,
      "give it one policy, that allows no read",
    );
    return;
  }
  const statements = statementsOf(source, "policy", ruling, source);
  if (statements === undefined) return;
  const asked = model.ofType("aws_s3_bucket").map((bucket) => readsThrough(model, endpoint, statements, bucket));
  const questions = asked.flatMap((reads) => reads.questions);
  const isOpen = (question: Question): boolean => decideFor(model, question).kind !== "none";
  const open = asked.filter((reads) => reads.questions.some(isOpen));
  const [first] = questions;
  if (first === undefined) {
    ruling.closed(endpoint, "a site at the other end of a VPN reaches it over HTTPS, and there is no bucket to read");
    return;
  }
  const through = source === endpoint ? [] : [endpoint.address];
  const mend = `allow actions that put objects only in the policy of ${endpoint.address}, and let others read through an endpoint that no VPN reaches`;
  const rule = (question: Question, to: string, opens: string): boolean =>
    ruleOnRequests(model, ruling, source, question, {
      from: "any object that a request through the endpoint reads",
      to,
      opens,
      closed:
        "a site at the other end of a VPN reaches it over HTTPS only, and no request through it reads or lists objects",
      mend,
      through,
    });
  if (open.length === 0) rule(first, THE_SITE, "");
  for (const reads of open) {
    const readers = soleReaders(model, reads);
    const name = reads.bucket.text("bucket");
    for (const question of reads.questions.filter(isOpen).slice(0, 1))
      if (readers.length === 0 || name === undefined)
        rule(question, THE_SITE, "the site at the other end of a VPN reads through it");
      else
        rule(
          question,
          siteReadersText(name, readers),
          `${readers.join(", ")}, and nobody else, read ${reads.bucket.address} through it at the site at the other end of a VPN`,
        );
  }
}

/** What of one bucket is read through an endpoint. */
interface Reads {
  readonly bucket: Resource;
  /** What the endpoint's policy and the bucket's say. */
  readonly statements: readonly Statement[];
  /** One for each account of the project's: no endpoint serves others (`net.endpoints`). */
  readonly questions: readonly Question[];
}

function readsThrough(model: Model, endpoint: Resource, statements: readonly Statement[], bucket: Resource): Reads {
  const { accounts } = perimeterOf(model);
  const through = oneOf("aws:sourcevpce", [textsOf(model).read(`\${${endpoint.address}.id}`).text]);
  const endpointLayer = { name: `the policy of ${endpoint.address}`, statements, needsAllow: true };
  const name = bucket.text("bucket") ?? "*";
  const owner = accountOf(bucket);
  const denials = statementsOfBucket(model, bucket);
  const common = {
    region: [through, like(RESOURCE, [`arn:aws:s3:::${name}`, `arn:aws:s3:::${name}/*`])],
    actions: [...OBJECT_READS, "s3:ListBucket", "s3:ListBucketVersions"],
  };
  return {
    bucket,
    statements: [...statements, ...(denials ?? [])],
    questions: [...accounts].map((account) => ({
      ...common,
      principals: [anyIdentityOf(account)],
      layers: [
        endpointLayer,
        // The owner's own principals are allowed by their identities; others need the bucket's word.
        {
          name: `the policy of ${bucket.address}`,
          statements: denials ?? [],
          needsAllow: denials !== undefined && account !== owner,
        },
      ],
    })),
  };
}

/** The roles that read a bucket through an endpoint, where the policies name all of them. */
function soleReaders(model: Model, { questions, statements }: Reads): readonly string[] {
  const texts = textsOf(model);
  const named = rolesNamedBy(statements, (arn) => texts.read(arn).text);
  const passes = (question: Question, principals: Question["principals"]): boolean =>
    decideFor(model, { ...question, principals }).kind !== "none";
  const readers = new Set<string>();
  for (const question of questions)
    for (const { account } of question.principals) {
      if (account === undefined || passes(question, [anyIdentityOf(account, named)])) return [];
      for (const arn of named)
        if (arn.split(":")[4] === account && passes(question, [namedIdentity(arn)])) readers.add(arn);
    }
  return [...readers];
}

/** The statements of a bucket's policy; nothing where there is none, or none that holds for certain. */
function statementsOfBucket(model: Model, bucket: Resource): readonly Statement[] | undefined {
  const [policy, ...others] = ofBucket(model, bucket, "aws_s3_bucket_policy");
  if (policy === undefined || others.length > 0) return undefined;
  const raw = policy.attributes["policy"];
  const reading = readPolicy(typeof raw === "string" ? raw : "");
  return "unread" in reading ? undefined : reading.statements;
}
