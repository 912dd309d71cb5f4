import { names, type DocumentedFacts } from "./facts";

/** Types of stores, keys, identities, logs and names that the constructs use. */
export const USED_ELSEWHERE: Readonly<Record<string, DocumentedFacts>> = {
  aws_cloudtrail: {
    page: "cdktf/python/r@19b9a712d2af8a6d987264ca6e18ab18ed8fa0ce",
    required: names`name s3_bucket_name event_selector.data_resource.{type,values} advanced_event_selector.field_selector
      advanced_event_selector.field_selector.field`,
    optional: names`advanced_event_selector cloud_watch_logs_group_arn cloud_watch_logs_role_arn
      enable_log_file_validation enable_logging event_selector include_global_service_events insight_selector
      is_multi_region_trail is_organization_trail kms_key_id s3_key_prefix sns_topic_name tags
      event_selector.{data_resource,exclude_management_event_sources,include_management_events,read_write_type}
      insight_selector.insight_type advanced_event_selector.name
      advanced_event_selector.field_selector.{ends_with,equals,not_ends_with,not_equals,not_starts_with,starts_with}`,
    exported: names`arn home_region id tags_all`,
    blocks: names`event_selector event_selector.data_resource insight_selector advanced_event_selector
      advanced_event_selector.field_selector`,
    sets: names`event_selector.exclude_management_event_sources`,
    maps: names`tags`,
    contradicted: {
      "optional insight_selector.insight_type": "the provider demands it",
    },
  },
  aws_cloudwatch_log_group: {
    page: "cdktf/python/r@0c6b7df9c2b80f297cb4e9174f5fb8e914e8e839",
    optional: names`name name_prefix skip_destroy retention_in_days kms_key_id tags`,
    exported: names`arn tags_all`,
    maps: names`tags`,
  },
  aws_cloudwatch_log_subscription_filter: {
    page: "r@108f85fd2bfcd9e85ed93fddb752c5cc10dba1ff",
    required: names`destination_arn filter_pattern log_group_name name`,
    optional: names`distribution emit_system_fields region apply_on_transformed_logs role_arn`,
    contradicted: {
      "optional emit_system_fields": "came with 6.28.0 (#45760)",
      "optional apply_on_transformed_logs": "came with 6.28.0 (#45826)",
    },
  },
  aws_iam_instance_profile: {
    page: "cdktf/python/r@4a75f0b3f1b5ab668e8022b38d3111b2c02a3d4c",
    optional: names`name name_prefix path role tags`,
    exported: names`arn create_date id tags_all unique_id`,
    maps: names`tags`,
  },
  aws_iam_policy: {
    page: "r@1b95a29b5b1ed4b913ab954798b0bcf409ba7ad0",
    required: names`policy`,
    optional: names`description name name_prefix path tags`,
    exported: names`id arn policy_id tags_all`,
    maps: names`tags`,
  },
  aws_iam_role: {
    page: "cdktf/python/r@18af3ca13168fd498357d93b770b2f12fa11a347",
    required: names`assume_role_policy`,
    optional: names`description force_detach_policies inline_policy managed_policy_arns max_session_duration name
      name_prefix path permissions_boundary tags inline_policy.{name,policy}`,
    exported: names`arn create_date id tags_all unique_id`,
    blocks: names`inline_policy`,
    sets: names`managed_policy_arns`,
    maps: names`tags`,
  },
  aws_iam_role_policy: {
    page: "cdktf/python/r@26511610ff8e2c21cb3cd3b716b14fcf518a8051",
    required: names`policy role`,
    optional: names`name name_prefix`,
    exported: names`id`,
  },
  aws_kms_alias: {
    page: "cdktf/python/r@4c4d5546fd2b9061107ab58e81ab25259050b6b7",
    required: names`target_key_id`,
    optional: names`name name_prefix`,
    exported: names`arn target_key_arn`,
  },
  aws_kms_key: {
    page: "r@0413c661ec1b94f3033c98f3fbd1e8c1b2725589",
    optional: names`region description key_usage custom_key_store_id customer_master_key_spec policy
      bypass_policy_lockout_safety_check deletion_window_in_days is_enabled enable_key_rotation rotation_period_in_days
      multi_region tags xks_key_id`,
    exported: names`arn key_id tags_all`,
    maps: names`tags`,
  },
  aws_route53_record: {
    page: "cdktf/python/r@18af3ca13168fd498357d93b770b2f12fa11a347",
    required: names`zone_id name type alias.{name,zone_id,evaluate_target_health}
      cidr_routing_policy.{collection_id,location_name} failover_routing_policy.type latency_routing_policy.region
      weighted_routing_policy.weight`,
    optional: names`ttl records set_identifier health_check_id alias cidr_routing_policy failover_routing_policy
      geolocation_routing_policy geoproximity_routing_policy latency_routing_policy multivalue_answer_routing_policy
      weighted_routing_policy allow_overwrite geolocation_routing_policy.{continent,country,subdivision}
      geoproximity_routing_policy.{aws_region,bias,coordinates,local_zone_group}`,
    exported: names`fqdn`,
    blocks: names`alias cidr_routing_policy failover_routing_policy geolocation_routing_policy
      geoproximity_routing_policy geoproximity_routing_policy.coordinates latency_routing_policy
      weighted_routing_policy`,
  },
  aws_route53_resolver_firewall_rule: {
    page: "r@02fe3b283b48a2d41bc19312150fb7bfe8f746fc",
    required: names`name action firewall_domain_list_id firewall_rule_group_id priority`,
    optional: names`block_override_dns_type block_override_domain block_override_ttl block_response`,
    exported: names`id`,
  },
  aws_route53_zone: {
    page: "r@25612875d737d15bd1f48e1ce10682dac9b0886f",
    required: names`name vpc.vpc_id`,
    optional: names`comment delegation_set_id enable_accelerated_recovery force_destroy tags vpc vpc.vpc_region`,
    exported: names`arn zone_id name_servers primary_name_server tags_all`,
    blocks: names`vpc`,
    maps: names`tags`,
  },
  aws_s3_bucket: {
    page: "cdktf/python/r@07e0d0b940f57c782f8fcc9ccfd8b19f59383b51",
    required: names`cors_rule.{allowed_methods,allowed_origins} grant.{type,permissions} lifecycle_rule.enabled
      lifecycle_rule.transition.storage_class`,
    optional: names`region bucket bucket_prefix force_destroy object_lock_enabled tags acceleration_status acl grant
      cors_rule lifecycle_rule logging object_lock_configuration policy replication_configuration request_payer
      server_side_encryption_configuration versioning website cors_rule.{allowed_headers,expose_headers,max_age_seconds}
      grant.{id,uri} lifecycle_rule.{id,prefix,tags,abort_incomplete_multipart_upload_days,expiration,transition}
      lifecycle_rule.{noncurrent_version_expiration,noncurrent_version_transition}
      lifecycle_rule.expiration.{date,days,expired_object_delete_marker} lifecycle_rule.transition.{date,days}`,
    blocks: names`grant cors_rule lifecycle_rule lifecycle_rule.expiration lifecycle_rule.transition
      lifecycle_rule.noncurrent_version_expiration lifecycle_rule.noncurrent_version_transition logging
      object_lock_configuration replication_configuration server_side_encryption_configuration versioning website`,
    maps: names`tags`,
  },
  aws_s3_bucket_lifecycle_configuration: {
    page: "cdktf/python/r@05f07d6a36a4912eb10f77517bde87df3ce116e8",
    required: names`rule.{id,status} rule.noncurrent_version_transition.storage_class rule.filter.tag.{key,value}`,
    optional: names`rule.{abort_incomplete_multipart_upload,expiration,filter,noncurrent_version_expiration}
      rule.{noncurrent_version_transition,prefix,transition} rule.expiration.{date,days,expired_object_delete_marker}
      rule.filter.{and,object_size_greater_than,object_size_less_than,prefix,tag}
      rule.filter.and.{object_size_greater_than,object_size_less_than,prefix,tags}
      rule.noncurrent_version_expiration.newer_noncurrent_versions
      rule.noncurrent_version_transition.{newer_noncurrent_versions,noncurrent_days} rule.transition.{date,days}`,
    exported: names`id`,
    blocks: names`rule rule.abort_incomplete_multipart_upload rule.expiration rule.filter rule.filter.and rule.filter.tag
      rule.noncurrent_version_expiration rule.noncurrent_version_transition rule.transition`,
    sets: names`rule.noncurrent_version_transition rule.transition`,
    maps: names`rule.filter.and.tags`,
    contradicted: {
      "optional rule.noncurrent_version_transition.noncurrent_days": "the provider demands it",
    },
  },
  aws_s3_bucket_object_lock_configuration: {
    page: "cdktf/python/r@18af3ca13168fd498357d93b770b2f12fa11a347",
    required: names`bucket rule.default_retention rule.default_retention.mode`,
    optional: names`expected_bucket_owner object_lock_enabled rule token rule.default_retention.{days,years}`,
    exported: names`id`,
    blocks: names`rule rule.default_retention`,
    contradicted: {
      "required rule.default_retention.mode": "the provider does not demand it",
    },
  },
  aws_s3_bucket_server_side_encryption_configuration: {
    page: "cdktf/python/r@19b9a712d2af8a6d987264ca6e18ab18ed8fa0ce",
    required: names`bucket rule rule.apply_server_side_encryption_by_default.sse_algorithm`,
    optional: names`expected_bucket_owner rule.{apply_server_side_encryption_by_default,bucket_key_enabled}
      rule.apply_server_side_encryption_by_default.kms_master_key_id`,
    exported: names`id`,
    blocks: names`rule rule.apply_server_side_encryption_by_default`,
    sets: names`rule`,
    atMostOne: names`rule.apply_server_side_encryption_by_default`,
  },
  aws_s3_bucket_versioning: {
    page: "cdktf/python/r@01606926a0c0ab9174aec440f976a48b0baee722",
    required: names`bucket versioning_configuration versioning_configuration.status`,
    optional: names`region expected_bucket_owner mfa versioning_configuration.mfa_delete`,
    exported: names`id`,
    blocks: names`versioning_configuration`,
  },
  aws_secretsmanager_secret: {
    page: "cdktf/python/r@120cd12f625d6f7b6bc3b30769488bb89727da87",
    required: names`replica.region`,
    optional: names`region description kms_key_id name_prefix name policy recovery_window_in_days replica
      force_overwrite_replica_secret tags replica.kms_key_id`,
    exported: names`id arn tags_all replica.{last_accessed_date,status,status_message}`,
    blocks: names`replica`,
    maps: names`tags`,
  },
};
