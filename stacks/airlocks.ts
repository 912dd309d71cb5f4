import { type TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { ExportAirlock } from "../constructs/export-airlock";
import { type FileExchange } from "../constructs/research-box-props";
import { ImportAirlock } from "../constructs/import-airlock";
import { type KeyUsage } from "../constructs/key-usage";
import { type EndpointGrant } from "../constructs/private-endpoints";
import { researcherRoleArn } from "../constructs/research-box";
import { type AirlockSpec, type Project, type ResearchBoxSpec } from "../src/project";
import { ProjectNames } from "./project-names";

export interface AirlockProps {
  readonly project: Project;
  readonly box: ResearchBoxSpec;
  readonly spec: AirlockSpec;
  readonly keyArn: string;
  /** Ids of the DataBox's S3 endpoints: the one that the box comes through, and the one that the hospital does. */
  readonly endpointIds: readonly string[];
  readonly provider: TerraformProvider;
}

/** The opened airlock of one tenant: its buckets in the DataBox's account, and who may do what with them. */
export class Airlock extends Construct {
  public readonly bucketArns: readonly string[];

  public constructor(scope: Construct, id: string, { project, box, spec, ...props }: AirlockProps) {
    super(scope, id);
    const { administrators } = project.dataBox;
    const common = {
      keyArn: props.keyArn,
      readableThrough: props.endpointIds,
      boxRoleArn: researcherRoleArn(project.name, box.tenant, box.account),
      administrators,
      until: box.until,
      deployRoleArns: [new ProjectNames(project).deployRoleArn(project.dataBox.account)],
      provider: props.provider,
    };
    if (spec.import !== undefined)
      new ImportAirlock(this, "import", {
        ...common,
        quarantineName: spec.import.quarantine,
        inboxName: spec.import.inbox,
        uploaders: spec.import.uploaders,
        reviewers: spec.import.reviewers,
        scannerRoleArn: spec.import.scanner,
        types: spec.import.types,
        networks: spec.import.networks,
      });
    if (spec.export !== undefined)
      new ExportAirlock(this, "export", {
        ...common,
        outboxName: spec.export.outbox,
        releasedName: spec.export.released,
        requesters: spec.export.requesters,
        reviewers: spec.export.reviewers,
        secondReviewers: spec.export.secondReviewers,
        copierRoleArn: spec.export.copier,
        types: spec.export.types,
        networks: spec.export.networks,
        availableDays: spec.export.availableDays,
        // What left is known for as long as what happened.
        lock: { mode: project.audit.lockMode, days: project.audit.retentionDays },
      });
    this.bucketArns = bucketsOf(spec).map(arn);
  }
}

const arn = (bucket: string): string => `arn:aws:s3:::${bucket}`;
const objects = (bucket: string): string => `${arn(bucket)}/*`;

function bucketsOf({ import: imports, export: exports }: AirlockSpec): string[] {
  return [imports?.quarantine, imports?.inbox, exports?.outbox, exports?.released].filter((name) => name !== undefined);
}

/** Boxes whose airlock is open, with it. */
export function openAirlocks({
  researchBoxes,
}: Project): { readonly box: ResearchBoxSpec; readonly spec: AirlockSpec }[] {
  return researchBoxes.flatMap((box) => (box.airlock === undefined ? [] : [{ box, spec: box.airlock }]));
}

/** ARNs of the roles that put files where others read them from outside: they read no store, whatever IAM allows them. */
export function carriersOf(project: Project): string[] {
  const roles = openAirlocks(project).flatMap(({ spec }) => [spec.import?.scanner ?? [], spec.export?.copier ?? []]);
  return [...new Set(roles.flat())];
}

/** What a tenant's box has of its airlock. */
export function exchangeOf({ airlock }: ResearchBoxSpec, keyArn: string | undefined): FileExchange | undefined {
  if (airlock === undefined || keyArn === undefined) return undefined;
  return { inboxName: airlock.import?.inbox, outboxName: airlock.export?.outbox, keyArn };
}

/** Buckets that the roles of an account's boxes reach by their airlocks. */
export function exchangeBucketsIn(project: Project, account: string): string[] {
  return openAirlocks(project)
    .filter(({ box }) => box.account === account)
    .flatMap(({ spec }) => [spec.import?.inbox, spec.export?.outbox].filter((name) => name !== undefined));
}

/** What the DataBox's S3 endpoint lets through for the airlocks: what the boxes' machines do, and nothing else. */
export function exchangeGrants(project: Project): EndpointGrant[] {
  const own = project.dataBox.account;
  return openAirlocks(project).flatMap(({ box, spec: { import: imports, export: exports } }, index) => {
    const grant = (sid: string, actions: readonly string[], resources: readonly string[]): EndpointGrant => ({
      sid: `${sid}${index}`,
      actions,
      resources,
      principalAccounts: [box.account],
      resourceAccounts: [own],
    });
    return [
      ...(imports === undefined
        ? []
        : [
            grant(
              "ReadInbox",
              ["s3:GetBucketLocation", "s3:GetObject", "s3:ListBucket"],
              [arn(imports.inbox), objects(imports.inbox)],
            ),
          ]),
      ...(exports === undefined ? [] : [grant("FillOutbox", ["s3:PutObject"], [objects(exports.outbox)])]),
    ];
  });
}

/** To see versions, what stands in them and what was said of them. */
const REVIEW = ["s3:GetObjectVersion", "s3:GetObjectVersionTagging", "s3:ListBucketVersions"];

/**
 * What the hospital's link lets through for the airlocks: reviewers see what waits, and say what they think of it; they and
 * the copier have S3 copy it. Each by the roles that the project file names for it.
 */
export function reviewGrants(project: Project): EndpointGrant[] {
  const own = project.dataBox.account;
  return openAirlocks(project).flatMap(({ spec: { import: imports, export: exports } }, index) => {
    const grant = (
      sid: string,
      actions: readonly string[],
      resources: readonly string[],
      roleArns: readonly string[],
    ): EndpointGrant => ({
      sid: `${sid}${index}`,
      actions,
      resources,
      principalAccounts: [own],
      roleArns,
      resourceAccounts: [own],
    });
    const see = (sid: string, bucket: string, roleArns: readonly string[]): EndpointGrant =>
      grant(sid, REVIEW, [arn(bucket), objects(bucket)], roleArns);
    return [
      ...(imports === undefined
        ? []
        : [
            see("SeeQuarantine", imports.quarantine, imports.reviewers),
            grant("FillInbox", ["s3:PutObject"], [objects(imports.inbox)], imports.reviewers),
          ]),
      ...(exports === undefined
        ? []
        : [
            see("SeeOutbox", exports.outbox, [...exports.reviewers, ...exports.secondReviewers, exports.copier]),
            grant(
              "Approve",
              ["s3:PutObjectVersionTagging"],
              [objects(exports.outbox)],
              [...exports.reviewers, ...exports.secondReviewers],
            ),
            grant("Release", ["s3:PutObject"], [objects(exports.released)], [exports.copier]),
          ]),
    ];
  });
}

/** Who uses the key of the airlocks, bucket by bucket. */
export function exchangeKeyUsages(project: Project): KeyUsage[] {
  const { name, region } = project;
  return openAirlocks(project).flatMap(({ box, spec }, index): KeyUsage[] => {
    const boxRole = researcherRoleArn(name, box.tenant, box.account);
    const { import: imports, export: exports } = spec;
    const use = (label: string, bucket: string, readers: readonly string[], writers: readonly string[]): KeyUsage => ({
      kind: "store",
      name: `Stores${label}${index}`,
      region,
      bucketArns: [arn(bucket)],
      readers,
      writers,
    });
    return [
      ...(imports === undefined
        ? []
        : [
            use("Quarantine", imports.quarantine, imports.reviewers, [...imports.uploaders, imports.scanner]),
            use("Inbox", imports.inbox, [boxRole], imports.reviewers),
          ]),
      ...(exports === undefined
        ? []
        : [
            use(
              "Outbox",
              exports.outbox,
              [...exports.reviewers, ...exports.secondReviewers, exports.copier],
              [boxRole],
            ),
            use("Released", exports.released, exports.requesters, [exports.copier]),
          ]),
    ];
  });
}
