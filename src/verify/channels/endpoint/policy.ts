import { type Channel } from "../../channel";
import { type Model } from "../../model/model";
import { type Resource } from "../../model/resource";
import { showValue } from "../../model/value";
import { bucketOf, principalsWithin, resourcesWithin, unmodelledKeys } from "../../policy/bounds";
import { bucketNames } from "../../policy/buckets";
import { type Statement, readPolicy } from "../../policy/document";
import { type Ruling } from "../../verdict";

/**
 * Services whose endpoints take no policy (AWS PrivateLink guide, "AWS services that integrate with AWS PrivateLink").
 * What is neither here nor among {@link POLICY_SERVICES} is not known, and unproven.
 */
const NO_POLICY_SERVICES = new Set(["acm", "appsync", "artifact", "glacier", "route53"]);

/** Services whose endpoints are known to enforce a policy (same source). */
const POLICY_SERVICES = new Set([
  "codeartifact.api",
  "codeartifact.repositories",
  "dynamodb",
  "ec2",
  "ecr.api",
  "ecr.dkr",
  "elasticfilesystem",
  "events",
  "kms",
  "logs",
  "monitoring",
  "s3",
  "sagemaker.api",
  "sagemaker.runtime",
  "secretsmanager",
  "sns",
  "sqs",
  "ssm",
  "sts",
]);

/**
 * Buckets of AWS's own that software reads, by exact name. Reading sends a key's name there and nothing else.
 * Amazon DCV: https://docs.aws.amazon.com/dcv/latest/adminguide/setting-up-license.html
 */
const AWS_OWNED_BUCKET = /^dcv-license\.[a-z]{2}(-[a-z]+)+-\d$/;

export const endpointPolicy: Channel = {
  id: "endpoint.policy",
  title: "VPC endpoints",
  opens: "an endpoint that carries requests with foreign credentials, or to foreign resources: both end outside",
  closes:
    "every Allow of every endpoint's policy is bound on both sides, to principals and to resources of the project's accounts",
  sources: [
    "https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_data-perimeters.html",
  ],
  decide: (model, ruling) => {
    const endpoints = model.ofType("aws_vpc_endpoint");
    for (const endpoint of endpoints) judge(model, endpoint, ruling);
    if (endpoints.length === 0) for (const vpc of model.ofType("aws_vpc")) ruling.closed(vpc, "there is no endpoint");
  },
};

function leak(endpoint: Resource, by: string, to: string) {
  return { from: "any machine that reaches the endpoint", by, through: [endpoint.address], to };
}

function judge(model: Model, endpoint: Resource, ruling: Ruling): void {
  const service = endpoint.text("service_name");
  const kind = endpoint.text("vpc_endpoint_type") ?? "Gateway";
  if (kind !== "Interface" && kind !== "Gateway") {
    ruling.open(
      endpoint,
      `it is of type ${kind}`,
      leak(endpoint, "anybody who runs code there", "whoever offers the service"),
      `remove ${endpoint.address}`,
    );
    return;
  }
  if (service === undefined) {
    ruling.unproven(endpoint, `its service is ${showValue(endpoint.value("service_name"))}`, "name an AWS service");
    return;
  }
  const name = /^com\.amazonaws\.[a-z0-9-]+\.(.+)$/.exec(service)?.[1];
  if (name === undefined || service.startsWith("com.amazonaws.vpce.")) {
    ruling.open(
      endpoint,
      `its service is ${service}, not one of AWS's`,
      leak(endpoint, "anybody who runs code there", "whoever offers the service"),
      `remove ${endpoint.address}`,
    );
    return;
  }
  if (endpoint.value("service_region").kind !== "absent") {
    ruling.unproven(endpoint, "it leads to a service of another region", "leave service_region out");
    return;
  }
  if (NO_POLICY_SERVICES.has(name)) {
    ruling.open(
      endpoint,
      `${name} takes no endpoint policy`,
      leak(endpoint, "anybody, with any credentials", `any account's ${name}`),
      `remove ${endpoint.address}`,
    );
    return;
  }
  judgePolicy(model, endpoint, name, ruling);
}

function judgePolicy(model: Model, endpoint: Resource, service: string, ruling: Ruling): void {
  const separate = model
    .ofType("aws_vpc_endpoint_policy")
    .filter((policy) => model.referred(policy, "vpc_endpoint_id", "aws_vpc_endpoint") === endpoint);
  const sources = [endpoint, ...separate].filter((resource) => resource.value("policy").kind !== "absent");
  const [source] = sources;
  if (source === undefined) {
    ruling.open(
      endpoint,
      "it has no policy, and so allows everything",
      leak(endpoint, "anybody, with credentials of any account", `any account's ${service}`),
      `give ${endpoint.address} a policy that bounds aws:PrincipalAccount and aws:ResourceAccount`,
    );
    return;
  }
  if (sources.length > 1) {
    ruling.unproven(endpoint, "two resources set its policy; which one holds cannot be told", "keep one");
    return;
  }
  const reading = readPolicy(String(source.attributes["policy"]));
  if ("unread" in reading) {
    ruling.unproven(source, `its policy cannot be read: ${reading.unread}`, "write the policy out as JSON");
    return;
  }
  if (!POLICY_SERVICES.has(service)) {
    ruling.unproven(
      endpoint,
      `whether ${service} enforces endpoint policies is not known`,
      `remove ${endpoint.address}`,
    );
    return;
  }
  const { accounts } = model;
  if (accounts.size === 0) {
    ruling.unproven(
      endpoint,
      "no provider says in which accounts it works",
      "set allowed_account_ids of every provider",
    );
    return;
  }
  const buckets = bucketNames(model);
  const allows = reading.statements.filter(({ effect }) => effect === "Allow");
  for (const statement of allows) judgeAllow(source, statement, accounts, buckets, service, ruling);
}

function judgeAllow(
  source: Resource,
  statement: Statement,
  accounts: ReadonlySet<string>,
  buckets: ReadonlySet<string>,
  service: string,
  ruling: Ruling,
): void {
  const label = statement.sid === "" ? "an Allow without Sid" : statement.sid;
  const principals = principalsWithin(statement, accounts);
  const resources = resourcesWithin(statement, accounts, buckets) || readsAwsOwned(statement);
  if (principals && resources) {
    ruling.closed(source, `${label}: principals and resources of the project's accounts only`);
    return;
  }
  const unmodelled = unmodelledKeys(statement);
  if (unmodelled.length > 0)
    ruling.unproven(
      source,
      `${label} has a condition on ${unmodelled.join(", ")}, which is not modelled`,
      `bound aws:PrincipalAccount and aws:ResourceAccount in ${label}`,
    );
  else if (!principals)
    ruling.open(
      source,
      `${label} serves principals of any account`,
      leak(source, "somebody with credentials of an account of his own, smuggled in", `${service} in that account`),
      `add StringEquals aws:PrincipalAccount with the project's accounts to ${label}`,
    );
  else
    ruling.open(
      source,
      `${label} reaches resources of any account`,
      leak(source, "a role of the project", `${service} in an account outside of the project`),
      `add StringEquals aws:ResourceAccount with the project's accounts to ${label}`,
    );
}

/** Whether an Allow does no more than read exactly named buckets of AWS's own. */
function readsAwsOwned(statement: Statement): boolean {
  return (
    !statement.notAction &&
    !statement.notResource &&
    statement.resources.length > 0 &&
    statement.actions.every((action) => action.toLowerCase() === "s3:getobject") &&
    statement.resources.every((arn) => AWS_OWNED_BUCKET.test(bucketOf(arn) ?? ""))
  );
}
