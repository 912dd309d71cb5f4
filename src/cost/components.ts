import { type StackResource, type Stack } from "./stack";

/** Hours of a month, as AWS's own calculator counts them: https://docs.aws.amazon.com/pricing-calculator/latest/userguide/what-is-pricing-calculator.html */
export const MONTH_HOURS = 730;

/** Something that AWS bills for a resource, month by month. */
export interface Component {
  /** What it is, as people group it: `interface endpoints`. */
  readonly name: string;
  /** Its name in the price table. */
  readonly item: string;
  /** Units a month; nothing where only its use tells. */
  readonly quantity: number | undefined;
}

export interface Assumptions {
  /** Hours a month for which desktops and compute machines run. */
  readonly machineHours: number;
}

type Counts = (resource: StackResource, stack: Stack, assumptions: Assumptions) => readonly Component[];

const each =
  (name: string, item: string, quantity?: number): Counts =>
  () => [{ name, item, quantity }];
const length = (value: unknown): number => (Array.isArray(value) ? value.length : 0);

/** What is billed, by resource type. A type that is neither here nor in {@link FREE} is told as not priced. */
export const BILLED: Readonly<Record<string, Counts>> = {
  aws_backup_vault: each("backup storage", "backup-storage"),
  aws_budgets_budget_action: each("budget actions", "budget-action", MONTH_HOURS / 24),
  aws_cloudtrail: each("CloudTrail data events", "trail-data-events"),
  aws_cloudwatch_log_group: each("log ingestion", "log-ingestion"),
  aws_cloudwatch_log_metric_filter: each("custom metrics", "custom-metric", 1),
  aws_cloudwatch_metric_alarm: each("alarms", "alarm", 1),
  aws_codeartifact_repository: each("package mirrors", "package-mirror"),
  aws_ec2_client_vpn_endpoint: each("client VPN connections", "client-vpn-connection"),
  aws_ec2_client_vpn_network_association: each("client VPN associations", "client-vpn-association", MONTH_HOURS),
  aws_efs_file_system: each("file storage", "file-storage"),
  aws_emr_cluster: each("Spark clusters", "spark-cluster"),
  aws_flow_log: each("flow logs", "flow-log-delivery"),
  aws_guardduty_malware_protection_plan: each("malware scans", "malware-scan"),
  aws_instance: (resource, stack, { machineHours }) => {
    // What forwards for others is never switched off.
    const hours = resource.attributes["primary_network_interface"] === undefined ? machineHours : MONTH_HOURS;
    const template = stack.referred(resource, "launch_template", "id");
    const mappings = template?.attributes["block_device_mappings"];
    const volumes = (Array.isArray(mappings) ? mappings : []) as readonly {
      readonly ebs?: { readonly volume_size?: number; readonly volume_type?: string };
    }[];
    const type = resource.attributes["instance_type"] ?? template?.attributes["instance_type"];
    return [
      {
        name: hours === MONTH_HOURS && hours !== machineHours ? "gateways" : "machines",
        item: `instance:${typeof type === "string" ? type : "unknown"}`,
        quantity: hours,
      },
      ...volumes.map(({ ebs }) => ({
        name: "volumes",
        item: `volume-${ebs?.volume_type ?? "unknown"}`,
        quantity: ebs?.volume_size,
      })),
    ];
  },
  aws_kinesis_firehose_delivery_stream: each("Firehose delivery", "firehose-ingestion"),
  aws_kms_external_key: each("keys", "kms-key", 1),
  aws_kms_key: each("keys", "kms-key", 1),
  aws_rds_cluster: each("database storage", "database-storage"),
  aws_rds_cluster_instance: ({ attributes: { instance_class: type } }) => [
    { name: "databases", item: `database:${typeof type === "string" ? type : "unknown"}`, quantity: MONTH_HOURS },
  ],
  aws_route53_resolver_firewall_domain_list: ({ attributes }) => [
    { name: "DNS firewall names", item: "dns-firewall-name", quantity: length(attributes["domains"]) },
  ],
  aws_route53_resolver_firewall_rule_group_association: each("DNS firewall queries", "dns-firewall-queries"),
  aws_route53_zone: each("hosted zones", "hosted-zone", 1),
  aws_s3_bucket: each("object storage", "object-storage"),
  aws_sagemaker_notebook_instance: each("notebooks", "notebook"),
  aws_secretsmanager_secret: each("secrets", "secret", 1),
  aws_vpc_endpoint: ({ attributes }) =>
    attributes["vpc_endpoint_type"] === "Interface"
      ? [
          {
            name: "interface endpoints",
            item: "vpc-endpoint",
            quantity: length(attributes["subnet_ids"]) * MONTH_HOURS,
          },
        ]
      : attributes["vpc_endpoint_type"] === undefined || attributes["vpc_endpoint_type"] === "Gateway"
        ? []
        : [{ name: "other endpoints", item: "vpc-endpoint-other", quantity: undefined }],
  aws_vpc_peering_connection: each("peering between zones", "peering-data"),
  aws_vpn_connection: each("site-to-site VPN", "vpn-connection", MONTH_HOURS),
};

/** Types that AWS does not bill by themselves. */
export const FREE: readonly RegExp[] = [
  /^aws_backup_(?:plan|selection|vault_.+)$/,
  /^aws_budgets_budget$/,
  /^aws_cloudwatch_log_(?:stream|subscription_filter)$/,
  /^aws_codeartifact_(?:domain|.+_permissions_policy)$/,
  /^aws_customer_gateway$/,
  /^aws_db_subnet_group$/,
  /^aws_default_/,
  /^aws_ebs_(?:default_kms_key|encryption_by_default|snapshot_block_public_access)$/,
  /^aws_ec2_(?:client_vpn_authorization_rule|client_vpn_route|image_block_public_access|instance_metadata_defaults|serial_console_access)$/,
  /^aws_efs_(?:access_point|backup_policy|file_system_policy|mount_target)$/,
  /^aws_emr_(?:block_public_access|security)_configuration$/,
  /^aws_iam_/,
  /^aws_kms_alias$/,
  /^aws_launch_template$/,
  /^aws_network_(?:acl|interface)$/,
  /^aws_rds_cluster_parameter_group$/,
  /^aws_route(?:_table.*)?$/,
  /^aws_route53_record$/,
  /^aws_route53_resolver_(?:firewall_(?:config|rule|rule_group)|query_log_config|query_log_config_association)$/,
  /^aws_s3_(?:account_public_access_block|bucket_.+)$/,
  /^aws_sagemaker_notebook_instance_lifecycle_configuration$/,
  /^aws_secretsmanager_secret_policy$/,
  /^aws_security_group$/,
  /^aws_subnet$/,
  /^aws_vpc(?:_block_public_access_options|_dhcp_options.*|_peering_connection_accepter|_security_group_.+)?$/,
  /^aws_vpn_(?:connection_route|gateway(?:_.+)?)$/,
];
