import { ACCEPTED, NO_CODE } from "./refused";

/** A resource that moto cannot make. */
interface Unsupported {
  readonly of: string;
  /** What the real provider says. */
  readonly why: RegExp;
  readonly reason: string;
}

/** A value that is of another form. */
interface Otherwise {
  readonly of: string;
  readonly path: string;
  /** Where moto is not as AWS, or the two providers are not of one version; with the page that says so. */
  readonly reason: string;
}

/** What moto says in place of a refusal, and why the embedded cloud stays as it is. */
interface Answered {
  readonly said: string;
  readonly reason: string;
}

/** Of a configuration that is left out. */
export const NOT_ASKED = "not asked";

/** The real provider's words where the emulation answers that it lacks the call. */
const NOT_IMPLEMENTED = /StatusCode: 500/;

export const UNSUPPORTED: readonly Unsupported[] = [
  ...[
    "aws_ebs_default_kms_key",
    "aws_ebs_snapshot_block_public_access",
    "aws_ec2_client_vpn_endpoint",
    "aws_ec2_image_block_public_access",
    "aws_ec2_instance_metadata_defaults",
    "aws_ec2_serial_console_access",
    "aws_route53_resolver_firewall_config",
    "aws_route53_resolver_firewall_domain_list",
    "aws_route53_resolver_firewall_rule_group",
    "aws_vpc_block_public_access_options",
  ].map((of) => ({ of, why: NOT_IMPLEMENTED, reason: "moto has no such call" })),
  {
    of: "aws_cloudtrail",
    why: /StartLogging.*StatusCode: 500/,
    reason:
      "moto starts a trail by its name only; AWS takes an ARN: https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_StartLogging.html",
  },
  {
    of: "aws_flow_log",
    why: /LogDestination: [\w-]+\/vpc-flow\/ does not exist/,
    reason:
      "moto takes the folder for a part of the bucket's name: https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3-create-flow-log.html",
  },
  {
    of: "aws_route53_resolver_query_log_config",
    why: /ListTagsForResource/,
    reason: "moto makes one, and knows no tags of it",
  },
  {
    of: "aws_s3_account_public_access_block",
    why: /dial tcp: lookup \d{12}\./,
    reason: "the SDK puts the account before the server's name, and a loopback address has none before it",
  },
  {
    of: "aws_vpc_security_group_ingress_rule",
    why: /AuthorizeSecurityGroupIngress.*StatusCode: 500/,
    reason:
      "moto wants ports of every protocol; ESP has none: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html",
  },
];

/** What cannot be made because what it needs cannot. */
export const BEHIND: readonly { readonly of: string; readonly needs: string }[] = [
  { of: "aws_ec2_client_vpn_authorization_rule", needs: "aws_ec2_client_vpn_endpoint" },
  { of: "aws_ec2_client_vpn_network_association", needs: "aws_ec2_client_vpn_endpoint" },
  { of: "aws_route53_resolver_firewall_rule", needs: "aws_route53_resolver_firewall_rule_group" },
  { of: "aws_route53_resolver_firewall_rule_group_association", needs: "aws_route53_resolver_firewall_rule_group" },
  { of: "aws_route53_resolver_query_log_config_association", needs: "aws_route53_resolver_query_log_config" },
];

/** Values that depend on what is made at the same moment: these are not compared, as no reason could be held to them. */
export const OF_THE_MOMENT: readonly Otherwise[] = [
  {
    of: "aws_default_network_acl",
    path: "subnet_ids",
    reason: "subnets are in the default ACL until one of their own is made",
  },
];

export const OTHERWISE: readonly Otherwise[] = [
  at(
    "aws_cloudwatch_log_group log_group_class",
    "moto names no class; AWS's is STANDARD: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html",
  ),
  ...["aws_iam_instance_profile unique_id", "aws_iam_policy policy_id"].map((of) =>
    at(
      of,
      "moto draws it without AWS's prefix: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids",
    ),
  ),
  at(
    "aws_instance ami",
    "moto gives the name of the parameter, not the image that it stands for: https://docs.aws.amazon.com/autoscaling/ec2/userguide/using-systems-manager-parameters.html",
  ),
  at(
    "aws_instance associate_public_ip_address",
    "moto gives a public address though the call says none: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceNetworkInterfaceSpecification.html",
  ),
  ...[
    "disable_api_termination",
    "ebs_block_device",
    "ebs_optimized",
    "iam_instance_profile",
    "metadata_options.http_tokens",
    ...["device_name", "encrypted", "iops", "kms_key_id", "throughput", "volume_size", "volume_type"].map(
      (name) => `root_block_device.${name}`,
    ),
  ].map((path) =>
    at(
      `aws_instance ${path}`,
      "moto leaves out what the call or its launch template says, and starts from a volume of its own: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html",
    ),
  ),
  at("aws_instance user_data", "5.x keeps its digest, also where there is none"),
  at(
    "aws_instance credit_specification",
    "the provider plans none, and reads AWS's default: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/burstable-performance-instances-unlimited-mode-concepts.html",
  ),
  at(
    "aws_instance maintenance_options",
    "moto has no such options; AWS recovers by default: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceMaintenanceOptions.html",
  ),
  at("aws_instance network_interface", "6.10 gives the first interface in primary_network_interface"),
  at(
    "aws_instance source_dest_check",
    "a matter of the interface, on one that is there already: 6.x plans nothing, and moto does not ask the interface",
  ),
  at(
    "aws_instance vpc_security_group_ids",
    "moto leaves out the groups of an interface that is there already: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Instance.html",
  ),
  at(
    "aws_kinesis_firehose_delivery_stream extended_s3_configuration.processing_configuration",
    "what is off is what is left out, to the provider",
  ),
  at(
    "aws_kms_key rotation_period_in_days",
    "moto has no period; AWS's is a year: https://docs.aws.amazon.com/kms/latest/APIReference/API_EnableKeyRotation.html",
  ),
  at(
    "aws_launch_template tag_specifications",
    "moto gives the template's own tags as those of what it launches: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateLaunchTemplate.html",
  ),
  at(
    "aws_network_interface private_dns_name",
    "moto gives the name of us-east-1 in every region: https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html",
  ),
  ...["aws_route53_record id", "aws_route53_zone arn", "aws_route53_zone id", "aws_route53_zone zone_id"].map((of) =>
    at(of, "moto draws no Z before it: https://docs.aws.amazon.com/Route53/latest/APIReference/API_HostedZone.html"),
  ),
  ...["name_servers", "primary_name_server"].map((path) =>
    at(
      `aws_route53_zone ${path}`,
      "moto gives the example of public zones: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/SOA-NSrecords.html",
    ),
  ),
  at(
    "aws_route53_zone vpc",
    "moto forgets the VPCs: https://docs.aws.amazon.com/Route53/latest/APIReference/API_GetHostedZone.html",
  ),
  at(
    "aws_s3_bucket request_payer",
    "moto says nothing of it: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketRequestPayment.html",
  ),
  at(
    "aws_s3_bucket server_side_encryption_configuration",
    "moto encrypts nothing by itself; AWS does since 2023: https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-encryption-faq.html",
  ),
  at(
    "aws_vpc dhcp_options_id",
    "moto says default; AWS gives the id of the region's own set: https://docs.aws.amazon.com/vpc/latest/userguide/DHCPOptionSet.html",
  ),
  ...["arn", "owner_id"].map((path) =>
    at(
      `aws_vpc_dhcp_options ${path}`,
      "moto forgets the owner: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DhcpOptions.html",
    ),
  ),
  at(
    "aws_vpc_endpoint dns_entry.dns_name",
    "moto has the service's name the wrong way round: https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html",
  ),
  at(
    "aws_vpc_endpoint dns_entry.hosted_zone_id",
    "moto draws no Z before it: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DnsEntry.html",
  ),
  ...["dns_options", "ip_address_type", "service_region"].map((path) =>
    at(
      `aws_vpc_endpoint ${path}`,
      "moto says nothing of it: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpcEndpoint.html",
    ),
  ),
  at(
    "aws_vpc_endpoint subnet_configuration.ipv4",
    "moto gives an address of no subnet: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SubnetConfiguration.html",
  ),
  at(
    "aws_vpc_endpoint prefix_list_id",
    "moto draws 17 digits for each endpoint; AWS has one list for a service, with an id of 8: https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html",
  ),
  ...["accepter", "requester"].map((path) =>
    at(
      `aws_vpc_peering_connection ${path}`,
      "moto has options before there is a connection: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpcPeeringConnectionVpcInfo.html",
    ),
  ),
  at(
    "aws_vpc_peering_connection_accepter tags_all.databox:box",
    "moto has one set of tags for both sides; AWS has one for each account: https://docs.aws.amazon.com/vpc/latest/peering/create-vpc-peering-connection.html",
  ),
];

/** The refusals that moto does not know of: it makes what is asked. AWS's page stands with each refusal. */
const NOT_REFUSED = [
  "a route to a gateway that is attached to nothing",
  "a NAT gateway where no internet gateway is",
  "a subnet with two route tables",
  "peered VPCs with the same addresses",
  "an interface with an address outside of its subnet",
  "an interface with an address that AWS keeps",
  "two interfaces with one address",
  "an endpoint for a service that the region does not have",
  "private names of an endpoint in a VPC without names",
  "an endpoint with two subnets of one zone",
  "a sixth VPC",
  "a rule for a group of another VPC",
  "a subnet with something in it taken away",
  "a policy that names an action which S3 does not have",
  "a policy that names a condition key which S3 does not have",
  "a bucket policy without a principal",
  "a bucket policy that is too long",
  "a public policy where public policies are blocked",
  "an ACL where the owner owns everything",
  "two roles of one name",
  "a trust policy with actions of another service",
  "a trust policy with a resource",
  "a trust policy that is too long",
  "a policy that is too long",
  "a policy with a principal on an identity",
  "an eleventh policy on a role",
  "a key that nobody could govern",
  "a key policy that shuts its maker out by a condition",
  "rotation in a custom key store",
  "an external key for two keys",
  "a second VPN gateway of a VPC",
  "a route to a VPN gateway of another VPC",
  "an access point of a file system that is not there",
  "a mount target in a group of another VPC",
  "an access point at a directory of five levels",
  "a file system policy that names an action which EFS does not have",
  "an image id that is none",
  "a machine on an interface that another one has",
  "a group of subnets in one zone",
  "a group of subnets of two VPCs",
  "a family of parameters that there is not",
  "a plan for a vault that is not there",
  "a backup that ends before its cold storage has to",
];

/** Refusals of databases, which are made from a snapshot that moto does not have. */
const FROM_A_SNAPSHOT = [
  "a cluster whose parameters are of another version",
  "a cluster whose parameters are not there",
  "a cluster in subnets that are not there",
  "a version of PostgreSQL that there is not",
  "a cluster whose key is disabled",
  "a cluster in a group of another VPC",
  "an instance of another engine than its cluster's",
  "a class that Aurora does not have",
  "a public instance in a VPC without a gateway",
  "an instance in a zone without a subnet",
  "an end of a cluster that is protected",
  "an end of a cluster that leaves a snapshot without a name",
];

export const ANSWERED_OTHERWISE: Readonly<Record<string, Answered>> = {
  ...Object.fromEntries(NOT_REFUSED.map((name) => [name, { said: ACCEPTED, reason: "moto does not look" }])),
  ...Object.fromEntries(
    FROM_A_SNAPSHOT.map((name) => [
      name,
      { said: "DBClusterSnapshotNotFoundFault", reason: "moto has no snapshot that it was not asked to make" },
    ]),
  ),
  "a policy of a vault that is not there": { said: NO_CODE, reason: "moto has no policies of vaults" },
  "a policy of a vault with a wildcard": { said: NO_CODE, reason: "moto has no policies of vaults" },
  "a policy of a vault with an action that there is not": { said: NO_CODE, reason: "moto has no policies of vaults" },
  "stores that are backed up by a role of machines": { said: NO_CODE, reason: "moto has no selections of backups" },
  "a malformed bucket name": { said: NO_CODE, reason: "the provider refuses it by itself, before it asks" },
  "a trail into a bucket that does not let it": {
    said: NO_CODE,
    reason: "moto makes the trail, and fails to start it",
  },
  "two firewall rules of one priority": { said: NO_CODE, reason: "moto has no resolver firewall" },
  "VPN addresses that are the VPC's": { said: NO_CODE, reason: "moto has no Client VPN" },
  "a key in a key store that nobody connected": { said: NO_CODE, reason: "moto has no custom key stores" },
  "a static route of a connection with BGP": { said: NO_CODE, reason: "moto has no static routes of connections" },
  "a malware scan of a bucket that is not there": { said: NO_CODE, reason: "moto has no malware protection" },
  "a second malware scan of a bucket": { said: NO_CODE, reason: "moto has no malware protection" },
  "a service that the region lacks": { said: NO_CODE, reason: "moto has no CodeArtifact" },
  "an instance type that there is not": {
    said: "InvalidInstanceType",
    reason: "moto makes the machine, and says so when the provider reads what type it is of",
  },
  "the settings of a bucket that is not there": {
    said: NOT_ASKED,
    reason: "the same code, after the provider has asked again for two minutes",
  },
};

function at(place: string, reason: string): Otherwise {
  const [of = "", path = ""] = place.split(" ");
  return { of, path, reason };
}
