import { names, type DocumentedFacts } from "./facts";

/** Types of networks and machines that the constructs use. */
export const USED_BY_NETWORKS: Readonly<Record<string, DocumentedFacts>> = {
  aws_default_network_acl: {
    page: "cdktf/python/r@28b90493560c55c44109e258e3401fcd708ced44",
    required: names`default_network_acl_id
      egress.{action,from_port,protocol,rule_no,to_port} ingress.{action,from_port,protocol,rule_no,to_port}`,
    optional: names`region egress ingress subnet_ids tags
      egress.{cidr_block,icmp_code,icmp_type,ipv6_cidr_block} ingress.{cidr_block,icmp_code,icmp_type,ipv6_cidr_block}`,
    exported: names`arn id owner_id tags_all vpc_id`,
    blocks: names`egress ingress`,
    maps: names`tags`,
  },
  aws_ec2_client_vpn_authorization_rule: {
    page: "r@1707539c027654bf989a37358d17d829d4d17289",
    required: names`client_vpn_endpoint_id target_network_cidr`,
    optional: names`access_group_id authorize_all_groups description`,
  },
  aws_ec2_client_vpn_endpoint: {
    page: "cdktf/python/r@01606926a0c0ab9174aec440f976a48b0baee722",
    required: names`authentication_options client_cidr_block connection_log_options server_certificate_arn
      authentication_options.type connection_log_options.enabled`,
    optional: names`region client_connect_options client_login_banner_options client_route_enforcement_options description
      disconnect_on_session_timeout dns_servers security_group_ids self_service_portal session_timeout_hours split_tunnel
      tags transport_protocol vpc_id vpn_port
      authentication_options.{active_directory_id,root_certificate_chain_arn,saml_provider_arn}
      authentication_options.self_service_saml_provider_arn
      client_connect_options.{enabled,lambda_function_arn} client_login_banner_options.{banner_text,enabled}
      client_route_enforcement_options.enforced connection_log_options.{cloudwatch_log_group,cloudwatch_log_stream}`,
    exported: names`arn dns_name id self_service_portal_url tags_all`,
    blocks: names`authentication_options client_connect_options client_login_banner_options
      client_route_enforcement_options connection_log_options`,
    maps: names`tags`,
    contradicted: {
      "required client_cidr_block": "optional since there are endpoints for IPv6 alone (#44059)",
    },
  },
  aws_ec2_client_vpn_network_association: {
    page: "cdktf/python/r@1195108d85aa9709ebed20476fa61b6f7557e198",
    required: names`client_vpn_endpoint_id subnet_id`,
    exported: names`id association_id vpc_id`,
  },
  aws_ec2_instance_metadata_defaults: {
    page: "r@01606926a0c0ab9174aec440f976a48b0baee722",
    optional: names`region http_endpoint http_tokens http_put_response_hop_limit instance_metadata_tags`,
  },
  aws_flow_log: {
    page: "r@01606926a0c0ab9174aec440f976a48b0baee722",
    required: names`traffic_type`,
    optional: names`region deliver_cross_account_role eni_id iam_role_arn log_destination_type log_destination subnet_id
      transit_gateway_id transit_gateway_attachment_id vpc_id log_format max_aggregation_interval destination_options tags
      destination_options.{file_format,hive_compatible_partitions,per_hour_partition}`,
    exported: names`id arn tags_all`,
    blocks: names`destination_options`,
    maps: names`tags`,
    contradicted: {
      "required traffic_type": "not demanded: flow logs of transit gateways have none",
    },
  },
  aws_instance: {
    page: "cdktf/python/r@10775a48007c82bda09a2bb58d7a8d60edced0b7",
    required: names`ebs_block_device.device_name ephemeral_block_device.device_name`,
    optional: names`host_id host_resource_group_arn iam_instance_profile instance_initiated_shutdown_behavior
      instance_market_options instance_type ipv6_address_count ipv6_addresses key_name launch_template maintenance_options
      metadata_options monitoring network_interface placement_group placement_partition_number private_dns_name_options
      private_ip root_block_device secondary_private_ips security_groups source_dest_check subnet_id tags tenancy user_data
      user_data_base64 user_data_replace_on_change volume_tags vpc_security_group_ids
      capacity_reservation_specification.{capacity_reservation_preference,capacity_reservation_target}
      capacity_reservation_specification.capacity_reservation_target.capacity_reservation_id
      capacity_reservation_specification.capacity_reservation_target.capacity_reservation_resource_group_arn
      cpu_options.{amd_sev_snp,core_count,threads_per_core} credit_specification.cpu_credits
      root_block_device.{delete_on_termination,encrypted,iops,kms_key_id,tags,throughput,volume_size,volume_type}
      ebs_block_device.{delete_on_termination,encrypted,iops,kms_key_id,snapshot_id,tags,throughput,volume_size,volume_type}
      ephemeral_block_device.{no_device,virtual_name} enclave_options.enabled maintenance_options.auto_recovery
      instance_market_options.{market_type,spot_options} metadata_options.http_endpoint`,
    blocks: names`capacity_reservation_specification capacity_reservation_specification.capacity_reservation_target
      cpu_options credit_specification root_block_device ebs_block_device ephemeral_block_device enclave_options
      maintenance_options instance_market_options instance_market_options.spot_options metadata_options launch_template
      network_interface private_dns_name_options`,
    maps: names`tags volume_tags root_block_device.tags ebs_block_device.tags`,
    atMostOne: names`root_block_device`,
  },
  aws_launch_template: {
    page: "cdktf/python/r@01606926a0c0ab9174aec440f976a48b0baee722",
    required: names`block_device_mappings.device_name`,
    optional: names`region block_device_mappings capacity_reservation_specification cpu_options credit_specification
      default_version description disable_api_stop disable_api_termination ebs_optimized enclave_options
      hibernation_options iam_instance_profile image_id instance_initiated_shutdown_behavior instance_market_options
      instance_requirements instance_type kernel_id key_name license_specification maintenance_options metadata_options
      monitoring name name_prefix network_interfaces placement private_dns_name_options ram_disk_id security_group_names
      tag_specifications tags update_default_version user_data vpc_security_group_ids
      block_device_mappings.{ebs,no_device,virtual_name}
      block_device_mappings.ebs.{delete_on_termination,encrypted,iops,kms_key_id,snapshot_id,throughput,volume_size}
      block_device_mappings.ebs.{volume_initialization_rate,volume_type}
      instance_requirements.{accelerator_count,accelerator_manufacturers,accelerator_names,accelerator_total_memory_mib}
      instance_requirements.{accelerator_types,allowed_instance_types,bare_metal,baseline_ebs_bandwidth_mbps}
      instance_requirements.{burstable_performance,cpu_manufacturers,excluded_instance_types,instance_generations}
      instance_requirements.{local_storage,local_storage_types} instance_requirements.accelerator_count.{min,max}`,
    blocks: names`block_device_mappings block_device_mappings.ebs capacity_reservation_specification
      capacity_reservation_specification.capacity_reservation_target cpu_options credit_specification enclave_options
      hibernation_options iam_instance_profile instance_requirements instance_requirements.accelerator_count
      instance_requirements.baseline_ebs_bandwidth_mbps`,
    maps: names`tags`,
    contradicted: {
      "required block_device_mappings.device_name": "the provider does not demand it",
    },
  },
  aws_network_acl: {
    page: "cdktf/python/r@05f07d6a36a4912eb10f77517bde87df3ce116e8",
    required: names`vpc_id`,
    optional: names`subnet_ids ingress egress tags`,
    exported: names`id arn owner_id tags_all`,
    members: names`ingress.{from_port,to_port,rule_no,action,protocol,cidr_block,ipv6_cidr_block,icmp_type,icmp_code}
      egress.{from_port,to_port,rule_no,action,protocol,cidr_block,ipv6_cidr_block,icmp_type,icmp_code}`,
    blocks: names`ingress egress`,
    maps: names`tags`,
  },
  aws_network_interface: {
    page: "r@19f0f28d031af71397d09adf6156be9b1c3b55ee",
    required: names`subnet_id attachment.{instance,device_index}`,
    optional: names`region attachment description enable_primary_ipv6 interface_type ipv4_prefix_count ipv4_prefixes
      ipv6_address_count ipv6_address_list_enabled ipv6_address_list ipv6_addresses ipv6_prefix_count ipv6_prefixes
      private_ip_list private_ip_list_enabled private_ips private_ips_count security_groups source_dest_check tags`,
    exported: names`arn id mac_address owner_id private_dns_name tags_all`,
    blocks: names`attachment`,
    maps: names`tags`,
  },
  aws_route_table: {
    page: "cdktf/python/r@19c897caf27d3db3cd7eba68f19eb9010e2ae060",
    required: names`vpc_id`,
    optional: names`route tags propagating_vgws`,
    exported: names`id arn owner_id tags_all`,
    members: names`route.{cidr_block,ipv6_cidr_block,destination_prefix_list_id,carrier_gateway_id,core_network_arn}
      route.{egress_only_gateway_id,gateway_id,local_gateway_id,nat_gateway_id,network_interface_id,transit_gateway_id}
      route.{vpc_endpoint_id,vpc_peering_connection_id}`,
    blocks: names`route`,
    maps: names`tags`,
  },
  aws_security_group: {
    page: "cdktf/python/r@09537f6131639c1d49ebcc38fc11972d6a4b60b5",
    optional: names`description egress ingress name_prefix name revoke_rules_on_delete tags vpc_id`,
    exported: names`arn id owner_id tags_all`,
    members: names`ingress.{from_port,to_port,protocol,cidr_blocks,description,ipv6_cidr_blocks,prefix_list_ids}
      ingress.{security_groups,self} egress.{from_port,to_port,protocol,cidr_blocks,description,ipv6_cidr_blocks}
      egress.{prefix_list_ids,security_groups,self}`,
    blocks: names`egress ingress`,
    maps: names`tags`,
  },
  aws_subnet: {
    page: "cdktf/python/r@0ca78c11b5ece5efe1431998b315d337a281151d",
    required: names`vpc_id`,
    optional: names`assign_ipv6_address_on_creation availability_zone availability_zone_id cidr_block
      customer_owned_ipv4_pool enable_dns64 enable_lni_at_device_index enable_resource_name_dns_aaaa_record_on_launch
      enable_resource_name_dns_a_record_on_launch ipv6_cidr_block ipv6_native map_customer_owned_ip_on_launch
      map_public_ip_on_launch outpost_arn private_dns_hostname_type_on_launch tags`,
    exported: names`id arn ipv6_cidr_block_association_id owner_id tags_all`,
    maps: names`tags`,
  },
  aws_vpc: {
    page: "cdktf/python/r@02fe3b283b48a2d41bc19312150fb7bfe8f746fc",
    optional: names`cidr_block instance_tenancy ipv4_ipam_pool_id ipv4_netmask_length ipv6_cidr_block ipv6_ipam_pool_id
      ipv6_netmask_length ipv6_cidr_block_network_border_group enable_dns_support enable_network_address_usage_metrics
      enable_dns_hostnames assign_generated_ipv6_cidr_block tags`,
    exported: names`arn id main_route_table_id default_network_acl_id default_security_group_id default_route_table_id
      ipv6_association_id owner_id tags_all`,
    maps: names`tags`,
  },
  aws_vpc_block_public_access_options: {
    page: "r@25612875d737d15bd1f48e1ce10682dac9b0886f",
    required: names`internet_gateway_block_mode`,
    optional: names`region`,
    exported: names`aws_account_id aws_region`,
  },
  aws_vpc_endpoint: {
    page: "r@088e0878080a74fcf1e35d901992372e4c041214",
    required: names`service_name vpc_id`,
    optional: names`auto_accept policy private_dns_enabled dns_options ip_address_type route_table_ids subnet_configuration
      subnet_ids security_group_ids tags vpc_endpoint_type
      dns_options.{dns_record_ip_type,private_dns_only_for_inbound_resolver_endpoint}
      subnet_configuration.{ipv4,ipv6,subnet}`,
    exported: names`id arn cidr_blocks dns_entry network_interface_ids owner_id prefix_list_id requester_managed state
      tags_all`,
    members: names`dns_entry.{dns_name,hosted_zone_id}`,
    blocks: names`dns_options subnet_configuration dns_entry`,
    maps: names`tags`,
    contradicted: {
      "required service_name": "optional since there are endpoints of resources and of service networks",
      "optional subnet_configuration.subnet": "the provider calls it subnet_id, as the page's example does",
    },
  },
  aws_vpc_peering_connection: {
    page: "cdktf/python/r@26511610ff8e2c21cb3cd3b716b14fcf518a8051",
    required: names`peer_vpc_id vpc_id`,
    optional: names`peer_owner_id auto_accept peer_region accepter requester tags
      accepter.allow_remote_vpc_dns_resolution requester.allow_remote_vpc_dns_resolution`,
    exported: names`id accept_status tags_all`,
    blocks: names`accepter requester`,
    maps: names`tags`,
    atMostOne: names`accepter requester`,
  },
  aws_vpc_security_group_ingress_rule: {
    page: "r@1997e57c9db9c44431d1b6bb08be1a283e27b6d8",
    required: names`ip_protocol security_group_id`,
    optional: names`cidr_ipv4 cidr_ipv6 description from_port prefix_list_id referenced_security_group_id tags to_port`,
    exported: names`arn security_group_rule_id tags_all`,
    maps: names`tags`,
  },
};
