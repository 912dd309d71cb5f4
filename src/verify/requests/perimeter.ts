import { type Model } from "../model/model";
import { type Literal } from "./tests";
import { textsOf } from "./texts";
import { noneOf } from "./principals";

/** What is the project's own, as requests name it. */
export interface Perimeter {
  readonly accounts: ReadonlySet<string>;
  /** Ids of the configuration's endpoints and VPCs. */
  readonly endpoints: readonly string[];
  readonly vpcs: readonly string[];
  /** ARNs of its buckets, which have no account in them. */
  readonly bucketArns: readonly string[];
  /** Roles that Terraform takes on, and of those the ones that only make keys. */
  readonly deployers: readonly string[];
  readonly custodians: readonly string[];
  /** What a request says that comes through none of the endpoints: from the internet, another's network, or a service. */
  readonly outside: readonly Literal[];
}

const perimeters = new WeakMap<Model, Perimeter>();

export function perimeterOf(model: Model): Perimeter {
  let perimeter = perimeters.get(model);
  if (perimeter === undefined) perimeters.set(model, (perimeter = readPerimeter(model)));
  return perimeter;
}

function readPerimeter(model: Model): Perimeter {
  const texts = textsOf(model);
  const ids = (type: string): string[] => model.ofType(type).map(({ address }) => texts.read(`\${${address}.id}`).text);
  const [endpoints, vpcs] = [ids("aws_vpc_endpoint"), ids("aws_vpc")];
  const roles = model.awsProviders.flatMap((provider) =>
    provider.blocks("assume_role").flatMap((role) => {
      const arn = role.text("role_arn");
      return arn === undefined ? [] : [{ arn, alias: provider.text("alias") }];
    }),
  );
  const used = new Map<string, boolean>();
  for (const resource of model.resources) {
    const alias = /^aws\.(.+)$/.exec(resource.text("provider") ?? "")?.[1] ?? "";
    used.set(alias, (used.get(alias) ?? true) && /^aws_kms_(key|alias|external_key|key_policy)$/.test(resource.type));
  }
  const onlyKeys = new Set(
    roles
      .map(({ arn }) => arn)
      .filter((arn) => roles.every((role) => role.arn !== arn || used.get(role.alias ?? "") === true)),
  );
  return {
    accounts: model.accounts,
    endpoints,
    vpcs,
    bucketArns: model.ofType("aws_s3_bucket").flatMap((bucket) => {
      const name = bucket.text("bucket");
      return name === undefined ? [] : [`arn:aws:s3:::${name}`];
    }),
    deployers: [...new Set(roles.map(({ arn }) => arn))].filter((arn) => !onlyKeys.has(arn)),
    custodians: [...onlyKeys],
    outside: [noneOf("aws:sourcevpce", endpoints), noneOf("aws:sourcevpc", vpcs)],
  };
}
