import { present, ruleChannel, staysWithin } from "../../rules";

/** Catalogue row C05 and C11. */
export const builds = ruleChannel({
  id: "compute.builds",
  title: "Builds, pipelines and workflows",
  opens: "a build or workflow that runs code outside of the box, fetches it from elsewhere, or calls sites",
  closes: "builds run in subnets of the configuration, and there is no connection, pipeline or canary",
  sources: [
    "https://docs.aws.amazon.com/codebuild/latest/userguide/vpc-support.html",
    "https://docs.aws.amazon.com/step-functions/latest/dg/call-https-apis.html",
    "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries_VPC.html",
  ],
  way: { from: "whatever the build may read", by: "its code", to: "the internet" },
  rules: {
    aws_codebuild_project: [
      staysWithin("vpc_config.subnets", { absent: "open" }),
      staysWithin("source.location"),
      staysWithin("artifacts.location"),
      staysWithin("encryption_key"),
    ],
    aws_codebuild_report_group: staysWithin("export_config.s3_destination.bucket"),
    aws_codebuild_source_credential: present("it signs in at a host of code"),
    aws_codebuild_webhook: present("a host of code on the internet starts it"),
    aws_codeconnections_connection: present("it is joined to a host of code on the internet"),
    aws_codepipeline: present("its stages carry files between services"),
    aws_codestarconnections_connection: present("it is joined to a host of code on the internet"),
    aws_sfn_state_machine: (machine) => {
      const definition = JSON.stringify(machine.attributes["definition"] ?? "");
      const mend = `take the task out of ${machine.address}`;
      if (definition.includes("http:invoke"))
        return [{ verdict: "open", why: "a step calls a site", to: "the internet", mend }];
      return [{ verdict: "unproven", why: "what its steps call is not followed", mend: `remove ${machine.address}` }];
    },
    aws_synthetics_canary: present("it calls sites"),
  },
});
