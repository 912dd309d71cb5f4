/** AWS's limits on names that a project file leads to: the same figure in the check and in its message. */
export const AWS_LIMITS = {
  /** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
  bucketName: 63,
  /** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
  roleName: 64,
  /** https://docs.aws.amazon.com/firehose/latest/APIReference/API_CreateDeliveryStream.html */
  deliveryStreamName: 64,
  /** https://docs.aws.amazon.com/Route53/latest/APIReference/API_route53resolver_CreateFirewallRuleGroup.html */
  firewallName: 64,
  /** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateLaunchTemplate.html */
  launchTemplateName: 128,
  /** https://docs.aws.amazon.com/codeartifact/latest/APIReference/API_CreateDomain.html */
  codeArtifactDomain: 50,
} as const;

/** A name that AWS would not take. */
export interface LongName {
  readonly kind: keyof typeof AWS_LIMITS;
  readonly name: string;
  readonly limit: number;
}

/** The derived names of a tenant's box, or of the DataBox (`tenant` undefined), that exceed a limit. */
export function longNames(project: string, tenant: string | undefined, pools: readonly string[]): LongName[] {
  const box = tenant === undefined ? `databox-${project}` : `databox-${project}-${tenant}`;
  const names: [keyof typeof AWS_LIMITS, string][] = [
    ["roleName", `${box}-compute`],
    ["roleName", `${box}-landing`],
    ["deliveryStreamName", box],
    ["firewallName", `${box}-every-name`],
    ...pools.map((pool): [keyof typeof AWS_LIMITS, string] => ["launchTemplateName", `${box}-${pool}`]),
  ];
  return names
    .map(([kind, name]) => ({ kind, name, limit: AWS_LIMITS[kind] }))
    .filter(({ name, limit }) => name.length > limit);
}
