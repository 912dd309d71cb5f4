import { zonesOf as zoneIdsOf } from "../../project/regions";

export interface Zone {
  /** As accounts name it, with a letter. */
  readonly name: string;
  /** The same for every account. */
  readonly id: string;
}

/** The zones of a region; in a rehearsal every account names them in the order of their ids. */
export function zonesOf(region: string): Zone[] {
  return zoneIdsOf(region).map((id, index) => ({ name: `${region}${"abcdefgh"[index] ?? ""}`, id }));
}

/**
 * Regions that lack a service, as of November 2025; a service that is not listed is taken to be in all of them.
 * https://aws.amazon.com/about-aws/global-infrastructure/regional-product-services/
 * https://docs.aws.amazon.com/general/latest/gr/aws-service-information.html
 */
const LACKING: Readonly<Record<string, { readonly service: string; readonly regions: readonly string[] }>> = {
  aws_ec2_client_vpn_endpoint: {
    service: "AWS Client VPN",
    regions: ["ap-east-2", "ap-southeast-6", "ap-southeast-7", "ca-west-1"],
  },
  aws_workspaces_directory: {
    service: "Amazon WorkSpaces",
    regions: ["ap-northeast-3", "eu-north-1", "eu-west-3", "me-south-1", "us-east-2", "us-west-1"],
  },
  aws_codeartifact_domain: {
    service: "AWS CodeArtifact",
    regions: ["af-south-1", "ap-northeast-2", "ap-northeast-3", "ca-central-1", "me-south-1", "sa-east-1", "us-west-1"],
  },
};

/** The service that a type needs and a region lacks. */
export function lackingService(type: string, region: string): string | undefined {
  const lacking = LACKING[type];
  return lacking?.regions.includes(region) === true ? lacking.service : undefined;
}
