import { z } from "zod";
import { ENGINES } from "../engine";
import { parseJsonFile } from "./json-file";

/** Files of a plan folder whose digests its manifest holds. */
export const PLAN_FILES = [
  "plan.tfplan",
  "plan.json",
  "verdict.json",
  "project.yaml",
  "allowed-signers",
  "stack/cdk.tf.json",
  "stack/.terraform.lock.hcl",
] as const;
export type PlanFile = (typeof PLAN_FILES)[number];

/** What a plan is for: to bring a project to what its file says, or to take down one that is over. */
export type PlanMode = "deploy" | "destroy";

const count = z.number().int().nonnegative();
const digest = z.string().regex(/^[0-9a-f]{64}$/, "expected a SHA-256 in 64 hexadecimal digits");

const schema = z.strictObject({
  kind: z.literal("databox-plan/v1"),
  project: z.string().min(1),
  mode: z.enum(["deploy", "destroy"]),
  madeAt: z.iso.datetime(),
  /** There is no plan folder of any other: of a project that stays, or of the end of one. */
  verdict: z.enum(["confined", "takes away"]),
  changes: z.strictObject({ create: count, update: count, replace: count, delete: count, forget: count }),
  tools: z.strictObject({
    databox: z.string(),
    engine: z.strictObject({ name: z.enum(ENGINES), version: z.string() }),
    providers: z.record(z.string(), z.string()),
  }),
  /** Where a local state is kept; left out where the state is remote. */
  stateFile: z.string().optional(),
  files: z.strictObject(
    Object.fromEntries(PLAN_FILES.map((name) => [name, digest])) as Record<PlanFile, typeof digest>,
  ),
});

/** What a plan was made of, by whom and when. Whoever approves a plan signs the digest of this. */
export type Manifest = Readonly<z.infer<typeof schema>>;

export const MANIFEST = "manifest.json";

/** @throws DeliveryError with the field that is not as it has to be */
export function parseManifest(bytes: Uint8Array): Manifest {
  return parseJsonFile(bytes, MANIFEST, schema);
}
