import { ownerOf } from "../../ownership";
import { excludes, forbids, present, requires, ruleChannel, staysWithin, type Rule } from "../../rules";

/** A service may call where it says for whom: for a resource or an account of the project. */
const mayCall: Rule = (permission, model) => {
  const principal = permission.text("principal");
  const mend = `bound ${permission.address} by source_account or source_arn to the project`;
  if (principal === undefined) return [{ verdict: "unproven", why: "its principal cannot be told", mend }];
  const bounds = [permission.value("source_account"), permission.value("source_arn")].filter(
    ({ kind }) => kind !== "absent",
  );
  const whose = principal.endsWith(".amazonaws.com")
    ? bounds.map((value) => ownerOf(model, value))
    : [ownerOf(model, permission.value("principal"))];
  if (whose.includes("own")) return [{ verdict: "closed", why: `${principal} calls it for the project only` }];
  return whose.includes("unknown")
    ? [{ verdict: "unproven", why: `for whom ${principal} calls it cannot be told`, mend }]
    : [{ verdict: "open", why: `${principal} may call it for anybody`, mend }];
};

/** Catalogue rows C01 to C04. */
export const functions = ruleChannel({
  id: "compute.functions",
  title: "Functions",
  opens: "a function that runs outside of the box's network, that others may call, or that hands results on",
  closes: "it runs in subnets of the configuration, serves the project only, and its destinations are the project's",
  sources: [
    "https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html",
    "https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html",
    "https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html",
  ],
  way: { from: "whatever the function may read", by: "its code, or whoever calls it", to: "the internet" },
  rules: {
    aws_lambda_alias: forbids("it names a version"),
    aws_lambda_code_signing_config: forbids("it can only forbid"),
    aws_lambda_event_source_mapping: [
      staysWithin("event_source_arn", { absent: "open" }),
      staysWithin("destination_config.on_failure.destination_arn"),
      excludes("self_managed_event_source", "it reads from brokers elsewhere"),
    ],
    aws_lambda_function: [
      staysWithin("vpc_config.subnet_ids", { absent: "open" }),
      staysWithin("dead_letter_config.target_arn"),
      staysWithin("s3_bucket"),
      staysWithin("image_uri"),
      staysWithin("layers"),
      staysWithin("kms_key_arn"),
      staysWithin("file_system_config.arn"),
    ],
    aws_lambda_function_event_invoke_config: [
      staysWithin("destination_config.on_failure.destination"),
      staysWithin("destination_config.on_success.destination"),
    ],
    aws_lambda_function_url: requires("authorization_type", ["AWS_IAM"], {
      absent: "open",
      why: "everybody may call it",
      to: "everybody on the internet",
    }),
    aws_lambda_layer_version: staysWithin("s3_bucket"),
    aws_lambda_layer_version_permission: staysWithin("principal", { absent: "open" }),
    aws_lambda_permission: [mayCall, excludes("principal_org_id", "other accounts of the organisation may call it")],
    aws_lambda_provisioned_concurrency_config: forbids("it keeps the function warm"),
    aws_lambda_invocation: present("its result is kept in the state"),
    aws_signer_signing_profile: forbids("it names who signs"),
    aws_signer_signing_profile_permission: staysWithin("principal", { absent: "open" }),
  },
});
