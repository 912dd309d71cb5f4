import { z } from "zod";
import { days, lockMode, roleArn, unreserved } from "./fields";

const storeName = unreserved("a store's name", 2, 16);

const objects = z
  .strictObject({
    name: storeName,
    kind: z.literal("objects").optional().describe("Source data in a bucket. Default: this kind."),
    lock: z
      .strictObject({ mode: lockMode.default("GOVERNANCE"), days: days(36_500).default(30) })
      .prefault({})
      .describe("Object Lock of what is loaded."),
  })
  .describe("Objects that the hospital loads and tenants read.");

const results = z
  .strictObject({
    name: storeName,
    kind: z.literal("results"),
    readers: z
      .array(roleArn)
      .max(10)
      .default([])
      .describe("Hospital's roles that read every tenant's results, within the DataBox. Default: nobody."),
  })
  .describe("Objects that tenants write, each under results/<tenant>/ and out of the others' sight.");

const files = z
  .strictObject({ name: storeName, kind: z.literal("files") })
  .describe("An encrypted NFS file system (Amazon EFS), seen by the tenants that name it.");

/** Where data are kept in the DataBox. */
export const store = z.discriminatedUnion("kind", [objects, results, files], {
  error: "a store is of kind objects (the default), results or files",
});

/** Object keys have at most 1024 bytes: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html */
const prefix = z
  .string()
  .max(128, { error: "a prefix may have at most 128 characters, since policies name it several times" })
  .regex(/^(?:[\w.-]+\/)+$/, {
    error: "expected folders of letters, digits and _.- that end in a slash, e.g. mri/ or mri/2026/",
  });

/** Directories of access points: https://docs.aws.amazon.com/efs/latest/ug/API_CreationInfo.html, API_RootDirectory.html */
const directory = z
  .string()
  .max(100)
  .regex(/^(?:\/[\w-][\w.-]*){1,4}$/, {
    error: "expected a directory of one to four levels, e.g. /cohort or /cohort/2026, without a slash at its end",
  });

/** What a tenant sees of one store. */
export const view = z.strictObject({
  store: z.string().describe("Name of the store."),
  prefix: prefix.optional().describe("Beginning of the keys that are seen, for objects. Default: all."),
  access: z
    .enum(["read", "read-write"])
    .optional()
    .describe("Source data are read only, results read-write, and files either. Default: read; for results read-write."),
  directory: directory.optional().describe("Root of what is mounted, for files. Default: /<tenant>."),
  uid: z
    .int()
    .min(1000)
    .max(4_294_967_294)
    .optional()
    .describe("POSIX user and group of every client, for files. Default: 1000 and more, from the tenant's name."),
});
