import { z } from "zod";
import { account, cidr, name, roleArn, roleName } from "./fields";
import { hospitalLink } from "./hospital-link";
import { store } from "./stores";

/** The hospital's box. */
export const dataBox = z.strictObject({
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
  hospitalLink: hospitalLink.optional(),
  stores: z
    .array(store)
    .min(1)
    .max(10)
    .prefault([{ name: "data" }])
    .describe("What data are kept in. Default: one store of objects."),
  custody: z
    .strictObject({
      kind: z.literal("kms").default("kms"),
      account: account.optional().describe("Hospital's account that holds the keys. Default: the DataBox's."),
      role: roleName.default("DataBoxCustodian").describe("Hospital's role that makes and re-policies keys."),
      rotationDays: z.int().min(90).max(2560).default(365),
    })
    .prefault({}),
});
