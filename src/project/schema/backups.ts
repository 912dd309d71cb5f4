import { z } from "zod";
import { days, roleArn } from "./fields";

/** AWS's cooling-off is 72 hours: https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html */
export const COOLING_OFF_DAYS = 3;

/** Backups of the stores. */
export const backups = z
  .strictObject({
    stores: z
      .array(z.string())
      .min(1, { error: "name at least one store, or leave stores out and all are backed up" })
      .optional()
      .describe("Names of the stores that are backed up. Default: all of them."),
    dailyAt: z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/, {
        error: 'expected a time of day in UTC, in quotes, from "00:00" to "23:59"',
      })
      .default("17:00")
      .describe("Time of day, UTC, at which a backup begins."),
    retentionDays: days(36_500)
      .default(35)
      .describe("Days for which each backup is kept, no fewer and no more. Nobody changes it once the lock is final."),
    changeableForDays: z
      .int()
      .min(COOLING_OFF_DAYS, {
        error: `AWS makes no lock final before ${COOLING_OFF_DAYS} days; take ${COOLING_OFF_DAYS} or more`,
      })
      .max(36_500)
      .optional()
      .describe(
        "Days after which the vault's lock is final: nobody, not even AWS, then lifts it or deletes a backup before its time. Default: 7.",
      ),
    lockCanBeLifted: z
      .literal(true, { error: "it takes true only; leave it out, and the lock becomes final" })
      .optional()
      .describe("Whoever has the permission may lift the lock and delete every backup. For trials. Default: nobody."),
    restorers: z
      .array(roleArn)
      .max(10)
      .default([])
      .describe("Hospital's roles of the DataBox's account that start restores. Default: nobody restores."),
  })
  .describe("Daily backups of the stores into a locked vault of the DataBox's account. Default: none.");
