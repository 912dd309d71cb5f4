import { excludes, forbids, notDecidable, present, requires, ruleChannel, staysWithin } from "../../rules";

const NO_ADDRESS = { absent: "closed", why: "it gets a public address", to: "the internet" } as const;

/** Catalogue rows C07, M09 and M10. */
export const containers = ruleChannel({
  id: "compute.containers",
  title: "Containers and hosted programs",
  opens:
    "a container or program that has a public address, runs outside of the box's network, or into which people get by an API",
  closes: "each runs in subnets of the configuration, without a public address, and nobody gets in by an API",
  sources: [
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html",
    "https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html",
    "https://docs.aws.amazon.com/apprunner/latest/dg/network-vpc.html",
  ],
  way: { from: "whatever the program may read", by: "its code, or whoever gets in", to: "the internet" },
  rules: {
    aws_apprunner_service: present("it runs outside of the box and answers on the internet"),
    aws_batch_compute_environment: staysWithin("compute_resources.subnets", { absent: "open" }),
    aws_batch_job_definition: notDecidable("what a job runs is in its container"),
    aws_batch_job_queue: forbids("it orders jobs"),
    aws_ecs_capacity_provider: forbids("it says how many machines there are"),
    aws_ecs_cluster: excludes("configuration.execute_command_configuration", "people get a shell in its containers"),
    aws_ecs_cluster_capacity_providers: forbids("it says how many machines there are"),
    aws_ecs_service: [
      requires("enable_execute_command", [false], { absent: "closed", why: "people get a shell in its containers" }),
      requires("network_configuration.assign_public_ip", [false], NO_ADDRESS),
      staysWithin("network_configuration.subnets", { absent: "open" }),
      excludes("vpc_lattice_configurations", "it answers in a Lattice network"),
    ],
    aws_ecs_task_definition: notDecidable("what its containers run, and where their logs go, is in their definitions"),
    aws_eks_access_entry: notDecidable("what people may do in the cluster is not modelled"),
    aws_eks_addon: notDecidable("what it runs is not in the configuration"),
    aws_eks_cluster: [
      requires("vpc_config.endpoint_public_access", [false], {
        absent: "open",
        why: "its API answers on the internet",
      }),
      staysWithin("vpc_config.subnet_ids", { absent: "open" }),
      staysWithin("encryption_config.provider.key_arn"),
      excludes("remote_network_config", "machines on premises are part of it"),
    ],
    aws_eks_fargate_profile: staysWithin("subnet_ids", { absent: "open" }),
    aws_eks_node_group: [
      staysWithin("subnet_ids", { absent: "open" }),
      excludes("remote_access", "people sign in to its machines"),
    ],
    aws_elastic_beanstalk_application: present("what it runs is not in the configuration"),
    aws_elastic_beanstalk_environment: present("what it runs is not in the configuration"),
    aws_lightsail_container_service: present("it answers on the internet"),
    aws_lightsail_instance: present("it is on the internet"),
    aws_lightsail_bucket: present("it is on the internet"),
    aws_amplify_app: present("it is published on the internet"),
  },
});
