import { AwsError } from "./aws-error";
import { lackingService } from "./regions";
import { type Call } from "./resource-type";
import { type StoredResource } from "./store";

interface Quota {
  readonly limit: number;
  readonly code: string;
  readonly message: string;
  /** Attribute that names what the limit is for. @default - the account and region */
  readonly per?: string;
}

/**
 * Default quotas, as of November 2025; each can be raised unless it says otherwise.
 * https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/BucketRestrictions.html
 * https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/limits.html
 */
const QUOTAS: Readonly<Record<string, Quota>> = {
  aws_vpc: { limit: 5, code: "VpcLimitExceeded", message: "The maximum number of VPCs has been reached." },
  aws_subnet: {
    limit: 200,
    per: "vpc_id",
    code: "SubnetLimitExceeded",
    message: "The maximum number of subnets for this VPC has been reached.",
  },
  aws_route_table: {
    limit: 200,
    per: "vpc_id",
    code: "RouteTableLimitExceeded",
    message: "The maximum number of route tables for this VPC has been reached.",
  },
  aws_security_group: {
    limit: 2_500,
    code: "SecurityGroupLimitExceeded",
    message: "The maximum number of security groups has been reached.",
  },
  aws_network_acl: {
    limit: 200,
    per: "vpc_id",
    code: "NetworkAclLimitExceeded",
    message: "The maximum number of network ACLs for this VPC has been reached.",
  },
  aws_internet_gateway: {
    limit: 5,
    code: "InternetGatewayLimitExceeded",
    message: "The maximum number of internet gateways has been reached.",
  },
  aws_eip: { limit: 5, code: "AddressLimitExceeded", message: "The maximum number of addresses has been reached." },
  aws_vpc_peering_connection: {
    limit: 50,
    per: "vpc_id",
    code: "VpcPeeringConnectionLimitExceeded",
    message: "The maximum number of VPC peering connections for this VPC has been reached.",
  },
  aws_network_interface: {
    limit: 5_000,
    code: "NetworkInterfaceLimitExceeded",
    message: "The maximum number of network interfaces has been reached.",
  },
  aws_ec2_client_vpn_endpoint: {
    limit: 5,
    code: "ClientVpnEndpointLimitExceeded",
    message: "The maximum number of Client VPN endpoints has been reached.",
  },
  aws_ec2_client_vpn_authorization_rule: {
    limit: 200,
    per: "client_vpn_endpoint_id",
    code: "ClientVpnAuthorizationRuleLimitExceeded",
    message: "The maximum number of authorization rules for this Client VPN endpoint has been reached.",
  },
  aws_vpc_endpoint: {
    limit: 50,
    per: "vpc_id",
    code: "VpcEndpointLimitExceeded",
    message: "The maximum number of VPC endpoints has been reached.",
  },
  aws_iam_role: { limit: 1_000, code: "LimitExceeded", message: "Cannot exceed quota for RolesPerAccount: 1000" },
  aws_iam_policy: { limit: 1_500, code: "LimitExceeded", message: "Cannot exceed quota for PoliciesPerAccount: 1500" },
  aws_iam_instance_profile: {
    limit: 1_000,
    code: "LimitExceeded",
    message: "Cannot exceed quota for InstanceProfilesPerAccount: 1000",
  },
  aws_s3_bucket: {
    limit: 10_000,
    code: "TooManyBuckets",
    message: "You have attempted to create more buckets than allowed.",
  },
  aws_cloudtrail: {
    limit: 5,
    code: "MaximumNumberOfTrailsExceededException",
    message: "User: the maximum number of trails in this region has been reached: 5",
  },
  aws_route53_resolver_firewall_rule_group: {
    limit: 1_000,
    code: "LimitExceededException",
    message: "The maximum number of firewall rule groups has been reached.",
  },
};

/**
 * Refuses what a quota forbids, or what the region does not have.
 *
 * @throws AwsError
 */
export function checkQuota(type: string, { store, account, region, values }: Call): void {
  const service = lackingService(type, region);
  if (service !== undefined) throw new AwsError("UnsupportedOperation", `${service} is not available in ${region}.`);
  const quota = QUOTAS[type];
  if (quota === undefined) return;
  const { per } = quota;
  const counts = (one: StoredResource): boolean => per === undefined || one.values[per] === values[per];
  if (store.ofType(type, { account, region }).filter(counts).length >= quota.limit)
    throw new AwsError(quota.code, quota.message);
}
