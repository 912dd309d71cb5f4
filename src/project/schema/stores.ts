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

/** Identifiers: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBClusterSnapshot.html */
const snapshotArn = z.string().regex(/^arn:aws:rds:[a-z0-9-]+:\d{12}:cluster-snapshot:[a-z](?:-?[a-z0-9]){0,62}$/, {
  error:
    "expected the ARN of a snapshot of an Aurora cluster that the hospital made, e.g. arn:aws:rds:eu-west-1:111111111111:cluster-snapshot:phenotypes-2026",
});

/** Classes for Aurora PostgreSQL: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.DBInstanceClass.Support.html */
const databaseClass = z
  .string()
  .regex(/^db\.(?:t4g\.(?:medium|large)|(?:r6g|r6i|r7g|r7i|r8g)\.(?:large|(?:2|4|8|12|16)?xlarge))$/, {
    error: "expected a class of Aurora PostgreSQL, e.g. db.t4g.medium, db.r7g.large or db.r8g.2xlarge",
  });

/** Versions whose list of extensions can be restricted, and that AWS still supports. */
const DATABASE_VERSIONS = ["15", "16", "17"] as const;

const database = z
  .strictObject({
    name: storeName,
    kind: z.literal("database"),
    snapshot: snapshotArn.describe("Snapshot that it is made from, with its schemas, users and grants."),
    version: z
      .enum(DATABASE_VERSIONS, { error: 'a version is the major one, in quotes: "15", "16" or "17"' })
      .default("16")
      .describe("Major version of PostgreSQL; AWS installs the minor ones."),
    instanceType: databaseClass.default("db.t4g.medium").describe("Class of its instances."),
    instances: z
      .int()
      .min(1)
      .max(2)
      .default(1)
      .describe("With two, the one in the second zone stands in for the other."),
    // https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Managing.Backups.html
    backupDays: days(35).default(7).describe("Days for which its backups are kept."),
  })
  .describe("An encrypted database (Aurora PostgreSQL), seen by the tenants that name it.");

/** Where data are kept in the DataBox. */
export const store = z.discriminatedUnion("kind", [objects, results, files, database], {
  error: "a store is of kind objects (the default), results, files or database",
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

/** Names that need no quotes; those that begin with pg_ are PostgreSQL's own, and public is everybody's. */
const schema = z
  .string()
  .max(63)
  .regex(/^(?!pg_|public$|information_schema$)[a-z][a-z0-9_]*$/, {
    error:
      "expected the name of a schema: lower-case letters, digits and _, not public, information_schema or one that begins with pg_",
  });

/** What a tenant sees of one store. */
export const view = z.strictObject({
  store: z.string().describe("Name of the store."),
  prefix: prefix.optional().describe("Beginning of the keys that are seen, for objects. Default: all."),
  access: z
    .enum(["read", "read-write"])
    .optional()
    .describe(
      "Source data are read only, results read-write, files and databases either. Default: read; for results read-write.",
    ),
  directory: directory.optional().describe("Root of what is mounted, for files. Default: /<tenant>."),
  schema: schema.optional().describe("Schema that is seen, for a database. Default: the tenant's name, with _ for -."),
  uid: z
    .int()
    .min(1000)
    .max(4_294_967_294)
    .optional()
    .describe("POSIX user and group of every client, for files. Default: 1000 and more, from the tenant's name."),
});
