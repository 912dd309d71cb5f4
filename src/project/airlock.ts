import { type ProjectFile } from "./schema";

/** Import and export of a tenant by review; a side that is left out does not exist. */
export interface AirlockSpec {
  readonly import: ImportSpec | undefined;
  readonly export: ExportSpec | undefined;
}

/** What both sides have. */
interface Side {
  /** Public IPv4 blocks that the tenant's people come from; anywhere where there is none. */
  readonly networks: readonly string[];
  /** ARNs of the hospital's reviewers. */
  readonly reviewers: readonly string[];
  /** Ends of file names, without the first dot. */
  readonly types: readonly string[];
  /** Largest file in GiB. */
  readonly maxGiB: number;
  readonly reason: string;
}

export interface ImportSpec extends Side {
  /** Bucket that the tenant's people write from outside. */
  readonly quarantine: string;
  /** Bucket that the tenant's box reads. */
  readonly inbox: string;
  /** ARNs of the tenant's roles that bring files in. */
  readonly uploaders: readonly string[];
  /** ARN of the hospital's role that GuardDuty scans with. */
  readonly scanner: string;
}

export interface ExportSpec extends Side {
  /** Bucket that the tenant's box writes. */
  readonly outbox: string;
  /** Bucket that holds what was released. */
  readonly released: string;
  /** ARNs of the tenant's roles that fetch released files. */
  readonly requesters: readonly string[];
  /** ARNs of the hospital's reviewers who have to approve once more; none where one approval is enough. */
  readonly secondReviewers: readonly string[];
  /** ARN of the hospital's role that copies approved files. */
  readonly copier: string;
  /** Days after which a released copy expires. */
  readonly availableDays: number;
}

/** The four buckets of an airlock by what they are for. */
export type AirlockBucket = "quarantine" | "inbox" | "outbox" | "released";

/** Name of a bucket of a tenant's airlock; unique in the world by the account's number. */
export function airlockBucket(project: string, tenant: string, bucket: AirlockBucket, account: string): string {
  return `databox-${project}-${tenant}-${bucket}-${account}`;
}

/** The airlock of a research box, with names and defaults filled in. */
export function airlockOf(content: ProjectFile, box: ProjectFile["researchBoxes"][number]): AirlockSpec | undefined {
  if (box.airlock === undefined) return undefined;
  const { account } = content.dataBox;
  const bucket = (of: AirlockBucket): string => airlockBucket(content.project, box.tenant, of, account);
  const { import: imports, export: exports } = box.airlock;
  return {
    import:
      imports === undefined
        ? undefined
        : {
            ...imports,
            networks: imports.networks ?? [],
            scanner: imports.scanner ?? scannerOf(account),
            quarantine: bucket("quarantine"),
            inbox: bucket("inbox"),
          },
    export:
      exports === undefined
        ? undefined
        : {
            ...exports,
            networks: exports.networks ?? [],
            secondReviewers: exports.secondReviewers ?? [],
            copier: exports.copier ?? copierOf(account),
            outbox: bucket("outbox"),
            released: bucket("released"),
          },
  };
}

/** ARN of the hospital's role that scans, where the file names none. */
export function scannerOf(account: string): string {
  return `arn:aws:iam::${account}:role/DataBoxMalwareScanner`;
}

/** ARN of the hospital's role that copies, where the file names none. */
export function copierOf(account: string): string {
  return `arn:aws:iam::${account}:role/DataBoxAirlockCopier`;
}
