import { DbSubnetGroup } from "@cdktf/provider-aws/lib/db-subnet-group";
import { RdsCluster } from "@cdktf/provider-aws/lib/rds-cluster";
import { RdsClusterInstance } from "@cdktf/provider-aws/lib/rds-cluster-instance";
import { RdsClusterParameterGroup } from "@cdktf/provider-aws/lib/rds-cluster-parameter-group";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { type TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { type SubnetTier } from "./private-network";

/** Port of PostgreSQL. */
export const POSTGRES_PORT = 5432;

const ENGINE = "aurora-postgresql";

/**
 * Extensions that SQL may install: they work on what is in the database. All others may not be, among them those that
 * call other databases (dblink, postgres_fdw), S3, Lambda and models (aws_s3, aws_lambda, aws_ml).
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraPostgreSQLReleaseNotes/AuroraPostgreSQL.Extensions.html
 */
const EXTENSIONS = [
  "btree_gin",
  "btree_gist",
  "citext",
  "cube",
  "fuzzystrmatch",
  "hstore",
  "intarray",
  "ltree",
  "pg_stat_statements",
  "pg_trgm",
  "pgcrypto",
  "plpgsql",
  "tablefunc",
  "unaccent",
  "uuid-ossp",
  "vector",
];

export interface DatabaseStoreProps {
  /** Unique name, e.g. `databox-genome-archive-phenotypes`. */
  readonly name: string;
  readonly vpcId: string;
  /** Tier that holds the instances; AWS wants subnets in two zones at least. */
  readonly tier: SubnetTier;
  /** ARN of the hospital's key. */
  readonly keyArn: string;
  /** ARN of the cluster snapshot that it is made from, with its data, users and grants. */
  readonly snapshotArn: string;
  /** Major version of PostgreSQL, e.g. `16`; AWS installs the minor ones. */
  readonly version: string;
  /** Class of the instances, e.g. `db.r7g.large`. */
  readonly instanceType: string;
  /**
   * Instances, each in a zone of its own: with a second one, it stands in for the first.
   * @default 1
   */
  readonly instances?: number;
  /**
   * Days for which AWS keeps backups, 1 to 35.
   * @default 7
   */
  readonly backupDays?: number;
  /** @default - the stack's default provider */
  readonly provider?: TerraformProvider;
}

/**
 * A database of the DataBox (Aurora PostgreSQL), under the hospital's key, that answers within the box only, over TLS
 * only, and to who signs in by IAM. It has no API past the network, no role of its own and no extension that calls
 * others; its logs stay in it.
 *
 * It is made from a snapshot that the hospital prepared, since whoever makes an empty cluster sets, or may read, the
 * password of its first user. So Terraform neither sets nor sees one.
 *
 * @throws Error where the tier has fewer than two zones, or fewer than there are instances
 */
export class DatabaseStore extends Construct {
  public readonly cluster: RdsCluster;
  /** Group of the instances; who may reach them is let in by it. */
  public readonly securityGroup: SecurityGroup;
  private readonly instances: readonly RdsClusterInstance[];

  public constructor(scope: Construct, id: string, props: DatabaseStoreProps) {
    super(scope, id);
    const { keyArn, name, provider, tier, version } = props;
    const zones = tier.subnets.length;
    const count = props.instances ?? 1;
    // https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html
    if (zones < 2) throw new Error(`database ${name} needs subnets in two zones, got ${zones}; give the box two zones`);
    if (count > zones)
      throw new Error(`database ${name} has ${count} instances for ${zones} zones; take one for each zone at most`);
    const subnets = new DbSubnetGroup(this, "subnets", {
      name,
      description: "Tier of the data",
      subnetIds: tier.subnetIds,
      provider,
    });
    this.securityGroup = new SecurityGroup(this, "group", {
      name: `${name}-database`,
      description: "Database: PostgreSQL over TLS from the tunnels of those who see the store",
      vpcId: props.vpcId,
      egress: [],
      // An instance lets go of its group late.
      revokeRulesOnDelete: true,
      tags: { Name: `${name}-database` },
      provider,
    });
    const parameters = new RdsClusterParameterGroup(this, "parameters", {
      name: `${name}-${version}`,
      description: "TLS forced, no extension that calls others",
      family: `${ENGINE}${version}`,
      parameter: Object.entries({
        "rds.allowed_extensions": EXTENSIONS.join(),
        "rds.force_ssl": "1",
        "rds.logical_replication": "0",
      }).map(([parameter, value]) => ({ name: parameter, value, applyMethod: "pending-reboot" })),
      provider,
    });
    this.cluster = new RdsCluster(this, "cluster", {
      clusterIdentifier: name,
      engine: ENGINE,
      engineVersion: version,
      snapshotIdentifier: props.snapshotArn,
      dbSubnetGroupName: subnets.name,
      dbClusterParameterGroupName: parameters.name,
      vpcSecurityGroupIds: [this.securityGroup.id],
      port: POSTGRES_PORT,
      storageEncrypted: true,
      kmsKeyId: keyArn,
      iamDatabaseAuthenticationEnabled: true,
      enableHttpEndpoint: false,
      backupRetentionPeriod: props.backupDays ?? 7,
      copyTagsToSnapshot: true,
      deletionProtection: true,
      // Under the same key: it is gone with the key, and until then a mistake can be made good.
      skipFinalSnapshot: false,
      finalSnapshotIdentifier: `${name}-final`,
      lifecycle: { preventDestroy: true },
      tags: { Name: name },
      provider,
    });
    this.instances = tier.subnets.slice(0, count).map(
      (subnet, zone) =>
        new RdsClusterInstance(this, `instance-${zone}`, {
          identifier: `${name}-${zone}`,
          clusterIdentifier: this.cluster.id,
          engine: ENGINE,
          instanceClass: props.instanceType,
          availabilityZone: subnet.availabilityZone,
          publiclyAccessible: false,
          autoMinorVersionUpgrade: true,
          // What it measures holds the text of statements, and is kept outside of the box.
          performanceInsightsEnabled: false,
          copyTagsToSnapshot: true,
          promotionTier: zone,
          tags: { Name: `${name}-${zone}` },
          provider,
        }),
    );
  }

  /**
   * Names under which it is reached, exact, as AWS gives them: the cluster's leads to that of an instance. They resolve to
   * private addresses everywhere.
   * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Overview.Endpoints.html
   */
  public get hostNames(): string[] {
    return [this.cluster.endpoint, this.cluster.readerEndpoint, ...this.instances.map(({ endpoint }) => endpoint)];
  }
}
