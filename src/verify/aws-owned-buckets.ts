import { type Statement } from "./policy/document";

/**
 * Accounts of AWS's own that keep and sign assets of packages, by region: CodeArtifact's buckets are called after them.
 * https://docs.aws.amazon.com/codeartifact/latest/ug/create-s3-gateway-endpoint.html
 */
const PACKAGE_ACCOUNTS: Readonly<Record<string, string>> = {
  "ap-northeast-1": "660291247815",
  "eu-central-1": "769407342218",
  "eu-north-1": "611884512288",
  "eu-south-1": "484130244270",
  "eu-west-1": "438097961670",
  "eu-west-2": "247805302724",
  "eu-west-3": "762466490029",
  "us-east-1": "193858265520",
  "us-east-2": "250872398865",
  "us-west-2": "787052242323",
};

/**
 * Reads of buckets of AWS's own by the project's own principals, by exact name: what a pattern takes, anybody may have
 * registered. Reading sends a key's name there and nothing else. Amazon DCV, Amazon EMR:
 * https://docs.aws.amazon.com/dcv/latest/adminguide/setting-up-license.html
 * https://docs.aws.amazon.com/emr/latest/ManagementGuide/private-subnet-iampolicy.html
 */
export function readsOfAwsOwned(region: string): Statement[] {
  return [reads([`dcv-license.${region}`, `repo.${region}.emr.amazonaws.com`]), ...readsThatAwsSigns(region)];
}

/**
 * Reads by addresses that AWS signs with an account of its own, whose credentials nobody else has. With credentials of
 * any other foreign account even a read hands on the name that it asks for, to the records of that account.
 */
export function readsThatAwsSigns(region: string): Statement[] {
  const account = PACKAGE_ACCOUNTS[region];
  return account === undefined ? [] : [reads([`assets-${account}-${region}`], account)];
}

function reads(buckets: readonly string[], signedBy?: string): Statement {
  return {
    sid: "(reads of AWS's own buckets)",
    effect: "Deny",
    principals: [],
    notPrincipal: false,
    actions: ["s3:GetObject"],
    notAction: false,
    resources: buckets.map((bucket) => `arn:aws:s3:::${bucket}/*`),
    notResource: false,
    conditions:
      signedBy === undefined ? [] : [{ operator: "StringEquals", key: "aws:principalaccount", values: [signedBy] }],
  };
}
