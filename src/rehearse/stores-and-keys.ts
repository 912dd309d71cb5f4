/** Types that hold data or open it: replacing or destroying one is a loss. */
export const STORES_AND_KEYS =
  /^aws_(s3_bucket|kms_key|kms_external_key|kms_replica_key|efs_file_system|fsx_\w+_file_system|db_instance|rds_cluster|dynamodb_table|ebs_volume|backup_vault|secretsmanager_secret)$/;
