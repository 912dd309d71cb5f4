import { z } from "zod";
import { parseCidr } from "./cidr";
import { isArm, isInstanceType, isMac, nearestInstanceType } from "./instance-type";
import { REGIONS } from "./regions";

/** The version of the project file that this databox reads. */
export const API_VERSION = "databox/v1";

/** Names that mean something else where a tenant's or a store's would stand. */
const RESERVED = ["audit", "custody", "databox", "state"];

const name = (what: string, min: number, max: number): z.ZodString =>
  z
    .string()
    .min(min, { error: `${what} needs at least ${min} characters` })
    .max(max, { error: `${what} may have at most ${max} characters, since AWS limits the names made from it` })
    .regex(/^[a-z](?:[a-z0-9]|-(?!-))*[a-z0-9]$/, {
      error: `${what} takes lower-case letters, digits and single hyphens, begins with a letter and does not end with a hyphen`,
    });

const unreserved = (what: string, min: number, max: number): z.ZodString =>
  name(what, min, max).refine((value) => !RESERVED.includes(value), {
    error: `${what} may not be one of ${RESERVED.join(", ")}; these name parts of every project`,
  });

const account = z
  .string({ error: 'an account is 12 digits in quotes, e.g. "111111111111": YAML would drop a leading zero' })
  .regex(/^\d{12}$/, { error: "an account has exactly 12 digits" });

const cidr = z.string().superRefine((text, context) => {
  try {
    parseCidr(text);
  } catch (error) {
    context.addIssue({ code: "custom", message: (error as RangeError).message });
  }
});

const roleArn = z.string().regex(/^arn:aws:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/, {
  error:
    "expected the ARN of one IAM role, e.g. arn:aws:iam::111111111111:role/HospitalKeyAdmin (no user, no root, no wildcard)",
});

const roleName = z.string().regex(/^[\w+=,.@/-]{1,64}$/, {
  error: "a role name has at most 64 letters, digits and _+=,.@-/",
});

const certificateArn = z
  .string()
  .regex(/^arn:aws:acm:[a-z0-9-]+:\d{12}:certificate\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, {
    error:
      "expected the ARN of an ACM certificate, e.g. arn:aws:acm:ap-northeast-2:222222222222:certificate/01234567-89ab-cdef-0123-456789abcdef",
  });

const image = z.string().regex(/^(ami-[0-9a-f]{8}([0-9a-f]{9})?|\/[\w.-]+(\/[\w.-]+)*)$/, {
  error: "expected an image id (ami-0123456789abcdef0) or the name of an SSM parameter (/databox/images/compute)",
});

const instanceType = z.string().superRefine((type, context) => {
  const refuse = (message: string): void => context.addIssue({ code: "custom", message });
  if (!isInstanceType(type)) refuse(`"${type}" is no EC2 instance type; did you mean ${nearestInstanceType(type)}?`);
  else if (isArm(type))
    refuse(`${type} has an Arm processor, and the images are made for x86-64; take e.g. an m7i, c7i or g5 type`);
  else if (isMac(type)) refuse(`${type} runs macOS only; take e.g. an m7i, c7i or g5 type`);
});

const lockMode = z.enum(["GOVERNANCE", "COMPLIANCE"]);
const days = (max: number): z.ZodNumber => z.int().min(1).max(max);
const volumeGiB = z.int().min(8).max(16_384);

const date = z.string().superRefine((text, context) => {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  // 31 February is read as 3 March.
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text)
    context.addIssue({ code: "custom", message: `"${text}" is no calendar date; write it like 2027-06-30` });
});

const desktops = z
  .strictObject({
    count: z.int().min(1).max(32).describe("How many desktops, one for each person."),
    instanceType: instanceType.default("m7i.xlarge"),
    volumeGiB: volumeGiB.default(100).describe("Size of each root volume in GiB."),
  })
  .describe("Display-only desktops (Amazon DCV). Default: none.");

const computePool = z.strictObject({
  name: name("the name of a compute pool", 2, 20),
  instanceType,
  count: z.int().min(1).max(64).default(1).describe("How many machines."),
  volumeGiB: volumeGiB.default(200).describe("Size of each root volume in GiB."),
});

const access = z
  .strictObject({
    samlProvider: z
      .string()
      .regex(/^arn:aws:iam::\d{12}:saml-provider\/[\w._-]{1,128}$/, {
        error: "expected the ARN of a SAML provider, e.g. arn:aws:iam::222222222222:saml-provider/acme",
      })
      .describe("SAML provider in the box's account; multi-factor sign-in is its duty."),
    serverCertificate: certificateArn.describe(
      "ACM certificate of the VPN server, imported or issued outside Terraform.",
    ),
    clientCertificate: certificateArn.describe(
      "ACM certificate whose chain ends in the authority of people's device certificates.",
    ),
    groups: z.array(z.string().min(1)).min(1).describe("Groups of the identity provider that may enter."),
    clientCidr: cidr.default("100.64.0.0/22").describe("Addresses of VPN clients, /12 to /22."),
    sessionHours: z.literal([8, 10, 12, 24]).default(10),
  })
  .describe("How people enter: client VPN with device certificate and federated sign-in. Default: nobody enters.");

const researchBox = z.strictObject({
  tenant: unreserved("a tenant's name", 2, 20),
  account: account.optional().describe("Account of the box. Default: the DataBox's (trials only)."),
  cidr: cidr.optional().describe("IPv4 block, /16 to /22. Default: planned from the names."),
  desktops: desktops.optional(),
  compute: z.array(computePool).max(10).default([]).describe("Machines that people's packets never reach."),
  access: access.optional(),
  until: date.optional().describe("Last day of the tenant's access."),
});

const store = z.strictObject({
  name: unreserved("a store's name", 2, 16),
  kind: z.literal("objects").default("objects"),
  lock: z
    .strictObject({ mode: lockMode.default("GOVERNANCE"), days: days(36_500).default(30) })
    .prefault({})
    .describe("Object Lock of what is loaded."),
});

const dataBox = z.strictObject({
  hospital: name("the hospital's name", 2, 40),
  account: account.describe("Account of the DataBox, 12 digits in quotes."),
  cidr: cidr.optional().describe("IPv4 block, /16 to /20. Default: planned from the names."),
  administrators: z
    .array(roleArn)
    .min(1)
    .max(10)
    .optional()
    .describe("Hospital's key administrators. Default: role DataBoxKeyAdmin."),
  loaders: z.array(roleArn).max(10).default([]).describe("Hospital's roles that put data in. Default: nobody."),
  stores: z
    .array(store)
    .min(1)
    .max(10)
    .prefault([{ name: "data" }]),
  custody: z
    .strictObject({
      kind: z.literal("kms").default("kms"),
      account: account.optional().describe("Hospital's account that holds the keys. Default: the DataBox's."),
      role: roleName.default("DataBoxCustodian").describe("Hospital's role that makes and re-policies keys."),
      rotationDays: z.int().min(90).max(2560).default(365),
    })
    .prefault({}),
});

/** The project file. Every field but names, region and boxes may be left out, and a box with no options is sealed. */
export const projectSchema = z
  .strictObject({
    apiVersion: z.literal(API_VERSION).describe("Version of this file's form."),
    project: name("a project's name", 3, 24).describe(
      "Name of the research undertaking; part of every resource's name.",
    ),
    region: z
      .enum(REGIONS, {
        error: ({ input }) =>
          /^(cn|us-gov|us-iso)/.test(String(input))
            ? "regions of China and GovCloud have endpoints and ARNs of their own, which databox does not know; take a commercial region"
            : undefined,
      })
      .describe("AWS region of all boxes."),
    availability: z.enum(["single", "multi"]).default("single").describe("One or two availability zones."),
    zones: z.array(z.string()).min(1).max(2).optional().describe("Physical zone ids. Default: the region's first."),
    deployRole: roleName.default("DataBoxDeploy").describe("Role that deployments take on in every account."),
    state: z
      .discriminatedUnion("kind", [
        z.strictObject({ kind: z.literal("local") }),
        z.strictObject({ kind: z.literal("s3"), account: account.optional(), region: z.enum(REGIONS).optional() }),
      ])
      .prefault({ kind: "s3" })
      .describe("Where Terraform keeps its state. Default: S3 in the DataBox's account."),
    images: z
      .strictObject({
        gateway: image.default("/databox/images/gateway"),
        desktop: image.default("/databox/images/desktop"),
        compute: image.default("/databox/images/compute"),
        gpu: image.default("/databox/images/gpu"),
      })
      .prefault({})
      .describe("Machine images: ids, or SSM parameters in the box's account."),
    audit: z
      .strictObject({ retentionDays: days(36_500).default(365), lockMode: lockMode.default("GOVERNANCE") })
      .prefault({})
      .describe("How long no audit record can be deleted."),
    doors: z
      .array(
        z.strictObject({
          channel: z
            .string()
            .regex(/^[a-z]+\.[a-z0-9-]+$/, {
              error: "expected the id of a channel, e.g. store.reads-outside; databox explain lists them",
            })
            .describe("Channel that is meant to be open."),
          at: z
            .string()
            .min(1)
            .optional()
            .describe("Construct path or Terraform address of what opens it, or its beginning. Default: all of it."),
          reason: z
            .string()
            .min(10, { error: "say in a sentence why this way is meant; every report prints it" })
            .describe("Why it is meant; printed in every report."),
        }),
      )
      .default([])
      .describe("Ways out that are meant. Each is shown in every report, and no other way is."),
    departed: z
      .array(z.strictObject({ tenant: researchBox.shape.tenant, account: account.optional() }))
      .default([])
      .describe(
        "Tenants whose boxes were taken out above and still stand: Terraform needs their account to take them down. Drop the entry once that is applied.",
      ),
    dataBox: dataBox.describe("The hospital's box: stores, keys, and who governs them."),
    researchBoxes: z.array(researchBox).min(1).max(50).describe("One box per tenant."),
  })
  .describe("A research undertaking: one hospital's DataBox and the ResearchBoxes of its tenants.");

/** The file as it was read, with defaults filled in. */
export type ProjectFile = z.infer<typeof projectSchema>;
