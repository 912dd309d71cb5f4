import { oneOf } from "./principals";
import { type Literal } from "./tests";
import { accountsOfProvider } from "../model/model";
import { type Resource } from "../model/resource";
import { type Texts } from "./texts";

/** Where the ARN of a type of resource has its name; `{id}` is an id that only AWS knows. */
interface ArnShape {
  readonly service: string;
  /** @default true */
  readonly hasRegion?: boolean;
  /** @default true */
  readonly hasAccount?: boolean;
  /** The last part, with `{attribute}` for attributes of the resource. */
  readonly rest: string;
}

/** https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html */
const SHAPES: Readonly<Record<string, ArnShape>> = {
  aws_backup_vault: { service: "backup", rest: "backup-vault:{name}" },
  aws_cloudwatch_log_group: { service: "logs", rest: "log-group:{name}" },
  aws_codeartifact_domain: { service: "codeartifact", rest: "domain/{domain}" },
  aws_dynamodb_table: { service: "dynamodb", rest: "table/{name}" },
  aws_ecr_repository: { service: "ecr", rest: "repository/{name}" },
  aws_efs_access_point: { service: "elasticfilesystem", rest: "access-point/{id}" },
  aws_efs_file_system: { service: "elasticfilesystem", rest: "file-system/{id}" },
  aws_iam_instance_profile: { service: "iam", hasRegion: false, rest: "instance-profile{path}{name}" },
  aws_iam_policy: { service: "iam", hasRegion: false, rest: "policy{path}{name}" },
  aws_iam_role: { service: "iam", hasRegion: false, rest: "role{path}{name}" },
  aws_iam_user: { service: "iam", hasRegion: false, rest: "user{path}{name}" },
  aws_instance: { service: "ec2", rest: "instance/{id}" },
  aws_kinesis_firehose_delivery_stream: { service: "firehose", rest: "deliverystream/{name}" },
  aws_kinesis_stream: { service: "kinesis", rest: "stream/{name}" },
  aws_kms_external_key: { service: "kms", rest: "key/{id}" },
  aws_kms_key: { service: "kms", rest: "key/{id}" },
  aws_lambda_function: { service: "lambda", rest: "function:{function_name}" },
  aws_s3_bucket: { service: "s3", hasRegion: false, hasAccount: false, rest: "{bucket}" },
  aws_secretsmanager_secret: { service: "secretsmanager", rest: "secret:{name}-{suffix}" },
  aws_sns_topic: { service: "sns", rest: "{name}" },
  aws_sqs_queue: { service: "sqs", rest: "{name}" },
  aws_vpc: { service: "ec2", rest: "vpc/{id}" },
  aws_vpc_endpoint: { service: "ec2", rest: "vpc-endpoint/{id}" },
};

/** The account that a resource is made in, where its provider says one, or AWS has given it an ARN. */
export function accountOf({ provider, attributes }: Resource): string | undefined {
  const accounts = provider === undefined ? [] : [...new Set(accountsOfProvider(provider))];
  if (accounts.length === 1) return accounts[0];
  const arn = attributes["arn"];
  return typeof arn === "string" ? /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(arn)?.[1] : undefined;
}

/**
 * Types whose account every request for them names; for a few actions of other services it is left out.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-resourceaccount
 */
const NAMED_BY_ACCOUNT = /^aws_(iam_role|kms|s3_bucket|secretsmanager|sqs)/;

/** What requests for a resource say of its account, where that is known. */
export function inAccountOf(resource: Resource): Literal[] {
  const account = NAMED_BY_ACCOUNT.test(resource.type) ? accountOf(resource) : undefined;
  return account === undefined ? [] : [oneOf("aws:resourceaccount", [account])];
}

/** The ARN of a resource of the configuration, with constants for what only AWS knows; nothing where a part cannot be known. */
export function arnOf(texts: Texts, resource: Resource): string | undefined {
  const given = resource.text("arn");
  if (given !== undefined && given !== "") return given;
  const shape = SHAPES[resource.type];
  if (shape === undefined) return undefined;
  const region = shape.hasRegion === false ? "" : resource.region;
  const account = shape.hasAccount === false ? "" : accountOf(resource);
  if (region === undefined || account === undefined) return undefined;
  let known = true;
  const rest = shape.rest.replace(/\{(\w+)\}/g, (_, name: string) => {
    if (name === "id" || name === "suffix") return texts.symbol(`${resource.address}.${name}`);
    const value =
      name === "path"
        ? (resource.text("path") ?? (resource.value("path").kind === "absent" ? "/" : undefined))
        : (resource.text(name) ?? (name === "name" ? generatedName(texts, resource) : undefined));
    if (value === undefined) known = false;
    return value ?? "";
  });
  return known ? `arn:aws:${shape.service}:${region}:${account}:${rest}` : undefined;
}

/** A name that Terraform makes up is like no other, but for its beginning. */
function generatedName(texts: Texts, resource: Resource): string | undefined {
  if (resource.value("name").kind !== "absent") return undefined;
  const prefix = resource.value("name_prefix").kind === "absent" ? "terraform-" : resource.text("name_prefix");
  return prefix === undefined ? undefined : `${prefix}${texts.symbol(`${resource.address}.name`)}`;
}
