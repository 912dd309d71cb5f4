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

/** Where data are kept in the DataBox. */
export const store = z.discriminatedUnion("kind", [objects, results], {
  error: "a store is of kind objects (the default) or results",
});

/** Object keys have at most 1024 bytes: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html */
const prefix = z
  .string()
  .max(128, { error: "a prefix may have at most 128 characters, since policies name it several times" })
  .regex(/^(?:[\w.-]+\/)+$/, {
    error: "expected folders of letters, digits and _.- that end in a slash, e.g. mri/ or mri/2026/",
  });

/** What a tenant sees of one store. */
export const view = z.strictObject({
  store: z.string().describe("Name of the store."),
  prefix: prefix.optional().describe("Beginning of the keys that are seen, for objects. Default: all."),
  access: z
    .enum(["read", "read-write"])
    .optional()
    .describe("Source data are read only, results read-write. Default: what the store's kind has."),
});
