import { BACKUP_REFUSALS } from "./backup-refusals";
import { DATABASES } from "./database-refusals";
import { type Resources } from "./scratch-cloud";

/** A configuration that AWS would refuse, and how. */
export interface Refusal {
  readonly name: string;
  /** AWS's error code. */
  readonly code: string;
  /** A part of the message. */
  readonly message: string;
  /** Address of what is refused. */
  readonly at: string;
  /** Page of AWS's documentation that has the code or the rule. */
  readonly source: string;
  readonly resources: Resources;
  /** What stands before; applied first, and has to work. */
  readonly before?: Resources;
  /** Whether it is refused when all is destroyed. @default - when it is applied */
  readonly onDestroy?: boolean;
  /** @default eu-west-1 */
  readonly region?: string;
}

const EC2 = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html";
const S3 = "https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html";
const IAM = "https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html";
const IAM_QUOTAS = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html";
const KMS = "https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html";
const RESOLVER = "https://docs.aws.amazon.com/Route53/latest/APIReference/API_route53resolver_CreateFirewallRule.html";

const policy = (...statements: unknown[]): string => JSON.stringify({ Version: "2012-10-17", Statement: statements });
const allow = (Action: unknown, more: object = {}): object => ({ Effect: "Allow", Action, Resource: "*", ...more });
const TRUST = policy({ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" });
const ROOT = { AWS: "arn:aws:iam::111111111111:root" };
const vpc = { main: { cidr_block: "10.0.0.0/16" } };
const VPC = "${aws_vpc.main.id}";
const subnet = (cidr_block: string, more: object = {}): Record<string, unknown> => ({
  vpc_id: VPC,
  cidr_block,
  ...more,
});
const SUBNET = "${aws_subnet.main.id}";
const subnets = { main: subnet("10.0.1.0/24") };
const bucket = { main: { bucket: "databox-refusals-main" } };
const BUCKET = "${aws_s3_bucket.main.id}";
const GUARDDUTY = "https://docs.aws.amazon.com/guardduty/latest/APIReference/API_CreateMalwareProtectionPlan.html";
const scanOf = (bucket_name: string): Record<string, unknown> => ({
  role: "arn:aws:iam::111111111111:role/Scanner",
  protected_resource: [{ s3_bucket: [{ bucket_name }] }],
});
const role = { main: { name: "main", assume_role_policy: TRUST } };
/** A route in a table: an attribute of objects, whose every member has to be there. */
const route = (more: Readonly<Record<string, string>>): Record<string, string | null> => ({
  ...Object.fromEntries(
    [
      "carrier_gateway_id",
      "cidr_block",
      "core_network_arn",
      "destination_prefix_list_id",
      "egress_only_gateway_id",
      "gateway_id",
      "ipv6_cidr_block",
      "local_gateway_id",
      "nat_gateway_id",
      "network_interface_id",
      "transit_gateway_id",
      "vpc_endpoint_id",
      "vpc_peering_connection_id",
    ].map((name) => [name, null]),
  ),
  ...more,
});
const after = (address: string): object => ({ depends_on: [address] });

const NETWORK: readonly Refusal[] = [
  {
    name: "a subnet outside of its VPC",
    code: "InvalidSubnet.Range",
    message: "'10.1.0.0/24' is invalid",
    at: "aws_subnet.main",
    source: EC2,
    resources: { aws_vpc: vpc, aws_subnet: { main: subnet("10.1.0.0/24") } },
  },
  {
    name: "a subnet on another one",
    code: "InvalidSubnet.Conflict",
    message: "conflicts with another subnet",
    at: "aws_subnet.second",
    source: EC2,
    resources: {
      aws_vpc: vpc,
      aws_subnet: { main: subnet("10.0.1.0/24"), second: subnet("10.0.1.128/25", after("aws_subnet.main")) },
    },
  },
  {
    name: "a subnet in a zone that the region lacks",
    code: "InvalidParameterValue",
    message: "for parameter availabilityZone is invalid. Subnets can currently only be created in",
    at: "aws_subnet.main",
    source: EC2,
    resources: { aws_vpc: vpc, aws_subnet: { main: subnet("10.0.1.0/24", { availability_zone: "eu-west-1f" }) } },
  },
  {
    name: "a subnet in a VPC that is not there",
    code: "InvalidVpcID.NotFound",
    message: "The vpc ID 'vpc-0123456789abcdef0' does not exist",
    at: "aws_subnet.main",
    source: EC2,
    resources: { aws_subnet: { main: { vpc_id: "vpc-0123456789abcdef0", cidr_block: "10.0.0.0/24" } } },
  },
  {
    name: "a route to a gateway that is attached to nothing",
    code: "InvalidParameterValue",
    message: "belong to different networks",
    at: "aws_route_table.main",
    source: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRoute.html",
    resources: {
      aws_vpc: vpc,
      aws_internet_gateway: { main: {} },
      aws_route_table: {
        main: {
          vpc_id: VPC,
          route: [route({ cidr_block: "0.0.0.0/0", gateway_id: "${aws_internet_gateway.main.id}" })],
        },
      },
    },
  },
  {
    name: "a route to a gateway that is not there",
    code: "InvalidInternetGatewayID.NotFound",
    message: "does not exist",
    at: "aws_route.main",
    source: EC2,
    resources: {
      aws_vpc: vpc,
      aws_route_table: { main: { vpc_id: VPC } },
      aws_route: {
        main: {
          route_table_id: "${aws_route_table.main.id}",
          destination_cidr_block: "0.0.0.0/0",
          gateway_id: "igw-0123456789abcdef0",
        },
      },
    },
  },
  {
    name: "two routes for one destination",
    code: "RouteAlreadyExists",
    message: "The route identified by 10.9.0.0/16 already exists",
    at: "aws_route.second",
    source: EC2,
    resources: {
      aws_vpc: { ...vpc, peer: { cidr_block: "10.9.0.0/16" } },
      aws_vpc_peering_connection: { main: { vpc_id: VPC, peer_vpc_id: "${aws_vpc.peer.id}", auto_accept: true } },
      aws_route_table: { main: { vpc_id: VPC } },
      aws_route: Object.fromEntries(
        ["first", "second"].map((name) => [
          name,
          {
            route_table_id: "${aws_route_table.main.id}",
            destination_cidr_block: "10.9.0.0/16",
            vpc_peering_connection_id: "${aws_vpc_peering_connection.main.id}",
            ...(name === "second" ? after("aws_route.first") : {}),
          },
        ]),
      ),
    },
  },
  {
    name: "a NAT gateway where no internet gateway is",
    code: "Gateway.NotAttached",
    message: "has no Internet gateway attached",
    at: "aws_nat_gateway.main",
    source: EC2,
    resources: {
      aws_vpc: vpc,
      aws_subnet: subnets,
      aws_eip: { main: {} },
      aws_nat_gateway: { main: { subnet_id: SUBNET, allocation_id: "${aws_eip.main.id}" } },
    },
  },
  {
    name: "a NAT gateway with an address that is not there",
    code: "InvalidAllocationID.NotFound",
    message: "eipalloc-0123456789abcdef0",
    at: "aws_nat_gateway.main",
    source: EC2,
    resources: {
      aws_vpc: vpc,
      aws_internet_gateway: { main: { vpc_id: VPC } },
      aws_subnet: subnets,
      aws_nat_gateway: {
        main: {
          subnet_id: SUBNET,
          allocation_id: "eipalloc-0123456789abcdef0",
          ...after("aws_internet_gateway.main"),
        },
      },
    },
  },
  {
    name: "a subnet with two route tables",
    code: "Resource.AlreadyAssociated",
    message: "conflicts with an existing association",
    at: "aws_route_table_association.second",
    source: EC2,
    resources: {
      aws_vpc: vpc,
      aws_subnet: subnets,
      aws_route_table: { main: { vpc_id: VPC }, other: { vpc_id: VPC } },
      aws_route_table_association: {
        first: { subnet_id: SUBNET, route_table_id: "${aws_route_table.main.id}" },
        second: {
          subnet_id: SUBNET,
          route_table_id: "${aws_route_table.other.id}",
          ...after("aws_route_table_association.first"),
        },
      },
    },
  },
  {
    name: "peered VPCs with the same addresses",
    code: "VpcPeeringConnectionFailed",
    message: "overlapping CIDR range",
    at: "aws_vpc_peering_connection.main",
    source: "https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html",
    resources: {
      aws_vpc: { ...vpc, peer: { cidr_block: "10.0.128.0/17" } },
      aws_vpc_peering_connection: { main: { vpc_id: VPC, peer_vpc_id: "${aws_vpc.peer.id}" } },
    },
  },
  {
    name: "an interface with an address outside of its subnet",
    code: "InvalidParameterValue",
    message: "Address does not fall within the subnet's address range",
    at: "aws_network_interface.main",
    source: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkInterface.html",
    resources: {
      aws_vpc: vpc,
      aws_subnet: subnets,
      aws_network_interface: { main: { subnet_id: SUBNET, private_ips: ["10.0.2.9"] } },
    },
  },
  {
    name: "an interface with an address that AWS keeps",
    code: "InvalidParameterValue",
    message: "is in subnet's reserved address range",
    at: "aws_network_interface.main",
    source: "https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html",
    resources: {
      aws_vpc: vpc,
      aws_subnet: subnets,
      aws_network_interface: { main: { subnet_id: SUBNET, private_ips: ["10.0.1.2"] } },
    },
  },
  {
    name: "two interfaces with one address",
    code: "InvalidIPAddress.InUse",
    message: "'10.0.1.9' is in use",
    at: "aws_network_interface.second",
    source: EC2,
    resources: {
      aws_vpc: vpc,
      aws_subnet: subnets,
      aws_network_interface: {
        first: { subnet_id: SUBNET, private_ips: ["10.0.1.9"] },
        second: { subnet_id: SUBNET, private_ips: ["10.0.1.9"], ...after("aws_network_interface.first") },
      },
    },
  },
  {
    name: "an endpoint for a service that the region does not have",
    code: "InvalidServiceName",
    message: "'com.amazonaws.eu-north-1.s3' does not exist",
    at: "aws_vpc_endpoint.main",
    source: EC2,
    resources: {
      aws_vpc: vpc,
      aws_vpc_endpoint: { main: { vpc_id: VPC, service_name: "com.amazonaws.eu-north-1.s3" } },
    },
  },
  {
    name: "private names of an endpoint in a VPC without names",
    code: "InvalidParameter",
    message: "requires both enableDnsSupport and enableDnsHostnames",
    at: "aws_vpc_endpoint.main",
    source: "https://docs.aws.amazon.com/vpc/latest/privatelink/manage-dns-names.html",
    resources: {
      aws_vpc: vpc,
      aws_subnet: subnets,
      aws_vpc_endpoint: {
        main: {
          vpc_id: VPC,
          service_name: "com.amazonaws.eu-west-1.logs",
          vpc_endpoint_type: "Interface",
          subnet_ids: [SUBNET],
          private_dns_enabled: true,
        },
      },
    },
  },
  {
    name: "an endpoint with two subnets of one zone",
    code: "DuplicateSubnetsInSameZone",
    message: "should be in different availability zones",
    at: "aws_vpc_endpoint.main",
    source: EC2,
    resources: {
      aws_vpc: vpc,
      aws_subnet: {
        main: subnet("10.0.1.0/24", { availability_zone_id: "euw1-az1" }),
        other: subnet("10.0.2.0/24", { availability_zone_id: "euw1-az1" }),
      },
      aws_vpc_endpoint: {
        main: {
          vpc_id: VPC,
          service_name: "com.amazonaws.eu-west-1.logs",
          vpc_endpoint_type: "Interface",
          subnet_ids: [SUBNET, "${aws_subnet.other.id}"],
        },
      },
    },
  },
  {
    name: "a sixth VPC",
    code: "VpcLimitExceeded",
    message: "maximum number of VPCs",
    at: "aws_vpc.sixth",
    source: "https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html",
    before: {
      aws_vpc: Object.fromEntries([1, 2, 3, 4, 5].map((index) => [`v${index}`, { cidr_block: `10.${index}.0.0/16` }])),
    },
    resources: {
      aws_vpc: {
        ...Object.fromEntries([1, 2, 3, 4, 5].map((index) => [`v${index}`, { cidr_block: `10.${index}.0.0/16` }])),
        sixth: { cidr_block: "10.6.0.0/16" },
      },
    },
  },
  {
    name: "a flow log that is there already",
    code: "FlowLogAlreadyExists",
    message: "existing Flow Log with the same configuration",
    at: "aws_flow_log.second",
    source: EC2,
    resources: {
      aws_vpc: vpc,
      aws_s3_bucket: bucket,
      aws_flow_log: Object.fromEntries(
        ["first", "second"].map((name) => [
          name,
          {
            vpc_id: VPC,
            traffic_type: "ALL",
            log_destination: "${aws_s3_bucket.main.arn}",
            log_destination_type: "s3",
            ...(name === "second" ? after("aws_flow_log.first") : {}),
          },
        ]),
      ),
    },
  },
];

const FILTERS: readonly Refusal[] = [
  {
    name: "a rule for a group of another VPC",
    code: "InvalidGroup.NotFound",
    message: "two resources that belong to different networks",
    at: "aws_vpc_security_group_ingress_rule.main",
    source: EC2,
    resources: {
      aws_vpc: { ...vpc, other: { cidr_block: "10.9.0.0/16" } },
      aws_security_group: {
        main: { name: "main", vpc_id: VPC },
        other: { name: "other", vpc_id: "${aws_vpc.other.id}" },
      },
      aws_vpc_security_group_ingress_rule: {
        main: {
          security_group_id: "${aws_security_group.main.id}",
          referenced_security_group_id: "${aws_security_group.other.id}",
          ip_protocol: "tcp",
          from_port: 443,
          to_port: 443,
        },
      },
    },
  },
  {
    name: "a rule that is there already",
    code: "InvalidPermission.Duplicate",
    message: "TCP, from port: 443, to port: 443, ALLOW",
    at: "aws_vpc_security_group_ingress_rule.second",
    source: EC2,
    resources: {
      aws_vpc: vpc,
      aws_security_group: { main: { name: "main", vpc_id: VPC } },
      aws_vpc_security_group_ingress_rule: Object.fromEntries(
        ["first", "second"].map((name) => [
          name,
          {
            security_group_id: "${aws_security_group.main.id}",
            cidr_ipv4: "10.0.0.0/16",
            ip_protocol: "tcp",
            from_port: 443,
            to_port: 443,
            ...(name === "second" ? after("aws_vpc_security_group_ingress_rule.first") : {}),
          },
        ]),
      ),
    },
  },
  {
    name: "two groups of one name",
    code: "InvalidGroup.Duplicate",
    message: "The security group 'main' already exists",
    at: "aws_security_group.second",
    source: EC2,
    resources: {
      aws_vpc: vpc,
      aws_security_group: {
        first: { name: "main", vpc_id: VPC },
        second: { name: "main", vpc_id: VPC, ...after("aws_security_group.first") },
      },
    },
  },
  {
    name: "two entries of one number",
    code: "NetworkAclEntryAlreadyExists",
    message: "identified by 100 already exists",
    at: "aws_network_acl_rule.second",
    source: EC2,
    resources: {
      aws_vpc: vpc,
      aws_network_acl: { main: { vpc_id: VPC } },
      aws_network_acl_rule: Object.fromEntries(
        ["first", "second"].map((name) => [
          name,
          {
            network_acl_id: "${aws_network_acl.main.id}",
            rule_number: 100,
            protocol: "tcp",
            rule_action: "allow",
            cidr_block: "10.0.0.0/16",
            from_port: 443,
            to_port: 443,
            ...(name === "second" ? after("aws_network_acl_rule.first") : {}),
          },
        ]),
      ),
    },
  },
  {
    name: "a subnet with something in it taken away",
    code: "DependencyViolation",
    message: "has dependencies and cannot be deleted",
    at: "aws_subnet.main",
    source: EC2,
    before: {
      aws_vpc: vpc,
      aws_subnet: subnets,
      aws_network_interface: { main: { subnet_id: '${join("", [aws_subnet.main.id])}' } },
    },
    resources: {
      aws_vpc: vpc,
      aws_network_interface: { main: { subnet_id: "@subnet" } },
    },
  },
];

const STORES: readonly Refusal[] = [
  {
    name: "a malformed bucket name",
    code: "InvalidBucketName",
    message: "The specified bucket is not valid",
    at: "aws_s3_bucket.main",
    source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html",
    resources: { aws_s3_bucket: { main: { bucket: "databox..refusals" } } },
  },
  {
    name: "a bucket name that another account has",
    code: "BucketAlreadyExists",
    message: "The requested bucket name is not available",
    at: "aws_s3_bucket.theirs",
    source: S3,
    resources: {
      aws_s3_bucket: {
        ...bucket,
        theirs: { bucket: "databox-refusals-main", provider: "aws.company", ...after("aws_s3_bucket.main") },
      },
    },
  },
  {
    name: "a bucket name twice",
    code: "BucketAlreadyOwnedByYou",
    message: "you already own it",
    at: "aws_s3_bucket.second",
    source: S3,
    resources: {
      aws_s3_bucket: { ...bucket, second: { bucket: "databox-refusals-main", ...after("aws_s3_bucket.main") } },
    },
  },
  {
    name: "an object under a lock destroyed",
    code: "AccessDenied",
    message: "protected by object lock",
    at: "aws_s3_object.scan",
    source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html",
    onDestroy: true,
    resources: {
      aws_s3_bucket: { main: { bucket: "databox-refusals-main", object_lock_enabled: true } },
      aws_s3_object: {
        scan: {
          bucket: "databox-refusals-main",
          key: "scan.dcm",
          content: "x",
          object_lock_mode: "COMPLIANCE",
          object_lock_retain_until_date: "2036-01-01T00:00:00Z",
          ...after("aws_s3_bucket.main"),
        },
      },
    },
  },
  {
    name: "an object under a lock in a bucket without locks",
    code: "InvalidRequest",
    message: "Bucket is missing Object Lock Configuration",
    at: "aws_s3_object.scan",
    source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html",
    resources: {
      aws_s3_bucket: bucket,
      aws_s3_object: {
        scan: {
          bucket: BUCKET,
          key: "scan.dcm",
          content: "x",
          object_lock_mode: "COMPLIANCE",
          object_lock_retain_until_date: "2036-01-01T00:00:00Z",
        },
      },
    },
  },
  {
    name: "a policy that names an action which S3 does not have",
    code: "MalformedPolicy",
    message: "Policy has invalid action",
    at: "aws_s3_bucket_policy.main",
    source: S3,
    resources: {
      aws_s3_bucket: bucket,
      aws_s3_bucket_policy: { main: { bucket: BUCKET, policy: policy(allow("s3:ReadObject", { Principal: ROOT })) } },
    },
  },
  {
    name: "a policy that names a condition key which S3 does not have",
    code: "MalformedPolicy",
    message: "Policy has an invalid condition key",
    at: "aws_s3_bucket_policy.main",
    source: S3,
    resources: {
      aws_s3_bucket: bucket,
      aws_s3_bucket_policy: {
        main: {
          bucket: BUCKET,
          policy: policy(
            allow("s3:GetObject", { Principal: ROOT, Condition: { StringEquals: { "s3:wardName": "x" } } }),
          ),
        },
      },
    },
  },
  {
    name: "a bucket policy without a principal",
    code: "MalformedPolicy",
    message: "Missing required field Principal",
    at: "aws_s3_bucket_policy.main",
    source: S3,
    resources: {
      aws_s3_bucket: bucket,
      aws_s3_bucket_policy: { main: { bucket: BUCKET, policy: policy(allow("s3:GetObject")) } },
    },
  },
  {
    name: "a bucket policy that is too long",
    code: "PolicyTooLarge",
    message: "larger than 20 KB",
    at: "aws_s3_bucket_policy.main",
    source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/add-bucket-policy.html",
    resources: {
      aws_s3_bucket: bucket,
      aws_s3_bucket_policy: {
        main: {
          bucket: BUCKET,
          policy: policy(
            ...Array.from({ length: 200 }, (_, index) =>
              allow("s3:GetObject", {
                Principal: ROOT,
                Resource: `arn:aws:s3:::databox-refusals-main/${"x".repeat(60)}${index}/*`,
              }),
            ),
          ),
        },
      },
    },
  },
  {
    name: "a public policy where public policies are blocked",
    code: "AccessDenied",
    message: "BlockPublicPolicy",
    at: "aws_s3_bucket_policy.main",
    source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
    resources: {
      aws_s3_bucket: bucket,
      aws_s3_bucket_public_access_block: { main: { bucket: BUCKET, block_public_policy: true } },
      aws_s3_bucket_policy: {
        main: {
          bucket: BUCKET,
          policy: policy(allow("s3:GetObject", { Principal: "*" })),
          ...after("aws_s3_bucket_public_access_block.main"),
        },
      },
    },
  },
  {
    name: "object lock without versions",
    code: "InvalidBucketState",
    message: "Versioning must be 'Enabled'",
    at: "aws_s3_bucket_object_lock_configuration.main",
    source: "https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectLockConfiguration.html",
    resources: {
      aws_s3_bucket: bucket,
      aws_s3_bucket_object_lock_configuration: {
        main: { bucket: BUCKET, rule: [{ default_retention: [{ mode: "GOVERNANCE", days: 1 }] }] },
      },
    },
  },
  {
    name: "an ACL where the owner owns everything",
    code: "AccessControlListNotSupported",
    message: "does not allow ACLs",
    at: "aws_s3_bucket_acl.main",
    source: S3,
    resources: {
      aws_s3_bucket: bucket,
      aws_s3_bucket_ownership_controls: {
        main: { bucket: BUCKET, rule: [{ object_ownership: "BucketOwnerEnforced" }] },
      },
      aws_s3_bucket_acl: {
        main: { bucket: BUCKET, acl: "private", ...after("aws_s3_bucket_ownership_controls.main") },
      },
    },
  },
  {
    name: "the settings of a bucket that is not there",
    code: "NoSuchBucket",
    message: "The specified bucket does not exist",
    at: "aws_s3_bucket_versioning.main",
    source: S3,
    resources: {
      aws_s3_bucket_versioning: {
        main: { bucket: "databox-refusals-none", versioning_configuration: [{ status: "Enabled" }] },
      },
    },
  },
  {
    name: "a protected table destroyed",
    code: "ValidationException",
    message: "protected against deletion",
    at: "aws_dynamodb_table.main",
    source: "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/WorkingWithTables.Basics.html",
    onDestroy: true,
    resources: {
      aws_dynamodb_table: {
        main: {
          name: "main",
          hash_key: "id",
          billing_mode: "PAY_PER_REQUEST",
          attribute: [{ name: "id", type: "S" }],
          deletion_protection_enabled: true,
        },
      },
    },
  },
];

const IDENTITIES: readonly Refusal[] = [
  {
    name: "two roles of one name",
    code: "EntityAlreadyExists",
    message: "Role with name Main already exists",
    at: "aws_iam_role.second",
    source: IAM,
    resources: {
      aws_iam_role: { ...role, second: { name: "Main", assume_role_policy: TRUST, ...after("aws_iam_role.main") } },
    },
  },
  {
    name: "a trust policy with actions of another service",
    code: "MalformedPolicyDocument",
    message: "may only specify STS AssumeRole actions",
    at: "aws_iam_role.main",
    source: IAM,
    resources: {
      aws_iam_role: {
        main: {
          name: "main",
          assume_role_policy: policy({ Effect: "Allow", Principal: ROOT, Action: "s3:GetObject" }),
        },
      },
    },
  },
  {
    name: "a trust policy with a resource",
    code: "MalformedPolicyDocument",
    message: "Has prohibited field Resource",
    at: "aws_iam_role.main",
    source: IAM,
    resources: {
      aws_iam_role: {
        main: { name: "main", assume_role_policy: policy(allow("sts:AssumeRole", { Principal: ROOT })) },
      },
    },
  },
  {
    name: "a trust policy that is too long",
    code: "LimitExceeded",
    message: "ACLSizePerRole: 2048",
    at: "aws_iam_role.main",
    source: IAM_QUOTAS,
    resources: {
      aws_iam_role: {
        main: {
          name: "main",
          assume_role_policy: policy(
            ...Array.from({ length: 30 }, (_, index) => ({
              Sid: `Company${index}`,
              Effect: "Allow",
              Principal: { AWS: `arn:aws:iam::2222222222${String(index).padStart(2, "0")}:root` },
              Action: "sts:AssumeRole",
            })),
          ),
        },
      },
    },
  },
  {
    name: "a policy that is too long",
    code: "LimitExceeded",
    message: "PolicySize: 6144",
    at: "aws_iam_policy.main",
    source: IAM_QUOTAS,
    resources: {
      aws_iam_policy: {
        main: {
          name: "main",
          policy: policy(
            ...Array.from({ length: 100 }, (_, index) =>
              allow("s3:GetObject", { Resource: `arn:aws:s3:::bucket-${index}/*` }),
            ),
          ),
        },
      },
    },
  },
  {
    name: "a policy with an operator that IAM does not have",
    code: "MalformedPolicyDocument",
    message: "Invalid Condition type : StringMatches",
    at: "aws_iam_policy.main",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html",
    resources: {
      aws_iam_policy: {
        main: {
          name: "main",
          policy: policy(allow("s3:GetObject", { Condition: { StringMatches: { "aws:SourceIp": "x" } } })),
        },
      },
    },
  },
  {
    name: "a policy that names an action without its service",
    code: "MalformedPolicyDocument",
    message: "must be prefaced by a vendor",
    at: "aws_iam_policy.main",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html",
    resources: { aws_iam_policy: { main: { name: "main", policy: policy(allow("GetObject")) } } },
  },
  {
    name: "a policy with a principal on an identity",
    code: "MalformedPolicyDocument",
    message: "should not specify a principal",
    at: "aws_iam_role_policy.main",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html",
    resources: {
      aws_iam_role: role,
      aws_iam_role_policy: {
        main: {
          name: "main",
          role: "${aws_iam_role.main.name}",
          policy: policy(allow("s3:GetObject", { Principal: ROOT })),
        },
      },
    },
  },
  {
    name: "a policy for a role that is not there",
    code: "NoSuchEntity",
    message: "The role with name nobody cannot be found",
    at: "aws_iam_role_policy.main",
    source: IAM,
    resources: {
      aws_iam_role_policy: { main: { name: "main", role: "nobody", policy: policy(allow("s3:GetObject")) } },
    },
  },
  {
    name: "an eleventh policy on a role",
    code: "LimitExceeded",
    message: "PoliciesPerRole: 10",
    at: "aws_iam_role_policy_attachment.eleventh",
    source: IAM_QUOTAS,
    resources: {
      aws_iam_role: role,
      aws_iam_policy: Object.fromEntries(
        Array.from({ length: 11 }, (_, index) => [
          `p${index}`,
          { name: `example${index}`, policy: policy(allow("s3:GetObject")) },
        ]),
      ),
      aws_iam_role_policy_attachment: {
        ...Object.fromEntries(
          Array.from({ length: 10 }, (_, index) => [
            `p${index}`,
            { role: "${aws_iam_role.main.name}", policy_arn: `\${aws_iam_policy.p${index}.arn}` },
          ]),
        ),
        eleventh: {
          role: "${aws_iam_role.main.name}",
          policy_arn: "${aws_iam_policy.p10.arn}",
          depends_on: Array.from({ length: 10 }, (_, index) => `aws_iam_role_policy_attachment.p${index}`),
        },
      },
    },
  },
];

const customer = { main: { type: "ipsec.1", ip_address: "203.0.113.10", bgp_asn: "65000" } };
const joined = {
  type: "ipsec.1",
  customer_gateway_id: "${aws_customer_gateway.main.id}",
  vpn_gateway_id: "${aws_vpn_gateway.main.id}",
};

/** Site-to-site VPN. */
const SITES: readonly Refusal[] = [
  {
    name: "a second VPN gateway of a VPC",
    code: "InvalidParameterValue",
    message: "already has a VPN gateway attached",
    at: "aws_vpn_gateway.second",
    source: "https://docs.aws.amazon.com/vpn/latest/s2svpn/vpn-limits.html",
    before: { aws_vpc: vpc, aws_vpn_gateway: { main: { vpc_id: VPC } } },
    resources: { aws_vpc: vpc, aws_vpn_gateway: { main: { vpc_id: VPC }, second: { vpc_id: VPC } } },
  },
  {
    name: "a route to a VPN gateway of another VPC",
    code: "InvalidParameterValue",
    message: "belong to different networks",
    at: "aws_route.main",
    source: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRoute.html",
    resources: {
      aws_vpc: { ...vpc, other: { cidr_block: "10.1.0.0/16" } },
      aws_vpn_gateway: { main: { vpc_id: "${aws_vpc.other.id}" } },
      aws_route_table: { main: { vpc_id: VPC } },
      aws_route: {
        main: {
          route_table_id: "${aws_route_table.main.id}",
          destination_cidr_block: "192.168.0.0/16",
          gateway_id: "${aws_vpn_gateway.main.id}",
        },
      },
    },
  },
  {
    name: "a static route of a connection with BGP",
    code: "InvalidVpnConnection.InvalidState",
    message: "cannot be added to a VPN connection with BGP",
    at: "aws_vpn_connection_route.main",
    source: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpnConnectionRoute.html",
    resources: {
      aws_vpc: vpc,
      aws_customer_gateway: customer,
      aws_vpn_gateway: { main: { vpc_id: VPC } },
      aws_vpn_connection: { main: joined },
      aws_vpn_connection_route: {
        main: { destination_cidr_block: "192.168.0.0/16", vpn_connection_id: "${aws_vpn_connection.main.id}" },
      },
    },
  },
];

const EFS = "https://docs.aws.amazon.com/efs/latest/ug/";
const files = { main: { creation_token: "databox-refusals-files" } };
const FILES_ID = "${aws_efs_file_system.main.id}";
const target = (subnet_id: string, more: object = {}): Record<string, unknown> => ({
  file_system_id: FILES_ID,
  subnet_id,
  ...more,
});

/** File systems. */
const FILES: readonly Refusal[] = [
  {
    name: "a file system with the token of another one",
    code: "FileSystemAlreadyExists",
    message: "already exists with creation token",
    at: "aws_efs_file_system.second",
    source: `${EFS}API_CreateFileSystem.html`,
    resources: {
      aws_efs_file_system: { ...files, second: { ...files.main, ...after("aws_efs_file_system.main") } },
    },
  },
  {
    name: "an access point of a file system that is not there",
    code: "FileSystemNotFound",
    message: "'fs-0123456789abcdef0' does not exist",
    at: "aws_efs_access_point.main",
    source: `${EFS}API_CreateAccessPoint.html`,
    resources: { aws_efs_access_point: { main: { file_system_id: "fs-0123456789abcdef0" } } },
  },
  {
    name: "an access point at a directory of five levels",
    code: "BadRequest",
    message: "four levels at most",
    at: "aws_efs_access_point.main",
    source: `${EFS}API_RootDirectory.html`,
    resources: {
      aws_efs_file_system: files,
      aws_efs_access_point: { main: { file_system_id: FILES_ID, root_directory: [{ path: "/a/b/c/d/e" }] } },
    },
  },
  {
    name: "two mount targets in one zone",
    code: "MountTargetConflict",
    message: "mount target already exists in this AZ",
    at: "aws_efs_mount_target.second",
    source: `${EFS}API_CreateMountTarget.html`,
    resources: {
      aws_vpc: vpc,
      aws_subnet: Object.fromEntries(
        ["10.0.1.0/24", "10.0.2.0/24"].map((block, index) => [
          index === 0 ? "main" : "second",
          subnet(block, { availability_zone: "eu-west-1a" }),
        ]),
      ),
      aws_efs_file_system: files,
      aws_efs_mount_target: {
        main: target(SUBNET),
        second: target("${aws_subnet.second.id}", after("aws_efs_mount_target.main")),
      },
    },
  },
  {
    name: "mount targets in two VPCs",
    code: "MountTargetConflict",
    message: "not in the same VPC as existing mount targets",
    at: "aws_efs_mount_target.second",
    source: `${EFS}API_CreateMountTarget.html`,
    resources: {
      aws_vpc: { ...vpc, other: { cidr_block: "10.1.0.0/16" } },
      aws_subnet: {
        main: subnet("10.0.1.0/24", { availability_zone: "eu-west-1a" }),
        second: subnet("10.1.1.0/24", { vpc_id: "${aws_vpc.other.id}", availability_zone: "eu-west-1b" }),
      },
      aws_efs_file_system: files,
      aws_efs_mount_target: {
        main: target(SUBNET),
        second: target("${aws_subnet.second.id}", after("aws_efs_mount_target.main")),
      },
    },
  },
  {
    name: "a mount target in a group of another VPC",
    code: "SecurityGroupNotFound",
    message: "does not exist in the subnet's VPC",
    at: "aws_efs_mount_target.main",
    source: `${EFS}API_CreateMountTarget.html`,
    resources: {
      aws_vpc: { ...vpc, other: { cidr_block: "10.1.0.0/16" } },
      aws_subnet: subnets,
      aws_security_group: { main: { name: "theirs", vpc_id: "${aws_vpc.other.id}" } },
      aws_efs_file_system: files,
      aws_efs_mount_target: { main: target(SUBNET, { security_groups: ["${aws_security_group.main.id}"] }) },
    },
  },
  {
    name: "a file system policy that names an action which EFS does not have",
    code: "InvalidPolicyException",
    message: "Unknown action elasticfilesystem:ClientMounts",
    at: "aws_efs_file_system_policy.main",
    source: `${EFS}API_PutFileSystemPolicy.html`,
    resources: {
      aws_efs_file_system: files,
      aws_efs_file_system_policy: {
        main: {
          file_system_id: FILES_ID,
          policy: policy(allow("elasticfilesystem:ClientMounts", { Principal: ROOT })),
        },
      },
    },
  },
];

const OTHERS: readonly Refusal[] = [
  {
    name: "a key that nobody could govern",
    code: "MalformedPolicyDocumentException",
    message: "will not allow you to update the key policy in the future",
    at: "aws_kms_key.main",
    source: KMS,
    resources: {
      aws_kms_key: {
        main: { policy: policy(allow("kms:*", { Principal: { AWS: "arn:aws:iam::111111111111:role/SomebodyElse" } })) },
      },
    },
  },
  {
    name: "a key policy that shuts its maker out by a condition",
    code: "MalformedPolicyDocumentException",
    message: "will not allow you to update the key policy in the future",
    at: "aws_kms_key.locked",
    source: KMS,
    resources: {
      aws_kms_key: {
        locked: {
          policy: policy(
            allow("kms:*", {
              Principal: ROOT,
              Condition: { ArnEquals: { "aws:PrincipalArn": "arn:aws:iam::111111111111:role/Absent" } },
            }),
          ),
        },
      },
    },
  },
  {
    name: "rotation in a custom key store",
    code: "UnsupportedOperationException",
    message: "does not support automatic key rotation",
    at: "aws_kms_key.main",
    source: "https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html",
    resources: { aws_kms_key: { main: { custom_key_store_id: "cks-0123456789abcdef0", enable_key_rotation: true } } },
  },
  {
    name: "an external key for two keys",
    code: "XksKeyAlreadyInUseException",
    message: "The external key data is associated with another KMS key",
    at: "aws_kms_key.second",
    source: KMS,
    resources: {
      aws_kms_key: {
        first: { custom_key_store_id: "cks-0123456789abcdef0", xks_key_id: "data" },
        second: { custom_key_store_id: "cks-0123456789abcdef0", xks_key_id: "data", ...after("aws_kms_key.first") },
      },
    },
  },
  {
    name: "a key in a key store that nobody connected",
    code: "CustomKeyStoreInvalidStateException",
    message: "has to be CONNECTED",
    at: "aws_kms_key.main",
    source: KMS,
    resources: {
      aws_kms_custom_key_store: { main: { custom_key_store_name: "main" } },
      aws_kms_key: { main: { custom_key_store_id: "${aws_kms_custom_key_store.main.id}" } },
    },
  },
  {
    name: "two aliases of one name",
    code: "AlreadyExistsException",
    message: "alias/main already exists",
    at: "aws_kms_alias.second",
    source: "https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html",
    resources: {
      aws_kms_key: { main: {} },
      aws_kms_alias: {
        first: { name: "alias/main", target_key_id: "${aws_kms_key.main.key_id}" },
        second: { name: "alias/main", target_key_id: "${aws_kms_key.main.key_id}", ...after("aws_kms_alias.first") },
      },
    },
  },
  {
    name: "two secrets of one name",
    code: "ResourceExistsException",
    message: "the secret psk already exists",
    at: "aws_secretsmanager_secret.second",
    source: "https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html",
    resources: {
      aws_secretsmanager_secret: {
        first: { name: "psk" },
        second: { name: "psk", ...after("aws_secretsmanager_secret.first") },
      },
    },
  },
  {
    name: "two log groups of one name",
    code: "ResourceAlreadyExistsException",
    message: "The specified log group already exists",
    at: "aws_cloudwatch_log_group.second",
    source: "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html",
    resources: {
      aws_cloudwatch_log_group: {
        first: { name: "main" },
        second: { name: "main", ...after("aws_cloudwatch_log_group.first") },
      },
    },
  },
  {
    name: "a trail into a bucket that does not let it",
    code: "InsufficientS3BucketPolicyException",
    message: "Incorrect S3 bucket policy is detected",
    at: "aws_cloudtrail.main",
    source: "https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_CreateTrail.html",
    resources: { aws_s3_bucket: bucket, aws_cloudtrail: { main: { name: "main", s3_bucket_name: BUCKET } } },
  },
  {
    name: "two firewall rules of one priority",
    code: "ConflictException",
    message: "priority 100",
    at: "aws_route53_resolver_firewall_rule.second",
    source: RESOLVER,
    resources: {
      aws_route53_resolver_firewall_rule_group: { main: { name: "main" } },
      aws_route53_resolver_firewall_domain_list: {
        a: { name: "a", domains: ["a.example"] },
        b: { name: "b", domains: ["b.example"] },
      },
      aws_route53_resolver_firewall_rule: Object.fromEntries(
        (["first", "second"] as const).map((name) => [
          name,
          {
            name,
            action: "ALLOW",
            priority: 100,
            firewall_rule_group_id: "${aws_route53_resolver_firewall_rule_group.main.id}",
            firewall_domain_list_id: `\${aws_route53_resolver_firewall_domain_list.${name === "first" ? "a" : "b"}.id}`,
            ...(name === "second" ? after("aws_route53_resolver_firewall_rule.first") : {}),
          },
        ]),
      ),
    },
  },
  {
    name: "one record twice",
    code: "InvalidChangeBatch",
    message: "but it already exists",
    at: "aws_route53_record.second",
    source: "https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html",
    resources: {
      aws_vpc: vpc,
      aws_route53_zone: { main: { name: "box.internal", vpc: [{ vpc_id: VPC }] } },
      aws_route53_record: Object.fromEntries(
        ["first", "second"].map((name) => [
          name,
          {
            zone_id: "${aws_route53_zone.main.zone_id}",
            name: "s3.box.internal",
            type: "A",
            ttl: 60,
            records: ["10.0.1.9"],
            ...(name === "second" ? after("aws_route53_record.first") : {}),
          },
        ]),
      ),
    },
  },
  {
    name: "an instance type that there is not",
    code: "InvalidParameterValue",
    message: "Invalid value 'm7i.17xlarge' for InstanceType",
    at: "aws_instance.main",
    source: EC2,
    resources: { aws_instance: { main: { ami: "ami-0123456789abcdef0", instance_type: "m7i.17xlarge" } } },
  },
  {
    name: "an image id that is none",
    code: "InvalidAMIID.Malformed",
    message: "expecting",
    at: "aws_instance.main",
    source: EC2,
    resources: { aws_instance: { main: { ami: "ami-desktop", instance_type: "m7i.large" } } },
  },
  {
    name: "a machine on an interface that another one has",
    code: "InvalidNetworkInterface.InUse",
    message: "in use",
    at: "aws_instance.second",
    source: EC2,
    resources: {
      aws_vpc: vpc,
      aws_subnet: subnets,
      aws_network_interface: { main: { subnet_id: SUBNET } },
      aws_instance: Object.fromEntries(
        ["first", "second"].map((name) => [
          name,
          {
            ami: "ami-0123456789abcdef0",
            instance_type: "m7i.large",
            primary_network_interface: [{ network_interface_id: "${aws_network_interface.main.id}" }],
            ...(name === "second" ? after("aws_instance.first") : {}),
          },
        ]),
      ),
    },
  },
  {
    name: "VPN addresses that are the VPC's",
    code: "InvalidParameterValue",
    message: "overlaps with the CIDR of the VPC",
    at: "aws_ec2_client_vpn_endpoint.main",
    source: "https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/what-is-best-practices.html",
    resources: {
      aws_vpc: vpc,
      aws_ec2_client_vpn_endpoint: {
        main: {
          client_cidr_block: "10.0.0.0/20",
          vpc_id: VPC,
          server_certificate_arn: "arn:aws:acm:eu-west-1:111111111111:certificate/11111111-0000-4000-8000-000000000001",
          authentication_options: [
            {
              type: "certificate-authentication",
              root_certificate_chain_arn:
                "arn:aws:acm:eu-west-1:111111111111:certificate/11111111-0000-4000-8000-000000000002",
            },
          ],
          connection_log_options: [{ enabled: false }],
        },
      },
    },
  },
  ...SITES,
  ...FILES,
  {
    name: "a service that the region lacks",
    code: "UnsupportedOperation",
    message: "AWS CodeArtifact is not available in ap-northeast-2",
    at: "aws_codeartifact_domain.main",
    source: "https://docs.aws.amazon.com/general/latest/gr/codeartifact.html",
    region: "ap-northeast-2",
    resources: { aws_codeartifact_domain: { main: { domain: "packages" } } },
  },
  {
    name: "a malware scan of a bucket that is not there",
    code: "BadRequestException",
    message: "the S3 bucket is not one of the caller's account",
    at: "aws_guardduty_malware_protection_plan.main",
    source: GUARDDUTY,
    resources: { aws_guardduty_malware_protection_plan: { main: scanOf("databox-refusals-none") } },
  },
  {
    name: "a second malware scan of a bucket",
    code: "ConflictException",
    message: "has a Malware Protection plan already",
    at: "aws_guardduty_malware_protection_plan.second",
    source: GUARDDUTY,
    before: { aws_s3_bucket: bucket, aws_guardduty_malware_protection_plan: { main: scanOf(BUCKET) } },
    resources: {
      aws_s3_bucket: bucket,
      aws_guardduty_malware_protection_plan: { main: scanOf(BUCKET), second: scanOf(BUCKET) },
    },
  },
];

export const REFUSALS: readonly Refusal[] = [
  ...NETWORK,
  ...FILTERS,
  ...STORES,
  ...DATABASES,
  ...IDENTITIES,
  ...OTHERS,
  ...BACKUP_REFUSALS,
];
