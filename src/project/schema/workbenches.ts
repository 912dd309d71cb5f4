import { z } from "zod";
import { instanceType, name, notebookType, volumeGiB } from "./fields";

/** Display-only desktops. */
export const desktops = z
  .strictObject({
    count: z.int().min(1).max(32).describe("How many desktops, one for each person."),
    os: z.enum(["linux", "windows"]).default("linux").describe("Operating system; it decides which image is started."),
    instanceType: instanceType.default("m7i.xlarge"),
    volumeGiB: volumeGiB.default(100).describe("Size of each root volume in GiB."),
  })
  .describe("Display-only desktops (Amazon DCV). Default: none.");

/** Seconds over which CloudWatch looks at an alarm are at most a day, in periods of five minutes here. */
const IDLE_MINUTES = { least: 15, most: 1440, step: 5 } as const;

/** Machines that people's packets never reach. */
export const computePool = z.strictObject({
  name: name("the name of a compute pool", 2, 20),
  instanceType,
  count: z.int().min(1).max(64).default(1).describe("How many machines."),
  volumeGiB: volumeGiB.default(200).describe("Size of each root volume in GiB."),
  enclave: z
    .boolean()
    .default(false)
    .describe("Whether the machines can start Nitro Enclaves, which may decrypt by dataBox.custody.attestation."),
  market: z
    .enum(["on-demand", "spot"])
    .default("on-demand")
    .describe("How machines are paid for; a spot machine that AWS takes back is stopped and keeps its volume."),
  stopWhenIdle: z
    .strictObject({
      minutes: z
        .int()
        .min(IDLE_MINUTES.least)
        .max(IDLE_MINUTES.most)
        .multipleOf(IDLE_MINUTES.step, { error: `takes whole steps of ${IDLE_MINUTES.step} minutes` })
        .default(60)
        .describe("How long a machine may be idle."),
      cpuPercent: z.int().min(1).max(50).default(2).describe("A machine below this use of all its processors is idle."),
    })
    .optional()
    .describe("Stops machines that nobody uses; whoever deploys starts them again. Default: never."),
});

/** Notebook instances. */
export const notebooks = z
  .strictObject({
    count: z.int().min(1).max(32).default(1).describe("How many notebook instances, one for each person."),
    instanceType: notebookType.default("ml.t3.medium"),
    // https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateNotebookInstance.html
    volumeGiB: z.int().min(5).max(16_384).default(50).describe("Size of each volume in GiB."),
  })
  .describe("Notebooks (SageMaker notebook instances), opened from desktops only. Default: none.");

/** A Spark and Hadoop cluster. */
export const spark = z
  .strictObject({
    release: z
      .string()
      .regex(/^emr-[67]\.\d{1,2}\.\d$/, { error: "expected a release of Amazon EMR 6 or 7, e.g. emr-7.5.0" })
      .default("emr-7.5.0")
      .describe("Release label; it pins what runs on the cluster."),
    applications: z
      .array(z.enum(["Hadoop", "Hive", "Spark"]))
      .min(1)
      .default(["Hadoop", "Spark"]),
    instanceType: instanceType.default("m6i.xlarge"),
    workers: z.int().min(1).max(64).default(2).describe("How many machines beside the primary one."),
    volumeGiB: volumeGiB.default(64).describe("Size of each machine's data volume in GiB."),
    // https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-add-steps.html
    concurrentSteps: z.int().min(1).max(256).default(1).describe("How many steps run at the same time."),
  })
  .describe("A Spark and Hadoop cluster (Amazon EMR). Default: none.");

/** A package mirror. */
export const packages = z
  .strictObject({
    formats: z
      .array(
        z.enum(["pypi", "npm"], {
          error: ({ input }) =>
            String(input).toLowerCase() === "cran"
              ? "CodeArtifact has no connection to CRAN; bake R packages into the compute image (docs/images.md)"
              : undefined,
        }),
      )
      .min(1)
      .describe("Public registries that the mirror asks."),
    reason: z
      .string()
      .min(10, { error: "say in a sentence why this way out is meant; every report prints it" })
      .describe("Why the box may ask public registries: the names it asks for leave it."),
  })
  .describe(
    "A read-only package mirror (CodeArtifact). It is a door: every report shows it, with its bandwidth. Default: none.",
  );
