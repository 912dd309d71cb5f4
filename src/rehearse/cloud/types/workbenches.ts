import { fill } from "../computed";
import { type Call, type ResourceType } from "../resource-type";
import { checkGroups, objectsOf, refuse, required, subnetOf, textOf, written } from "./refusals";

const hex = (digits: string): string => digits.toUpperCase();

function repositoryArn({ account, region, values }: Call): string {
  return `arn:aws:codeartifact:${region}:${account}:repository/${written(values["domain"])}/${written(values["repository"])}`;
}

/**
 * Notebooks, clusters, package mirrors, and alarms.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateNotebookInstance.html
 * https://docs.aws.amazon.com/emr/latest/APIReference/API_RunJobFlow.html
 * https://docs.aws.amazon.com/codeartifact/latest/APIReference/API_CreateRepository.html
 */
export const WORKBENCH_TYPES: Readonly<Record<string, ResourceType>> = {
  aws_sagemaker_notebook_instance: {
    noun: "Notebook Instance",
    id: "{name}",
    arn: "sagemaker:{region}:{account}:notebook-instance/{name}",
    computed: ({ values, region, digits }) => ({
      network_interface_id: `eni-${digits(17)}`,
      url: `${written(values["name"])}-${digits(4)}.notebook.${region}.sagemaker.aws`,
    }),
    create: (call) => {
      const { account, region, store, values } = call;
      const name = written(values["name"]);
      if (!/^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/.test(name))
        refuse(
          "ValidationException",
          `Value '${name}' at 'notebookInstanceName' failed to satisfy constraint: Member must satisfy regular expression pattern`,
        );
      if (store.ofType("aws_sagemaker_notebook_instance", { account, region }).some(({ id }) => id === name))
        refuse("ValidationException", `Cannot create a duplicate notebook instance (${name}).`);
      if (textOf(values["subnet_id"]) === undefined) {
        if (values["direct_internet_access"] === "Disabled")
          refuse("ValidationException", "DirectInternetAccess can be disabled only with a subnet");
        return;
      }
      checkGroups(call, values["security_groups"], subnetOf(call, values["subnet_id"]).values["vpc_id"]);
    },
  },
  aws_emr_cluster: {
    noun: "EMR Cluster",
    id: ({ digits }) => `j-${hex(digits(13))}`,
    arn: "elasticmapreduce:{region}:{account}:cluster/{id}",
    computed: () => ({ cluster_state: "WAITING", master_public_dns: "" }),
    create: (call) => {
      const { account, region, store, values } = call;
      const named = textOf(values["security_configuration"]);
      if (named !== undefined && store.find("aws_emr_security_configuration", named, { account, region }) === undefined)
        refuse("InvalidRequestException", `Security configuration with name '${named}' does not exist.`);
      for (const attributes of objectsOf(values["ec2_attributes"])) {
        const subnet = subnetOf(call, attributes["subnet_id"]);
        for (const name of [
          "emr_managed_master_security_group",
          "emr_managed_slave_security_group",
          "service_access_security_group",
        ])
          if (textOf(attributes[name]) !== undefined)
            checkGroups(call, [attributes[name] ?? null], subnet.values["vpc_id"]);
      }
    },
  },
  aws_emr_security_configuration: {
    noun: "Security configuration",
    id: "{name}",
    computed: () => ({ creation_date: "2026-01-01T00:00:00Z" }),
    create: ({ account, region, store, values }) => {
      const name = written(values["name"]);
      if (store.ofType("aws_emr_security_configuration", { account, region }).some(({ id }) => id === name))
        refuse("InvalidRequestException", `Security configuration with name '${name}' already exists.`);
    },
    heldBy: { aws_emr_cluster: "security_configuration" },
    heldCode: "InvalidRequestException",
  },
  aws_emr_block_public_access_configuration: { id: () => "current" },
  aws_codeartifact_domain: {
    noun: "Domain",
    id: ({ account, region, values }) =>
      `arn:aws:codeartifact:${region}:${account}:domain/${written(values["domain"])}`,
    arn: "codeartifact:{region}:{account}:domain/{domain}",
    computed: (call) => ({
      owner: call.account,
      repository_count: 0,
      asset_size_bytes: "0",
      created_time: "2026-01-01T00:00:00Z",
      s3_bucket_arn: `arn:aws:s3:::assets-${call.account}-${call.region}`,
      // Of the key that AWS keeps for the account it gives the key's ARN:
      // https://docs.aws.amazon.com/codeartifact/latest/APIReference/API_DescribeDomain.html
      encryption_key: call.values["encryption_key"] ?? fill("arn:aws:kms:{region}:{account}:key/{uuid}", call),
    }),
    create: ({ account, region, store, values }) => {
      const taken = store
        .ofType("aws_codeartifact_domain", { account, region })
        .some((one) => one.values["domain"] === values["domain"]);
      if (taken) refuse("ConflictException", `Domain with name '${written(values["domain"])}' already exists.`);
    },
    delete: ({ store, prior }) => {
      const repositories = store
        .ofType("aws_codeartifact_repository", { account: prior.account, region: prior.region })
        .some(({ values }) => values["domain"] === prior.values["domain"]);
      if (repositories) refuse("ConflictException", "Domain is not empty, delete its repositories first.");
    },
  },
  aws_codeartifact_repository: {
    noun: "Repository",
    id: repositoryArn,
    arn: "codeartifact:{region}:{account}:repository/{domain}/{repository}",
    computed: ({ account }) => ({ administrator_account: account, domain_owner: account }),
    create: ({ account, region, store, values }) => {
      const place = { account, region };
      if (!store.ofType("aws_codeartifact_domain", place).some((one) => one.values["domain"] === values["domain"]))
        refuse("ResourceNotFoundException", `Domain not found. '${written(values["domain"])}' does not exist.`);
      const repositories = store
        .ofType("aws_codeartifact_repository", place)
        .filter((one) => one.values["domain"] === values["domain"])
        .map((one) => one.values["repository"]);
      for (const { repository_name: upstream } of objectsOf(values["upstream"]))
        if (!repositories.includes(upstream ?? null))
          refuse("ResourceNotFoundException", `Upstream repository '${written(upstream)}' does not exist.`);
    },
  },
  aws_codeartifact_repository_permissions_policy: {
    noun: "Repository policy",
    id: repositoryArn,
    computed: ({ account, digits }, id) => ({ resource_arn: id, domain_owner: account, policy_revision: digits(32) }),
  },
  aws_cloudwatch_metric_alarm: {
    noun: "Alarm",
    id: "{alarm_name}",
    arn: "cloudwatch:{region}:{account}:alarm:{alarm_name}",
    create: (call) => {
      const { values } = call;
      const dimensions = values["dimensions"];
      const machine =
        typeof dimensions === "object" && dimensions !== null && !Array.isArray(dimensions)
          ? (dimensions as Readonly<Record<string, unknown>>)["InstanceId"]
          : undefined;
      if (typeof machine === "string") required(call, "aws_instance", machine, "ValidationError", "instance");
      if (Number(values["period"] ?? 0) * Number(values["evaluation_periods"] ?? 0) > 86_400)
        refuse(
          "ValidationError",
          "Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= 86400)",
        );
    },
  },
};
