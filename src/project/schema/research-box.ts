import { z } from "zod";
import { airlock } from "./airlock";
import { account, certificateArn, cidr, date, instanceType, name, unreserved, volumeGiB } from "./fields";
import { view } from "./stores";
import { budget } from "./watch";

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
  enclave: z
    .boolean()
    .default(false)
    .describe("Whether the machines can start Nitro Enclaves, which may decrypt by dataBox.custody.attestation."),
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

/** A tenant's box. */
export const researchBox = z.strictObject({
  tenant: unreserved("a tenant's name", 2, 20),
  account: account.optional().describe("Account of the box. Default: the DataBox's (trials only)."),
  cidr: cidr.optional().describe("IPv4 block, /16 to /22. Default: planned from the names."),
  desktops: desktops.optional(),
  compute: z.array(computePool).max(10).default([]).describe("Machines that people's packets never reach."),
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
