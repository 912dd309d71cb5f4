import { readValue } from "../../model/value";
import { opensThroughEndpoints } from "../../notebook-addresses";
import { ownerOf } from "../../ownership";
import { excludes, notDecidable, present, requires, ruleChannel, staysWithin, type Rule } from "../../rules";

/** What a security configuration of EMR says of volumes; it is JSON in a text. */
const encryptsAtRest: Rule = (security, model) => {
  const mend = `encrypt local disks with a key of the project's (AwsKms and AwsKmsKey) in ${security.address}`;
  const raw = security.attributes["configuration"];
  let disks: unknown;
  try {
    const { EncryptionConfiguration: encryption } = JSON.parse(typeof raw === "string" ? raw : "") as {
      EncryptionConfiguration?: {
        EnableAtRestEncryption?: unknown;
        AtRestEncryptionConfiguration?: { LocalDiskEncryptionConfiguration?: unknown };
      };
    };
    disks =
      encryption?.EnableAtRestEncryption === true
        ? encryption.AtRestEncryptionConfiguration?.LocalDiskEncryptionConfiguration
        : undefined;
  } catch {
    return [{ verdict: "unproven", why: "its configuration is not JSON that could be read", mend }];
  }
  const { AwsKmsKey: key, EnableEbsEncryption: volumes } = (disks ?? {}) as Record<string, unknown>;
  if (key === undefined || volumes !== true)
    return [{ verdict: "open", why: "volumes of its clusters are not encrypted", to: "the cloud's operator", mend }];
  const owner = ownerOf(model, readValue(key));
  if (owner === "own") return [{ verdict: "closed", why: "volumes are encrypted with a key of the project's" }];
  return [
    owner === "unknown"
      ? { verdict: "unproven", why: "whose key encrypts its volumes cannot be told", mend }
      : {
          verdict: "open",
          why: "its volumes are encrypted with a key that is not the project's",
          to: "its owner",
          mend,
        },
  ];
};

/** A cluster names its security configuration by name, which is also its id. */
const namesSecurity: Rule = (cluster, model) => {
  const name = cluster.text("security_configuration");
  const own = model.ofType("aws_emr_security_configuration").some((one) => one.text("name") === name);
  return name !== undefined && own
    ? [{ verdict: "closed", why: `security_configuration is ${name}, the project's own` }]
    : staysWithin("security_configuration", { absent: "open" })(cluster, model);
};

/** Catalogue rows W06 to W10, and C06, C08 and C09. */
export const notebooks = ruleChannel({
  id: "compute.notebooks",
  title: "Notebooks, clusters and models",
  opens:
    "a notebook, cluster, job or model that runs outside of the box's network, or that people open from the internet",
  closes:
    "each runs in subnets of the configuration, without its own way to the internet, under encryption of the project's, and who may open a notebook does so through an endpoint of the configuration",
  sources: [
    "https://docs.aws.amazon.com/sagemaker/latest/dg/infrastructure-connect-to-resources.html",
    "https://docs.aws.amazon.com/sagemaker/latest/dg/onboard-vpc.html",
    "https://docs.aws.amazon.com/sagemaker/latest/dg/mkt-algo-model-internet-free.html",
    "https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-plan-vpc-subnet.html",
    "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreatePresignedNotebookInstanceUrl.html",
    "https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html",
    "https://docs.aws.amazon.com/glue/latest/dg/connection-VPC-disable-proxy.html",
  ],
  way: { from: "whatever the notebook or job may read", by: "its code", to: "the internet" },
  rules: {
    aws_bedrock_model_invocation_logging_configuration: [
      staysWithin("logging_config.s3_config.bucket_name"),
      staysWithin("logging_config.cloudwatch_config.large_data_delivery_s3_config.bucket_name"),
    ],
    aws_bedrockagentcore_browser: present("it browses the internet"),
    aws_bedrockagentcore_code_interpreter: present("it runs code outside of the box"),
    aws_bedrockagentcore_gateway: present("it calls tools elsewhere"),
    aws_cloud9_environment_ec2: present("people open it from the internet"),
    aws_cloud9_environment_membership: present("it is shared with another person"),
    aws_emr_block_public_access_configuration: requires("block_public_security_group_rules", [true], {
      absent: "open",
      why: "clusters may be open to the internet",
    }),
    aws_emr_cluster: [
      namesSecurity,
      staysWithin("ec2_attributes.emr_managed_master_security_group", { absent: "open" }),
      staysWithin("ec2_attributes.emr_managed_slave_security_group", { absent: "open" }),
      excludes("ec2_attributes.key_name", "who holds the key is root on its machines"),
      excludes("kerberos_attributes", "it trusts another realm's people"),
      staysWithin("log_encryption_kms_key_id"),
      staysWithin("ec2_attributes.subnet_id", { absent: "open" }),
      staysWithin("log_uri"),
      excludes("bootstrap_action", "it runs a script that is kept elsewhere"),
      excludes("step", "it runs what is kept elsewhere"),
    ],
    aws_emr_security_configuration: encryptsAtRest,
    aws_emr_studio: present("people open it from the internet"),
    aws_emrserverless_application: staysWithin("network_configuration.subnet_ids", { absent: "open" }),
    aws_glue_catalog_database: staysWithin("location_uri"),
    aws_glue_catalog_table: staysWithin("storage_descriptor.location"),
    aws_glue_crawler: notDecidable("what it reads is in its connections"),
    aws_glue_job: [
      (job) =>
        job.list("connections").length > 0
          ? [{ verdict: "unproven", why: "where its connections lead is not followed", mend: `remove ${job.address}` }]
          : [
              {
                verdict: "open",
                why: "without a connection it runs outside of the box's network",
                mend: `give ${job.address} a connection in the box's VPC`,
              },
            ],
    ],
    aws_iam_role: opensThroughEndpoints,
    aws_mwaa_environment: [
      requires("webserver_access_mode", ["PRIVATE_ONLY"], {
        absent: "closed",
        why: "its pages answer on the internet",
      }),
      staysWithin("network_configuration.subnet_ids", { absent: "open" }),
      staysWithin("source_bucket_arn"),
    ],
    aws_sagemaker_domain: [
      requires("app_network_access_type", ["VpcOnly"], { absent: "open", why: "its notebooks are on the internet" }),
      staysWithin("subnet_ids", { absent: "open" }),
      staysWithin("kms_key_id"),
      excludes(
        "default_user_settings.sharing_settings.s3_output_path",
        "outputs of notebooks are shared through a bucket",
      ),
    ],
    aws_sagemaker_endpoint_configuration: [
      staysWithin("data_capture_config.destination_s3_uri"),
      staysWithin("async_inference_config.output_config.s3_output_path"),
    ],
    aws_sagemaker_model: [
      requires("enable_network_isolation", [true], { absent: "open", why: "its container may call out" }),
      staysWithin("vpc_config.subnets"),
    ],
    aws_sagemaker_notebook_instance: [
      requires("direct_internet_access", ["Disabled"], { absent: "open", why: "it is on the internet" }),
      requires("root_access", ["Disabled"], { absent: "open", why: "people are root on it" }),
      staysWithin("subnet_id", { absent: "open" }),
      excludes("lifecycle_config_name", "it runs a script, as root, that is not read"),
      requires("instance_metadata_service_configuration.minimum_instance_metadata_service_version", [2], {
        absent: "open",
        why: "its role can be had without a token",
      }),
      excludes("default_code_repository", "code is fetched from elsewhere, and may be put there"),
      excludes("additional_code_repositories", "code is fetched from elsewhere, and may be put there"),
    ],
    aws_sagemaker_user_profile: excludes(
      "user_settings.sharing_settings.s3_output_path",
      "outputs of notebooks are shared through a bucket",
    ),
    aws_sagemaker_workforce: present("people elsewhere look at what they label"),
    aws_sagemaker_workteam: present("people elsewhere look at what they label"),
  },
});
