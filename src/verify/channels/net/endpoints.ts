import { readsOfAwsOwned, readsThatAwsSigns } from "../../aws-owned-buckets";
import { type Channel } from "../../channel";
import { type Model } from "../../model/model";
import { type Resource } from "../../model/resource";
import { showValue } from "../../model/value";
import { type Statement } from "../../policy/document";
import { ruleOnRequests, statementsOf } from "../../policy-ruling";
import {
  anonymous,
  anyIdentityOf,
  decideFor,
  foreignIdentities,
  type Layer,
  noneOf,
  notLike,
  oneOf,
  perimeterOf,
  type Question,
  RESOURCE,
  textsOf,
} from "../../requests";
import { type Ruling } from "../../verdict";

/**
 * Services whose endpoints take no policy (AWS PrivateLink guide, "AWS services that integrate with AWS PrivateLink").
 * What is neither here nor among {@link POLICY_SERVICES} is not known, and unproven.
 */
const NO_POLICY_SERVICES = new Set(["acm", "appsync", "appsync-api", "artifact", "glacier", "route53"]);

/** Services whose endpoints are known to enforce a policy (same source). */
const POLICY_SERVICES = new Set([
  "codeartifact.api",
  "codeartifact.repositories",
  "dynamodb",
  "ec2",
  "ecr.api",
  "ecr.dkr",
  "elasticfilesystem",
  "elasticmapreduce",
  "events",
  "kinesis-streams",
  "kms",
  "lambda",
  "logs",
  "monitoring",
  "s3",
  "notebook",
  "sagemaker.api",
  "sagemaker.runtime",
  "secretsmanager",
  "sns",
  "sqs",
  "ssm",
  "ssmmessages",
  "states",
  "sts",
]);

/** AWS's services by their names: `com.amazonaws.<region>.<service>`, and those of SageMaker's pages. */
const AWS_SERVICE =
  /^(?:com\.amazonaws\.(?!vpce\.)|aws\.sagemaker\.(?=[a-z0-9-]+\.(?:notebook|studio)$))([a-z0-9-]+)\.(.+)$/;

/** Catalogue rows E01 to E09, E11 and E15 to E17. */
export const endpoints: Channel = {
  id: "net.endpoints",
  title: "VPC endpoints",
  opens: "an endpoint that carries requests with foreign credentials, or to foreign resources: both end outside",
  closes:
    "no request through an endpoint is allowed that is sent by a principal of another account, or without a signature, or that is for a resource of another account, whatever else it says",
  sources: [
    "https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html",
    "https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_data-perimeters.html",
    "https://github.com/aws-samples/data-perimeter-policy-examples",
  ],
  types: ["aws_vpc_endpoint", "aws_vpc_endpoint_policy"],
  decide: (model, ruling) => {
    const all = model.ofType("aws_vpc_endpoint");
    for (const endpoint of all) judge(model, endpoint, ruling);
    for (const policy of model.ofType("aws_vpc_endpoint_policy"))
      if (model.referred(policy, "vpc_endpoint_id", "aws_vpc_endpoint") === undefined)
        ruling.unproven(policy, "which endpoint it is for cannot be told", "refer to one of this configuration");
    if (all.length === 0) ruling.closed({ address: "(configuration)", path: null }, "it declares no endpoint");
  },
};

function leak(endpoint: Resource, by: string, to: string) {
  return { from: "any machine that reaches the endpoint", by, through: [endpoint.address], to };
}

function judge(model: Model, endpoint: Resource, ruling: Ruling): void {
  const service = endpoint.text("service_name");
  const kind = endpoint.text("vpc_endpoint_type") ?? "Gateway";
  const anybody = "anybody who runs code there, with credentials of any account";
  const removal = `remove ${endpoint.address}`;
  if (kind !== "Interface" && kind !== "Gateway") {
    ruling.open(endpoint, `it is of type ${kind}`, leak(endpoint, anybody, "whoever offers the service"), removal);
    return;
  }
  if (service === undefined) {
    ruling.unproven(endpoint, `its service is ${showValue(endpoint.value("service_name"))}`, "name an AWS service");
    return;
  }
  const [, region = "", name] = AWS_SERVICE.exec(service) ?? [];
  if (name === undefined) {
    const why = `its service is ${service}, not one of AWS's`;
    ruling.open(endpoint, why, leak(endpoint, anybody, "whoever offers the service"), removal);
    return;
  }
  const elsewhere = endpoint.value("service_region");
  // What is live names the endpoint's own region.
  if (elsewhere.kind !== "absent" && (elsewhere.kind !== "known" || elsewhere.value !== endpoint.region)) {
    ruling.unproven(endpoint, "it leads to a service of another region", "leave service_region out");
    return;
  }
  if (NO_POLICY_SERVICES.has(name)) {
    ruling.open(
      endpoint,
      `${name} takes no endpoint policy`,
      leak(endpoint, anybody, `any account's ${name}`),
      removal,
    );
    return;
  }
  const separate = model
    .ofType("aws_vpc_endpoint_policy")
    .filter((policy) => model.referred(policy, "vpc_endpoint_id", "aws_vpc_endpoint") === endpoint);
  const [source, ...more] = [endpoint, ...separate].filter((one) => one.value("policy").kind !== "absent");
  if (source === undefined) {
    ruling.open(
      endpoint,
      "it has no policy, and so allows everything",
      leak(endpoint, anybody, `any account's ${name}`),
      `give ${endpoint.address} a policy that bounds aws:PrincipalAccount and aws:ResourceAccount`,
    );
    return;
  }
  if (more.length > 0) {
    ruling.unproven(endpoint, "two resources set its policy; which one holds cannot be told", "keep one");
    return;
  }
  const statements = statementsOf(source, "policy", ruling, source);
  if (statements === undefined) return;
  if (!POLICY_SERVICES.has(name)) {
    ruling.unproven(endpoint, `whether ${name} enforces endpoint policies is not known`, removal);
    return;
  }
  judgePolicy(model, endpoint, source, statements, name, region, ruling);
}

function judgePolicy(
  model: Model,
  endpoint: Resource,
  source: Resource,
  statements: readonly Statement[],
  service: string,
  region: string,
  ruling: Ruling,
): void {
  const { accounts, bucketArns } = perimeterOf(model);
  if (accounts.size === 0) {
    ruling.unproven(source, "no provider says in which accounts it works", "set allowed_account_ids of every provider");
    return;
  }
  const through = oneOf("aws:sourcevpce", [textsOf(model).read(`\${${endpoint.address}.id}`).text]);
  const layers = (exceptions: readonly Statement[]): Layer[] => [
    { name: `the policy of ${endpoint.address}`, statements, needsAllow: true },
    { name: "reads of AWS's own buckets", statements: exceptions, needsAllow: false },
  ];
  const outsiders = [...foreignIdentities(accounts, [String(source.attributes["policy"])]), anonymous()];
  const withForeignCredentials: Question = {
    principals: outsiders,
    region: [through],
    layers: layers(readsThatAwsSigns(region)),
  };
  const toForeignResources: Question = {
    principals: [...accounts].map((account) => anyIdentityOf(account)),
    region: [
      through,
      noneOf("aws:resourceaccount", [...accounts]),
      notLike(RESOURCE, [
        ...[...accounts].map((account) => `arn:*:*:*:${account}:*`),
        ...bucketArns.flatMap((arn) => [arn, `${arn}/*`]),
      ]),
    ],
    layers: layers(readsOfAwsOwned(region)),
  };
  const foreignCredentials = decideFor(model, withForeignCredentials).kind !== "none";
  ruleOnRequests(model, ruling, source, foreignCredentials ? withForeignCredentials : toForeignResources, {
    from: "any machine that reaches the endpoint",
    to: foreignCredentials ? `${service}, in the account of the credentials` : `${service}, in another account`,
    opens: foreignCredentials
      ? "it carries requests with foreign credentials"
      : "it carries requests to foreign resources",
    closed: "principals and resources of the project's accounts only",
    mend: `add StringEquals aws:PrincipalAccount and aws:ResourceAccount with the project's accounts to each Allow of ${source.address}`,
    through: source === endpoint ? [] : [endpoint.address],
  });
}
