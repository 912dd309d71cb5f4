import { names, type DocumentedFacts } from "./facts";

/** Types with blocks several deep, objects as attributes, sets of blocks, and secrets. */
export const ODD_SHAPES: Readonly<Record<string, DocumentedFacts>> = {
  aws_appmesh_virtual_gateway: {
    page: "cdktf/python/r@17b36ea57aea5a617be59ca4d1cabb4abcd3fbdf",
    required: names`spec.listener spec.listener.port_mapping spec.listener.port_mapping.{port,protocol}
      spec.backend_defaults.client_policy.tls.validation spec.backend_defaults.client_policy.tls.validation.trust
      spec.backend_defaults.client_policy.tls.certificate.file.{certificate_chain,private_key}
      spec.backend_defaults.client_policy.tls.certificate.sds.secret_name
      spec.backend_defaults.client_policy.tls.validation.subject_alternative_names.match
      spec.backend_defaults.client_policy.tls.validation.subject_alternative_names.match.exact
      spec.backend_defaults.client_policy.tls.validation.trust.acm.certificate_authority_arns
      spec.listener.connection_pool.grpc.max_requests spec.listener.connection_pool.http.max_connections
      spec.listener.health_check.{healthy_threshold,interval_millis,protocol,timeout_millis,unhealthy_threshold}
      spec.listener.tls.{certificate,mode} spec.listener.tls.certificate.acm.certificate_arn
      spec.logging.access_log.file.path spec.logging.access_log.file.format.json.{key,value}`,
    optional: names`spec.{backend_defaults,logging} spec.backend_defaults.client_policy
      spec.backend_defaults.client_policy.tls spec.backend_defaults.client_policy.tls.{certificate,enforce,ports}
      spec.listener.{connection_pool,health_check,tls} spec.listener.connection_pool.{grpc,http,http2}
      spec.listener.connection_pool.http.max_pending_requests spec.listener.health_check.{path,port}
      spec.logging.access_log spec.logging.access_log.file spec.logging.access_log.file.format
      spec.logging.access_log.file.format.{json,text}`,
    exported: names`id arn created_date last_updated_date resource_owner tags_all`,
    blocks: names`spec spec.listener spec.listener.tls.certificate.acm spec.listener.tls.validation.trust.file
      spec.backend_defaults.client_policy.tls.validation.trust.acm spec.logging.access_log.file.format.json`,
  },
  aws_batch_job_queue: {
    page: "cdktf/python/r@09537f6131639c1d49ebcc38fc11972d6a4b60b5",
    required: names`name priority state compute_environment_order.{compute_environment,order}
      job_state_time_limit_action.{action,reason,state}`,
    optional: names`compute_environments compute_environment_order job_state_time_limit_action scheduling_policy_arn tags`,
    exported: names`arn tags_all`,
    blocks: names`compute_environment_order job_state_time_limit_action`,
    maps: names`tags`,
    contradicted: {
      "optional compute_environments": "removed in 6.0.0 (#40751)",
    },
  },
  aws_bedrockagent_agent: {
    page: "cdktf/python/r@12f8653327c397318b6880aad3ee73be854990e9",
    required: names`foundation_model`,
    optional: names`region agent_collaboration customer_encryption_key_arn description guardrail_configuration
      idle_session_ttl_in_seconds instruction memory_configuration prepare_agent prompt_override_configuration
      skip_resource_in_use_check tags`,
    exported: names`agent_arn agent_id agent_version id prepared_at tags_all`,
    members: names`guardrail_configuration.{guardrail_identifier,guardrail_version}
      memory_configuration.{enabled_memory_types,storage_days} prompt_override_configuration.override_lambda
      prompt_override_configuration.prompt_configurations.{base_prompt_template,parser_mode,prompt_creation_mode}
      prompt_override_configuration.prompt_configurations.{prompt_state,prompt_type}
      prompt_override_configuration.prompt_configurations.inference_configuration.{max_length,stop_sequences,temperature}
      prompt_override_configuration.prompt_configurations.inference_configuration.{top_k,top_p}`,
    blocks: names`guardrail_configuration memory_configuration prompt_override_configuration
      prompt_override_configuration.prompt_configurations
      prompt_override_configuration.prompt_configurations.inference_configuration`,
    maps: names`tags`,
  },
  aws_dynamodb_table: {
    page: "cdktf/python/r@0cf9c601d246925c5c677616856794dcb2b58b45",
    required: names`attribute.{name,type} import_table.{input_format,s3_bucket_source} import_table.s3_bucket_source.bucket
      global_secondary_index.{hash_key,name,projection_type} local_secondary_index.{name,projection_type,range_key}
      point_in_time_recovery.enabled replica.region_name server_side_encryption.enabled ttl.{enabled,attribute_name}`,
    optional: names`stream_enabled stream_view_type table_class tags ttl write_capacity
      import_table.{client_token,input_compression_type,input_format_options} import_table.input_format_options.csv
      import_table.input_format_options.csv.{delimiter,header_list}
      import_table.s3_bucket_source.{bucket_owner,key_prefix}
      global_secondary_index.{non_key_attributes,range_key,read_capacity,write_capacity}
      local_secondary_index.non_key_attributes replica.{kms_key_arn,point_in_time_recovery,propagate_tags}
      server_side_encryption.kms_key_arn`,
    exported: names`arn id replica.{arn,stream_arn,stream_label} stream_arn stream_label tags_all`,
    blocks: names`attribute import_table import_table.input_format_options import_table.input_format_options.csv
      import_table.s3_bucket_source global_secondary_index local_secondary_index point_in_time_recovery replica
      server_side_encryption ttl`,
    maps: names`tags`,
    contradicted: {
      "required ttl.enabled": "the provider does not demand it",
      "required ttl.attribute_name": "the provider does not demand it",
      "optional import_table.client_token": "the provider does not have it",
    },
  },
  aws_elasticache_user: {
    page: "cdktf/python/r@09537f6131639c1d49ebcc38fc11972d6a4b60b5",
    required: names`access_string engine user_id user_name authentication_mode.type`,
    optional: names`authentication_mode no_password_required passwords tags authentication_mode.passwords`,
    exported: names`arn`,
    blocks: names`authentication_mode`,
    sensitive: names`passwords authentication_mode.passwords`,
  },
  aws_iam_access_key: {
    page: "cdktf/python/r@26bb5ed30f0b38c64678813fe2dce60de8052464",
    required: names`user`,
    optional: names`pgp_key status`,
    exported: names`create_date encrypted_secret encrypted_ses_smtp_password_v4 id key_fingerprint secret
      ses_smtp_password_v4`,
    sensitive: names`secret ses_smtp_password_v4`,
  },
  aws_m2_environment: {
    page: "cdktf/python/r@07e0d0b940f57c782f8fcc9ccfd8b19f59383b51",
    required: names`name engine_type instance_type storage_configuration.efs.{mount_point,file_system_id}
      storage_configuration.fsx.{mount_point,file_system_id} high_availability_config.desired_capacity`,
    optional: names`region engine_version force_update kms_key_id preferred_maintenance_window publicly_accessible
      security_group_ids subnet_ids tags`,
    exported: names`arn id environment_id load_balancer_arn`,
    blocks: names`storage_configuration storage_configuration.efs storage_configuration.fsx high_availability_config`,
  },
  aws_networkfirewall_rule_group: {
    page: "cdktf/python/r@09537f6131639c1d49ebcc38fc11972d6a4b60b5",
    required: names`type encryption_configuration.type rule_group.rules_source
      rule_group.rule_variables.ip_sets.{key,ip_set} rule_group.rule_variables.ip_sets.ip_set.definition
      rule_group.reference_sets.ip_set_references.{key,ip_set_reference} rule_group.stateful_rule_options.rule_order
      rule_group.rules_source.rules_source_list.{generated_rules_type,target_types,targets}
      rule_group.rules_source.stateful_rule.{action,header,rule_option}
      rule_group.rules_source.stateful_rule.header.{destination,destination_port,direction,protocol,source,source_port}
      rule_group.rules_source.stateful_rule.rule_option.keyword
      rule_group.rules_source.stateless_rules_and_custom_actions.stateless_rule
      rule_group.rules_source.stateless_rules_and_custom_actions.stateless_rule.{priority,rule_definition}
      rule_group.rules_source.stateless_rules_and_custom_actions.custom_action.{action_definition,action_name}`,
    optional: names`encryption_configuration.key_id rule_group.{reference_sets,rule_variables,stateful_rule_options}
      rule_group.rule_variables.{ip_sets,port_sets} rule_group.rules_source.{rules_source_list,rules_string,stateful_rule}
      rule_group.rules_source.stateless_rules_and_custom_actions rule_group.rules_source.stateful_rule.rule_option.settings
      rule_group.rules_source.stateless_rules_and_custom_actions.custom_action`,
    exported: names`id arn tags_all update_token`,
    blocks: names`encryption_configuration rule_group rule_group.reference_sets rule_group.rule_variables
      rule_group.rule_variables.ip_sets.ip_set rule_group.rules_source.stateful_rule.header
      rule_group.rules_source.stateless_rules_and_custom_actions.stateless_rule.rule_definition.match_attributes.tcp_flag`,
    sets: names`rule_group.rule_variables.{ip_sets,port_sets} rule_group.rule_variables.ip_sets.ip_set.definition
      rule_group.rules_source.rules_source_list.{target_types,targets} rule_group.rules_source.stateful_rule
      rule_group.rules_source.stateful_rule.rule_option rule_group.rules_source.stateful_rule.rule_option.settings
      rule_group.rules_source.stateless_rules_and_custom_actions.{custom_action,stateless_rule}
      rule_group.rules_source.stateless_rules_and_custom_actions.stateless_rule.rule_definition.actions`,
    contradicted: {
      "sets rule_group.rules_source.stateful_rule": "the provider has a list, as the order of rules may count",
    },
  },
  aws_opensearchserverless_security_config: {
    page: "r@1707539c027654bf989a37358d17d829d4d17289",
    required: names`name type saml_options saml_options.metadata`,
    optional: names`description saml_options.{group_attribute,session_timeout,user_attribute}`,
    exported: names`config_version`,
    blocks: names`saml_options`,
    contradicted: {
      "required saml_options": "the provider checks it, its schema does not say it",
    },
  },
  aws_paymentcryptography_key: {
    page: "r@2be7646feb9a8a52390c4e23c0d0f18df373176c",
    required: names`exportable key_attributes key_attributes.{key_algorithm,key_class,key_modes_of_use,key_usage}`,
    optional: names`region enabled key_check_value_algorithm tags
      key_attributes.key_modes_of_use.{decrypt,derive_key,encrypt,generate,no_restrictions,sign,unwrap,verify,wrap}`,
    exported: names`arn key_check_value key_origin key_state tags_all`,
    blocks: names`key_attributes key_attributes.key_modes_of_use`,
    maps: names`tags`,
    contradicted: {
      "required key_attributes": "the provider checks it, its schema does not say it",
      "required key_attributes.key_modes_of_use": "the provider checks it, its schema does not say it",
    },
  },
  aws_resiliencehub_resiliency_policy: {
    page: "cdktf/python/r@120cd12f625d6f7b6bc3b30769488bb89727da87",
    required: names`name tier policy policy.{az,hardware,software} policy.az.{rpo,rto} policy.hardware.{rpo,rto}
      policy.software.{rpo,rto} policy.region.{rpo,rto}`,
    optional: names`region description data_location_constraint tags policy.region`,
    exported: names`arn estimated_cost_tier tags_all`,
    blocks: names`policy policy.az policy.hardware policy.software policy.region`,
    maps: names`tags`,
    contradicted: {
      "required policy": "the provider checks it, its schema does not say it",
      "required policy.az": "the provider checks it, its schema does not say it",
      "required policy.hardware": "the provider checks it, its schema does not say it",
      "required policy.software": "the provider checks it, its schema does not say it",
      "required policy.region.rpo": "the provider does not demand it",
      "required policy.region.rto": "the provider does not demand it",
    },
  },
  aws_s3tables_table: {
    page: "r@01f431114674c27cf790fafb67ac274bf8f765e1",
    required: names`format name namespace table_bucket_arn`,
    optional: names`maintenance_configuration`,
    members: names`maintenance_configuration.iceberg_compaction.status
      maintenance_configuration.iceberg_compaction.settings.target_file_size_mb
      maintenance_configuration.iceberg_snapshot_management.status
      maintenance_configuration.iceberg_snapshot_management.settings.{max_snapshot_age_hours,min_snapshots_to_keep}`,
    exported: names`arn created_at created_by metadata_location modified_at modified_by owner_account_id type
      version_token warehouse_location`,
    blocks: names`maintenance_configuration maintenance_configuration.iceberg_compaction
      maintenance_configuration.iceberg_compaction.settings maintenance_configuration.iceberg_snapshot_management
      maintenance_configuration.iceberg_snapshot_management.settings`,
  },
  aws_secretsmanager_secret_version: {
    page: "r@03cbde2a5e9d570f55fc2f8ba79c9474b30e2263",
    required: names`secret_id`,
    optional: names`secret_string secret_binary version_stages`,
    exported: names`arn id version_id`,
    sensitive: names`secret_string secret_binary`,
  },
  aws_securitylake_data_lake: {
    page: "cdktf/python/r@44d3cc599e718c531f732cbb16fe14257e59a4ff",
    required: names`meta_store_manager_role_arn configuration configuration.region`,
    optional: names`tags configuration.{encryption_configuration,lifecycle_configuration,replication_configuration}
      configuration.lifecycle_configuration.{expiration,transition} configuration.lifecycle_configuration.expiration.days
      configuration.lifecycle_configuration.transition.{days,storage_class}
      configuration.replication_configuration.{regions,role_arn}`,
    exported: names`arn s3_bucket_arn tags_all`,
    members: names`configuration.encryption_configuration.kms_key_id`,
    blocks: names`configuration configuration.encryption_configuration configuration.lifecycle_configuration
      configuration.lifecycle_configuration.expiration configuration.lifecycle_configuration.transition
      configuration.replication_configuration`,
    maps: names`tags`,
    contradicted: {
      "required configuration": "the provider checks it, its schema does not say it",
    },
  },
  aws_ssoadmin_application: {
    page: "r@09537f6131639c1d49ebcc38fc11972d6a4b60b5",
    required: names`application_provider_arn instance_arn name portal_options.sign_in_options.origin`,
    optional: names`client_token description portal_options status tags portal_options.{sign_in_options,visibility}
      portal_options.sign_in_options.application_url`,
    exported: names`application_account application_arn id tags_all`,
    blocks: names`portal_options portal_options.sign_in_options`,
  },
  aws_verifiedpermissions_policy: {
    page: "r@785ac5e0a678f064dca488983bde1d06780c4497",
    required: names`definition policy_store_id definition.static.statement definition.template_linked.policy_template_id
      definition.template_linked.principal.{entity_id,entity_type} definition.template_linked.resource.{entity_id,entity_type}`,
    optional: names`policy_name region definition.{static,template_linked} definition.static.description
      definition.template_linked.{principal,resource}`,
    exported: names`created_date policy_id`,
    blocks: names`definition definition.static definition.template_linked definition.template_linked.principal
      definition.template_linked.resource`,
    contradicted: {
      "required definition": "the provider checks it, its schema does not say it",
      "optional policy_name": "came after the bindings",
    },
  },
  aws_vpclattice_listener_rule: {
    page: "cdktf/python/r@1353c46436a58fdca9c46f2f24bbc4597c149762",
    required: names`service_identifier listener_identifier action match name priority`,
    optional: names`tags action.{fixed_response,forward} action.forward.target_groups
      match.http_match match.http_match.{header_matches,method,path_match}
      match.http_match.header_matches.case_sensitive
      match.http_match.header_matches.match.{contains,exact,prefix} match.http_match.path_match.case_sensitive
      match.http_match.path_match.match.{exact,prefix}`,
    exported: names`arn rule_id tags_all`,
    blocks: names`action action.fixed_response action.forward action.forward.target_groups match match.http_match
      match.http_match.header_matches match.http_match.header_matches.match match.http_match.path_match
      match.http_match.path_match.match`,
    contradicted: {
      "optional action.forward.target_groups": "the provider demands one",
      "optional match.http_match": "the provider demands it",
    },
  },
};
