import { z } from "zod";
import { account, roleName } from "./fields";

/** Kinds of custody, by who holds the key material. */
export const CUSTODY_KINDS = ["kms", "imported", "hsm", "external"] as const;

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html */
const externalKeyId = z.string().regex(/^[A-Za-z0-9._-]{1,128}$/, {
  error: "the id of an external key has 1 to 128 letters, digits and ._-, as the external key manager names it",
});

const topicArn = z.string().regex(/^arn:aws:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$/, {
  error: "expected the ARN of an SNS topic, e.g. arn:aws:sns:ap-northeast-2:111111111111:key-custody",
});

/**
 * A register of an enclave's measurement: SHA-384, in lower-case hexadecimal. A debug enclave's are all zeros, and prove
 * nothing. https://docs.aws.amazon.com/enclaves/latest/user/set-up-attestation.html
 */
const register = z
  .string({ error: "a measurement is 96 hexadecimal digits in quotes" })
  .regex(/^[0-9a-f]{96}$/, {
    error: "a measurement is SHA-384: exactly 96 lower-case hexadecimal digits, as nitro-cli build-enclave prints it",
  })
  .refine((value) => !/^0+$/.test(value), {
    error: "a measurement of zeros is that of any enclave in debug mode, whose memory its parent reads; run it without --debug-mode, and give the measurement of the image",
  });

const image = z
  .strictObject({
    pcr0: register.describe("Measurement of the image file (PCR0)."),
    pcr1: register.optional().describe("Measurement of kernel and boot ramdisk (PCR1)."),
    pcr2: register.optional().describe("Measurement of the application (PCR2)."),
    pcr3: register.optional().describe("Measurement of the parent instance's role (PCR3)."),
    pcr8: register.optional().describe("Measurement of the certificate that signed the image (PCR8)."),
  })
  .describe("One enclave image that may decrypt; every register that is given has to match.");

/** Who holds the keys. Which fields a kind takes is checked with the whole file. */
export const custody = z
  .strictObject({
    kind: z
      .enum(CUSTODY_KINDS)
      .default("kms")
      .describe(
        "Who holds the key material: AWS KMS (kms), AWS KMS a copy and the hospital the original (imported), the hospital's CloudHSM cluster (hsm), or a key manager outside of AWS (external). databox explain custody says what each keeps from whom.",
      ),
    account: account.optional().describe("Hospital's account that holds the keys. Default: the DataBox's."),
    role: roleName.default("DataBoxCustodian").describe("Hospital's role that makes and re-policies keys."),
    // https://docs.aws.amazon.com/kms/latest/APIReference/API_EnableKeyRotation.html
    rotationDays: z
      .int()
      .min(90)
      .max(2560)
      .optional()
      .describe("Days between rotations of the key material; kind kms only. Default: 365."),
    keyStore: z
      .string()
      .regex(/^cks-[0-9a-f]{17}$/, {
        error: "expected the id of a custom key store, e.g. cks-0123456789abcdef0 (aws kms describe-custom-key-stores)",
      })
      .optional()
      .describe("Custom key store in the keys' account and region; kinds hsm and external."),
    externalKeys: z
      .record(z.string(), externalKeyId)
      .optional()
      .describe(
        "Ids of the external keys by purpose (data, secrets, audit, volumes-databox, volumes-<tenant>, backup with backups, and enclave with attestation), one each; kind external.",
      ),
    expiry: z
      .strictObject({
        // AWS takes an expiry of at most 365 days: https://docs.aws.amazon.com/kms/latest/APIReference/API_ImportKeyMaterial.html
        warnDays: z.int().min(1).max(180).default(30).describe("Days before the expiry at which the alarm goes off."),
        notify: z
          .array(topicArn)
          .max(5)
          .default([])
          .describe("SNS topics of the hospital's that the alarm notifies. Default: nobody; the alarm shows in CloudWatch."),
      })
      .optional()
      .describe("How the expiry of imported key material is watched; kind imported. Default: 30 days before."),
    attestation: z
      .strictObject({ images: z.array(image).min(1).max(10).describe("Images that may decrypt.") })
      .optional()
      .describe(
        "A key of its own for data that are encrypted before they are loaded, and that only Nitro Enclaves of these images decrypt. Default: no such key.",
      ),
  })
  .prefault({});
