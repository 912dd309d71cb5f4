import { excludes, present, ruleChannel } from "../../rules";

/** Catalogue rows B04, B05, B07 and B16. */
export const databaseSnapshots = ruleChannel({
  id: "share.database-snapshots",
  title: "Snapshots and copies of databases",
  opens: "a snapshot, replica or export of a database that another account, region or service gets",
  closes: "no snapshot is shared, copied or exported, and no database replicates elsewhere",
  sources: [
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ShareSnapshot.html",
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ExportSnapshot.html",
    "https://github.com/DataDog/stratus-red-team (exfiltration/rds-share-snapshot)",
  ],
  way: { from: "every table of the database", by: "whoever may restore the copy", to: "another account or region" },
  rules: {
    aws_db_cluster_snapshot: excludes("shared_accounts", "the snapshot is shared"),
    aws_db_instance_automated_backups_replication: present("backups are replicated to another region"),
    aws_db_snapshot: excludes("shared_accounts", "the snapshot is shared"),
    aws_db_snapshot_copy: [
      excludes("shared_accounts", "the copy is shared"),
      excludes("destination_region", "the copy is in another region"),
    ],
    aws_elasticache_global_replication_group: present("the cache is replicated to other regions"),
    aws_rds_cluster_snapshot_copy: [
      excludes("shared_accounts", "the copy is shared"),
      excludes("destination_region", "the copy is in another region"),
    ],
    aws_rds_export_task: present("a snapshot is exported into a bucket"),
    aws_rds_global_cluster: present("the database is replicated to other regions"),
    aws_rds_integration: present("changes of the database are sent to another store"),
    aws_neptune_global_cluster: present("the database is replicated to other regions"),
    aws_docdb_global_cluster: present("the database is replicated to other regions"),
  },
});
