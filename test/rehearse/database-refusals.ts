import { type Refusal } from "./refusals";

const RDS = "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/";
const AURORA = "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/";

const subnet = (index: number, zone: string, more: object = {}): Record<string, unknown> => ({
  vpc_id: "${aws_vpc.main.id}",
  cidr_block: `10.0.${index}.0/24`,
  availability_zone: `eu-west-1${zone}`,
  ...more,
});
const network = {
  aws_vpc: { main: { cidr_block: "10.0.0.0/16" } },
  aws_subnet: { one: subnet(1, "a"), two: subnet(2, "b") },
};
const place = {
  ...network,
  aws_db_subnet_group: { main: { name: "data", subnet_ids: ["${aws_subnet.one.id}", "${aws_subnet.two.id}"] } },
};
const SNAPSHOT = "arn:aws:rds:eu-west-1:111111111111:cluster-snapshot:visits";
const cluster = (more: object = {}): Record<string, unknown> => ({
  cluster_identifier: "visits",
  engine: "aurora-postgresql",
  engine_version: "16",
  snapshot_identifier: SNAPSHOT,
  skip_final_snapshot: true,
  ...more,
});
const placed = (more: object = {}): Record<string, unknown> =>
  cluster({ db_subnet_group_name: "${aws_db_subnet_group.main.name}", ...more });
const instance = (more: object = {}): Record<string, unknown> => ({
  identifier: "visits-0",
  cluster_identifier: "${aws_rds_cluster.main.id}",
  engine: "aurora-postgresql",
  instance_class: "db.r7g.large",
  ...more,
});
const parameters = (family: string): Record<string, Record<string, unknown>> => ({ main: { name: "visits", family } });

/** Databases. */
export const DATABASES: readonly Refusal[] = [
  {
    name: "a group of subnets in one zone",
    code: "DBSubnetGroupDoesNotCoverEnoughAZs",
    message: "Current AZ coverage: eu-west-1a. Add subnets to cover at least 2 AZs.",
    at: "aws_db_subnet_group.main",
    source: `${RDS}API_CreateDBSubnetGroup.html`,
    resources: {
      ...network,
      aws_db_subnet_group: { main: { name: "data", subnet_ids: ["${aws_subnet.one.id}"] } },
    },
  },
  {
    name: "a group of subnets of two VPCs",
    code: "InvalidSubnet",
    message: "not all in one VPC",
    at: "aws_db_subnet_group.main",
    source: `${RDS}API_CreateDBSubnetGroup.html`,
    resources: {
      ...place,
      aws_vpc: { ...network.aws_vpc, other: { cidr_block: "10.1.0.0/16" } },
      aws_subnet: {
        ...network.aws_subnet,
        two: subnet(0, "b", { vpc_id: "${aws_vpc.other.id}", cidr_block: "10.1.0.0/24" }),
      },
    },
  },
  {
    name: "a family of parameters that there is not",
    code: "InvalidParameterValue",
    message: "aurora-postgresql9.6 is not a valid parameter group family",
    at: "aws_rds_cluster_parameter_group.main",
    source: `${RDS}API_CreateDBClusterParameterGroup.html`,
    resources: { aws_rds_cluster_parameter_group: parameters("aurora-postgresql9.6") },
  },
  {
    name: "a cluster whose parameters are of another version",
    code: "InvalidParameterCombination",
    message: "Please use a Parameter Group with DBParameterGroupFamily aurora-postgresql16",
    at: "aws_rds_cluster.main",
    source: `${AURORA}USER_WorkingWithDBClusterParamGroups.html`,
    resources: {
      aws_rds_cluster_parameter_group: parameters("aurora-postgresql15"),
      aws_rds_cluster: {
        main: cluster({ db_cluster_parameter_group_name: "${aws_rds_cluster_parameter_group.main.name}" }),
      },
    },
  },
  {
    name: "a cluster whose parameters are not there",
    code: "DBClusterParameterGroupNotFound",
    message: "not found: gone",
    at: "aws_rds_cluster.main",
    source: `${RDS}API_RestoreDBClusterFromSnapshot.html`,
    resources: { aws_rds_cluster: { main: cluster({ db_cluster_parameter_group_name: "gone" }) } },
  },
  {
    name: "a cluster in subnets that are not there",
    code: "DBSubnetGroupNotFoundFault",
    message: "DB subnet group 'gone' does not exist",
    at: "aws_rds_cluster.main",
    source: `${RDS}API_RestoreDBClusterFromSnapshot.html`,
    resources: { aws_rds_cluster: { main: cluster({ db_subnet_group_name: "gone" }) } },
  },
  {
    name: "a version of PostgreSQL that there is not",
    code: "InvalidParameterCombination",
    message: "Cannot find version 9.6 for aurora-postgresql",
    at: "aws_rds_cluster.main",
    source: `${RDS}API_CreateDBCluster.html`,
    resources: { aws_rds_cluster: { main: cluster({ engine_version: "9.6" }) } },
  },
  {
    name: "a snapshot of another region",
    code: "DBClusterSnapshotNotFoundFault",
    message: "us-east-1",
    at: "aws_rds_cluster.main",
    source: `${RDS}API_RestoreDBClusterFromSnapshot.html`,
    resources: {
      aws_rds_cluster: { main: cluster({ snapshot_identifier: SNAPSHOT.replace("eu-west-1", "us-east-1") }) },
    },
  },
  {
    name: "a cluster from nothing and without a password",
    code: "InvalidParameterValue",
    message: "MasterUserPassword must be provided",
    at: "aws_rds_cluster.main",
    source: `${RDS}API_CreateDBCluster.html`,
    resources: { aws_rds_cluster: { main: cluster({ snapshot_identifier: null, master_username: "owner" }) } },
  },
  {
    name: "a cluster whose key is disabled",
    code: "KMSKeyNotAccessibleFault",
    message: "is not enabled",
    at: "aws_rds_cluster.main",
    source: `${RDS}API_RestoreDBClusterFromSnapshot.html`,
    resources: {
      aws_kms_key: { main: { is_enabled: false } },
      aws_rds_cluster: { main: cluster({ storage_encrypted: true, kms_key_id: "${aws_kms_key.main.arn}" }) },
    },
  },
  {
    name: "a cluster in a group of another VPC",
    code: "InvalidVPCNetworkStateFault",
    message: "are in different VPCs",
    at: "aws_rds_cluster.main",
    source: `${RDS}API_RestoreDBClusterFromSnapshot.html`,
    resources: {
      ...place,
      aws_vpc: { ...network.aws_vpc, other: { cidr_block: "10.1.0.0/16" } },
      aws_security_group: { main: { name: "theirs", vpc_id: "${aws_vpc.other.id}" } },
      aws_rds_cluster: { main: placed({ vpc_security_group_ids: ["${aws_security_group.main.id}"] }) },
    },
  },
  {
    name: "an instance of another engine than its cluster's",
    code: "InvalidParameterCombination",
    message: "doesn't match the engine name of your DB cluster",
    at: "aws_rds_cluster_instance.main",
    source: `${RDS}API_CreateDBInstance.html`,
    resources: {
      aws_rds_cluster: { main: cluster() },
      aws_rds_cluster_instance: { main: instance({ engine: "aurora-mysql" }) },
    },
  },
  {
    name: "a class that Aurora does not have",
    code: "InvalidParameterCombination",
    message: "DBInstanceClass=db.m7i.large",
    at: "aws_rds_cluster_instance.main",
    source: `${AURORA}Concepts.DBInstanceClass.Support.html`,
    resources: {
      aws_rds_cluster: { main: cluster() },
      aws_rds_cluster_instance: { main: instance({ instance_class: "db.m7i.large" }) },
    },
  },
  {
    name: "a public instance in a VPC without a gateway",
    code: "InvalidVPCNetworkStateFault",
    message: "has no internet gateway attached",
    at: "aws_rds_cluster_instance.main",
    source: `${RDS}API_CreateDBInstance.html`,
    resources: {
      ...place,
      aws_rds_cluster: { main: placed() },
      aws_rds_cluster_instance: { main: instance({ publicly_accessible: true }) },
    },
  },
  {
    name: "an instance in a zone without a subnet",
    code: "InvalidVPCNetworkStateFault",
    message: "has no subnet there",
    at: "aws_rds_cluster_instance.main",
    source: `${RDS}API_CreateDBInstance.html`,
    resources: {
      ...place,
      aws_rds_cluster: { main: placed() },
      aws_rds_cluster_instance: { main: instance({ availability_zone: "eu-west-1c" }) },
    },
  },
  {
    name: "an end of a cluster that is protected",
    code: "InvalidParameterCombination",
    message: "Cannot delete protected Cluster",
    at: "aws_rds_cluster.main",
    source: `${RDS}API_DeleteDBCluster.html`,
    onDestroy: true,
    resources: { aws_rds_cluster: { main: cluster({ deletion_protection: true }) } },
  },
  {
    name: "an end of a cluster that leaves a snapshot without a name",
    code: "InvalidParameterCombination",
    message: "FinalDBSnapshotIdentifier is required",
    at: "aws_rds_cluster.main",
    source: `${RDS}API_DeleteDBCluster.html`,
    onDestroy: true,
    resources: { aws_rds_cluster: { main: cluster({ skip_final_snapshot: false }) } },
  },
];
