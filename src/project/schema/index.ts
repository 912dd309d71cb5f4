import { z } from "zod";
import { REGIONS } from "../regions";
import { dataBox } from "./data-box";
import { account, days, image, lockMode, name, roleName } from "./fields";
import { researchBox } from "./research-box";
import { retired } from "./retired";
import { watch } from "./watch";

/** The version of the project file that this databox reads. */
export const API_VERSION = "databox/v1";

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
        windowsDesktop: image.default("/databox/images/windows-desktop"),
        compute: image.default("/databox/images/compute"),
        gpu: image.default("/databox/images/gpu"),
      })
      .prefault({})
      .describe("Machine images: ids, or SSM parameters in the box's account."),
    audit: z
      .strictObject({ retentionDays: days(36_500).default(365), lockMode: lockMode.default("GOVERNANCE") })
      .prefault({})
      .describe("How long no audit record can be deleted."),
    watch: watch.optional(),
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
    retired: retired.optional(),
    dataBox: dataBox.describe("The hospital's box: stores, keys, and who governs them."),
    researchBoxes: z.array(researchBox).min(1).max(50).describe("One box per tenant."),
  })
  .describe("A research undertaking: one hospital's DataBox and the ResearchBoxes of its tenants.");

/** The file as it was read, with defaults filled in. */
export type ProjectFile = z.infer<typeof projectSchema>;
