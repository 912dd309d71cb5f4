import { z } from "zod";
import { cidr, roleArn } from "./fields";

/** S3 takes at most this much in one piece, and the airlock's buckets take nothing in several. */
const LARGEST_OBJECT_GIB = 5;

/** Roles of one kind; a bucket's policy names each of them several times. */
const roles = (what: string): z.ZodArray<typeof roleArn> =>
  z
    .array(roleArn)
    .min(1, { error: `name at least one role of ${what}, or leave this side of the airlock out` })
    .max(5);

const networks = z
  .array(cidr)
  .min(1, { error: "name at least one network, or leave the field out" })
  .max(20)
  .optional()
  .describe("Public IPv4 blocks that these people come from. Default: anywhere.");

const types = z
  .array(
    z.string().regex(/^[a-z0-9]{1,10}(\.[a-z0-9]{1,10}){0,2}$/, {
      error: "expected the end of a file's name in lower case and without its first dot, e.g. csv or tar.gz",
    }),
  )
  .min(1, { error: "name at least one type of file; no other is taken" })
  .max(20)
  .describe("Ends of the names of files that are taken, e.g. csv.");

const maxGiB = z
  .int()
  .min(1)
  .max(LARGEST_OBJECT_GIB)
  .default(1)
  .describe("Largest file in GiB; S3 itself enforces 5, the printed commands a smaller figure.");

const reason = z
  .string()
  .min(10, { error: "say in a sentence why this door is open; every report prints it" })
  .max(500)
  .describe("Why the door is open; printed in every report.");

const importSide = z
  .strictObject({
    uploaders: roles("the tenant's").describe("Tenant's roles that bring files in, from outside."),
    networks,
    reviewers: roles("the hospital's").describe("Hospital's roles that release files into the box."),
    scanner: roleArn.optional().describe("Role that GuardDuty scans with. Default: DataBoxMalwareScanner."),
    types,
    maxGiB,
    reason,
  })
  .describe("Files come in, after a malware scan and a review. Default: none do.");

const exportSide = z
  .strictObject({
    requesters: roles("the tenant's").describe("Tenant's roles that fetch released files, from outside."),
    networks,
    reviewers: roles("the hospital's").describe("Hospital's roles that approve or refuse each file, with a reason."),
    secondReviewers: roles("the hospital's")
      .optional()
      .describe("Hospital's roles that have to approve each file once more. Default: one approval is enough."),
    copier: roleArn.optional().describe("Hospital's role that copies approved files. Default: DataBoxAirlockCopier."),
    types,
    maxGiB,
    availableDays: z.int().min(1).max(90).default(14).describe("Days after which a released copy expires."),
    reason,
  })
  .describe("Files leave, after a review. Default: none do.");

/** The airlock of a tenant's box. */
export const airlock = z
  .strictObject({ import: importSide.optional(), export: exportSide.optional() })
  .refine((sides) => sides.import !== undefined || sides.export !== undefined, {
    error: "an airlock opens import, export or both; leave the field out to keep it shut",
  })
  .describe("Import and export by review. Default: shut, and nothing of it exists.");
