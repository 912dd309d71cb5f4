import { type Call, type ResourceType } from "../resource-type";
import { type StoredResource } from "../store";
import { listOf, objectsOf, refuse, textOf, written } from "./refusals";

/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/CommonErrors.html and the errors of each operation there. */
const invalid = (message: string): never => refuse("InvalidParameterValue", message);
const unfit = (message: string): never => refuse("InvalidParameterCombination", message);

/** Minor versions that AWS takes a major one for, as of the end of 2025. */
const MINORS: Readonly<Record<string, string>> = {
  "13": "13.20",
  "14": "14.17",
  "15": "15.12",
  "16": "16.8",
  "17": "17.4",
};
const DEFAULT_VERSION = "16";

/** https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.DBInstanceClass.Support.html */
const CLASSES = /^db\.(?:t3|t4g|r5|r6g|r6gd|r6i|r6id|r7g|r7i|r8g|x2g|serverless)(?:\.\w+)?$/;
const CLASS_FORM = /^db\.(?:serverless|[a-z]\w*\.\w+)$/;

const IDENTIFIER = /^[a-z](?:-?[a-z0-9]){0,62}$/;

function checkIdentifier(parameter: string, value: string): void {
  if (!IDENTIFIER.test(value))
    invalid(
      `The parameter ${parameter} is not a valid identifier. Identifiers must begin with a letter; must contain only ASCII letters, digits, and hyphens; and must not end with a hyphen or contain two consecutive hyphens.`,
    );
}

function named(call: Call, type: string, name: unknown): StoredResource | undefined {
  return call.store.find(type, textOf(name as string), call);
}

function majorOf(version: string | undefined): string {
  return (version ?? DEFAULT_VERSION).split(".")[0] ?? "";
}

/** What is wrong with a cluster's parts, whoever made them. */
function checkCluster(call: Call): void {
  const { values } = call;
  const version = textOf(values["engine_version"]);
  const days = values["backup_retention_period"];
  if (typeof days === "number" && (days < 1 || days > 35))
    invalid(`Invalid backup retention period: ${days}. Must be between 1 and 35`);
  if (values["engine"] !== "aurora-postgresql") return;
  if (MINORS[majorOf(version)] === undefined) unfit(`Cannot find version ${version ?? ""} for aurora-postgresql`);
  const parameters = textOf(values["db_cluster_parameter_group_name"]);
  if (parameters === undefined || parameters.startsWith("default.")) return;
  const group = named(call, "aws_rds_cluster_parameter_group", parameters);
  if (group === undefined)
    refuse("DBClusterParameterGroupNotFound", `DBClusterParameterGroup not found: ${parameters}`);
  const family = `aurora-postgresql${majorOf(version)}`;
  if (group.values["family"] !== family)
    unfit(
      `The Parameter Group ${parameters} with DBParameterGroupFamily ${written(group.values["family"])} can't be used for this instance. Please use a Parameter Group with DBParameterGroupFamily ${family}`,
    );
}

/** A key that the cloud has, or that some account's own is: then nothing is known against it. */
function checkKey({ store, values }: Call): void {
  const arn = textOf(values["kms_key_id"]);
  const key = ["aws_kms_key", "aws_kms_external_key"]
    .flatMap((type) => store.ofType(type))
    .find((one) => one.values["arn"] === arn);
  if (key !== undefined && (key.values["is_enabled"] === false || key.values["enabled"] === false))
    refuse(
      "KMSKeyNotAccessibleFault",
      `The specified KMS key [${written(arn)}] does not exist, is not enabled or you do not have permissions to access it.`,
    );
}

function checkPlace(call: Call): void {
  const name = textOf(call.values["db_subnet_group_name"]);
  if (name === undefined) return;
  const subnets = named(call, "aws_db_subnet_group", name);
  if (subnets === undefined) refuse("DBSubnetGroupNotFoundFault", `DB subnet group '${name}' does not exist.`);
  for (const id of listOf(call.values["vpc_security_group_ids"])) {
    const group = call.store.find("aws_security_group", id);
    if (group === undefined) invalid(`Invalid security group , groupId= ${written(id)}, groupName=.`);
    else if (group.values["vpc_id"] !== subnets.values["vpc_id"])
      refuse(
        "InvalidVPCNetworkStateFault",
        `The DB instance and EC2 security group are in different VPCs. The DB instance is in ${written(subnets.values["vpc_id"])} and the EC2 security group is in ${written(group.values["vpc_id"])}`,
      );
  }
}

function createCluster(call: Call): void {
  const { values, region } = call;
  const id = written(values["cluster_identifier"]);
  checkIdentifier("DBClusterIdentifier", id);
  if (named(call, "aws_rds_cluster", id) !== undefined)
    refuse("DBClusterAlreadyExistsFault", "DB Cluster already exists");
  checkCluster(call);
  checkPlace(call);
  checkKey(call);
  if (textOf(values["kms_key_id"]) !== undefined && values["storage_encrypted"] === false)
    unfit("You can't specify a KMS key for an unencrypted DB cluster.");
  const snapshot = textOf(values["snapshot_identifier"]);
  // Of another account or not, a snapshot that is shared is named by its ARN, and is of the cluster's own region.
  if (snapshot?.startsWith("arn:") === true && snapshot.split(":")[3] !== region)
    refuse("DBClusterSnapshotNotFoundFault", `DBClusterSnapshot not found: ${snapshot}`);
  const restored = [snapshot, values["replication_source_identifier"], values["global_cluster_identifier"]].some(
    (one) => textOf(one) !== undefined,
  );
  if (!restored && objectsOf(values["restore_to_point_in_time"]).length === 0) {
    if (textOf(values["master_username"]) === undefined) invalid("The parameter MasterUsername must be provided.");
    const password = values["master_password"] ?? values["master_password_wo_version"];
    if ((password ?? null) === null && values["manage_master_user_password"] !== true)
      invalid("The parameter MasterUserPassword must be provided and must not be blank.");
  }
}

function deleteCluster({ store, prior }: Call & { readonly prior: StoredResource }): void {
  if (prior.values["deletion_protection"] === true)
    unfit("Cannot delete protected Cluster, please disable deletion protection and try again.");
  if (prior.values["skip_final_snapshot"] !== true && textOf(prior.values["final_snapshot_identifier"]) === undefined)
    unfit("FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified.");
  if (membersOf(store, prior).length > 0)
    refuse(
      "InvalidDBClusterStateFault",
      "Cluster cannot be deleted, it still contains DB instances in non-deleting state.",
    );
}

function membersOf(store: Call["store"], cluster: StoredResource): StoredResource[] {
  return store
    .ofType("aws_rds_cluster_instance", cluster)
    .filter(({ values }) => values["cluster_identifier"] === cluster.id);
}

function clusterOf(call: Call): StoredResource {
  const id = written(call.values["cluster_identifier"]);
  const found = named(call, "aws_rds_cluster", id);
  if (found === undefined) refuse("DBClusterNotFoundFault", `DBCluster not found: ${id}`);
  return found;
}

function createInstance(call: Call): void {
  const { store, values } = call;
  const id = written(values["identifier"]);
  checkIdentifier("DBInstanceIdentifier", id);
  if (named(call, "aws_rds_cluster_instance", id) !== undefined)
    refuse("DBInstanceAlreadyExists", "DB instance already exists");
  const cluster = clusterOf(call);
  const engine = written(values["engine"]);
  if (engine !== cluster.values["engine"])
    unfit(
      `The engine name requested for your DB instance (${engine}) doesn't match the engine name of your DB cluster (${written(cluster.values["engine"])}).`,
    );
  const type = written(values["instance_class"]);
  if (!CLASS_FORM.test(type)) invalid(`Invalid DB Instance class: ${type}`);
  if (!CLASSES.test(type))
    unfit(
      `RDS does not support creating a DB instance with the following combination: DBInstanceClass=${type}, Engine=${engine}, EngineVersion=${written(cluster.values["engine_version_actual"])}. For supported combinations of instance class and database engine version, see the documentation.`,
    );
  const subnets = named(call, "aws_db_subnet_group", cluster.values["db_subnet_group_name"]);
  const zone = textOf(values["availability_zone"]);
  if (subnets !== undefined && zone !== undefined && !zonesOf(call, subnets.values["subnet_ids"]).includes(zone))
    refuse(
      "InvalidVPCNetworkStateFault",
      `Cannot create the DB instance in ${zone}: the DB subnet group ${subnets.id} has no subnet there`,
    );
  const vpc = subnets?.values["vpc_id"];
  const hasGateway = [...store.ofType("aws_internet_gateway"), ...store.ofType("aws_internet_gateway_attachment")].some(
    (one) => one.values["vpc_id"] === vpc,
  );
  if (values["publicly_accessible"] === true && vpc !== undefined && !hasGateway)
    refuse(
      "InvalidVPCNetworkStateFault",
      "Cannot create a publicly accessible DBInstance. The specified VPC has no internet gateway attached. Update the VPC and then try again",
    );
}

function zonesOf({ store }: Call, ids: Call["values"][string] | undefined): string[] {
  const zones = listOf(ids).map((id) => store.find("aws_subnet", id)?.values["availability_zone"]);
  return [...new Set(zones.map(written))].sort();
}

function createSubnets(call: Call): void {
  const { values, store } = call;
  const name = written(values["name"]);
  if (named(call, "aws_db_subnet_group", name) !== undefined)
    refuse("DBSubnetGroupAlreadyExists", `The DB subnet group '${name}' already exists.`);
  checkSubnets(call);
  const vpcs = new Set(listOf(values["subnet_ids"]).map((id) => store.find("aws_subnet", id)?.values["vpc_id"]));
  if (vpcs.size > 1) refuse("InvalidSubnet", "The subnets are not all in one VPC");
}

/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBSubnetGroup.html */
function checkSubnets(call: Call): void {
  const ids = listOf(call.values["subnet_ids"]);
  const missing = ids.find((id) => call.store.find("aws_subnet", id) === undefined);
  if (missing !== undefined) refuse("InvalidSubnet", `The subnet ${written(missing)} does not exist`);
  const zones = zonesOf(call, ids);
  if (zones.length < 2)
    refuse(
      "DBSubnetGroupDoesNotCoverEnoughAZs",
      `The DB subnet group doesn't meet Availability Zone (AZ) coverage requirement. Current AZ coverage: ${zones.join(", ")}. Add subnets to cover at least 2 AZs.`,
    );
}

function hostOf({ region, digits }: Call, name: string): string {
  return `${name}-${digits(12)}.${region}.rds.amazonaws.com`;
}

export const DATABASE_TYPES: Readonly<Record<string, ResourceType>> = {
  aws_db_subnet_group: {
    noun: "RDS DB Subnet Group",
    id: "{name}",
    arn: "rds:{region}:{account}:subgrp:{id}",
    computed: ({ store, values }) => ({
      supported_network_types: ["IPV4"],
      vpc_id: store.find("aws_subnet", listOf(values["subnet_ids"])[0])?.values["vpc_id"] ?? null,
    }),
    create: createSubnets,
    update: checkSubnets,
    heldBy: { aws_rds_cluster: "db_subnet_group_name", aws_db_instance: "db_subnet_group_name" },
    heldCode: "InvalidDBSubnetGroupStateFault",
  },
  aws_rds_cluster_parameter_group: {
    noun: "RDS Cluster Parameter Group",
    id: "{name}",
    arn: "rds:{region}:{account}:cluster-pg:{id}",
    create: (call) => {
      const [name, family] = [written(call.values["name"]), written(call.values["family"])];
      if (named(call, "aws_rds_cluster_parameter_group", name) !== undefined)
        refuse("DBParameterGroupAlreadyExists", `Parameter group ${name} already exists`);
      const [, major] = /^aurora-postgresql(.*)$/.exec(family) ?? [];
      if (major !== undefined && MINORS[major] === undefined)
        invalid(`ParameterGroupFamily ${family} is not a valid parameter group family`);
    },
    heldBy: { aws_rds_cluster: "db_cluster_parameter_group_name" },
    heldCode: "InvalidDBParameterGroupState",
  },
  aws_rds_cluster: {
    noun: "RDS Cluster",
    id: "{cluster_identifier}",
    arn: "rds:{region}:{account}:cluster:{id}",
    computed: (call, id) => ({
      allocated_storage: 1,
      availability_zones: ["a", "b", "c"].map((letter) => `${call.region}${letter}`),
      cluster_resource_id: `cluster-${call.digits(26).toUpperCase()}`,
      database_name: "",
      endpoint: hostOf(call, `${id}.cluster`),
      engine_version_actual: MINORS[majorOf(textOf(call.values["engine_version"]))] ?? null,
      master_username: "postgres",
      // Nobody watches but whom the configuration names.
      monitoring_role_arn: "",
      network_type: "IPV4",
      reader_endpoint: hostOf(call, `${id}.cluster-ro`),
    }),
    create: createCluster,
    update: checkCluster,
    delete: deleteCluster,
  },
  aws_rds_cluster_instance: {
    noun: "RDS Cluster Instance",
    id: "{identifier}",
    arn: "rds:{region}:{account}:db:{id}",
    computed: (call, id) => {
      const cluster = clusterOf(call);
      const of = (name: string) => cluster.values[name] ?? null;
      return {
        db_subnet_group_name: of("db_subnet_group_name"),
        dbi_resource_id: `db-${call.digits(26).toUpperCase()}`,
        endpoint: hostOf(call, id),
        engine_version: of("engine_version"),
        engine_version_actual: of("engine_version_actual"),
        kms_key_id: of("kms_key_id"),
        monitoring_role_arn: "",
        network_type: "IPV4",
        port: of("port"),
        storage_encrypted: of("storage_encrypted"),
        writer: membersOf(call.store, cluster).every((one) => one.id === id),
      };
    },
    create: createInstance,
  },
  aws_db_instance: {
    noun: "RDS DB Instance",
    id: "{identifier}",
    arn: "rds:{region}:{account}:db:{id}",
    delete: ({ prior }) => {
      if (prior.values["deletion_protection"] === true)
        unfit("Cannot delete protected DB Instance, please disable deletion protection and try again.");
    },
  },
};
