import { enclaveEndpoint } from "./enclave-access";
import { exchangeBuckets } from "./file-exchange";
import { type EndpointProps } from "./private-endpoints";
import { displayLicenceArn } from "./research-box-policies";
import { type ResearchBoxProps } from "./research-box-props";

/** The endpoints of a box, beside those of its workbenches: its own log, its own pre-shared key, and what it asks for. */
export function endpointsOf(props: ResearchBoxProps): EndpointProps[] {
  const { account } = props;
  const own = { principalAccounts: [account], resourceAccounts: [account] };
  const log = `arn:aws:logs:${props.region}:${account}:log-group:${props.vpnLog.logGroupName}`;
  const endpoints: EndpointProps[] = [
    {
      service: "logs",
      grants: [
        {
          sid: "WriteOwnLog",
          actions: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
          resources: [log, `${log}:*`],
          ...own,
        },
      ],
    },
    {
      service: "secretsmanager",
      grants: [
        {
          sid: "ReadOwnPreSharedKey",
          actions: ["secretsmanager:GetSecretValue"],
          resources: [props.tunnelSecretArn],
          principalAccounts: [account],
          resourceAccounts: [props.secretAccount ?? account],
        },
      ],
    },
  ];
  if (props.desktops !== undefined)
    endpoints.push({
      service: "s3",
      // The licence check of Amazon DCV on EC2 reads one bucket of AWS's own.
      // https://docs.aws.amazon.com/dcv/latest/adminguide/setting-up-license.html
      grants: [
        {
          sid: "ReadDisplayLicence",
          actions: ["s3:GetObject"],
          resources: [displayLicenceArn(props.region)],
          principalAccounts: [account],
        },
      ],
    });
  if (props.enclaveKey !== undefined) endpoints.push(enclaveEndpoint(props.enclaveKey, account));
  return endpoints;
}

/** Names of the DataBox's buckets that the box sees, as its machines look them up. */
export function storeHosts({ exchange, region, stores }: ResearchBoxProps): string[] {
  const buckets = new Set([
    ...stores.views.map(({ bucketName }) => bucketName),
    ...(exchange === undefined ? [] : exchangeBuckets(exchange)),
  ]);
  return [...buckets].map((bucket) => `${bucket}.s3.${region}.amazonaws.com`);
}

/** Where Amazon DCV looks for its licence on EC2. */
export function displayLicenceHost(region: string): string {
  return `dcv-license.${region}.s3.${region}.amazonaws.com`;
}
