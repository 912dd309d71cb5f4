/**
 * Condition keys whose meaning is modelled: each may have any value that a region of requests leaves it, or be absent.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
const GLOBAL = new Set([
  "aws:calledvia",
  "aws:calledviafirst",
  "aws:calledvialast",
  "aws:currenttime",
  "aws:ec2instancesourceprivateipv4",
  "aws:ec2instancesourcevpc",
  "aws:epochtime",
  "aws:federatedprovider",
  "aws:multifactorauthage",
  "aws:multifactorauthpresent",
  "aws:principalaccount",
  "aws:principalarn",
  "aws:principalisawsservice",
  "aws:principalorgid",
  "aws:principalorgpaths",
  "aws:principalservicename",
  "aws:principalservicenameslist",
  "aws:principaltype",
  "aws:referer",
  "aws:requestedregion",
  "aws:resourceaccount",
  "aws:resourceorgid",
  "aws:resourceorgpaths",
  "aws:securetransport",
  "aws:sourceaccount",
  "aws:sourcearn",
  "aws:sourceidentity",
  "aws:sourceip",
  "aws:sourceorgid",
  "aws:sourceorgpaths",
  "aws:sourcevpc",
  "aws:sourcevpcarn",
  "aws:sourcevpce",
  "aws:tagkeys",
  "aws:tokenissuetime",
  "aws:useragent",
  "aws:userid",
  "aws:username",
  "aws:viaawsservice",
  "aws:vpcsourceip",
]);

/** Keys that end in a name of somebody's choosing, and the services whose own keys are taken as any text. */
const PREFIXES = [
  "aws:principaltag/",
  "aws:requesttag/",
  "aws:resourcetag/",
  "codeartifact:",
  "dynamodb:",
  "ec2:",
  "ecr:",
  "elasticfilesystem:",
  "iam:",
  "kms:",
  "lambda:",
  "logs:",
  "s3:",
  "sagemaker:",
  "saml:",
  "secretsmanager:",
  "sns:",
  "sqs:",
  "ssm:",
  "sts:",
];

/** Whether a key, in lower case, is modelled. */
export function isKnownKey(key: string): boolean {
  return GLOBAL.has(key) || PREFIXES.some((prefix) => key.startsWith(prefix));
}
