import { excludes, forbids, notDecidable, present, requires, ruleChannel, staysWithin } from "../../rules";

/** Catalogue rows W06 to W10, and C06, C08 and C09. */
export const notebooks = ruleChannel({
  id: "compute.notebooks",
  title: "Notebooks, clusters and models",
  opens:
    "a notebook, cluster, job or model that runs outside of the box's network, or that people open from the internet",
  closes: "each runs in subnets of the configuration, without its own way to the internet",
  sources: [
    "https://docs.aws.amazon.com/sagemaker/latest/dg/infrastructure-connect-to-resources.html",
    "https://docs.aws.amazon.com/sagemaker/latest/dg/onboard-vpc.html",
    "https://docs.aws.amazon.com/sagemaker/latest/dg/mkt-algo-model-internet-free.html",
    "https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-plan-vpc-subnet.html",
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
      staysWithin("ec2_attributes.subnet_id", { absent: "open" }),
      staysWithin("log_uri"),
      excludes("ec2_attributes.key_name", "people sign in to its machines"),
      excludes("bootstrap_action", "it runs a script that is kept elsewhere"),
      excludes("step", "it runs what is kept elsewhere"),
    ],
    aws_emr_security_configuration: forbids("it says what is encrypted"),
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
