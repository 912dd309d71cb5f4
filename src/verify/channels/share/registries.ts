import { servesProjectOnly } from "../../policy-rule";
import { excludes, forbids, notDecidable, present, ruleChannel, staysWithin } from "../../rules";

/** Catalogue rows P13, P14 and C04. */
export const registries = ruleChannel({
  id: "share.registries",
  title: "Registries of images, packages and code",
  opens: "a registry or repository that another account may read from, that is copied elsewhere, or that asks outside",
  closes: "every policy serves the project only, and nothing is replicated, triggered or fetched through it",
  sources: [
    "https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policy-examples.html",
    "https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html",
    "https://docs.aws.amazon.com/codeartifact/latest/ug/repo-policies.html",
    "https://hackingthe.cloud/aws/exploitation/misconfigured_ecr_resource_policy/",
  ],
  way: {
    from: "an image, package or repository into which data was put",
    by: "a principal of another account",
    to: "another account",
  },
  rules: {
    aws_codeartifact_domain: staysWithin("encryption_key"),
    aws_codeartifact_domain_permissions_policy: servesProjectOnly("policy_document"),
    aws_codeartifact_repository: excludes(
      "external_connections",
      "names of packages that are asked for go to a public registry",
      "a public registry",
    ),
    aws_codeartifact_repository_permissions_policy: servesProjectOnly("policy_document"),
    aws_codecommit_repository: forbids("it serves its own account only"),
    aws_codecommit_trigger: staysWithin("trigger.destination_arn", { absent: "open" }),
    aws_ecr_lifecycle_policy: forbids("it ages images"),
    aws_ecr_pull_through_cache_rule: present("names of images that are asked for go to a public registry"),
    aws_ecr_registry_policy: servesProjectOnly(),
    aws_ecr_registry_scanning_configuration: forbids("it scans images"),
    aws_ecr_replication_configuration: present("images are copied to another registry"),
    aws_ecr_repository: staysWithin("encryption_configuration.kms_key"),
    aws_ecr_repository_creation_template: notDecidable("repositories made by it are not in the configuration"),
    aws_ecr_repository_policy: servesProjectOnly(),
    aws_ecrpublic_repository: present("everybody may read from it"),
    aws_ecrpublic_repository_policy: present("everybody may read from it"),
    aws_serverlessapplicationrepository_cloudformation_stack: present("it runs what somebody published"),
    aws_servicecatalog_portfolio_share: present("other accounts get the portfolio"),
  },
});
