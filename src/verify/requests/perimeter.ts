import { rolesOfProvider, type Model } from "../model/model";
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

/** What a role makes that makes keys only: keys, and alarms on them, which carry nothing. */
const KEYS_AND_WATCH =
  /^aws_(kms_(key|alias|external_key|replica_key|replica_external_key|key_policy)|cloudwatch_metric_alarm)$/;

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
  const roles = model.awsProviders.flatMap((provider) => rolesOfProvider(provider).map((arn) => ({ arn, provider })));
  const makesOthers = new Set<string>();
  for (const { provider, type } of model.resources)
    if (!KEYS_AND_WATCH.test(type))
      for (const arn of provider === undefined ? [] : rolesOfProvider(provider)) makesOthers.add(arn);
  const onlyKeys = new Set(
    roles
      .filter(
        ({ arn, provider }) =>
          !makesOthers.has(arn) && model.resources.some((one) => one.provider?.attributes === provider.attributes),
      )
      .map(({ arn }) => arn),
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
