import { type PartKind } from "./graph";

/** How resources of a type are shown. */
interface Shown {
  readonly kind: PartKind;
  /** Shown at the edge of its network, though it may name subnets. @default false */
  readonly atEdge?: boolean;
  /** Shown only where it stands in a subnet. @default false */
  readonly inSubnetOnly?: boolean;
}

/** Resource types that a picture shows; of every other type only what stands in a subnet, or a finding names. */
export const SHOWN: ReadonlyMap<string, Shown> = new Map<string, Shown>([
  ["aws_alb", { kind: "load-balancer" }],
  ["aws_codeartifact_repository", { kind: "registry" }],
  ["aws_db_instance", { kind: "database" }],
  ["aws_docdb_cluster", { kind: "database" }],
  ["aws_dx_gateway", { kind: "network-attachment" }],
  ["aws_dynamodb_table", { kind: "database" }],
  ["aws_ec2_carrier_gateway", { kind: "carrier-gateway", atEdge: true }],
  ["aws_ec2_client_vpn_endpoint", { kind: "client-vpn" }],
  ["aws_ec2_client_vpn_network_association", { kind: "client-vpn" }],
  ["aws_ec2_instance_connect_endpoint", { kind: "endpoint" }],
  ["aws_ec2_transit_gateway_vpc_attachment", { kind: "transit-attachment", atEdge: true }],
  ["aws_efs_file_system", { kind: "file-system" }],
  ["aws_efs_mount_target", { kind: "file-system" }],
  ["aws_egress_only_internet_gateway", { kind: "egress-only-gateway", atEdge: true }],
  ["aws_elb", { kind: "load-balancer" }],
  ["aws_fsx_lustre_file_system", { kind: "file-system" }],
  ["aws_instance", { kind: "machine" }],
  ["aws_internet_gateway", { kind: "internet-gateway", atEdge: true }],
  ["aws_kms_external_key", { kind: "keys" }],
  ["aws_kms_key", { kind: "keys" }],
  ["aws_lambda_function", { kind: "function" }],
  ["aws_launch_template", { kind: "machine", inSubnetOnly: true }],
  ["aws_lb", { kind: "load-balancer" }],
  ["aws_nat_gateway", { kind: "nat-gateway" }],
  ["aws_neptune_cluster", { kind: "database" }],
  ["aws_network_interface", { kind: "machine", inSubnetOnly: true }],
  ["aws_networkmanager_vpc_attachment", { kind: "network-attachment", atEdge: true }],
  ["aws_rds_cluster", { kind: "database" }],
  ["aws_redshift_cluster", { kind: "database" }],
  ["aws_route53_resolver_endpoint", { kind: "resolver-endpoint" }],
  ["aws_s3_bucket", { kind: "bucket" }],
  ["aws_secretsmanager_secret", { kind: "secrets" }],
  ["aws_vpc_endpoint", { kind: "endpoint" }],
  ["aws_vpclattice_service_network_vpc_association", { kind: "network-attachment", atEdge: true }],
  ["aws_vpn_gateway", { kind: "vpn-gateway", atEdge: true }],
]);

/** Kinds of which only the number is of interest. */
export const COUNTED: ReadonlySet<PartKind> = new Set(["keys", "secrets"]);

/** Types that are part of what they name: a finding on one of them is shown on that. */
export const OWNED_BY: ReadonlyMap<string, string> = new Map([
  ["aws_ec2_client_vpn_authorization_rule", "client_vpn_endpoint_id"],
  ["aws_ec2_client_vpn_network_association", "client_vpn_endpoint_id"],
  ["aws_ec2_client_vpn_route", "client_vpn_endpoint_id"],
  ["aws_efs_access_point", "file_system_id"],
  ["aws_efs_file_system_policy", "file_system_id"],
  ["aws_efs_mount_target", "file_system_id"],
  ["aws_internet_gateway_attachment", "internet_gateway_id"],
  ["aws_network_acl", "vpc_id"],
  ["aws_s3_bucket_acl", "bucket"],
  ["aws_s3_bucket_logging", "bucket"],
  ["aws_s3_bucket_notification", "bucket"],
  ["aws_s3_bucket_policy", "bucket"],
  ["aws_s3_bucket_public_access_block", "bucket"],
  ["aws_s3_bucket_replication_configuration", "bucket"],
  ["aws_secretsmanager_secret_policy", "secret_arn"],
  ["aws_vpc_endpoint_policy", "vpc_endpoint_id"],
  ["aws_vpc_peering_connection_accepter", "vpc_peering_connection_id"],
  ["aws_vpc_peering_connection_options", "vpc_peering_connection_id"],
  ["aws_vpn_connection_route", "vpn_connection_id"],
  ["aws_vpn_gateway_attachment", "vpn_gateway_id"],
]);
