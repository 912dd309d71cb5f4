import { z } from "zod";

/** The hospital's decision that a project is over. */
export const retired = z
  .strictObject({
    reason: z
      .string()
      .min(10, { error: "say in a sentence why the project ends; the destruction record prints it" })
      .describe("Why the project ends; printed in the destruction record."),
    approvedBy: z
      .array(z.string().trim().min(3, { error: "name a person, e.g. Kim Min-ji <kim@hospital.example>" }))
      .min(2, { error: "name two people who approved the end: one alone does not destroy a hospital's data" })
      .refine((people) => new Set(people.map((one) => one.toLowerCase())).size === people.length, {
        error: "these are not distinct people; name each once",
      })
      .describe("People who approved the end, at least two."),
  })
  .describe("The project is over: applied, its boxes, stores and keys are destroyed, and only its audit trail stays.");
