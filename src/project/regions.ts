/**
 * Commercial AWS regions and their physical zone ids, as of November 2025.
 * Source: AWS, "AWS Availability Zones", https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html
 * Zone ids are the same in every account, zone letters are not. The order is this table's own and must not change: the
 * first ones are a project's default, and a moved zone replaces subnets.
 */
const ZONE_NUMBERS: Readonly<Record<string, readonly [prefix: string, ...zones: number[]]>> = {
  "af-south-1": ["afs1", 1, 2, 3],
  "ap-east-1": ["ape1", 1, 2, 3],
  "ap-east-2": ["ape2", 1, 2, 3],
  "ap-northeast-1": ["apne1", 1, 2, 4],
  "ap-northeast-2": ["apne2", 1, 2, 3, 4],
  "ap-northeast-3": ["apne3", 1, 2, 3],
  "ap-south-1": ["aps1", 1, 2, 3],
  "ap-south-2": ["aps2", 1, 2, 3],
  "ap-southeast-1": ["apse1", 1, 2, 3],
  "ap-southeast-2": ["apse2", 1, 2, 3],
  "ap-southeast-3": ["apse3", 1, 2, 3],
  "ap-southeast-4": ["apse4", 1, 2, 3],
  "ap-southeast-5": ["apse5", 1, 2, 3],
  "ap-southeast-6": ["apse6", 1, 2, 3],
  "ap-southeast-7": ["apse7", 1, 2, 3],
  "ca-central-1": ["cac1", 1, 2, 4],
  "ca-west-1": ["caw1", 1, 2, 3],
  "eu-central-1": ["euc1", 1, 2, 3],
  "eu-central-2": ["euc2", 1, 2, 3],
  "eu-north-1": ["eun1", 1, 2, 3],
  "eu-south-1": ["eus1", 1, 2, 3],
  "eu-south-2": ["eus2", 1, 2, 3],
  "eu-west-1": ["euw1", 1, 2, 3],
  "eu-west-2": ["euw2", 1, 2, 3],
  "eu-west-3": ["euw3", 1, 2, 3],
  "il-central-1": ["ilc1", 1, 2, 3],
  "me-central-1": ["mec1", 1, 2, 3],
  "me-south-1": ["mes1", 1, 2, 3],
  "mx-central-1": ["mxc1", 1, 2, 3],
  "sa-east-1": ["sae1", 1, 2, 3],
  "us-east-1": ["use1", 1, 2, 4, 5, 6],
  "us-east-2": ["use2", 1, 2, 3],
  "us-west-1": ["usw1", 1, 3],
  "us-west-2": ["usw2", 1, 2, 3, 4],
};

/** Names of the regions. */
export const REGIONS: readonly string[] = Object.keys(ZONE_NUMBERS);

/** Zone ids of a region, in an order that never changes; none where the region is not known. */
export function zonesOf(region: string): readonly string[] {
  const [prefix, ...numbers] = ZONE_NUMBERS[region] ?? [""];
  return numbers.map((number) => `${prefix}-az${number}`);
}
