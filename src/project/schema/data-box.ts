import { z } from "zod";
import { backups } from "./backups";
import { custody } from "./custody";
import { account, cidr, name, roleArn } from "./fields";
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
  backups: backups.optional(),
  custody,
});
