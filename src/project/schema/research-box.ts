import { z } from "zod";
import { airlock } from "./airlock";
import { view } from "./stores";
import { budget } from "./watch";

import { account, certificateArn, cidr, date, unreserved } from "./fields";
import { computePool, desktops, notebooks, packages, spark } from "./workbenches";

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

/** A tenant's box. */
export const researchBox = z.strictObject({
  tenant: unreserved("a tenant's name", 2, 20),
  account: account.optional().describe("Account of the box. Default: the DataBox's (trials only)."),
  cidr: cidr.optional().describe("IPv4 block, /16 to /22. Default: planned from the names."),
  desktops: desktops.optional(),
  compute: z.array(computePool).max(10).default([]).describe("Machines that people's packets never reach."),
  notebooks: notebooks.optional(),
  spark: spark.optional(),
  packages: packages.optional(),
  access: access.optional(),
  stores: z
    .array(view)
    .max(20)
    .optional()
    .describe("What the tenant sees of the stores. Default: all objects, and a prefix of its own in each results store."),
  airlock: airlock.optional(),
  budget: budget.optional(),
  until: date.optional().describe("Last day of the tenant's access."),
});
