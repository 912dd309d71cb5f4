import { z } from "zod";
import { parseCidr } from "../cidr";
import { isCalendarDate } from "../last-day";
import { isArm, isInstanceType, isMac, nearestInstanceType } from "../instance-type";

/** Names that mean something else where a tenant's or a store's would stand. */
const RESERVED = ["audit", "custody", "databox", "state"];

export const name = (what: string, min: number, max: number): z.ZodString =>
  z
    .string()
    .min(min, { error: `${what} needs at least ${min} characters` })
    .max(max, { error: `${what} may have at most ${max} characters, since AWS limits the names made from it` })
    .regex(/^[a-z](?:[a-z0-9]|-(?!-))*[a-z0-9]$/, {
      error: `${what} takes lower-case letters, digits and single hyphens, begins with a letter and does not end with a hyphen`,
    });

export const unreserved = (what: string, min: number, max: number): z.ZodString =>
  name(what, min, max).refine((value) => !RESERVED.includes(value), {
    error: `${what} may not be one of ${RESERVED.join(", ")}; these name parts of every project`,
  });

export const account = z
  .string({ error: 'an account is 12 digits in quotes, e.g. "111111111111": YAML would drop a leading zero' })
  .regex(/^\d{12}$/, { error: "an account has exactly 12 digits" });

export const cidr = z.string().superRefine((text, context) => {
  try {
    parseCidr(text);
  } catch (error) {
    context.addIssue({ code: "custom", message: (error as RangeError).message });
  }
});

export const roleArn = z.string().regex(/^arn:aws:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/, {
  error:
    "expected the ARN of one IAM role, e.g. arn:aws:iam::111111111111:role/HospitalKeyAdmin (no user, no root, no wildcard)",
});

export const roleName = z.string().regex(/^[\w+=,.@/-]{1,64}$/, {
  error: "a role name has at most 64 letters, digits and _+=,.@-/",
});

export const certificateArn = z
  .string()
  .regex(/^arn:aws:acm:[a-z0-9-]+:\d{12}:certificate\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, {
    error:
      "expected the ARN of an ACM certificate, e.g. arn:aws:acm:ap-northeast-2:222222222222:certificate/01234567-89ab-cdef-0123-456789abcdef",
  });

export const image = z.string().regex(/^(ami-[0-9a-f]{8}([0-9a-f]{9})?|\/[\w.-]+(\/[\w.-]+)*)$/, {
  error: "expected an image id (ami-0123456789abcdef0) or the name of an SSM parameter (/databox/images/compute)",
});

export const instanceType = z.string().superRefine((type, context) => {
  const refuse = (message: string): void => context.addIssue({ code: "custom", message });
  if (!isInstanceType(type)) refuse(`"${type}" is no EC2 instance type; did you mean ${nearestInstanceType(type)}?`);
  else if (isArm(type))
    refuse(`${type} has an Arm processor, and the images are made for x86-64; take e.g. an m7i, c7i or g5 type`);
  else if (isMac(type)) refuse(`${type} runs macOS only; take e.g. an m7i, c7i or g5 type`);
});

/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateNotebookInstance.html */
export const notebookType = z.string().superRefine((type, context) => {
  const machine = type.replace(/^ml\./, "");
  if (!type.startsWith("ml.") || !isInstanceType(machine) || isArm(machine))
    context.addIssue({
      code: "custom",
      message: `"${type}" is no type of notebook instance; take e.g. ml.t3.medium, ml.m5.xlarge or ml.g5.xlarge`,
    });
});

export const lockMode = z.enum(["GOVERNANCE", "COMPLIANCE"]);
export const days = (max: number): z.ZodNumber => z.int().min(1).max(max);
export const volumeGiB = z.int().min(8).max(16_384);

export const date = z.string().superRefine((text, context) => {
  if (!isCalendarDate(text))
    context.addIssue({ code: "custom", message: `"${text}" is no calendar date; write it like 2027-06-30` });
});
